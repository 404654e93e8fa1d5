"""Keys that Alcove makes for its own other files, kept in the store: they are as safe as the store is, and no safer."""

from __future__ import annotations

import secrets

import apsw

from app.storage.connection import value
from app.storage.database import Database

_RECORDINGS = "recordings_key"
_KEY_BYTES = 32


class Secrets:
    def __init__(self, database: Database) -> None:
        self._database = database

    def recordings_key(self) -> str:
        """The key of the file of recordings, as 64 hexadecimal digits; made at the first call."""

        def find(connection: apsw.Connection) -> str:
            found = value(connection, "SELECT value FROM facts WHERE name = ?", (_RECORDINGS,))
            if found is None:
                found = secrets.token_hex(_KEY_BYTES)
                connection.execute("INSERT INTO facts VALUES (?, ?)", (_RECORDINGS, found))
            return str(found)

        return self._database.write(find)
