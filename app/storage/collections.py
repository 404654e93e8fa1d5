"""Collections: named groups of documents. One, the default, is always there."""

from __future__ import annotations

import apsw

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Collection
from app.storage.connection import value
from app.storage.database import Database
from app.storage.rows import folded, storable

_SELECT = (
    "SELECT c.id, c.name, (SELECT count(*) FROM documents AS d WHERE d.collection_id = c.id), c.is_default "
    "FROM collections AS c"
)


class Collections:
    """Every method may be called from any thread and raises AppError COLLECTION_UNKNOWN for an id that is not there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str) -> Collection:
        """A new collection, or the one that already has this name (case does not count). Raises ValueError if blank."""
        wanted = _cleaned(name)

        def work(connection: apsw.Connection) -> Collection:
            for found in _all(connection):
                if folded(found.name) == folded(wanted):
                    return found
            connection.execute("INSERT INTO collections (name) VALUES (?)", (wanted,))
            return require_collection(connection, connection.last_insert_rowid())

        return self._database.write(work)

    def list(self) -> list[Collection]:
        """The default one first, then by name."""
        return self._database.read(_all)

    def default(self) -> Collection:
        return self._database.read(lambda connection: _all(connection)[0])

    def rename(self, collection_id: int, name: str) -> Collection:
        wanted = _cleaned(name)

        def work(connection: apsw.Connection) -> Collection:
            require_collection(connection, collection_id)
            connection.execute("UPDATE collections SET name = ? WHERE id = ?", (wanted, collection_id))
            return require_collection(connection, collection_id)

        return self._database.write(work)

    def delete(self, collection_id: int) -> None:
        """Its documents move to the default collection. Raises ValueError for the default one itself."""

        def work(connection: apsw.Connection) -> None:
            require_collection(connection, collection_id)
            default = default_id(connection)
            if collection_id == default:
                raise ValueError("the default collection cannot be deleted")
            connection.execute(
                "UPDATE documents SET collection_id = ? WHERE collection_id = ?", (default, collection_id)
            )
            connection.execute("DELETE FROM collections WHERE id = ?", (collection_id,))

        self._database.write(work)


def default_id(connection: apsw.Connection) -> int:
    return int(value(connection, "SELECT id FROM collections WHERE is_default = 1"))


def require_collection(connection: apsw.Connection, collection_id: int) -> Collection:
    """Raises AppError COLLECTION_UNKNOWN."""
    row = connection.execute(f"{_SELECT} WHERE c.id = ?", (collection_id,)).fetchone()
    if row is None:
        raise AppError(ErrorCode.COLLECTION_UNKNOWN, collection_id=collection_id)
    return _collection(row)


def _all(connection: apsw.Connection) -> list[Collection]:
    found = [_collection(row) for row in connection.execute(_SELECT)]
    return sorted(found, key=lambda one: (not one.is_default, folded(one.name), one.id))


def _collection(row: tuple[int, str, int, int]) -> Collection:
    return Collection(id=row[0], name=row[1], documents=row[2], is_default=bool(row[3]))


def _cleaned(name: str) -> str:
    cleaned = storable(" ".join(name.split()))
    if not cleaned:
        raise ValueError("a collection needs a name")
    return cleaned
