"""Vectors for passages that were stored without them, because no embedding model was there or it failed then."""

from __future__ import annotations

import logging

from app.domain.document import Passage
from app.domain.embedding_text import embedded_text
from app.domain.errors import AppError
from app.domain.stored import VectorBatch
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import EmbedPassages, LaneName, Vectors
from app.storage.store import Store

log = logging.getLogger(__name__)

PASSAGES_TOGETHER = 32


def embed_missing(store: Store, lanes: Lanes, model: InstalledModel, stop: StopSignal) -> int:
    """Returns how many passages got a vector. Raises JobCancelled on ``stop``, AppError where the store fails.

    A model that fails costs the vectors, never the run: what was added is stored, and keywords serve.
    """
    identity, made = model.manifest.identity, 0
    while passages := store.passages.without_vectors(identity, PASSAGES_TOGETHER):
        texts = tuple(embedded_text(p.title, Passage(p.text, p.place)) for p in passages)
        task = EmbedPassages(model.folder, texts)
        try:
            outcome = lanes.run(LaneName.EMBEDDING, task, priority=Priority.BACKGROUND, stop=stop)
        except AppError as error:
            log.warning("%d passages stay without vectors: %s", len(passages), error.code)
            break
        assert isinstance(outcome.value, Vectors)
        store.passages.add_vectors(
            [p.passage_id for p in passages], VectorBatch(identity, outcome.value.dimension, outcome.tail)
        )
        made += len(passages)
    return made
