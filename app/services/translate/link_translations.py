"""A translated document whose original is in the library joins it there: in the same collection, linked to it."""

from __future__ import annotations

import threading
from pathlib import Path

from app.domain.library.indexing import FileEnded, IndexingEvent
from app.domain.translate.document_translation import TranslationJob
from app.services.library.add_documents import AddDocuments, IndexingRun
from app.storage.store import Store


class LinkTranslations:
    """Thread-safe. What it adds is read in the background, like any dropped file."""

    def __init__(self, store: Store, adding: AddDocuments) -> None:
        self._store, self._adding = store, adding
        self._lock = threading.Lock()
        self._runs: list[IndexingRun] = []

    def written(self, job: TranslationJob, path: Path) -> None:
        """A translation was written to ``path``. Nothing happens where its original is not in the library."""
        original = self._store.documents.by_path(job.path)
        if original is None:
            return

        def link(event: IndexingEvent) -> None:
            if isinstance(event, FileEnded) and event.document_id is not None:
                self._store.document_links.link(original.id, event.document_id)

        run = self._adding.start([path], original.collection_id, on_event=link)
        with self._lock:
            self._runs = [*(one for one in self._runs if not one.has_ended), run]

    def wait(self, seconds: float = 60.0) -> None:
        """Until what was written is in the library: for callers that end after it."""
        with self._lock:
            runs = list(self._runs)
        for run in runs:
            run.wait(seconds)
