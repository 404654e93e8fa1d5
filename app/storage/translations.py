"""What was typed and translated: the latest first, found again by its words in either language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import apsw

from app.domain.ask.keywords import indexed_terms
from app.domain.translate.translation import KeptTranslation
from app.storage.connection import rows
from app.storage.database import Database
from app.storage.forgetting import empty_log
from app.storage.keyword_query import all_of
from app.storage.rows import moment, storable, to_micros


class Translations:
    """Every method may be called from any thread."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def keep(self, pair: tuple[str, str], source: str, target: str, engine: str = "") -> KeptTranslation:
        """A newer translation of the latest text takes its place: typing on makes no second entry."""
        now = to_micros(self._clock())
        texts = (storable(source), storable(target))

        def work(connection: apsw.Connection) -> KeptTranslation:
            latest = connection.execute(
                "SELECT id FROM translations WHERE id = (SELECT max(id) FROM translations) "
                "AND source_language = ? AND target_language = ? AND (source = ? OR instr(?, source) = 1)",
                (*pair, texts[0], texts[0]),
            ).fetchone()
            if latest is not None:
                _forget(connection, latest)
            connection.execute(
                "INSERT INTO translations (made_at, source_language, target_language, source, target, engine) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                (now, *pair, *texts, engine),
            )
            row = connection.last_insert_rowid()
            connection.execute(
                "INSERT INTO translation_words (rowid, terms) VALUES (?, ?)", (row, indexed_terms("\n".join(texts)))
            )
            return KeptTranslation(row, moment(now), *pair, *texts, engine)

        return self._database.write(work)

    def list(self, limit: int = 200) -> Sequence[KeptTranslation]:
        sql = f"SELECT {_COLUMNS} FROM translations AS t ORDER BY t.id DESC LIMIT ?"
        return [_kept(columns) for columns in self._database.read(lambda connection: rows(connection, sql, (limit,)))]

    def search(self, text: str, limit: int = 50) -> Sequence[KeptTranslation]:
        """Those that hold all the words in source or translation, the last word as a beginning."""
        query = all_of(text)
        if query is None:
            return []
        sql = (
            f"SELECT {_COLUMNS} FROM translation_words AS w CROSS JOIN translations AS t ON t.id = w.rowid "
            "WHERE translation_words MATCH ? ORDER BY t.id DESC LIMIT ?"
        )
        found = self._database.read(lambda connection: rows(connection, sql, (query, limit)))
        return [_kept(columns) for columns in found]

    def delete(self, translation_id: int) -> None:
        """Without a trace in the file."""
        self._database.write(lambda connection: _forget(connection, (translation_id,)))
        empty_log(self._database)

    def clear(self) -> None:
        def work(connection: apsw.Connection) -> None:
            connection.execute("DELETE FROM translation_words")
            connection.execute("DELETE FROM translations")

        self._database.write(work)
        empty_log(self._database)


_COLUMNS = "t.id, t.made_at, t.source_language, t.target_language, t.source, t.target, t.engine"


def _forget(connection: apsw.Connection, row: tuple[int]) -> None:
    connection.execute("DELETE FROM translation_words WHERE rowid = ?", row)
    connection.execute("DELETE FROM translations WHERE id = ?", row)


def _kept(columns: Sequence[Any]) -> KeptTranslation:
    row, made_at, *rest = columns
    return KeptTranslation(row, moment(made_at), *rest)
