"""Finds passages by the likeness of their vectors to a question's; it never writes and never mixes two models."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import apsw

from app.domain.ask.search import Candidate, SearchFilter
from app.domain.library.stored import FLOAT_BYTES
from app.storage.connection import rows, value
from app.storage.database import Database
from app.storage.embedder_tables import Embedder, count_embedded, embedder, serving
from app.storage.filters import FILTERED_PASSAGES, document_condition

EXACT_VECTORS = 5_000
"""Up to here every vector is compared (12 ms); above, codes of one bit a dimension find the candidates."""

COARSE_SHARE = 4
COARSE_LEAST = 200
"""Candidates by codes for each one asked for, and at least."""


class VectorIndex:
    """Every method may be called from any thread. Vectors are float32 little endian; scores are cosines."""

    def __init__(self, database: Database, exact_vectors: int = EXACT_VECTORS) -> None:
        self._database = database
        self._exact_vectors = exact_vectors

    def identity(self) -> str | None:
        """The model whose vectors serve the searches; None while no passage was ever embedded."""

        def work(connection: apsw.Connection) -> str | None:
            found = serving(connection)
            return None if found is None else found.identity

        return self._database.read(work)

    def count(self, identity: str | None = None) -> int:
        """Passages with a vector of the model, by default of the serving one."""

        def work(connection: apsw.Connection) -> int:
            model = serving(connection) if identity is None else embedder(connection, identity)
            return 0 if model is None else count_embedded(connection, model)

        return self._database.read(work)

    def search(self, query: bytes, identity: str, k: int, search_filter: SearchFilter | None = None) -> list[Candidate]:
        """The ``k`` passages most like ``query`` among those that this very model embedded.

        Raises ValueError where ``query`` is not of the model's dimension.
        """

        def work(connection: apsw.Connection) -> list[Candidate]:
            model = embedder(connection, identity)
            if model is None or k < 1:
                return []
            _check(query, model)
            narrow = search_filter is not None and not search_filter.is_empty
            condition, bindings = document_condition(search_filter) if search_filter and narrow else ("1", {})
            bindings = {**bindings, "query": query, "k": k}
            if not model.has_codes or _reach(connection, model, condition if narrow else None, bindings) <= (
                self._exact_vectors
            ):
                return _exact(connection, model, condition if narrow else None, bindings)
            return _coarse(connection, model, condition if narrow else None, bindings)

        return self._database.read(work)

    def cosines(self, query: bytes, passage_ids: Iterable[int], identity: str | None = None) -> dict[int, float]:
        """The likeness of each passage that has a vector of the model, by default of the serving one."""
        ids = list(passage_ids)

        def work(connection: apsw.Connection) -> dict[int, float]:
            model = serving(connection) if identity is None else embedder(connection, identity)
            if model is None:
                return {}
            _check(query, model)
            sql = f"SELECT vec_distance_cosine(vector, ?) FROM {model.vectors} WHERE passage_id = ?"
            found = ((passage_id, value(connection, sql, (query, passage_id))) for passage_id in ids)
            return {passage_id: 1.0 - distance for passage_id, distance in found if distance is not None}

        return self._database.read(work)


def _check(query: bytes, model: Embedder) -> None:
    if len(query) != model.dimension * FLOAT_BYTES:
        raise ValueError(f"{len(query)} bytes are no vector of dimension {model.dimension}")


def _reach(connection: apsw.Connection, model: Embedder, condition: str | None, bindings: dict[str, Any]) -> int:
    """How many vectors an exact search would compare, at most."""
    if condition is None:
        return count_embedded(connection, model)
    return int(
        value(connection, f"SELECT coalesce(sum(d.passages), 0) FROM documents AS d WHERE {condition}", bindings)
    )


def _exact(
    connection: apsw.Connection, model: Embedder, condition: str | None, bindings: dict[str, Any]
) -> list[Candidate]:
    source = (
        f"{model.vectors} AS v"
        if condition is None
        else f"{FILTERED_PASSAGES} CROSS JOIN {model.vectors} AS v ON v.passage_id = p.id"
    )
    sql = (
        f"SELECT v.passage_id, vec_distance_cosine(v.vector, :query) AS distance FROM {source} "
        f"WHERE {condition or '1'} ORDER BY distance NULLS LAST, v.passage_id LIMIT :k"
    )
    return _candidates(connection, sql, bindings)


def _coarse(
    connection: apsw.Connection, model: Embedder, condition: str | None, bindings: dict[str, Any]
) -> list[Candidate]:
    source = (
        f"{model.codes} AS c"
        if condition is None
        else f"{FILTERED_PASSAGES} CROSS JOIN {model.codes} AS c ON c.passage_id = p.id"
    )
    sql = (
        "WITH coarse AS MATERIALIZED (SELECT c.passage_id, "
        f"vec_distance_hamming(vec_bit(c.code), vec_quantize_binary(:query)) AS bits FROM {source} "
        f"WHERE {condition or '1'} ORDER BY bits LIMIT :coarse) "
        "SELECT v.passage_id, vec_distance_cosine(v.vector, :query) AS distance "
        f"FROM coarse CROSS JOIN {model.vectors} AS v ON v.passage_id = coarse.passage_id "
        "ORDER BY distance NULLS LAST, v.passage_id LIMIT :k"
    )
    return _candidates(connection, sql, {**bindings, "coarse": max(COARSE_LEAST, COARSE_SHARE * bindings["k"])})


def _candidates(connection: apsw.Connection, sql: str, bindings: dict[str, Any]) -> list[Candidate]:
    # A vector of zeros has no direction: its distance is NULL and it is like nothing.
    found = rows(connection, sql, bindings)
    return [Candidate(passage_id, 1.0 - distance) for passage_id, distance in found if distance is not None]
