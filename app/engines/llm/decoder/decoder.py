"""An exported decoder in onnxruntime: feeds tokens, gives logits, keeps the caches. Knows no text and no sampling."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.engines.llm.decoder.cache import Array, Cache, Store
from app.engines.llm.decoder.cache_device import DeviceStore
from app.engines.llm.decoder.cache_growing import GrowingStore
from app.engines.llm.decoder.cache_shared import SharedStore
from app.engines.llm.decoder.cache_states import StateStore
from app.engines.llm.decoder.files import open_decoder_files
from app.engines.llm.decoder.memory import decoder_bytes
from app.engines.llm.decoder.pieces import takes_pieces
from app.engines.llm.decoder.steps import Steps
from app.engines.onnx.decoder_graph import Role, Slot
from app.engines.onnx.devices import Device, device_error, open_on
from app.engines.onnx.session import runtime

__all__ = ["Cache", "Decoder", "Logits"]

Logits = Array
FATAL = 4
"""onnxruntime's log level for a step: its errors are raised as well, and a stop is none."""


class Decoder:
    """A loaded model. Not for two threads at once, but for :meth:`interrupt`."""

    def __init__(self, folder: Path, *, options: Any = None, device: Device = Device.CPU) -> None:
        """``options``: onnxruntime's, instead of the usual ones. ``device``: what to run on.

        Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED (with the reason), OUT_OF_MEMORY. What is
        refused by its files is refused before any weight is loaded. On a card also DEVICE_FAILED.
        """
        files = open_decoder_files(folder, on_cpu=device is Device.CPU)
        self.manifest, self.facts, self.graph = files.manifest, files.facts, files.graph
        self.folder, self.device = folder, device
        self._session = open_on(device, files.path, options=options, graph=files.rewritten())
        self._steps = Steps(self._session, self.graph)
        self._run_options = runtime().RunOptions()
        self._run_options.log_severity_level = FATAL
        self._states = runtime().capi.onnxruntime_pybind11_state
        self._is_interrupted = False
        self.takes_pieces = True
        """Whether a prompt may be fed in pieces; if not, what follows the first piece is fed token by token."""
        if self.graph.states or self.graph.has(Role.CACHE_BRANCH):
            self.takes_pieces = self._try_pieces()

    @property
    def providers(self) -> tuple[str, ...]:
        return tuple(self._session.get_providers())

    @property
    def can_rewind(self) -> bool:
        """Whether :meth:`shorten` reaches every length; else it goes back to the nearest border that was kept."""
        return not self.graph.states

    @property
    def can_verify(self) -> bool:
        """Whether one step gives the logits after every token fed: then drafts can be checked."""
        if self.device is not Device.CPU and not self.graph.shares:
            return False  # a draft that fails would carry the cache to the computer's memory and back
        return self.takes_pieces and not self._steps.gives_last_row

    def new_cache(self) -> Cache:
        """Remembers nothing yet."""
        slots, states = self.graph.slots, self.graph.states
        stores: list[Store] = [self._keys_and_values(slots)]
        if states:
            stores.append(StateStore(states))
        return Cache(stores, self.facts.context_length)

    def shorten(self, cache: Cache, length: int) -> int:
        """Forget everything after the first ``length`` tokens; how many are still remembered.

        They are fewer than ``length`` only where the model cannot rewind (:attr:`can_rewind`): feed the rest again.
        """
        return cache.shorten(length)

    def fork(self, cache: Cache, length: int) -> Cache:
        """A second cache that remembers the first ``length`` tokens of ``cache``, or nothing without ``can_rewind``."""
        if not self.can_rewind:
            return self.new_cache()
        try:
            return cache.fork(length)
        except MemoryError as error:
            raise self._error(ErrorCode.OUT_OF_MEMORY, "caches") from error

    def feed(self, cache: Cache, ids: Sequence[int]) -> Logits:
        """Append ``ids`` (at least one) to what ``cache`` remembers; the logits [vocabulary] after the last of them.

        ``cache`` remembers exactly what it did before where this raises: AppError OUT_OF_MEMORY, MODEL_BROKEN,
        JobCancelled after :meth:`interrupt`. (A model that does not take pieces may have forgotten some or all.)
        """
        if len(ids) > 1 and cache.tokens and not self.takes_pieces:
            return self._feed_anew(cache, ids)
        last: Logits = self._step(cache, ids, wants_all=False)[-1].copy()
        return last

    def feed_all(self, cache: Cache, ids: Sequence[int]) -> Logits:
        """:meth:`feed` with the logits [tokens fed, vocabulary] after each of ``ids``, to check drafts with."""
        if len(ids) > 1 and not self.can_verify:
            return np.stack([self.feed(cache, [token]) for token in ids])
        rows = self._step(cache, ids, wants_all=True)
        return rows.copy() if len(rows) == len(ids) else self._again(cache, ids)

    def memory(self, tokens: int) -> int:
        """Bytes that the model takes with ``tokens`` remembered, by arithmetic: weights, caches, a piece's logits."""
        return decoder_bytes(self.graph, tokens, self.facts.context_length)

    def interrupt(self) -> None:
        """From any thread: the step that runs now and every later one raises JobCancelled, until :meth:`resume`."""
        self._is_interrupted = True
        self._run_options.terminate = True

    def resume(self) -> None:
        """Steps run again; called before each answer."""
        self._is_interrupted = False
        self._run_options.terminate = False

    def _step(self, cache: Cache, ids: Sequence[int], *, wants_all: bool) -> Logits:
        """The rows [1 or tokens fed, vocabulary] that the graph gives; overwritten by the next step."""
        if self._is_interrupted:
            raise JobCancelled
        if len(cache.tokens) + len(ids) > cache.most_tokens:
            raise ValueError("more tokens than the context holds")
        states = self._states
        try:  # with a binding, onnxruntime raises a plain RuntimeError for what else has a type of its own
            rows = self._steps.run(cache, ids, self._run_options, wants_all=wants_all)
        except MemoryError as error:
            raise self._error(ErrorCode.OUT_OF_MEMORY, "caches") from error
        except (RuntimeError, states.Fail, states.InvalidArgument, states.RuntimeException, states.EPFail) as error:
            if self._is_interrupted:
                raise JobCancelled from error
            if self.device is not Device.CPU:
                raise device_error(self.device, error, model=self.manifest.id, path=str(self.folder)) from error
            code = ErrorCode.OUT_OF_MEMORY if "alloc" in str(error).lower() else ErrorCode.MODEL_BROKEN
            raise self._error(code, str(error)[:500]) from error
        cache.commit(ids)
        return rows

    def _keys_and_values(self, slots: Sequence[Slot]) -> Store:
        if self.device is not Device.CPU:
            return DeviceStore(slots, self.device.value, shares=self.graph.shares)
        return SharedStore(slots) if self.graph.shares else GrowingStore(slots)

    def _again(self, cache: Cache, ids: Sequence[int]) -> Logits:
        """The graph turned out to give the last row only: take the step back and feed token by token."""
        self.shorten(cache, len(cache.tokens) - len(ids))
        return np.stack([self.feed(cache, [token]) for token in ids])

    def _feed_anew(self, cache: Cache, ids: Sequence[int]) -> Logits:
        """For a model that takes several tokens only at the beginning: everything at once, or the few one by one."""
        done = list(cache.tokens)
        if len(ids) * 8 < len(done):
            return [self.feed(cache, [token]) for token in ids][-1]
        self.shorten(cache, 0)
        return self.feed(cache, [*done, *ids])

    def _try_pieces(self) -> bool:
        """Some graphs go on from their states only by one token at a time, and nothing in them says so: try it."""
        vocabulary = self.graph.vocabulary or 2
        if (answer := takes_pieces(self, vocabulary)) is None:
            raise self._error(ErrorCode.MODEL_UNSUPPORTED, "steps that contradict each other")
        return answer

    def _error(self, code: ErrorCode, problem: str) -> AppError:
        return AppError(code, model=self.manifest.id, path=str(self.folder), problem=problem)
