"""The library's rows and the journal of what is still to be read; the content of documents goes in and out here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Document, DocumentKind, DocumentState, Passage, Refusal
from app.domain.library.stored import DocumentOrder, ReadFacts, VectorBatch
from app.storage.collections import default_id, require_collection
from app.storage.connection import rows
from app.storage.database import Database
from app.storage.document_content import delete_content, insert_content
from app.storage.forgetting import forget_documents
from app.storage.rows import (
    DOCUMENT_COLUMNS,
    document_from_row,
    folded,
    from_path_bytes,
    storable,
    to_micros,
    to_path_bytes,
)

_ORDERS = {
    DocumentOrder.ADDED: "id DESC",
    DocumentOrder.NAME: "name, id",
    DocumentOrder.PATH: "path",
    DocumentOrder.MODIFIED: "modified_at DESC, id DESC",
    DocumentOrder.SIZE: "size DESC, id DESC",
}


class Documents:
    """Every method may be called from any thread. Those that take an id raise AppError DOCUMENT_UNKNOWN."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def journal(self, paths: Sequence[Path], collection_id: int | None = None) -> list[Document]:
        """Put the files on the list of what is to be read, all or none; returns their rows in the order of ``paths``.

        New rows are WAITING. Rows that were read or refused before stay as they are, and searchable, until they are
        read again. ``collection_id`` None keeps a row's collection; new rows go to the default one.
        Raises AppError COLLECTION_UNKNOWN.
        """
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> list[Document]:
            if collection_id is not None:
                require_collection(connection, collection_id)
            into = default_id(connection) if collection_id is None else collection_id
            found: list[Document] = []
            for path in paths:
                stored = to_path_bytes(path)
                shown = from_path_bytes(stored)
                row = connection.execute(
                    "INSERT INTO documents (path, name, sought, collection_id, state, added_at) "
                    "VALUES (:path, :name, :sought, :into, 'waiting', :now) "
                    "ON CONFLICT (path) DO UPDATE SET collection_id = coalesce(:wanted, collection_id) "
                    f"RETURNING {DOCUMENT_COLUMNS}",
                    {
                        "path": stored,
                        "name": folded(shown.name),
                        "sought": folded(str(shown)),
                        "into": into,
                        "wanted": collection_id,
                        "now": now,
                    },
                ).fetchall()[0]
                connection.execute("INSERT OR IGNORE INTO journal (document_id) VALUES (?)", (row[0],))
                found.append(document_from_row(row))
            return found

        return self._database.write(work)

    def waiting(self) -> list[Document]:
        """Everything in the journal, in the order it came: after a kill, indexing goes on with these."""
        columns = ", ".join(f"d.{name.strip()}" for name in DOCUMENT_COLUMNS.split(","))
        sql = f"SELECT {columns} FROM journal AS j JOIN documents AS d ON d.id = j.document_id ORDER BY j.position"
        return self._database.read(lambda connection: [document_from_row(row) for row in connection.execute(sql)])

    def replace(
        self, document_id: int, read: ReadFacts, passages: Sequence[Passage], vectors: VectorBatch | None
    ) -> Document:
        """In one transaction: what was found of the document before goes, the new comes, the journal row goes.

        Raises ValueError without passages (an indexed document can be found), or where vectors do not match them.
        """
        if not passages:
            raise ValueError("a document without passages is refused, not indexed")
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> Document:
            before = _require(connection, document_id)
            delete_content(connection, document_id)
            insert_content(connection, document_id, passages, vectors)
            title = storable(read.title)
            connection.execute(
                "UPDATE documents SET state = 'indexed', reason = NULL, kind = :kind, title = :title, "
                "sought = :sought, content_hash = :content_hash, size = :size, modified_at = :modified_at, "
                "pages = :pages, pages_without_text = :without, passages = :passages, indexed_at = :now "
                "WHERE id = :id",
                {
                    "id": document_id,
                    "kind": read.kind.value,
                    "title": title,
                    "sought": folded(f"{before.path}\n{title}"),
                    "content_hash": read.content_hash,
                    "size": read.size,
                    "modified_at": to_micros(read.modified_at),
                    "pages": read.pages,
                    "without": read.pages_without_text,
                    "passages": len(passages),
                    "now": now,
                },
            )
            _strike(connection, document_id)
            return _require(connection, document_id)

        return self._database.write(work)

    def mark_unchanged(self, document_id: int, size: int, modified_at: datetime) -> Document:
        """The file's content is what was read before; only its facts on the disk are noted."""

        def work(connection: apsw.Connection) -> Document:
            _require(connection, document_id)
            connection.execute(
                "UPDATE documents SET size = ?, modified_at = ? WHERE id = ?",
                (size, to_micros(modified_at), document_id),
            )
            _strike(connection, document_id)
            return _require(connection, document_id)

        return self._database.write(work)

    def refuse(
        self,
        document_id: int,
        reason: Refusal,
        *,
        kind: DocumentKind | None = None,
        content_hash: str | None = None,
        keep_passages: bool = False,
    ) -> Document:
        """The file could not be read. What an earlier reading found goes, unless ``keep_passages`` says otherwise."""
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> Document:
            before = _require(connection, document_id)
            _strike(connection, document_id)
            if keep_passages and before.state is DocumentState.INDEXED:
                return before
            delete_content(connection, document_id)
            connection.execute(
                "UPDATE documents SET state = 'refused', reason = ?, kind = ?, content_hash = ?, passages = 0, "
                "pages = NULL, pages_without_text = 0, indexed_at = ? WHERE id = ?",
                (reason.value, (kind or before.kind).value, content_hash, now, document_id),
            )
            return _require(connection, document_id)

        return self._database.write(work)

    def unjournal(self, document_ids: Iterable[int]) -> None:
        """The person cancelled: off the list; rows that were never read disappear. Unknown ids are passed over."""
        ids = [(document,) for document in document_ids]

        def work(connection: apsw.Connection) -> None:
            connection.executemany("DELETE FROM journal WHERE document_id = ?", ids)
            connection.executemany("DELETE FROM documents WHERE id = ? AND state = 'waiting'", ids)

        self._database.write(work)

    def get(self, document_id: int) -> Document:
        return self._database.read(lambda connection: _require(connection, document_id))

    def by_path(self, path: Path) -> Document | None:
        sql = f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE path = ?"
        row = self._database.read(lambda connection: connection.execute(sql, (to_path_bytes(path),)).fetchone())
        return None if row is None else document_from_row(row)

    def list(
        self,
        *,
        text: str = "",
        collection_id: int | None = None,
        state: DocumentState | None = None,
        kinds: Collection[DocumentKind] = frozenset(),
        limit: int = 500,
        offset: int = 0,
        order: DocumentOrder | str = DocumentOrder.ADDED,
    ) -> list[Document]:
        """Rows whose path or title holds every word of ``text``."""
        conditions, bindings = _conditions(text, collection_id, state, kinds)
        sql = (
            f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {conditions} "
            f"ORDER BY {_ORDERS[DocumentOrder(order)]} LIMIT ? OFFSET ?"
        )
        bindings += [limit, offset]
        return self._database.read(
            lambda connection: [document_from_row(row) for row in connection.execute(sql, bindings)]
        )

    def counts(self, collection_id: int | None = None) -> dict[DocumentState, int]:
        """How many rows are in each state; every state is there."""
        conditions, bindings = _conditions("", collection_id, None, ())
        sql = f"SELECT state, count(*) FROM documents WHERE {conditions} GROUP BY state"
        found: dict[str, int] = dict(self._database.read(lambda connection: rows(connection, sql, bindings)))
        return {state: found.get(state.value, 0) for state in DocumentState}

    def forget(self, document_ids: Iterable[int]) -> int:
        """Take documents out so that not a byte of their text stays in the store's files; returns how many there were.

        Answers that quote them stay in their conversations. Unknown ids are passed over.
        """
        return forget_documents(self._database, list(document_ids))

    def move(self, document_ids: Iterable[int], collection_id: int) -> None:
        """Raises AppError COLLECTION_UNKNOWN; unknown documents are passed over."""
        ids = list(document_ids)

        def work(connection: apsw.Connection) -> None:
            require_collection(connection, collection_id)
            connection.executemany(
                "UPDATE documents SET collection_id = ? WHERE id = ?", [(collection_id, document) for document in ids]
            )

        self._database.write(work)


def _require(connection: apsw.Connection, document_id: int) -> Document:
    row = connection.execute(f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE id = ?", (document_id,)).fetchone()
    if row is None:
        raise AppError(ErrorCode.DOCUMENT_UNKNOWN, document_id=document_id)
    return document_from_row(row)


def _strike(connection: apsw.Connection, document_id: int) -> None:
    connection.execute("DELETE FROM journal WHERE document_id = ?", (document_id,))


def _conditions(
    text: str, collection_id: int | None, state: DocumentState | None, kinds: Collection[DocumentKind]
) -> tuple[str, list[Any]]:
    conditions = ["1"]
    bindings: list[Any] = []
    for word in folded(text).split():
        conditions.append("instr(sought, ?) > 0")
        bindings.append(word)
    if collection_id is not None:
        conditions.append("collection_id = ?")
        bindings.append(collection_id)
    if state is not None:
        conditions.append("state = ?")
        bindings.append(state.value)
    if kinds:
        conditions.append(f"kind IN ({', '.join('?' * len(kinds))})")
        bindings += sorted(kind.value for kind in kinds)
    return " AND ".join(conditions), bindings
