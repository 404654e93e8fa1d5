"""The product's own loop, as an answer takes it, and what only it can do. For `llm_child.py`."""

from __future__ import annotations

import random
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.errors import JobCancelled
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Generator
from app.engines.llm.generation.sampling import Sampler
from app.engines.onnx.session import runtime, session_options

CONTEXT_BYTES = 1 << 30


class _Timed:
    """The session, with a clock around what is not ours."""

    def __init__(self, session: Any) -> None:
        self._session, self.seconds = session, 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def run_with_iobinding(self, *arguments: Any) -> None:
        began = time.perf_counter()
        try:
            self._session.run_with_iobinding(*arguments)
        finally:
            self.seconds += time.perf_counter() - began


class Engine:
    """``model`` is the folder with its manifest. ``spin``: idle threads wait busily, as the product's own measurement
    chooses where nothing else runs (``services/models/tune_models``)."""

    def __init__(self, model: str, threads: int, *, spin: bool = False) -> None:
        self._decoder = Decoder(Path(model), options=session_options(threads, spins=spin))
        self._session = _Timed(self._decoder._session)
        self._decoder._steps._session = self._session
        self._generator = Generator(self._decoder)
        self._ids: list[int] = []

    def prompt(self, ids: list[int]) -> int:
        """Up to the first token, with the product's own pieces. Prompts must differ, or nothing is computed."""
        self._ids = list(ids)
        return self._run(1)

    def write(self, tokens: int) -> int:
        return self._run(tokens)

    def _run(self, tokens: int) -> int:
        """Speculation is left out: random weights repeat themselves, which every draft would guess."""
        made = self._generator.run(
            self._ids,
            Sampler(),
            end_ids=frozenset(),
            most_new_tokens=tokens,
            speculate=False,
            cache_bytes=CONTEXT_BYTES,
        )
        self._ids += made.new_tokens
        return made.new_tokens[-1]

    def loop(self, tokens: int) -> dict[str, Any]:
        """How long writing takes for each second that the bare session runs in it."""
        self._session.seconds, began = 0.0, time.perf_counter()
        self._run(tokens)
        return {"ratio": (time.perf_counter() - began) / self._session.seconds}

    def follow_up(self, ids: list[int], more: list[int]) -> dict[str, Any]:
        """Seconds to the first token after ``ids`` and ``more``: with ``ids`` remembered, and with nothing."""
        self.prompt(ids)
        began = time.perf_counter()
        self._ids += more
        self._run(1)
        reused = time.perf_counter() - began
        self._generator = Generator(self._decoder)
        began = time.perf_counter()
        self.prompt([*ids, *more])
        return {"reused": reused, "fresh": time.perf_counter() - began}

    def stop(self, ids: list[int], times: int) -> dict[str, Any]:
        """Seconds from asking an answer to stop, at some moment of its prompt or its text, until it has."""
        chance, found = random.Random(3), list[float]()
        began = time.perf_counter()
        self.prompt(ids)
        whole = time.perf_counter() - began
        for number in range(times):
            self._generator = Generator(self._decoder)
            asked = list[float]()
            timer = threading.Timer(chance.uniform(0.02, 1.0) * whole, self._interrupt, [asked])
            timer.start()
            try:
                self.prompt([number, *ids])
                while True:
                    self._run(8)
            except JobCancelled:
                found.append(time.perf_counter() - asked[0])
            self._decoder.resume()
        return {"median": statistics.median(found), "p95": sorted(found)[max(0, round(0.95 * len(found)) - 1)]}

    def _interrupt(self, asked: list[float]) -> None:
        asked.append(time.perf_counter())
        self._decoder.interrupt()

    def arithmetic(self, tokens: int) -> dict[str, Any]:
        return {"bytes": self._decoder.memory(tokens)}


def version() -> str:
    return f"onnxruntime {runtime().__version__}"
