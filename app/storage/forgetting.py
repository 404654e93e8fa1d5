"""Takes documents out so that nothing of their text stays in the file, its log or a copy made before a migration."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import apsw

from app.storage.connection import rows, value
from app.storage.database import Database
from app.storage.document_content import delete_content
from app.storage.keyword_table import sweep_page_directory, unpacked
from app.storage.migrations import remove_copies

_BATCH = 100
"""Documents a transaction: a large request must not keep other writes waiting for seconds."""

_TRUNCATE_ATTEMPTS = 3


def forget_documents(database: Database, document_ids: Sequence[int]) -> int:
    forgotten = 0
    for start in range(0, len(document_ids), _BATCH):
        batch = document_ids[start : start + _BATCH]
        forgotten += database.write(partial(_forget, ids=batch))
    if forgotten:
        remove_copies(database.path)
        empty_log(database)
    return forgotten


def empty_log(database: Database) -> bool:
    """Cut the write-ahead log to nothing: deleted text stands in it until then. False where a reader held it."""
    return database.write_alone(_truncate)


def _forget(connection: apsw.Connection, *, ids: Sequence[int]) -> int:
    forgotten = 0
    words: set[str] = set()
    for document_id in ids:
        for _, terms in delete_content(connection, document_id):
            words.update(unpacked(terms).split())
        _forget_spoken(connection, document_id)
        connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
        forgotten += connection.changes()
    sweep_page_directory(connection, words)
    return forgotten


def _forget_spoken(connection: apsw.Connection, document_id: int) -> None:
    """What was dictated, or written down of a recording, stands in the history as well, with its sound."""
    for (dictation,) in rows(connection, "SELECT id FROM dictations WHERE document_id = ?", (document_id,)):
        connection.execute("DELETE FROM dictation_words WHERE rowid = ?", (dictation,))
        connection.execute("DELETE FROM dictations WHERE id = ?", (dictation,))


def _truncate(connection: apsw.Connection) -> bool:
    # Each attempt waits as long as the connection's busy time-out for readers that still look at an older state.
    return any(value(connection, "PRAGMA wal_checkpoint(TRUNCATE)") == 0 for _ in range(_TRUNCATE_ATTEMPTS))
