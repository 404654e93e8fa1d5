"""The making of one model's vectors for every passage, piece by piece, beside those that serve; then the change.

It keeps no place of its own: what is done is what has a vector. So it goes on after a kill where it was, takes in what
was added meanwhile, and two that work on the same store only repeat each other.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from app.domain.errors import JobCancelled
from app.domain.library.rebuilding import RebuildProgress
from app.domain.library.stored import StoredPassage
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import EmbedPassages, LaneName
from app.services.give_way import GiveWay
from app.services.library.embed_missing import PASSAGES_TOGETHER, PatientEmbedder, keep
from app.services.models.search_models import SearchModels
from app.storage.store import Store

PASSAGES_SORTED_TOGETHER = 256
"""Texts of like length go together, so that little is computed on padding."""
SECONDS_BETWEEN_LOOKS = 1.0
"""How often it looks whether the person has chosen another model."""


class RebuildWork:
    """Runs on the thread that calls :meth:`run`. ``ready`` is called before each piece and may block: a pause."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        models: ModelFiles,
        give_way: GiveWay,
        stop: StopSignal,
        ready: Callable[[], None],
        tell: Callable[[RebuildProgress], None],
    ) -> None:
        self._store, self._lanes, self._models, self._give_way = store, lanes, models, give_way
        self._stop, self._ready, self._tell = stop, ready, tell
        self._looked = -SECONDS_BETWEEN_LOOKS
        self._speed: float | None = None
        self.left_out = 0
        self.progress = RebuildProgress("", 0, 0)

    def run(self) -> InstalledModel | None:
        """Until searches use the default model's vectors and no others are left; the model, None where there is none.

        Another model that becomes the default meanwhile is the aim from then on. Raises JobCancelled, AppError.
        """
        while True:
            models = SearchModels.of(self._store, self._models)
            target = models.wanted
            if target is None or target.manifest.embedding is None:
                return None
            identity = target.manifest.identity
            self._remove_others(identity)
            self._count(models)
            if not self._fill(models, target):
                continue
            if not self._store.vector_sets.serve(identity, target.manifest.embedding.dimension):
                continue  # something was added just now
            self._remove_others(identity)
            if not self._store.vector_sets.of(identity).has_others:
                return target

    def _fill(self, models: SearchModels, target: InstalledModel) -> bool:
        """False where another model became the default meanwhile."""
        embedder = PatientEmbedder(self._embed, target)
        embedder.beside = models.serving if models.is_changing else None
        identity, last = target.manifest.identity, 0
        while passages := self._store.passages.without_vectors(identity, PASSAGES_SORTED_TOGETHER, last):
            last = passages[-1].passage_id
            passages.sort(key=lambda passage: len(passage.text))
            for begin in range(0, len(passages), PASSAGES_TOGETHER):
                if self._is_outdated(identity):
                    return False
                self._embed_some(embedder, target, passages[begin : begin + PASSAGES_TOGETHER])
        return True

    def _embed_some(self, embedder: PatientEmbedder, target: InstalledModel, passages: list[StoredPassage]) -> None:
        began, left_out = time.monotonic(), embedder.left_out
        keep(self._store, target, passages, embedder.vectors(passages))
        self.left_out += embedder.left_out - left_out
        speed = len(passages) / max(time.monotonic() - began, 1e-6)
        self._speed = speed if self._speed is None else 0.9 * self._speed + 0.1 * speed
        now = self.progress
        done = min(now.done + len(passages), now.total)
        self._show(RebuildProgress(now.name, done, now.total, (now.total - done) / self._speed, old=now.old))

    def _embed(self, task: EmbedPassages) -> bytes:
        """Once nobody waits for a search; a piece that one interrupted is done again."""
        while True:
            self._ready()
            self._give_way.wait(self._stop)
            with self._give_way.working(self._stop) as signal:
                try:
                    return self._lanes.run(LaneName.EMBEDDING, task, priority=Priority.BACKGROUND, stop=signal).tail
                except JobCancelled:
                    self._stop.raise_if_set()
                    if not signal.is_set:
                        raise  # the lanes are closing

    def _remove_others(self, identity: str) -> None:
        """Vectors of models that neither serve nor shall serve."""
        removed = False
        while self._store.vector_sets.remove_some({identity}):
            removed = True
            self._stop.raise_if_set()
        if removed:
            self._store.vector_sets.empty_log()

    def _count(self, models: SearchModels) -> None:
        assert models.wanted is not None
        found = self._store.vector_sets.of(models.wanted.manifest.identity)
        old = models.serving.manifest.name if models.serving is not None and models.is_changing else ""
        self._show(RebuildProgress(models.wanted.manifest.name, found.embedded, found.passages, old=old))

    def _show(self, progress: RebuildProgress) -> None:
        self.progress = progress
        self._tell(progress)

    def _is_outdated(self, identity: str) -> bool:
        now = time.monotonic()
        if now - self._looked < SECONDS_BETWEEN_LOOKS:
            return False
        self._looked = now
        models = SearchModels.of(self._store, self._models)
        self._count(models) if models.wanted is not None else None
        return models.wanted is None or models.wanted.manifest.identity != identity
