"""Lets Ask and find reach what was spoken: the text of a dictation or recording becomes passages with their minute."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.domain.dictate.dictation import Dictation, NewDictation, SpokenKind, SpokenState, name_in_library
from app.domain.dictate.spoken_passages import spoken_passages
from app.domain.dictate.transcript import Transcript, TranscriptSegment, one_line
from app.domain.dictate.transcript_times import retimed
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.library.document import Document, DocumentKind, Passage
from app.domain.library.embedding_text import embedded_text
from app.domain.library.stored import FLOAT_BYTES, ReadFacts, VectorBatch
from app.jobs.background import Background
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import EmbedPassages, LaneName
from app.services.models.search_models import SearchModels
from app.storage.store import Store

log = logging.getLogger(__name__)

PASSAGES_TOGETHER = 32
TITLE_CHARACTERS = 60


class RememberSpeech:
    """Blocking; callable from any thread but the window's."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        models: ModelFiles,
        home: Path,
        wants_dictations: Callable[[], bool] = lambda: True,
    ) -> None:
        """``wants_dictations``: whether the person lets Ask find dictations; recordings are always found."""
        self._store, self._lanes, self._models, self._home = store, lanes, models, home
        self._wants_dictations = wants_dictations

    def remember(
        self, dictation: Dictation, *, collection_id: int | None = None, stop: StopSignal | None = None
    ) -> Document | None:
        """Its document, made or brought up to date; None where it says nothing, is not whole or is not wanted.

        Without an embedding model, or where it fails, it is found by its words. Raises JobCancelled, AppError of the
        store; until then nothing has changed.
        """
        if dictation.state is not SpokenState.WRITTEN or not self._is_wanted(dictation):
            return None
        passages = spoken_passages(self._transcript(dictation))
        if not passages:
            return None
        title = " ".join(one_line(dictation.text)[: TITLE_CHARACTERS + 1].split())
        facts = ReadFacts(
            content_hash=hashlib.sha256(dictation.text.encode(errors="replace")).hexdigest(),
            size=len(dictation.text.encode(errors="replace")),
            modified_at=dictation.spoken_at,
            kind=DocumentKind.DICTATION if dictation.kind is SpokenKind.DICTATION else DocumentKind.RECORDING,
            title=_shortened(title) if dictation.path is None else "",
        )
        if dictation.path is not None:
            facts = _with_file_facts(facts, dictation.path)
        vectors = self._vectors(facts.title, passages, stop)
        path = dictation.path or name_in_library(self._home, dictation.id, dictation.spoken_at)
        return self._store.spoken_documents.put(dictation.id, path, facts, passages, vectors, collection_id)

    def keep(self, new: NewDictation, background: Background) -> int:
        """Put ``new`` into the history and return its id. Its document is made on a thread of its own: whoever
        dictates does not wait for it, and what is lost with the program is made up for at the next start."""
        row = self._store.dictations.add(new)
        self.remember_soon(row, background)
        return row.id

    def remember_soon(self, row: Dictation, background: Background) -> None:
        background.start(lambda stop: self.remember(row, stop=stop), lambda _document: None, self.put_off)

    def catch_up(self, stop: StopSignal | None = None) -> int:
        """What a kill left out, at the next start; returns how many documents were made."""
        made = 0
        for dictation_id in self._store.spoken_documents.missing():
            if stop is not None:
                stop.raise_if_set()
            try:
                made += self.remember(self._store.dictations.get(dictation_id), stop=stop) is not None
            except AppError as error:
                if error.code is not ErrorCode.DICTATION_UNKNOWN:
                    raise
        return made

    @staticmethod
    def put_off(error: BaseException) -> None:
        """It will be tried again at the next start."""
        if not isinstance(error, JobCancelled):
            log.warning("what was spoken is not in the library yet", exc_info=error)

    def _is_wanted(self, dictation: Dictation) -> bool:
        return dictation.kind is SpokenKind.FILE or self._wants_dictations()

    def _transcript(self, dictation: Dictation) -> Transcript:
        """With its times; what was corrected since takes those of what stood there."""
        known = self._store.dictations.transcript(dictation.id)
        if known is not None and known.segments:
            return retimed(known, dictation.text)
        whole = TranscriptSegment(0.0, dictation.seconds, dictation.text)
        return Transcript(dictation.language, dictation.seconds, (whole,), dictation.model)

    def _vectors(self, title: str, passages: Sequence[Passage], stop: StopSignal | None) -> VectorBatch | None:
        model = SearchModels.of(self._store, self._models).for_documents
        if model is None:
            return None
        data = bytearray()
        try:
            for begin in range(0, len(passages), PASSAGES_TOGETHER):
                texts = tuple(embedded_text(title, passage) for passage in passages[begin : begin + PASSAGES_TOGETHER])
                task = EmbedPassages(model.folder, texts)
                data += self._lanes.run(LaneName.EMBEDDING, task, priority=Priority.BACKGROUND, stop=stop).tail
        except AppError as error:
            log.warning("what was spoken stays without vectors: %s", error.code)
            return None
        return VectorBatch(model.manifest.identity, len(data) // FLOAT_BYTES // len(passages), bytes(data))


def _with_file_facts(facts: ReadFacts, path: Path) -> ReadFacts:
    try:
        status = path.stat()
    except OSError:
        return facts
    changed = datetime.fromtimestamp(status.st_mtime, UTC)
    return ReadFacts(facts.content_hash, status.st_size, changed, facts.kind, facts.title)


def _shortened(title: str) -> str:
    if len(title) <= TITLE_CHARACTERS:
        return title
    cut = title[:TITLE_CHARACTERS]
    return (cut[: cut.rfind(" ")] if " " in cut[TITLE_CHARACTERS // 2 :] else cut) + "…"
