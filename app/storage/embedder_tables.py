"""The tables of vectors, a pair for each embedding model: made, filled, emptied, swapped; it searches nothing.

``vectors_<id>`` holds the float32 vectors, which are the truth. ``codes_<id>`` holds their signs, a bit a dimension,
which is only a quick way to find candidates. Both are ordinary tables read with sqlite-vec's functions: measured at
100,000 vectors, a plain scan of the codes takes 9-15 ms for any number of candidates, a vec0 table 16 ms for 100 and 60
for 500. They also need no care for deleted places, join with filters, and a damaged page cannot crash vec0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import apsw

from app.domain.library.stored import VectorBatch
from app.storage.connection import rows, value

CODE_BITS = 8
"""Signs are packed into bytes; a model whose dimension is no multiple has no codes and is scanned exactly."""


@dataclass(frozen=True, slots=True)
class Embedder:
    """One model's row. ``id`` names its tables."""

    id: int
    identity: str
    dimension: int
    is_serving: bool

    @property
    def vectors(self) -> str:
        return f"vectors_{self.id}"

    @property
    def codes(self) -> str:
        return f"codes_{self.id}"

    @property
    def has_codes(self) -> bool:
        return self.dimension % CODE_BITS == 0


def embedders(connection: apsw.Connection) -> list[Embedder]:
    found = rows(connection, "SELECT id, identity, dimension, is_serving FROM embedders ORDER BY id")
    return [Embedder(row[0], row[1], row[2], bool(row[3])) for row in found]


def embedder(connection: apsw.Connection, identity: str) -> Embedder | None:
    return next((one for one in embedders(connection) if one.identity == identity), None)


def serving(connection: apsw.Connection) -> Embedder | None:
    return next((one for one in embedders(connection) if one.is_serving), None)


def embedder_for(connection: apsw.Connection, batch: VectorBatch) -> Embedder:
    """The model's row and tables, made where they are missing. The first model of a store serves at once."""
    found = embedder(connection, batch.identity)
    if found is not None:
        if found.dimension != batch.dimension:
            raise ValueError(f"{batch.identity} has dimension {found.dimension}, not {batch.dimension}")
        return found
    first = not embedders(connection)
    connection.execute(
        "INSERT INTO embedders (identity, dimension, is_serving) VALUES (?, ?, ?)",
        (batch.identity, batch.dimension, int(first)),
    )
    made = Embedder(connection.last_insert_rowid(), batch.identity, batch.dimension, first)
    for table, column in ((made.vectors, "vector"), *([(made.codes, "code")] if made.has_codes else [])):
        connection.execute(
            f"CREATE TABLE {table} (passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE, "
            f"{column} BLOB NOT NULL) STRICT"
        )
    return made


def insert_vectors(connection: apsw.Connection, ids: Sequence[int], batch: VectorBatch) -> None:
    """Vector n of ``batch`` belongs to passage ``ids[n]``; a vector that was there before is replaced."""
    into = embedder_for(connection, batch)
    delete_vectors(connection, ids, only=into)
    entries = [(passage, batch.vector(number)) for number, passage in enumerate(ids)]
    connection.executemany(f"INSERT INTO {into.vectors} (passage_id, vector) VALUES (?, ?)", entries)
    if into.has_codes:
        connection.executemany(
            f"INSERT INTO {into.codes} (passage_id, code) VALUES (?, vec_quantize_binary(vec_f32(?)))", entries
        )


def delete_vectors(connection: apsw.Connection, ids: Iterable[int], only: Embedder | None = None) -> None:
    """Take the passages' vectors of every model out, or ``only`` one model's."""
    entries = [(passage,) for passage in ids]
    for one in embedders(connection) if only is None else [only]:
        if one.has_codes:
            connection.executemany(f"DELETE FROM {one.codes} WHERE passage_id = ?", entries)
        connection.executemany(f"DELETE FROM {one.vectors} WHERE passage_id = ?", entries)


def serve(connection: apsw.Connection, identity: str, dimension: int) -> bool:
    """Let the model serve if every passage has a vector of it; says whether it serves now.

    One row changes: the others' vectors stay until :func:`delete_some` takes them out, piece by piece.
    """
    new = embedder_for(connection, VectorBatch(identity, dimension, b""))
    if new.is_serving:
        return True
    if count_embedded(connection, new) < value(connection, "SELECT count(*) FROM passages"):
        return False
    connection.execute("UPDATE embedders SET is_serving = (id = ?)", (new.id,))
    return True


def delete_some(connection: apsw.Connection, one: Embedder, most: int) -> int:
    """Take at most ``most`` vectors of the model out, and its tables once they are empty; how many it were.

    A table dropped at once would hold the write lock while each of its pages is overwritten.
    """
    ids = [row[0] for row in rows(connection, f"SELECT passage_id FROM {one.vectors} LIMIT ?", (most,))]
    delete_vectors(connection, ids, only=one)
    if len(ids) < most:
        drop_embedder(connection, one)
    return len(ids)


def drop_embedder(connection: apsw.Connection, one: Embedder) -> None:
    if one.has_codes:
        connection.execute(f"DROP TABLE {one.codes}")
    connection.execute(f"DROP TABLE {one.vectors}")
    connection.execute("DELETE FROM embedders WHERE id = ?", (one.id,))


def count_embedded(connection: apsw.Connection, one: Embedder) -> int:
    """Passages with a vector of the model, counted in its narrow table: in the wide one it takes 30 times as long."""
    return count_codes(connection, one) if one.has_codes else count_vectors(connection, one)


def count_vectors(connection: apsw.Connection, one: Embedder) -> int:
    return int(value(connection, f"SELECT count(*) FROM {one.vectors}"))


def count_codes(connection: apsw.Connection, one: Embedder) -> int:
    return int(value(connection, f"SELECT count(*) FROM {one.codes}"))
