"""The life of dropped files: read ahead, embed in batches across documents, store each document in one transaction.

Runs on the thread that calls :meth:`IndexingPipeline.run`; lanes only post to its queue. It never opens a file itself.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.library.document import SPOKEN_KINDS, Document, DocumentState, Passage, Refusal
from app.domain.library.embedding_text import embedded_text
from app.domain.library.indexing import FileEnded, FileOutcome, FileStarted, IndexingEvent, IndexingProgress
from app.domain.library.stored import ReadFacts, VectorBatch
from app.jobs.job import Job, JobEnded, JobEvent, JobPartial, JobState
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import DocumentRead, EmbedPassages, LaneName, PassageBatch, ReadDocument, Vectors
from app.services.times import utc_from_ns
from app.storage.store import Store

SECONDS_A_FILE = 30.0
READ_AHEAD = 3
PASSAGES_A_BATCH = 32
"""About half a second of work: the longest that a question waits behind indexing."""
BATCHES_AHEAD = 2
PASSAGES_SORTED_TOGETHER = 192
MOST_PASSAGES_WAITING = 2048
FAILED_BATCHES_UNTIL_KEYWORDS_ONLY = 3

_REFUSAL_OF = {
    ErrorCode.WORKER_TIMEOUT: Refusal.TIMEOUT,
    ErrorCode.WORKER_CRASHED: Refusal.CRASHED,
    ErrorCode.OUT_OF_MEMORY: Refusal.TOO_LARGE,
    ErrorCode.BUG: Refusal.CRASHED,
    ErrorCode.WORKER_PROTOCOL: Refusal.CRASHED,
}
_KEEPS_OLD_PASSAGES = frozenset(
    {Refusal.MISSING, Refusal.UNREADABLE, Refusal.CHANGED, Refusal.TIMEOUT, Refusal.CRASHED}
)
"""These say nothing about the content: an unplugged disk must not empty the library."""


@dataclass(eq=False)
class _Entry:
    """One document on its way through."""

    document: Document
    job: Job | None = None
    passages: list[Passage] = field(default_factory=list)
    read: DocumentRead | None = None
    vectors: dict[int, bytes] = field(default_factory=dict)
    identity: str = ""
    """Of the model that made the vectors."""
    lost_vectors: bool = False


@dataclass(eq=False)
class _Batch:
    items: list[tuple[_Entry, int]]
    texts: tuple[str, ...]
    failures: int = 0
    job: Job | None = None


class IndexingPipeline:
    """Give it journalled documents; it reports each one's ending through ``emit`` and returns when all have ended.

    Raises JobCancelled when ``stop`` is set, AppError when the store or the workers cannot go on; documents that had
    not ended stay in the journal.
    """

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        choose: Callable[[], InstalledModel | None],
        stop: StopSignal,
        emit: Callable[[IndexingEvent], None],
        *,
        hears: bool = False,
    ) -> None:
        """``choose`` says what to embed with: asked again and again, for searches may change to another model.
        ``hears``: recordings are not refused but put aside, in ``recordings``."""
        self._store, self._lanes, self._choose, self._stop, self._emit = store, lanes, choose, stop, emit
        self._model = model = choose()
        self._hears = hears
        self.recordings: list[Document] = []
        self._inbox: queue.Queue[Callable[[], None]] = queue.Queue()
        self._documents: Iterator[Document] = iter(())
        self._more_documents = True
        self._reading: deque[_Entry] = deque()
        self._to_embed: list[tuple[_Entry, int]] = []
        self._batches: deque[_Batch] = deque()
        self._embedding: list[_Batch] = []
        self._failed_batches = 0
        self._running = threading.Event()
        self._running.set()
        self._started = time.monotonic()
        self._last_progress = 0.0
        self.total: int | None = None
        self.done = 0
        self.passages = 0
        self.keyword_only = model is None
        self.ended_ids: set[int] = set()

    def pause(self) -> None:
        """Nothing new is begun; what is being read or embedded ends."""
        self._running.clear()
        self._inbox.put(self._tell_progress)

    def resume(self) -> None:
        self._running.set()
        self._inbox.put(self._tell_progress)

    def run(self, documents: Iterable[Document]) -> None:
        self._documents, self._more_documents = iter(documents), True
        self._stop.add_callback(lambda: self._inbox.put(lambda: None))
        try:
            while True:
                self._stop.raise_if_set()
                self._read_ahead()
                self._embed_ahead()
                if not (self._reading or self._embedding or self._batches or self._to_embed or self._more_documents):
                    return
                self._inbox.get()()
        finally:
            for job in [e.job for e in self._reading] + [b.job for b in self._embedding]:
                if job is not None:
                    self._lanes.cancel(job)

    # reading ----------------------------------------------------------------------------------------------------------
    def _read_ahead(self) -> None:
        waiting = len(self._to_embed) + sum(len(batch.items) for batch in self._batches)
        while (
            self._more_documents
            and self._running.is_set()
            and len(self._reading) < READ_AHEAD
            and waiting < MOST_PASSAGES_WAITING
        ):
            document = next(self._documents, None)
            if document is None:
                self._more_documents = False
                return
            if document.kind in SPOKEN_KINDS and document.state is DocumentState.INDEXED:
                self._leave_as_spoken(document)
                continue
            entry = _Entry(document)
            known = document.content_hash if document.state is DocumentState.INDEXED else None
            self._reading.append(entry)
            if self._reading[0] is entry:
                self._emit(FileStarted(document.path))
            entry.job = self._lanes.submit(
                LaneName.READING,
                ReadDocument(document.path, known),
                time_limit=SECONDS_A_FILE,
                on_event=self._reading_listener(entry),
            )

    def _leave_as_spoken(self, document: Document) -> None:
        """Its text came out of the speech lane, and no reader of documents would find it in the file."""
        since = document.modified_at or document.added_at or utc_from_ns(0)
        self._end(
            FileEnded(document.path, FileOutcome.UNCHANGED, None, document.passages, document.id),
            lambda: self._store.documents.mark_unchanged(document.id, document.size, since),
        )

    def _reading_listener(self, entry: _Entry) -> Callable[[Job, JobEvent], None]:
        return lambda _job, event: self._inbox.put(lambda: self._on_reading(entry, event))

    def _on_reading(self, entry: _Entry, event: JobEvent) -> None:
        if isinstance(event, JobPartial):
            assert isinstance(event.value, PassageBatch)
            entry.passages.extend(event.value.passages)
        elif isinstance(event, JobEnded):
            self._reading.remove(entry)
            if event.state is JobState.CANCELLED:
                raise JobCancelled
            if event.error is not None:
                self._refuse(entry, _refusal(event.error))
            else:
                assert isinstance(event.value, DocumentRead)
                self._on_read(entry, event.value)
            if self._reading:
                self._emit(FileStarted(self._reading[0].document.path))

    def _on_read(self, entry: _Entry, read: DocumentRead) -> None:
        entry.read = read
        document = entry.document
        if read.unchanged:
            self._end(
                FileEnded(document.path, FileOutcome.UNCHANGED, None, document.passages, document.id),
                lambda: self._store.documents.mark_unchanged(document.id, read.size, utc_from_ns(read.modified_ns)),
            )
        elif not entry.passages:
            self._refuse(entry, Refusal.EMPTY)
        elif self._model is None:
            self._store_document(entry)
        else:
            self._to_embed.extend((entry, index) for index in range(len(entry.passages)))

    def _refuse(self, entry: _Entry, refusal: Refusal) -> None:
        document, keep = entry.document, refusal in _KEEPS_OLD_PASSAGES
        if refusal is Refusal.NEEDS_SPEECH_MODEL and self._hears:
            self.recordings.append(document)
            return
        self._end(
            FileEnded(document.path, FileOutcome.REFUSED, refusal, 0, document.id),
            lambda: self._store.documents.refuse(document.id, refusal, keep_passages=keep),
        )

    # embedding --------------------------------------------------------------------------------------------------------
    def _embed_ahead(self) -> None:
        lane_is_idle = not self._batches and not self._embedding
        enough = PASSAGES_A_BATCH if self._reading else 1
        if len(self._to_embed) >= (enough if lane_is_idle else PASSAGES_SORTED_TOGETHER):
            self._cut_batches()
        while self._batches and len(self._embedding) < BATCHES_AHEAD and self._running.is_set():
            self._submit(self._batches.popleft())

    def _cut_batches(self) -> None:
        """Texts of like length go together, so that little is computed on padding."""
        if self._model is not None:
            self._model = self._choose()
        texts = [(entry, index, self._text(entry, index)) for entry, index in self._to_embed]
        self._to_embed = []
        texts.sort(key=lambda item: len(item[2]))
        for begin in range(0, len(texts), PASSAGES_A_BATCH):
            part = texts[begin : begin + PASSAGES_A_BATCH]
            self._batches.append(_Batch([(e, i) for e, i, _ in part], tuple(text for _, _, text in part)))

    @staticmethod
    def _text(entry: _Entry, index: int) -> str:
        assert entry.read is not None
        return embedded_text(entry.read.title, entry.passages[index])

    def _submit(self, batch: _Batch) -> None:
        if self._model is None:
            self._give_up(batch)
            return
        self._embedding.append(batch)
        batch.job = self._lanes.submit(
            LaneName.EMBEDDING,
            EmbedPassages(self._model.folder, batch.texts),
            on_event=lambda _job, event: self._inbox.put(lambda: self._on_embedding(batch, event)),
        )

    def _on_embedding(self, batch: _Batch, event: JobEvent) -> None:
        if not isinstance(event, JobEnded):
            return
        self._embedding.remove(batch)
        if event.state is JobState.CANCELLED:
            raise JobCancelled
        if event.error is not None:
            batch.failures += 1
            if batch.failures == 1:
                self._batches.appendleft(batch)
                return
            self._failed_batches += 1
            if self._failed_batches >= FAILED_BATCHES_UNTIL_KEYWORDS_ONLY:
                self._model = None
            self._give_up(batch)
            return
        assert isinstance(event.value, Vectors)
        self._failed_batches = 0
        size = event.value.dimension * 4
        for position, (entry, index) in enumerate(batch.items):
            # Two models' vectors do not go together: such a document's are made by the rebuilding.
            entry.lost_vectors |= entry.identity not in ("", event.value.identity)
            entry.identity = event.value.identity
            entry.vectors[index] = event.tail[position * size : (position + 1) * size]
        self.passages += len(batch.items)
        self._finish_complete(batch)
        self._tell_progress_at_times()

    def _give_up(self, batch: _Batch) -> None:
        """Keyword search must serve these documents alone; a later run makes their vectors."""
        self.keyword_only = True
        for entry, index in batch.items:
            entry.lost_vectors = True
            entry.vectors[index] = b""
        self._finish_complete(batch)

    def _finish_complete(self, batch: _Batch) -> None:
        for entry in dict.fromkeys(entry for entry, _ in batch.items):
            if len(entry.vectors) == len(entry.passages):
                self._store_document(entry)

    # storing ----------------------------------------------------------------------------------------------------------
    def _store_document(self, entry: _Entry) -> None:
        read, document = entry.read, entry.document
        assert read is not None
        facts = ReadFacts(
            content_hash=read.content_hash,
            size=read.size,
            modified_at=utc_from_ns(read.modified_ns),
            kind=read.kind,
            title=read.title,
            pages=read.pages,
            pages_without_text=read.pages_without_text,
        )
        self._end(
            FileEnded(document.path, FileOutcome.INDEXED, None, len(entry.passages), document.id),
            lambda: self._store.documents.replace(document.id, facts, entry.passages, self._vectors(entry)),
        )

    def _end(self, event: FileEnded, save: Callable[[], object]) -> None:
        """Save how a document ended, then tell. One that the person has forgotten meanwhile stays forgotten, untold."""
        try:
            save()
        except AppError as error:
            if error.code is not ErrorCode.DOCUMENT_UNKNOWN:
                raise
            self.done += 1
            self._tell_progress_at_times()
        else:
            self.report(event)

    def _vectors(self, entry: _Entry) -> VectorBatch | None:
        if entry.lost_vectors or not entry.vectors:
            return None
        data = b"".join(entry.vectors[index] for index in range(len(entry.passages)))
        return VectorBatch(entry.identity, len(data) // 4 // len(entry.passages), data)

    # telling ----------------------------------------------------------------------------------------------------------
    def report(self, event: FileEnded) -> None:
        """Count and tell one file's ending; also used for paths that never became a document to read."""
        self.done += 1
        if event.document_id is not None:
            self.ended_ids.add(event.document_id)
        self._emit(event)
        self._tell_progress_at_times()

    def _tell_progress_at_times(self) -> None:
        if time.monotonic() - self._last_progress >= 0.1:
            self._tell_progress()

    def _tell_progress(self) -> None:
        self._last_progress = time.monotonic()
        self._emit(
            IndexingProgress(
                self.done, self.total, self.current, self.passages, self.seconds, not self._running.is_set()
            )
        )

    @property
    def current(self) -> Path | None:
        if self._reading:
            return self._reading[0].document.path
        return self._embedding[0].items[0][0].document.path if self._embedding else None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started


def _refusal(error: AppError) -> Refusal:
    """The reason a person sees for a reading that failed; an error that would hit every file ends the run instead."""
    if error.code is ErrorCode.READING:
        return Refusal(error.details["refusal"])
    if error.code in _REFUSAL_OF:
        return _REFUSAL_OF[error.code]
    raise error
