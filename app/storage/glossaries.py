"""Terms that are translated one way, or not at all: everywhere, or for one collection's documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import apsw

from app.domain.translate.glossary import StoredTerm, Term
from app.domain.translate.translation_memory import usual_code
from app.storage.collections import require_collection
from app.storage.connection import rows
from app.storage.database import Database
from app.storage.rows import storable, to_micros


class Glossaries:
    """Every method may be called from any thread."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def add(self, terms: Sequence[Term], source: str, target: str, collection_id: int | None = None) -> int:
        """Keep ``terms`` and say how many are new or changed. A source that is there gets the new target.

        Raises COLLECTION_UNKNOWN.
        """
        now, pair = to_micros(self._clock()), (usual_code(source), usual_code(target))

        def work(connection: apsw.Connection) -> int:
            if collection_id is not None:
                require_collection(connection, collection_id)
            return sum(_keep(connection, term, pair, collection_id, now) for term in terms)

        return self._database.write(work) if terms else 0

    def terms(self, source: str, target: str, collection_id: int | None = None) -> list[Term]:
        """What counts for this pair: the collection's own before those of everywhere, turned ones of the other
        direction after both."""
        source, target = usual_code(source), usual_code(target)
        sql = (
            f"SELECT {_COLUMNS} FROM glossary_terms WHERE (collection_id IS NULL OR collection_id = ?1) AND "
            "((source_language = ?2 AND target_language = ?3) OR (source_language = ?3 AND target_language = ?2)) "
            "ORDER BY source_language <> ?2, collection_id IS NULL, id"
        )
        found = self._database.read(lambda connection: rows(connection, sql, (collection_id, source, target)))
        stored = [_stored(columns) for columns in found]
        return [one.term if one.source_language == source else one.term.turned() for one in stored]

    def list(self, collection_id: int | None = None, *, everywhere: bool = True) -> list[StoredTerm]:
        """By language, then by source; those of one collection, with those that hold ``everywhere``."""
        sql = (
            f"SELECT {_COLUMNS} FROM glossary_terms WHERE collection_id IS ?1 OR (?2 AND collection_id IS NULL) "
            "ORDER BY source_language, target_language, source COLLATE NOCASE, id"
        )
        found = self._database.read(lambda connection: rows(connection, sql, (collection_id, everywhere)))
        return [_stored(columns) for columns in found]

    def all(self) -> Sequence[StoredTerm]:
        """Those of every collection, too."""
        sql = f"SELECT {_COLUMNS} FROM glossary_terms ORDER BY source_language, target_language, source COLLATE NOCASE"
        return [_stored(columns) for columns in self._database.read(lambda connection: rows(connection, sql))]

    def remove(self, term_ids: Sequence[int]) -> None:
        def work(connection: apsw.Connection) -> None:
            connection.executemany("DELETE FROM glossary_terms WHERE id = ?", [(one,) for one in term_ids])

        self._database.write(work)

    def answer(self, collection_id: int, suggestion: str, *, accepted: bool) -> None:
        """A suggestion that the person has answered never comes again."""
        sql = "INSERT OR REPLACE INTO glossary_answers (collection_id, term, accepted) VALUES (?, ?, ?)"

        def work(connection: apsw.Connection) -> None:
            connection.execute(sql, (collection_id, storable(suggestion), accepted))

        self._database.write(work)

    def answered(self, collection_id: int) -> frozenset[str]:
        sql = "SELECT term FROM glossary_answers WHERE collection_id = ?"
        found = self._database.read(lambda connection: rows(connection, sql, (collection_id,)))
        return frozenset(term for (term,) in found)


_COLUMNS = "id, collection_id, source_language, target_language, source, target, match_case, inflects, note"


def _keep(connection: apsw.Connection, term: Term, pair: tuple[str, str], collection_id: int | None, now: int) -> int:
    source, target = storable(" ".join(term.source.split())), storable(" ".join(term.target.split())) or None
    if not source:
        return 0
    values = (source, target, int(term.keeps_case), int(term.inflects), storable(term.note))
    known = connection.execute(
        "SELECT id, source, target, match_case, inflects, note FROM glossary_terms WHERE collection_id IS ? "
        "AND source_language = ? AND target_language = ? AND source = ?",
        (collection_id, *pair, source),
    ).fetchone()
    if known is None:
        connection.execute(
            "INSERT INTO glossary_terms (collection_id, source_language, target_language, source, target, match_case, "
            "inflects, note, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (collection_id, *pair, *values, now),
        )
        return 1
    if known[1:] == values:
        return 0
    connection.execute(
        "UPDATE glossary_terms SET target = ?, match_case = ?, inflects = ?, note = ?, changed_at = ? WHERE id = ?",
        (*values[1:], now, known[0]),
    )
    return 1


def _stored(columns: Sequence[Any]) -> StoredTerm:
    row, collection_id, source_language, target_language, source, target, match_case, inflects, note = columns
    term = Term(source, target or "", bool(match_case), bool(inflects), note)
    return StoredTerm(row, collection_id, source_language, target_language, term)
