"""A translation service for tests of the Translate page: it says what it was told, waits when asked, remembers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from app.domain.text.sentences import sentences
from app.domain.translate.translation import KeptTranslation, Mark
from app.jobs.stop_signal import StopSignal
from app.ui.translate.values import EngineChoice, GetThis, Offer, Sentence, Translated, Wanted

ENGINES = (
    EngineChoice("marian", "Opus English–Chinese", per_second=900.0),
    EngineChoice("qwen", "Qwen3 4B", writes=True, per_second=30.0),
)
KNOWN = {
    "The lease ends on 31 March.": "租约于3月31日结束。",
    "Please return both keys.": "请归还两把钥匙。",
    "The deposit is 900 euros.": "押金为900欧元。",
}


@dataclass
class TranslateStandIn:
    """Fits Translating and KeepingTexts. ``held`` holds every sentence until it is set."""

    engine_choices: tuple[EngineChoice, ...] = ENGINES
    get: GetThis | None = None
    known: dict[str, str] = field(default_factory=lambda: dict(KNOWN))
    special: dict[str, Translated] = field(default_factory=dict)
    held: threading.Event | None = None
    pieces: dict[str, Sequence[str]] = field(default_factory=dict)
    error: BaseException | None = None
    calls: list[Wanted] = field(default_factory=list)
    stopped: list[Wanted] = field(default_factory=list)
    learnt: list[tuple[str, str, str, str]] = field(default_factory=list)
    kept: list[KeptTranslation] = field(default_factory=list)
    wordings: tuple[str, ...] = ()
    count: int = 0

    def offer(self) -> Offer:
        there = ("en", "zh", "de") if self.engine_choices else ()
        return Offer(there, there, self.get)

    def engines(self, source: str, target: str) -> Sequence[EngineChoice]:
        return self.engine_choices

    def detect(self, text: str) -> str:
        return "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"

    def cut(self, text: str, language: str) -> Sequence[Sentence]:
        return [Sentence(span, span.of(text)) for span in sentences(text)]

    def translate(
        self,
        wanted: Wanted,
        stop: StopSignal,
        on_sentence: Callable[[int, Translated], None],
        on_piece: Callable[[int, str], None],
    ) -> None:
        self.calls.append(wanted)
        for n in wanted.numbers:
            sentence = wanted.sentences[n]
            for piece in self.pieces.get(sentence, ()):
                on_piece(n, piece)
            if self.held is not None:
                while not self.held.wait(0.01):
                    if stop.is_set:
                        self.stopped.append(wanted)
                        stop.raise_if_set()
            if self.error is not None:
                raise self.error
            on_sentence(n, self.special.get(sentence) or Translated(self.said(sentence, wanted.target)))

    def said(self, sentence: str, target: str) -> str:
        if target == "zh":
            return self.known.get(sentence, f"〔{sentence}〕。")
        back = {translation: source for source, translation in self.known.items()}
        return back.get(sentence, f"[{target}] {sentence}")

    def other_wordings(self, sentence: str, wanted: Wanted, stop: StopSignal) -> Sequence[str]:
        return self.wordings

    def learn(self, sentence: str, translation: str, source: str, target: str) -> None:
        self.learnt.append((sentence, translation, source, target))

    def texts(self, words: str = "") -> Sequence[KeptTranslation]:
        return [text for text in reversed(self.kept) if words.lower() in text.source.lower()]

    def keep(self, pair: tuple[str, str], source: str, target: str, engine: str) -> None:
        if self.kept and source.startswith(self.kept[-1].source):
            self.kept.pop()
        self.count += 1
        self.kept.append(KeptTranslation(self.count, datetime.now(UTC), *pair, source, target, engine))

    def forget(self, translation_id: int) -> None:
        self.kept = [one for one in self.kept if one.id != translation_id]


MARKED = Translated("押金为90欧元。", (Mark.NUMBERS,))
REMEMBERED = Translated("请归还钥匙。", (Mark.FUZZY,), memory=0.87)
