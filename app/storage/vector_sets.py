"""The vectors of several models side by side: which serve, how far others are, and their end. It searches nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import apsw

from app.storage.connection import value
from app.storage.database import Database
from app.storage.embedder_tables import count_embedded, delete_some, embedder, embedders, serve, serving
from app.storage.forgetting import empty_log

VECTORS_REMOVED_TOGETHER = 256
"""A transaction of some 10 ms: another program that adds documents waits for no more."""


@dataclass(frozen=True, slots=True)
class VectorSet:
    """How many of ``passages`` one model has embedded. ``serving``: the model that searches use, None before any."""

    embedded: int
    passages: int
    serving: str | None
    has_others: bool
    """Whether there are vectors of a model that neither serves nor is this one."""

    @property
    def is_complete(self) -> bool:
        return self.embedded >= self.passages


class VectorSets:
    """Every method may be called from any thread. Models go by their identity."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, identity: str) -> VectorSet:
        def work(connection: apsw.Connection) -> VectorSet:
            model, used = embedder(connection, identity), serving(connection)
            others = [one for one in embedders(connection) if not one.is_serving and one.identity != identity]
            return VectorSet(
                0 if model is None else count_embedded(connection, model),
                int(value(connection, "SELECT count(*) FROM passages")),
                None if used is None else used.identity,
                bool(others),
            )

        return self._database.read(work)

    def serve(self, identity: str, dimension: int) -> bool:
        """From now on searches use this model, if every passage has a vector of it; says whether they do.

        One small transaction: a search sees the old vectors or the new ones, never a part of either.
        """
        return self._database.write(lambda connection: serve(connection, identity, dimension))

    def remove_some(self, keep: Collection[str]) -> bool:
        """Take a bounded number of vectors out that neither serve nor are of ``keep``; False once none is left."""

        def work(connection: apsw.Connection) -> bool:
            for one in embedders(connection):
                if not one.is_serving and one.identity not in keep:
                    delete_some(connection, one, VECTORS_REMOVED_TOGETHER)
                    return True
            return False

        return self._database.write(work)

    def empty_log(self) -> None:
        """Cut the write-ahead log, in which removed vectors still stand."""
        empty_log(self._database)
