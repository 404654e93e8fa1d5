"""Recordings among dropped files: written down one after another, and documents of the library from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from app.domain.dictate.dictation import Dictation, SpokenState
from app.domain.errors import FileRefused
from app.domain.library.document import Document, DocumentState, Refusal
from app.domain.library.indexing import FileEnded, FileOutcome
from app.domain.models.manifest import ModelRole
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import SpeechOptions
from app.services.dictate.transcribe_files import TranscribeFiles
from app.storage.store import Store

_SAYS_NOTHING_OF_IT = frozenset({Refusal.MISSING, Refusal.UNREADABLE, Refusal.CHANGED, Refusal.CRASHED})
"""These refusals are no reason to forget what was heard before."""


class HearRecordings:
    """Blocking; callable from any thread but the window's. ``options``: how speech is heard, asked anew."""

    def __init__(
        self,
        store: Store,
        models: ModelFiles,
        transcribe: TranscribeFiles,
        options: Callable[[], SpeechOptions] = SpeechOptions,
    ) -> None:
        self._store, self._models, self._transcribe, self._options = store, models, transcribe, options

    def can_hear(self) -> bool:
        return self._models.best(ModelRole.SPEECH) is not None

    def hear(self, document: Document, stop: StopSignal) -> FileEnded:
        """Write down the journalled recording ``document``. Raises JobCancelled, and AppErrors that are not the
        file's; the document then stays in the journal, and the text so far in the history."""
        path = document.path
        if self._is_known(document):
            assert document.modified_at is not None
            self._store.documents.mark_unchanged(document.id, document.size, document.modified_at)
            return FileEnded(path, FileOutcome.UNCHANGED, None, document.passages, document.id)
        try:
            self._transcribe.one(path, self._options(), stop=stop, as_given=True)
        except FileRefused as error:
            keeps = error.refusal in _SAYS_NOTHING_OF_IT
            self._store.documents.refuse(document.id, error.refusal, keep_passages=keeps)
            return FileEnded(path, FileOutcome.REFUSED, error.refusal, 0, document.id)
        heard = self._store.documents.get(document.id)
        return FileEnded(path, FileOutcome.INDEXED, None, heard.passages, document.id)

    def _is_known(self, document: Document) -> bool:
        """Whether the file is as it was when it was written down."""
        row: Dictation | None = self._store.dictations.of_document(document.id)
        if row is None or row.state is not SpokenState.WRITTEN or document.state is not DocumentState.INDEXED:
            return False
        try:
            status = document.path.stat()
        except OSError:
            return False
        return document.size == status.st_size and document.modified_at == datetime.fromtimestamp(status.st_mtime, UTC)
