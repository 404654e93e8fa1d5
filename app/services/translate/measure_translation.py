"""Measures translation on this computer: the memory, our pipeline beside the bare engine, the first typed segment."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.measured_translation import MeasuredTranslation
from app.domain.translate.translation import TranslateOptions, Way, WayKind
from app.domain.translate.translation_memory import Unit, UnitOrigin
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import BareTranslated, LaneName, TranslateBare
from app.services.translate.choose_translation import ChooseTranslation
from app.services.translate.engines import Engines
from app.services.translate.lane_engine import BEAM
from app.services.translate.tell_language import TellLanguage
from app.services.translate.translate_text import TextEvent, TextSegment, TranslateText
from app.services.translate.translator import Translator
from app.storage.store import Store

_SENTENCES = (
    "The rent is €{n}.50 a month.",
    "Please sign the contract by {day} July 2026.",
    "The annual report has {n} pages.",
    "The invoice number is A-{n}.",
    "The meeting begins at 9:{day}.",
)
UNITS = 20_000
TRIED, MOST_ROUND = 32, 8.0
"""Sentences, and seconds that a round of them may take: a large engine gets fewer."""


@dataclass(frozen=True, slots=True)
class Effort:
    segments: int = 400
    rounds: int = 7
    remembered: int = 10_000


QUICK = Effort(segments=100, rounds=3, remembered=5_000)


class MeasureTranslation:
    """Works in a store of its own, which is thrown away. Blocking."""

    def __init__(self, lanes: Lanes, choose: ChooseTranslation, engines: Engines, tell: TellLanguage) -> None:
        self._lanes, self._choose, self._engines, self._tell = lanes, choose, engines, tell

    def measure(
        self,
        source: str,
        target: str,
        effort: Effort = Effort(),
        *,
        stop: StopSignal | None = None,
        on_step: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> MeasuredTranslation:
        """With the best dedicated model for the pair where one is installed. Raises what engines raise."""
        signal = stop or StopSignal()
        with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "measured.db") as store:
            translator = Translator(store, self._choose, self._engines)
            from_memory = _from_memory(store, translator, (source, target), effort.remembered)
            way = self._dedicated(source, target)
            if way is None:
                return MeasuredTranslation(None, effort.remembered, 1, from_memory)
            options = TranslateOptions(engine=way.id, use_memory=False, use_glossaries=False)
            sentences = self._known(translator, (source, target), options, effort.segments)
            bare, whole, own, waits, alone = ([] for _ in range(5))
            texts = TranslateText(store, self._lanes, self._choose, translator, self._tell)
            for number in range(effort.rounds):
                signal.raise_if_set()
                for is_ours in (number % 2 == 0, number % 2 == 1):
                    if is_ours:
                        used = time.process_time()
                        whole.append(
                            _timed(lambda: list(translator.translate(sentences, source, target, options, signal)))
                        )
                        own.append((time.process_time() - used) / len(sentences))
                    else:
                        bare.append(self._bare(way, sentences, (source, target), signal))
                one = sentences[number % len(sentences)]
                alone.append(self._bare(way, [one], (source, target), signal))
                waits.append(_first(texts, one, source, target, options) - alone[-1])
                on_step(number + 1, effort.rounds)
        return MeasuredTranslation(
            engine=way.id,
            segments=len(sentences),
            rounds=effort.rounds,
            from_memory=from_memory,
            bare=round(statistics.median(bare), 4),
            pipeline=round(statistics.median(whole), 4),
            overhead=round(min(whole) / min(bare), 4),
            own_milliseconds=round(1000 * statistics.median(own), 3),
            first_engine=round(statistics.median(alone), 4),
            first_wait=round(statistics.median(waits), 4),
        )

    def _dedicated(self, source: str, target: str) -> Way | None:
        return next((way for way in self._choose.ways(source, target) if way.kind is WayKind.DEDICATED), None)

    def _known(self, translator: Translator, pair: tuple[str, str], options: TranslateOptions, count: int) -> list[str]:
        """Sentences that the model translates at the first attempt: another attempt is work, not overhead.

        Raises TRANSLATION_MISSING where it does so with none.
        """
        made = [_SENTENCES[n % len(_SENTENCES)].format(n=100 + n, day=10 + n % 20) for n in range(2 * count)]
        distinct = list(dict.fromkeys(made))
        began = time.perf_counter()
        first = sum(1 for _ in translator.translate(distinct[:TRIED], *pair, options))
        affordable = int(MOST_ROUND * first / (time.perf_counter() - began))
        count = min(count, max(TRIED, affordable))
        found = translator.translate(distinct[: 2 * count], *pair, options)
        good = sorted(one.index for one in found if not one.marks)
        if not good:
            raise AppError(ErrorCode.TRANSLATION_MISSING, source=pair[0], target=pair[1])
        return [distinct[index] for index in good][:count]

    def _bare(self, way: Way, sentences: Sequence[str], pair: tuple[str, str], stop: StopSignal) -> float:
        """Seconds of the library alone, called once for all of them, beside the same loaded weights."""
        folder = self._choose.model(way.models[0]).folder
        task = TranslateBare(folder, tuple(sentences), *pair, beam=BEAM)
        told = self._lanes.run(LaneName.TRANSLATION, task, stop=stop).value
        assert isinstance(told, BareTranslated)
        return told.seconds


def _from_memory(store: Store, translator: Translator, pair: tuple[str, str], count: int) -> float:
    units = [
        Unit(f"Paragraph {n} of the lease says that room {n % 97} is let.", f"租约第{n}段说第{n % 97}室已出租。")
        for n in range(UNITS)
    ]
    store.translation_memory.learn(units, *pair, UnitOrigin.IMPORTED)
    asked = [unit.source for unit in units[::2]][:count]
    seconds = _timed(lambda: list(translator.translate(asked, *pair)))
    return round(len(asked) / seconds, 1)


def _first(texts: TranslateText, sentence: str, source: str, target: str, options: TranslateOptions) -> float:
    """Seconds until the first segment of a typed text is there."""
    began, arrived = time.perf_counter(), list[float]()

    def take(event: TextEvent) -> None:
        if isinstance(event, TextSegment):
            arrived.append(time.perf_counter() - began)

    texts.translate(sentence, target, source, options, on_event=take)
    return arrived[0]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
