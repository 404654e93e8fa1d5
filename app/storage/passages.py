"""Passages as they were read, by id or by document, and the vectors that an embedder still owes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import apsw

from app.domain.library.document import DocumentKind
from app.domain.library.stored import StoredPassage, VectorBatch
from app.storage.connection import value
from app.storage.database import Database
from app.storage.embedder_tables import embedder, insert_vectors
from app.storage.rows import from_micros, from_path_bytes, place_from_json

_SELECT = (
    "SELECT p.id, p.document_id, d.path, d.title, d.kind, p.text, p.place, d.modified_at, p.ordinal "
    "FROM passages AS p JOIN documents AS d ON d.id = p.document_id"
)


class Passages:
    """Every method may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def total(self) -> int:
        return self._database.read(lambda connection: int(value(connection, "SELECT count(*) FROM passages")))

    def get_many(self, passage_ids: Iterable[int]) -> dict[int, StoredPassage]:
        """Those that are there, in the order asked for; a passage may have been replaced since it was found."""
        ids = list(dict.fromkeys(passage_ids))

        def work(connection: apsw.Connection) -> dict[int, StoredPassage]:
            found: dict[int, StoredPassage] = {}
            for passage_id in ids:
                row = connection.execute(f"{_SELECT} WHERE p.id = ?", (passage_id,)).fetchone()
                if row is not None:
                    found[passage_id] = _passage(row)
            return found

        return self._database.read(work)

    def of_document(self, document_id: int) -> list[StoredPassage]:
        """In reading order; empty for a document that is not there or holds none."""
        return self._rows(f"{_SELECT} WHERE p.document_id = ? ORDER BY p.ordinal", (document_id,))

    def sample(self, count: int) -> list[str]:
        """The text of at most ``count`` passages from all over the store."""

        def work(connection: apsw.Connection) -> list[str]:
            first = int(value(connection, "SELECT coalesce(min(id), 0) FROM passages"))
            last = int(value(connection, "SELECT coalesce(max(id), -1) FROM passages"))
            step = max(1, (last - first + 1) // count)
            sql = "SELECT text FROM passages WHERE id >= ? ORDER BY id LIMIT 1"
            found = (value(connection, sql, (at,)) for at in range(first, last + 1, step))
            return [str(text) for text in found if text is not None][:count]

        return self._database.read(work)

    def without_vectors(self, identity: str, limit: int, after: int = 0) -> list[StoredPassage]:
        """Passages that the model ``identity`` has not embedded yet, oldest first, those behind the id ``after``."""

        def work(connection: apsw.Connection) -> list[StoredPassage]:
            model, missing = embedder(connection, identity), ""
            if model is not None:
                narrow = model.codes if model.has_codes else model.vectors
                missing = f"AND NOT EXISTS (SELECT 1 FROM {narrow} AS v WHERE v.passage_id = p.id)"
            sql = f"{_SELECT} WHERE p.id > ? {missing} ORDER BY p.id LIMIT ?"
            return [_passage(row) for row in connection.execute(sql, (after, limit))]

        return self._database.read(work)

    def add_vectors(self, passage_ids: Sequence[int], vectors: VectorBatch) -> int:
        """Store vector n for passage n; returns how many passages were still there to take one.

        The first model of a store serves its searches at once, a later one from :meth:`VectorSets.serve` on. Raises
        ValueError where the numbers differ.
        """
        if len(vectors) != len(passage_ids):
            raise ValueError(f"{len(vectors)} vectors for {len(passage_ids)} passages")

        def work(connection: apsw.Connection) -> int:
            places = [
                number
                for number, passage_id in enumerate(passage_ids)
                if value(connection, "SELECT 1 FROM passages WHERE id = ?", (passage_id,)) is not None
            ]
            kept = b"".join(vectors.vector(number) for number in places)
            batch = VectorBatch(vectors.identity, vectors.dimension, kept)
            insert_vectors(connection, [passage_ids[number] for number in places], batch)
            return len(places)

        return self._database.write(work)

    def _rows(self, sql: str, bindings: tuple[Any, ...]) -> list[StoredPassage]:
        return self._database.read(lambda connection: [_passage(row) for row in connection.execute(sql, bindings)])


def _passage(row: tuple[Any, ...]) -> StoredPassage:
    passage_id, document_id, path, title, kind, text, place, modified_at, ordinal = row
    return StoredPassage(
        passage_id=passage_id,
        document_id=document_id,
        path=from_path_bytes(path),
        title=title,
        kind=DocumentKind(kind),
        text=text,
        place=place_from_json(place),
        modified_at=from_micros(modified_at),
        ordinal=ordinal,
    )
