"""The door to the store: opens the file, hands out its parts, closes it; it knows no table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

import apsw

from app.domain.library.stored import StoreHealth
from app.storage.collections import Collections
from app.storage.conversations import Conversations
from app.storage.database import Database
from app.storage.dictations import Dictations
from app.storage.document_links import DocumentLinks
from app.storage.documents import Documents
from app.storage.faults import converted
from app.storage.glossaries import Glossaries
from app.storage.health import examine
from app.storage.keyword_index import KeywordIndex
from app.storage.keyword_table import rebuild_keyword_table, tokenizer_is_current
from app.storage.migrations import MIGRATIONS, Migration, look, migrate
from app.storage.passages import Passages
from app.storage.rows import utc_now
from app.storage.secrets import Secrets
from app.storage.spoken_documents import SpokenDocuments
from app.storage.translation_jobs import TranslationJobs
from app.storage.translation_memory import TranslationMemory
from app.storage.translations import Translations
from app.storage.vector_index import VectorIndex
from app.storage.vector_sets import VectorSets
from app.storage.vocabulary import Vocabulary

CACHE_BYTES = 16 * 1024 * 1024
"""A connection's own page cache. The system caches the file as well, so more pays only for an encrypted file."""


class Store:
    """One file. Every method of every part is blocking and may be called from any thread, also while others write."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self.collections = Collections(database)
        self.documents = Documents(database, clock)
        self.passages = Passages(database)
        self.keyword_index = KeywordIndex(database)
        self.vector_index = VectorIndex(database)
        self.vector_sets = VectorSets(database)
        self.conversations = Conversations(database, clock)
        self.dictations = Dictations(database, clock)
        self.vocabulary = Vocabulary(database, clock)
        self.spoken_documents = SpokenDocuments(database, clock)
        self.translation_jobs = TranslationJobs(database, clock)
        self.document_links = DocumentLinks(database)
        self.glossaries = Glossaries(database, clock)
        self.translation_memory = TranslationMemory(database, clock)
        self.translations = Translations(database, clock)
        self.secrets = Secrets(database)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        cache_bytes: int = CACHE_BYTES,
        clock: Callable[[], datetime] = utc_now,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> Self:
        """Open the store, made where it is missing, brought to the newest schema where it is older.

        Raises AppError STORE_NEWER or STORE_DAMAGED, with the file as it was, STORE_UNWRITABLE, STORE_BUSY, DISK_FULL.
        """

        def prepare(connection: apsw.Connection) -> None:
            migrate(connection, path, migrations)
            if not tokenizer_is_current(connection):
                with connection:
                    rebuild_keyword_table(connection)

        with converted(path):
            look(path, len(migrations))
            path.parent.mkdir(parents=True, exist_ok=True)
        return cls(Database(path, cache_bytes=cache_bytes, prepare=prepare), clock)

    @property
    def path(self) -> Path:
        return self._database.path

    def health(self, *, full: bool = False) -> StoreHealth:
        """What the store holds and whether its parts agree; ``full`` reads every page, seconds for a large store."""
        return self._database.read(lambda connection: examine(connection, self.path, full=full))

    def close(self) -> None:
        """Finish the writes that were asked for and close every connection; no thread is left. Twice does no harm."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
