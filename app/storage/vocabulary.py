"""The person's vocabulary: words and replacement rules, everywhere or of a collection, and answers to suggestions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import apsw

from app.domain.spoken.rules import RuleKind, VocabularyRule
from app.storage.collections import require_collection
from app.storage.connection import rows, value
from app.storage.database import Database
from app.storage.rows import storable, to_micros

_COLUMNS = "id, collection_id, written, spoken, kind, match_case"
_Rules = list[VocabularyRule]


class Vocabulary:
    """Every method may be called from any thread."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def list(self, collection_id: int | None = None, *, everywhere: bool = True) -> _Rules:
        """By what is written; those of the collection, with those that hold ``everywhere``."""
        sql = (
            f"SELECT {_COLUMNS} FROM vocabulary WHERE collection_id IS ?1 OR (?2 AND collection_id IS NULL) "
            "ORDER BY written COLLATE NOCASE, id"
        )
        found = self._database.read(lambda connection: rows(connection, sql, (collection_id, everywhere)))
        return [_rule(row) for row in found]

    def all(self) -> _Rules:
        """Those of every collection, too."""
        sql = f"SELECT {_COLUMNS} FROM vocabulary ORDER BY written COLLATE NOCASE, id"
        return [_rule(row) for row in self._database.read(lambda connection: rows(connection, sql))]

    def keep(self, new: Iterable[VocabularyRule]) -> _Rules:
        """Add rules, or change those that carry an ``id``; all or none. One that is there already is not doubled.

        Raises AppError COLLECTION_UNKNOWN.
        """
        now = to_micros(self._clock())
        wanted = list(new)

        def work(connection: apsw.Connection) -> _Rules:
            for collection_id in {rule.collection_id for rule in wanted} - {None}:
                require_collection(connection, int(collection_id or 0))
            return [_keep(connection, rule, now) for rule in wanted]

        return self._database.write(work) if wanted else []

    def remove(self, rule_ids: Sequence[int]) -> None:
        ids = [(rule,) for rule in rule_ids]

        def work(connection: apsw.Connection) -> None:
            connection.executemany("DELETE FROM vocabulary WHERE id = ?", ids)

        self._database.write(work)

    def answer(self, collection_id: int, term: str, *, accepted: bool) -> None:
        """Kept, so that the suggestion never comes again. Raises AppError COLLECTION_UNKNOWN."""
        sql = "INSERT OR REPLACE INTO vocabulary_answers (collection_id, term, accepted) VALUES (?, ?, ?)"

        def work(connection: apsw.Connection) -> None:
            require_collection(connection, collection_id)
            connection.execute(sql, (collection_id, storable(term), accepted))

        self._database.write(work)

    def answers(self, collection_id: int) -> dict[str, bool]:
        """Term → whether it was accepted."""
        sql = "SELECT term, accepted FROM vocabulary_answers WHERE collection_id = ? ORDER BY term"
        found = self._database.read(lambda connection: rows(connection, sql, (collection_id,)))
        return {term: bool(accepted) for term, accepted in found}


def _keep(connection: apsw.Connection, rule: VocabularyRule, now: int) -> VocabularyRule:
    spoken = json.dumps([storable(form) for form in rule.spoken], ensure_ascii=False)
    values = (rule.collection_id, storable(rule.written), spoken, rule.kind.value, rule.match_case, now)
    if rule.id is not None:
        sql = (
            "UPDATE vocabulary SET collection_id = ?, written = ?, spoken = ?, kind = ?, match_case = ?, "
            "changed_at = ? WHERE id = ?"
        )
        connection.execute(sql, (*values, rule.id))
        if connection.changes():
            return rule
    same = "SELECT id FROM vocabulary WHERE collection_id IS ? AND written = ? AND spoken = ? AND kind = ?"
    known = value(connection, same, values[:4])
    if known is not None:
        connection.execute("UPDATE vocabulary SET match_case = ? WHERE id = ?", (rule.match_case, known))
        return replace(rule, id=int(known))
    connection.execute(
        "INSERT INTO vocabulary (collection_id, written, spoken, kind, match_case, changed_at) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        values,
    )
    return replace(rule, id=connection.last_insert_rowid())


def _rule(row: tuple[Any, ...]) -> VocabularyRule:
    rule_id, collection_id, written, spoken, kind, match_case = row
    return VocabularyRule(written, tuple(json.loads(spoken)), RuleKind(kind), bool(match_case), collection_id, rule_id)
