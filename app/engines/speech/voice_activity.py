"""Where somebody speaks: Silero's little graph on blocks of sound, and the stretches that its probabilities make."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engines.onnx.session import open_session, session_options
from app.engines.speech.audio_file import RATE, Samples

WINDOW = 512
"""Samples that get one probability: 32 ms."""
_CONTEXT = 64
_STATE = (1, 1, 128)
_GRAPH = ("assets", "silero_vad_v6.onnx")
_STILL = 8
"""Samples no louder than this (of 32768) are silence for certain: a microphone's own noise is louder."""
_AT_ONCE = 4096
_LONG = 256
"""Windows from which on it is worth while to look whether all of them are still."""


def graph_path() -> Path:
    """The graph that comes with the speech engine; the package itself is not imported for it."""
    found = importlib.util.find_spec("faster_whisper")
    folder = next(iter(found.submodule_search_locations or ()), "") if found is not None else ""
    return Path(folder, *_GRAPH)


class VoiceActivity:
    """Probabilities that somebody speaks, one for each 32 ms. Remembers the sound before: one for each recording."""

    def __init__(self, session: Any = None) -> None:
        """``session`` of another one may be shared. Raises AppError MODEL_MISSING."""
        self.session: Any = session or open_session(graph_path(), options=session_options(1))
        self._hidden, self._cell = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
        self._before = np.zeros(_CONTEXT, np.float32)
        self._rest = np.zeros(0, np.int16)

    def feed(self, samples: Samples, *, last: bool = False) -> NDArray[np.float32]:
        """For the whole windows of what came until now; the rest waits, or is filled up with silence if ``last``."""
        sound = np.concatenate([self._rest, samples])
        if last:
            sound = np.pad(sound, (0, -len(sound) % WINDOW))
        count = len(sound) // WINDOW
        self._rest = sound[count * WINDOW :]
        windows = sound[: count * WINDOW].reshape(count, WINDOW)
        found = np.zeros(count, np.float32)
        for begin in range(0, count, _AT_ONCE):
            part = windows[begin : begin + _AT_ONCE]
            if count < _LONG or np.abs(part).max(initial=0) > _STILL:
                found[begin : begin + len(part)] = self._run(part)
            else:
                self._hidden, self._cell = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
                self._before = np.zeros(_CONTEXT, np.float32)
        return found

    def _run(self, windows: Samples) -> NDArray[np.float32]:
        sound = windows.astype(np.float32) / 32768.0
        before = np.concatenate([self._before[None], sound[:-1, -_CONTEXT:]])
        self._before = sound[-1, -_CONTEXT:]
        feeds = {"input": np.concatenate([before, sound], axis=1), "h": self._hidden, "c": self._cell}
        made, self._hidden, self._cell = self.session.run(None, feeds)
        return np.asarray(made, np.float32).reshape(-1)


@dataclass(frozen=True, slots=True)
class VoiceRules:
    """When a stretch begins and ends; seconds. The usual ones are those of faster-whisper's own filter.

    ``threshold``: from this probability on somebody speaks; it ends below ``threshold`` - 0.15 for ``pause``. ``pad``
    of sound around it belongs to a stretch. ``longest``: a stretch is cut at its last breath before it grows longer.
    """

    threshold: float = 0.5
    pause: float = 2.0
    pad: float = 0.4
    shortest: float = 0.0
    longest: float = 300.0


@dataclass(frozen=True, slots=True)
class Span:
    """Samples from ``start`` up to ``end``."""

    start: int
    end: int


_BREATH = round(0.098 * RATE)


class Stretches:
    """Makes stretches of probabilities as they come. Times are samples from the recording's beginning."""

    def __init__(self, rules: VoiceRules = VoiceRules()) -> None:
        self._rules = rules
        self._at = 0
        self._start: int | None = None
        self._quiet_since: int | None = None
        self._breath: tuple[int, int] | None = None
        self._waiting: Span | None = None
        """Ended, but what comes next may begin in its padding."""

    @property
    def speaks(self) -> bool:
        """Whether the last stretch is still open."""
        return self._start is not None

    @property
    def open_since(self) -> int:
        """From where on sound has to be kept: before it everything was told."""
        if self._waiting is not None:
            return self._waiting.start
        begun = self._at if self._start is None else self._start
        return max(0, begun - round(self._rules.pad * RATE) - WINDOW)

    def feed(self, probabilities: NDArray[np.float32]) -> Iterator[Span]:
        """Stretches that are known to be complete, padded, in order and apart."""
        rules = self._rules
        low = max(rules.threshold - 0.15, 0.01)
        pause, longest = round(rules.pause * RATE), round(rules.longest * RATE)
        for probability in probabilities:
            at, self._at = self._at, self._at + WINDOW
            if probability >= rules.threshold:
                if self._start is None:
                    self._start = at
                self._quiet_since = None
            elif self._start is not None and probability < low:
                if self._quiet_since is None:
                    self._quiet_since = at
                if at - self._quiet_since > _BREATH:
                    self._breath = self._quiet_since, at
                if at - self._quiet_since >= pause:
                    yield from self._end(self._quiet_since)
                    continue
            if self._start is not None and at - self._start > longest:
                quiet, again = self._breath or (at, at)
                yield from self._cut(quiet, again)
            waiting = self._waiting if self._start is None else None
            if waiting is not None and at - waiting.end > 2 * round(rules.pad * RATE):
                yield from self._tell(None)

    def finish(self, total: int) -> Iterator[Span]:
        """The rest, of a recording of ``total`` samples."""
        if self._start is not None:
            yield from self._end(min(total, self._at))
        yield from self._tell(None, total)

    def _cut(self, quiet: int, again: int) -> Iterator[Span]:
        """Here somebody goes on speaking after a breath, or without one."""
        yield from self._end(quiet)
        self._start = again
        self._quiet_since = None

    def _end(self, at: int) -> Iterator[Span]:
        assert self._start is not None
        span = Span(self._start, at)
        self._start = self._quiet_since = self._breath = None
        if span.end - span.start > self._rules.shortest * RATE:
            yield from self._tell(span)

    def _tell(self, next_span: Span | None, total: int | None = None) -> Iterator[Span]:
        """What waited, now that it is known how much of the silence behind it is its own."""
        pad = round(self._rules.pad * RATE)
        begins = max(0, next_span.start - pad) if next_span is not None else 0
        if self._waiting is not None:
            waiting, end = self._waiting, self._waiting.end + pad
            if next_span is not None and next_span.start - waiting.end < 2 * pad:
                end = begins = (waiting.end + next_span.start) // 2
            yield Span(waiting.start, end if total is None else min(total, end))
        self._waiting = Span(begins, next_span.end) if next_span is not None else None
