"""One translation of what stands in the window, on a background thread; what it found waits to be taken."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.ui.translate.needs import Translating
from app.ui.translate.text.known import Known
from app.ui.translate.values import EngineChoice, Sentence, Translated, Wanted

_USUAL = ("en", "zh")
"""What a text counts as of which nobody can say the language: of numbers, or of one letter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What stood in the window when it began. ``source`` '' is to be detected, ``engine`` '' the best."""

    text: str
    source: str
    target: str
    engine: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The text's sentences, what can translate them, and which are not known yet."""

    source: str
    cut: tuple[Sentence, ...]
    engines: tuple[EngineChoice, ...]
    engine: str
    missing: tuple[int, ...]


@dataclass(slots=True)
class Run:
    """Filled on the background thread, emptied by :meth:`take` on the Qt thread."""

    asked: Asked
    task: BackgroundTask | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    cut: Cut | None = None
    done: dict[int, Translated] = field(default_factory=dict)
    pieces: dict[int, str] = field(default_factory=dict)

    def take(self) -> tuple[Cut | None, dict[int, Translated], dict[int, str]]:
        """What is new since the last time: the cut (once), sentences done, and what is there of others."""
        with self.lock:
            cut, self.cut = self.cut, None
            done, self.done = self.done, {}
            pieces, self.pieces = self.pieces, {}
        return cut, done, pieces

    def put(self, n: int, translated: Translated) -> None:
        with self.lock:
            self.done[n] = translated
            self.pieces.pop(n, None)

    def put_piece(self, n: int, piece: str) -> None:
        with self.lock:
            if n not in self.done:
                self.pieces[n] = piece


def work(run: Run, service: Translating, known: Known, stop: StopSignal) -> None:
    """Raises what the service raises: also where nothing here knows the pair, but for what the memory has."""
    asked = run.asked
    source = asked.source or service.detect(asked.text) or next(code for code in _USUAL if code != asked.target)
    cut = tuple(service.cut(asked.text, source))
    sentences = tuple(sentence.text for sentence in cut)
    if source == asked.target:
        with run.lock:
            run.cut = Cut(source, cut, (), "", ())
            run.done = {n: Translated(sentence, left_alone=True) for n, sentence in enumerate(sentences)}
        return
    engines = tuple(service.engines(source, asked.target))
    engine = asked.engine if asked.engine in {e.id for e in engines} else engines[0].id if engines else ""
    found = {n: known.get((source, asked.target, engine, sentence)) for n, sentence in enumerate(sentences)}
    missing = tuple(n for n, translated in found.items() if translated is None)
    stop.raise_if_set()
    with run.lock:
        run.cut = Cut(source, cut, engines, engine, missing)
        run.done = {n: translated for n, translated in found.items() if translated is not None}
    if not missing:
        return

    def on_sentence(n: int, translated: Translated) -> None:
        known.put((source, asked.target, engine, sentences[n]), translated)
        run.put(n, translated)

    service.translate(Wanted(sentences, source, asked.target, engine, missing), stop, on_sentence, run.put_piece)
