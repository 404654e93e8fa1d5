"""The tables of vectors, a pair for each embedding model: made, filled, emptied, swapped; it searches nothing.

``vectors_<id>`` holds the float32 vectors, which are the truth. ``codes_<id>`` holds their signs in a vec0 table, which
is only a quick way to find candidates and can be made again at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import apsw

from app.domain.stored import VectorBatch
from app.storage.connection import rows, value

CODE_BITS = 8
"""vec0 packs signs into bytes; a model whose dimension is no multiple has no codes and is scanned exactly."""

REBUILD_SHARE = 2
"""Codes are made again when their table has this many times the places that its rows need."""

_CHUNK_ROWS = 1024
_READ_ROWS = 2000


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
    connection.execute(
        f"CREATE TABLE {made.vectors} (passage_id INTEGER PRIMARY KEY REFERENCES passages (id) ON DELETE CASCADE, "
        "vector BLOB NOT NULL) STRICT"
    )
    _create_codes(connection, made)
    return made


def insert_vectors(connection: apsw.Connection, ids: Sequence[int], batch: VectorBatch) -> None:
    """Vector n of ``batch`` belongs to passage ``ids[n]``; a vector that was there before is replaced."""
    into = embedder_for(connection, batch)
    delete_vectors(connection, ids, only=into)
    entries = [(passage, batch.vector(number)) for number, passage in enumerate(ids)]
    connection.executemany(f"INSERT INTO {into.vectors} (passage_id, vector) VALUES (?, ?)", entries)
    _insert_codes(connection, into, entries)


def delete_vectors(connection: apsw.Connection, ids: Iterable[int], only: Embedder | None = None) -> None:
    """Take the passages' vectors of every model out, or ``only`` one model's."""
    entries = [(passage,) for passage in ids]
    for one in embedders(connection) if only is None else [only]:
        if one.has_codes:
            connection.executemany(f"DELETE FROM {one.codes} WHERE rowid = ?", entries)
        connection.executemany(f"DELETE FROM {one.vectors} WHERE passage_id = ?", entries)


def swap_if_complete(connection: apsw.Connection, identity: str) -> None:
    """Let the model serve, and drop the others, once every passage has a vector of it."""
    new = embedder(connection, identity)
    if new is None or new.is_serving:
        return
    if count_vectors(connection, new) < value(connection, "SELECT count(*) FROM passages"):
        return
    for old in embedders(connection):
        if old.id != new.id:
            drop_embedder(connection, old)
    connection.execute("UPDATE embedders SET is_serving = 1 WHERE id = ?", (new.id,))


def drop_embedder(connection: apsw.Connection, one: Embedder) -> None:
    if one.has_codes:
        connection.execute(f"DROP TABLE {one.codes}")
    connection.execute(f"DROP TABLE {one.vectors}")
    connection.execute("DELETE FROM embedders WHERE id = ?", (one.id,))


def count_vectors(connection: apsw.Connection, one: Embedder) -> int:
    return int(value(connection, f"SELECT count(*) FROM {one.vectors}"))


def count_codes(connection: apsw.Connection, one: Embedder) -> int:
    """Counted in vec0's own table of rows: counting through vec0 would read every code."""
    return int(value(connection, f"SELECT count(*) FROM {one.codes}_rowids"))


def codes_are_sparse(connection: apsw.Connection, one: Embedder) -> bool:
    """vec0 never fills the place of a deleted row again, and scans it on every search."""
    if not one.has_codes:
        return False
    places = int(value(connection, f"SELECT count(*) FROM {one.codes}_chunks")) * _CHUNK_ROWS
    return places > REBUILD_SHARE * count_codes(connection, one) + 4 * _CHUNK_ROWS


def rebuild_codes(connection: apsw.Connection, one: Embedder) -> None:
    """Make the model's codes anew from its vectors."""
    if not one.has_codes:
        return
    connection.execute(f"DROP TABLE {one.codes}")
    _create_codes(connection, one)
    last = -1
    sql = f"SELECT passage_id, vector FROM {one.vectors} WHERE passage_id > ? ORDER BY passage_id LIMIT ?"
    while found := rows(connection, sql, (last, _READ_ROWS)):
        _insert_codes(connection, one, found)
        last = found[-1][0]


def _create_codes(connection: apsw.Connection, one: Embedder) -> None:
    if one.has_codes:
        connection.execute(
            f"CREATE VIRTUAL TABLE {one.codes} USING vec0 (code bit[{one.dimension}], chunk_size={_CHUNK_ROWS})"
        )


def _insert_codes(connection: apsw.Connection, one: Embedder, entries: Sequence[tuple[Any, ...]]) -> None:
    if one.has_codes:
        connection.executemany(
            f"INSERT INTO {one.codes} (rowid, code) VALUES (?, vec_quantize_binary(vec_f32(?)))", entries
        )
