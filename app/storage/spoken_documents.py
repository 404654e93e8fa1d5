"""What was spoken as documents of the library: a row, passages and vectors, put there in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import apsw

from app.domain.dictate.dictation import SpokenState
from app.domain.library.document import Document, Passage
from app.domain.library.stored import ReadFacts, VectorBatch
from app.storage.collections import default_id, require_collection
from app.storage.connection import rows, value
from app.storage.database import Database
from app.storage.document_content import delete_content, insert_content
from app.storage.rows import (
    DOCUMENT_COLUMNS,
    document_from_row,
    folded,
    from_path_bytes,
    storable,
    to_micros,
    to_path_bytes,
)


class SpokenDocuments:
    """Every method may be called from any thread."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def put(
        self,
        dictation_id: int,
        path: Path,
        facts: ReadFacts,
        passages: Sequence[Passage],
        vectors: VectorBatch | None,
        collection_id: int | None = None,
    ) -> Document | None:
        """The document of that row of the history, made or written anew; None where the row is gone meanwhile.

        ``path`` is the recording's file, or a name that no file has. Raises ValueError without passages and where
        vectors do not match them, AppError COLLECTION_UNKNOWN.
        """
        if not passages:
            raise ValueError("nothing was said")
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> Document | None:
            known = rows(connection, "SELECT document_id FROM dictations WHERE id = ?", (dictation_id,))
            if not known:
                return None
            if collection_id is not None:
                require_collection(connection, collection_id)
            document = known[0][0] or _at_path(connection, path)
            if document is None:
                document = _insert(connection, path, default_id(connection), now)
            if collection_id is not None:
                connection.execute("UPDATE documents SET collection_id = ? WHERE id = ?", (collection_id, document))
            delete_content(connection, document)
            insert_content(connection, document, passages, vectors)
            _describe(connection, document, facts, len(passages), now)
            connection.execute("DELETE FROM journal WHERE document_id = ?", (document,))
            connection.execute("UPDATE dictations SET document_id = NULL WHERE document_id = ?", (document,))
            connection.execute("UPDATE dictations SET document_id = ? WHERE id = ?", (document, dictation_id))
            found = connection.execute(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (document,)).fetchall()
            return document_from_row(found[0])

        return self._database.write(work)

    def missing(self) -> list[int]:
        """Rows of the history that are whole and say something, but are no document yet, or one that still has the
        text of before: a kill came between."""
        sql = (
            "SELECT d.id FROM dictations AS d LEFT JOIN documents AS o ON o.id = d.document_id "
            "WHERE d.state = ? AND d.text <> '' AND o.content_hash IS NULL "
            "AND (d.path IS NULL OR d.id = (SELECT max(e.id) FROM dictations AS e WHERE e.path = d.path)) ORDER BY d.id"
        )
        bindings = (SpokenState.WRITTEN.value,)
        return self._database.read(lambda connection: [row[0] for row in rows(connection, sql, bindings)])


def _at_path(connection: apsw.Connection, path: Path) -> int | None:
    found = value(connection, "SELECT id FROM documents WHERE path = ?", (to_path_bytes(path),))
    return None if found is None else int(found)


def _insert(connection: apsw.Connection, path: Path, collection_id: int, now: int) -> int:
    stored = to_path_bytes(path)
    shown = from_path_bytes(stored)
    connection.execute(
        "INSERT INTO documents (path, name, sought, collection_id, state, added_at) VALUES (?, ?, ?, ?, 'waiting', ?)",
        (stored, folded(shown.name), folded(str(shown)), collection_id, now),
    )
    return connection.last_insert_rowid()


def _describe(connection: apsw.Connection, document: int, facts: ReadFacts, passages: int, now: int) -> None:
    path = from_path_bytes(value(connection, "SELECT path FROM documents WHERE id = ?", (document,)))
    title = storable(facts.title)
    connection.execute(
        "UPDATE documents SET state = 'indexed', reason = NULL, kind = ?, title = ?, sought = ?, content_hash = ?, "
        "size = ?, modified_at = ?, pages = NULL, pages_without_text = 0, passages = ?, indexed_at = ? WHERE id = ?",
        (
            facts.kind.value, title, folded(f"{path}\n{title}"), facts.content_hash, facts.size,
            to_micros(facts.modified_at), passages, now, document,
        ),
    )  # fmt: skip
