"""The translation memory: pairs that people confirmed, found by the same text or by a similar one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import apsw

from app.domain.ask.keywords import indexed_terms
from app.domain.translate.translation_memory import (
    LEAST_LIKENESS,
    Remembered,
    Unit,
    UnitOrigin,
    likeness,
    sought,
    usual_code,
)
from app.storage.connection import rows, value
from app.storage.database import Database
from app.storage.forgetting import empty_log
from app.storage.keyword_query import any_of, question_terms
from app.storage.rows import storable, to_micros

LOOKED_UP = 1000
"""Texts a query: few enough for its JSON, many enough that the query itself costs nothing."""
CANDIDATES = 24
ASKED_TERMS = 8
"""The rarest words of a text that similar ones are looked for with."""
MOST_WEIGHED = 3_000
"""Segments that one look weighs: the rarest words find a similar text, the common ones only cost time."""
PAGE = 500


class TranslationMemory:
    """Every method may be called from any thread. Languages are codes (see :func:`usual_code`); a pair counts in the
    direction it was given."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def learn(self, units: Sequence[Unit], source: str, target: str, origin: UnitOrigin = UnitOrigin.CORRECTED) -> int:
        """Keep ``units`` and say how many are new or changed. What a person corrected stays where a file differs."""
        now, pair = to_micros(self._clock()), (usual_code(source), usual_code(target))

        def work(connection: apsw.Connection) -> int:
            changed = 0
            for unit in units:
                changed += _keep(connection, unit, pair, origin, now)
            return changed

        return self._database.write(work) if units else 0

    def exact(self, texts: Sequence[str], source: str, target: str) -> dict[str, Remembered]:
        """For each of ``texts`` that is known (see :func:`sought`), what it was translated as."""
        source, target = usual_code(source), usual_code(target)
        wanted: dict[str, list[str]] = {}
        for text in texts:
            wanted.setdefault(storable(sought(text)), []).append(text)

        def work(connection: apsw.Connection) -> dict[str, Remembered]:
            found: dict[str, Remembered] = {}
            keys = list(wanted)
            for start in range(0, len(keys), LOOKED_UP):
                asked = json.dumps(keys[start : start + LOOKED_UP], ensure_ascii=False)
                for key, *columns in connection.execute(_EXACT, (asked, source, target)):
                    remembered = _remembered(columns)
                    found.update((text, remembered) for text in wanted[key])
            return found

        return self._database.read(work) if wanted else {}

    def similar(
        self, text: str, source: str, target: str, *, least: float = LEAST_LIKENESS, most: int = 3
    ) -> list[Remembered]:
        """At most ``most`` units whose source is at least ``least`` like ``text``, the likest first."""
        source, target = usual_code(source), usual_code(target)

        def work(connection: apsw.Connection) -> list[Remembered]:
            terms = _rarest(connection, question_terms(text))
            if not terms:
                return []
            found = connection.execute(_SIMILAR, (any_of(terms), source, target, CANDIDATES))
            scored = [_remembered(columns, likeness(text, columns[1])) for columns in found]
            good = [one for one in scored if one.likeness >= least]
            return sorted(good, key=lambda one: (-one.likeness, one.id))[:most]

        return self._database.read(work)

    def count(self, source: str | None = None, target: str | None = None) -> int:
        sql = "SELECT count(*) FROM memory_segments WHERE (?1 IS NULL OR source_language = ?1) "
        sql += "AND (?2 IS NULL OR target_language = ?2)"
        return self._database.read(lambda connection: int(value(connection, sql, (source, target))))

    def pairs(self) -> list[tuple[str, str, int]]:
        """(source language, target language, units), as they are in the memory."""
        sql = "SELECT source_language, target_language, count(*) FROM memory_segments GROUP BY 1, 2 ORDER BY 1, 2"
        return self._database.read(lambda connection: [(a, b, n) for a, b, n in rows(connection, sql)])

    def units(self, source: str, target: str) -> Iterator[Remembered]:
        """All of a pair, in pages: a memory may be large."""
        sql = f"SELECT {_COLUMNS} FROM memory_segments AS m WHERE source_language = ? AND target_language = ? "
        sql += "AND m.id > ? ORDER BY m.id LIMIT ?"
        last = 0
        while page := self._database.read(lambda c, after=last: rows(c, sql, (source, target, after, PAGE))):  # type: ignore[misc]
            for columns in page:
                yield _remembered(columns)
            last = page[-1][0]

    def forget(self, unit_id: int) -> None:
        """Without a trace in the file."""

        def work(connection: apsw.Connection) -> None:
            connection.execute("DELETE FROM memory_words WHERE rowid = ?", (unit_id,))
            connection.execute("DELETE FROM memory_segments WHERE id = ?", (unit_id,))

        self._database.write(work)
        empty_log(self._database)


_COLUMNS = "m.id, m.source, m.target, m.origin"
_EXACT = (
    f"SELECT m.sought, {_COLUMNS} FROM json_each(?1) AS j "
    "CROSS JOIN memory_segments AS m ON m.source_language = ?2 AND m.target_language = ?3 AND m.sought = j.value"
)
# The candidates are cut before the pair is looked at: a memory of many pairs would weigh all of them otherwise.
_SIMILAR = (
    f"SELECT {_COLUMNS} FROM memory_words AS w CROSS JOIN memory_segments AS m ON m.id = w.rowid "
    "WHERE memory_words MATCH ?1 AND m.source_language = ?2 AND m.target_language = ?3 "
    "ORDER BY bm25(memory_words) LIMIT ?4"
)


def _keep(connection: apsw.Connection, unit: Unit, pair: tuple[str, str], origin: UnitOrigin, now: int) -> int:
    source, target = storable(unit.source.strip()), storable(unit.target.strip())
    key = storable(sought(source))
    if not key or not target:
        return 0
    known = connection.execute(
        "SELECT id, target, origin FROM memory_segments WHERE source_language = ? AND target_language = ? "
        "AND sought = ?",
        (*pair, key),
    ).fetchone()
    if known is not None:
        is_persons = known[2] == UnitOrigin.CORRECTED and origin is not UnitOrigin.CORRECTED
        if is_persons or (known[1], known[2]) == (target, origin.value):
            return 0
        connection.execute(
            "UPDATE memory_segments SET source = ?, target = ?, origin = ?, changed_at = ? WHERE id = ?",
            (source, target, origin.value, now, known[0]),
        )
        return 1
    connection.execute(
        "INSERT INTO memory_segments (source_language, target_language, sought, source, target, origin, changed_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*pair, key, source, target, origin.value, now),
    )
    row = connection.last_insert_rowid()
    connection.execute("INSERT INTO memory_words (rowid, terms) VALUES (?, ?)", (row, storable(indexed_terms(source))))
    return 1


def _rarest(connection: apsw.Connection, terms: Sequence[str]) -> list[str]:
    asked = json.dumps(list(terms), ensure_ascii=False)
    sql = (
        "SELECT j.value, t.doc FROM json_each(?) AS j CROSS JOIN memory_terms AS t ON t.term = j.value "
        "ORDER BY t.doc LIMIT ?"
    )
    chosen: list[str] = []
    weighed = 0
    for term, segments in rows(connection, sql, (asked, ASKED_TERMS)):
        weighed += segments
        if chosen and weighed > MOST_WEIGHED:
            break
        chosen.append(term)
    return chosen


def _remembered(columns: Sequence[Any], like: float = 1.0) -> Remembered:
    unit_id, source, target, origin = columns
    return Remembered(Unit(source, target), like, UnitOrigin(origin), unit_id)
