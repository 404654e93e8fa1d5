"""Tries a few numbers of threads and ways to wait on this computer and keeps the fastest. Loads one model at a time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import JobCancelled
from app.engines.llm.decoder.decoder import Decoder
from app.engines.onnx.session import session_options, usable_cores
from app.protocol.tasks import RunSettings

PROMPT_TOKENS, WRITTEN_TOKENS, TIMES = 64, 12, 3
USUAL_PROMPT, USUAL_ANSWER = 1000, 200
"""Tokens by which speeds are weighed: an answer from six passages."""
LEAST_GAIN = 1.08
"""Anything else must be so much faster than the usual settings: less is within what the machine varies by itself."""
LEAST_GAIN_OF_SPINNING = 1.1
"""Threads that wait busily lose a quarter of the speed once another program works (decision 13), so they must be worth
it."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second."""

    prompt: float
    decode: float

    @property
    def seconds(self) -> float:
        """What a usual answer takes."""
        return USUAL_PROMPT / self.prompt + USUAL_ANSWER / self.decode


@dataclass(frozen=True, slots=True)
class Tuned:
    settings: RunSettings
    speed: Speed


def candidates(cores: int) -> tuple[RunSettings, ...]:
    """The usual settings first. ``cores`` are physical: fewer than all help where some of them are slow, or where
    memory is what everything waits for."""
    counts = [cores, cores - 1, cores // 2] if cores >= 4 else [cores]
    return tuple(RunSettings(count) for count in dict.fromkeys(counts))


def tune(folder: Path, stop_if_cancelled: Callable[[], None], measure: Callable[[Path, RunSettings], Speed]) -> Tuned:
    """The settings with which the model in ``folder`` answers soonest. Raises as ``measure`` and as the callback."""
    found = list[Tuned]()
    for settings in candidates(usable_cores()):
        stop_if_cancelled()
        found.append(Tuned(settings, measure(folder, settings)))
    best = faster(found, LEAST_GAIN)
    stop_if_cancelled()
    spinning = RunSettings(best.settings.threads, spins=True)
    return faster([best, Tuned(spinning, measure(folder, spinning))], LEAST_GAIN_OF_SPINNING)


def faster(found: Sequence[Tuned], least_gain: float) -> Tuned:
    """The fastest, or the first where no other one is faster by ``least_gain``."""
    best = min(found, key=lambda tuned: tuned.speed.seconds)
    return best if found[0].speed.seconds > least_gain * best.speed.seconds else found[0]


class Trial:
    """Measures; the decoder that is loaded at the moment can be interrupted from any thread."""

    def __init__(self) -> None:
        self._decoder: Decoder | None = None
        self._is_interrupted = False

    def interrupt(self) -> None:
        self._is_interrupted = True
        decoder = self._decoder
        if decoder is not None:
            decoder.interrupt()

    def measure(self, folder: Path, settings: RunSettings) -> Speed:
        """The best of a few short turns: other programs only ever make one slower. Raises as :class:`Decoder`,
        JobCancelled."""
        self._decoder = Decoder(folder, options=session_options(settings.threads, spins=settings.spins))
        try:
            if self._is_interrupted:
                raise JobCancelled
            return _speed(self._decoder)
        finally:
            self._decoder = None


def _speed(decoder: Decoder) -> Speed:
    vocabulary = max(2, decoder.graph.vocabulary)
    most = max(2, min(PROMPT_TOKENS, decoder.facts.context_length // 2))
    written = min(WRITTEN_TOKENS, most)
    ids = [number % vocabulary for number in range(most)]
    prompts, answers = list[float](), list[float]()
    for _ in range(TIMES):
        cache, began = decoder.new_cache(), time.perf_counter()
        decoder.feed(cache, ids)
        fed = time.perf_counter()
        for number in range(written):
            decoder.feed(cache, [ids[number]])
        prompts.append(fed - began)
        answers.append(time.perf_counter() - fed)
    return Speed(len(ids) / min(prompts), written / min(answers))
