"""Vectors for passages that were stored without them, because no embedding model was there or it failed then."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Passage
from app.domain.library.embedding_text import embedded_text
from app.domain.library.stored import FLOAT_BYTES, StoredPassage, VectorBatch
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import EmbedPassages, LaneName
from app.storage.store import Store

log = logging.getLogger(__name__)

PASSAGES_TOGETHER = 32
MOST_AFTER_ADDING = 1024
"""More than so many are made by the rebuilding, which shows how far it is and can be paused."""
ABOUT_THE_TEXT = frozenset({ErrorCode.WORKER_CRASHED, ErrorCode.WORKER_TIMEOUT, ErrorCode.BUG, ErrorCode.OUT_OF_MEMORY})
"""Errors that one passage among many can be the cause of."""
FAILURES_IN_A_ROW = 3

Embed = Callable[[EmbedPassages], bytes]
"""The vectors of a task's texts, one behind the other; raises AppError and JobCancelled."""


def embed_missing(store: Store, lanes: Lanes, model: InstalledModel, stop: StopSignal) -> int:
    """Returns how many passages got a vector. Raises JobCancelled on ``stop``, AppError where the store fails.

    A model that fails costs the vectors, never the run: what was added is stored, and keywords serve.
    """
    identity, made = model.manifest.identity, 0

    def embed(task: EmbedPassages) -> bytes:
        return lanes.run(LaneName.EMBEDDING, task, priority=Priority.BACKGROUND, stop=stop).tail

    while made < MOST_AFTER_ADDING and (passages := store.passages.without_vectors(identity, PASSAGES_TOGETHER)):
        try:
            data = embed(EmbedPassages(model.folder, texts_of(passages)))
        except AppError as error:
            log.warning("%d passages stay without vectors: %s", len(passages), error.code)
            break
        keep(store, model, passages, data)
        made += len(passages)
    return made


def texts_of(passages: Sequence[StoredPassage]) -> tuple[str, ...]:
    return tuple(embedded_text(p.title, Passage(p.text, p.place)) for p in passages)


def keep(store: Store, model: InstalledModel, passages: Sequence[StoredPassage], data: bytes) -> None:
    """Raises AppError where the store fails."""
    dimension = len(data) // FLOAT_BYTES // len(passages)
    batch = VectorBatch(model.manifest.identity, dimension, data)
    store.passages.add_vectors([passage.passage_id for passage in passages], batch)


class PatientEmbedder:
    """Embeds passages of which some may be beyond the model: those get a vector of zeros, which is like nothing.

    They are found by their words alone. ``left_out`` counts them. Where one after the other fails, it is the model.
    """

    def __init__(self, embed: Embed, model: InstalledModel) -> None:
        facts = model.manifest.embedding
        assert facts is not None
        self._embed, self._model, self._zeros = embed, model, bytes(facts.dimension * FLOAT_BYTES)
        self._failures_in_a_row = 0
        self.left_out = 0
        self.beside: InstalledModel | None = None
        """A model that searches use meanwhile; let go where both do not fit into memory."""

    def vectors(self, passages: Sequence[StoredPassage]) -> bytes:
        """Raises AppError where the model cannot be used, JobCancelled."""
        try:
            data = self._run(passages)
        except AppError as error:
            if error.code not in ABOUT_THE_TEXT:
                raise
            if len(passages) > 1:
                half = len(passages) // 2
                return self.vectors(passages[:half]) + self.vectors(passages[half:])
            self._failures_in_a_row += 1
            if self._failures_in_a_row > FAILURES_IN_A_ROW:
                raise
            log.warning("passage %d stays without a vector: %s", passages[0].passage_id, error.code)
            self.left_out += 1
            return self._zeros
        self._failures_in_a_row = 0
        return data

    def _run(self, passages: Sequence[StoredPassage]) -> bytes:
        texts = texts_of(passages)
        if self.beside is not None:
            try:
                return self._embed(EmbedPassages(self._model.folder, texts, self.beside.folder))
            except AppError as error:
                if error.code is not ErrorCode.MODEL_DOES_NOT_FIT:
                    raise
                log.info("two embedding models do not fit into memory: they take turns")
                self.beside = None
        return self._embed(EmbedPassages(self._model.folder, texts))
