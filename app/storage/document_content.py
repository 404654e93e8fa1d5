"""Passages of one document with their keyword rows and vectors, always together; the caller holds the transaction."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from app.domain.library.document import Passage
from app.domain.library.stored import VectorBatch
from app.storage.connection import rows, value
from app.storage.embedder_tables import delete_vectors, insert_vectors
from app.storage.keyword_table import delete_keyword_rows, insert_keyword_rows, packed
from app.storage.rows import place_json, storable


def insert_content(
    connection: apsw.Connection, document_id: int, passages: Sequence[Passage], vectors: VectorBatch | None
) -> None:
    """Raises ValueError where the number of vectors is not that of the passages."""
    if vectors is not None and len(vectors) != len(passages):
        raise ValueError(f"{len(vectors)} vectors for {len(passages)} passages")
    newest = int(value(connection, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'passages'"))
    ids = range(newest + 1, newest + 1 + len(passages))
    terms = [storable(passage.keywords) for passage in passages]
    connection.executemany(
        "INSERT INTO passages (id, document_id, ordinal, text, place, terms) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (row, document_id, ordinal, storable(passage.text), place_json(passage.place), packed(terms[ordinal]))
            for ordinal, (row, passage) in enumerate(zip(ids, passages, strict=True))
        ),
    )
    insert_keyword_rows(connection, zip(ids, terms, strict=True))
    if vectors is not None:
        insert_vectors(connection, ids, vectors)


def delete_content(connection: apsw.Connection, document_id: int) -> list[tuple[int, bytes]]:
    """Take everything the document was found by out of the store; returns passage ids with their packed terms."""
    found = rows(connection, "SELECT id, terms FROM passages WHERE document_id = ?", (document_id,))
    taken: list[tuple[int, bytes]] = [(row, terms) for row, terms in found]
    delete_keyword_rows(connection, taken)
    delete_vectors(connection, [row for row, _ in taken])
    connection.execute("DELETE FROM passages WHERE document_id = ?", (document_id,))
    return taken
