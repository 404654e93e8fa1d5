"""The one face of translation: segments in, checked segments out. What is known is never asked of an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.glossary import Found, found_terms
from app.domain.left_alone import is_left_alone
from app.domain.translation import DOUBTED, LIKELY, Mark, Origin, TranslatedSegment, TranslateOptions, Way, badness
from app.domain.translation_guard import Pair, marks_of
from app.jobs.stop_signal import StopSignal
from app.services.choose_translation import ChooseTranslation
from app.services.translation.engine import Asked, Engine, Written

ROUND = 256
"""Segments that are asked for at once: what failed in a round is asked for again at its end."""
FIRST_ROUND = 8
"""The first round is short: somebody may be waiting for the first line."""

EngineOf = Callable[[Way, str, str, TranslateOptions], Engine]


@dataclass(frozen=True, slots=True)
class _Open:
    """A text that an engine has to translate, and every segment that has it."""

    asked: Asked
    terms: tuple[Found, ...]
    indexes: tuple[int, ...]


class Translator:
    """Blocking; may be called from any thread, several at a time."""

    def __init__(self, choose: ChooseTranslation, engine_of: EngineOf) -> None:
        self._choose, self._engine_of = choose, engine_of

    def translate(
        self,
        segments: Sequence[str],
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        stop: StopSignal | None = None,
    ) -> Iterator[TranslatedSegment]:
        """Each segment exactly once, as soon as it is there, in no promised order; what needs no engine comes first.

        A segment is a sentence, or a short paragraph, without the white space around it; formatting inside it is
        ``⟦1⟧…⟦/1⟧`` and ``⟦2/⟧``. ``source`` and ``target`` are codes ('en', 'zh'), ``source`` never empty. Closing
        the iterator cancels the rest. Raises TRANSLATION_MISSING and PAIR_UNSUPPORTED where something is left that
        only an engine can do and there is none, JobCancelled, and what workers raise.
        """
        chosen, signal, pair = options or TranslateOptions(), stop or StopSignal(), Pair(source, target)
        open_ones: dict[tuple[str, str], _Open] = {}
        for index, text in enumerate(segments):
            found = tuple(found_terms(chosen.terms, text)) if chosen.terms else ()
            if is_left_alone(text, pair, found):
                yield TranslatedSegment(index, text, 1.0, (), Origin.KEPT)
                continue
            key = (text, "")
            before = segments[index - 1] if index else chosen.before
            if (same := open_ones.get(key)) is not None:
                open_ones[key] = replace(same, indexes=(*same.indexes, index))
            else:
                asked = Asked(index, text, before, tuple(dict.fromkeys(one.term for one in found)))
                open_ones[key] = _Open(asked, found, (index,))
        if not open_ones:
            return
        way = self._choose.best(source, target, chosen.engine)
        engine = self._engine_of(way, source, target, chosen)
        waiting, size = list(open_ones.values()), FIRST_ROUND
        while waiting:
            signal.raise_if_set()
            now, waiting = waiting[:size], waiting[size:]
            yield from _round(engine, now, pair, signal)
            size = ROUND

    def way(self, source: str, target: str, options: TranslateOptions | None = None) -> Way:
        """Which models :meth:`translate` would ask. Raises TRANSLATION_MISSING, PAIR_UNSUPPORTED."""
        return self._choose.best(source, target, (options or TranslateOptions()).engine)


def _round(engine: Engine, now: Sequence[_Open], pair: Pair, stop: StopSignal) -> Iterator[TranslatedSegment]:
    """Ask for all; what the guard objects to is asked for again, and the best of the attempts is taken, marked."""
    best: dict[int, TranslatedSegment] = {}
    by_index = {one.asked.index: one for one in now}
    for attempt in range(engine.attempts):
        left = [by_index[index].asked for index in by_index if index not in best or best[index].marks]
        for written in engine.write(left, attempt, stop) if left else ():
            one = by_index[written.index]
            made = judged(one.asked, one.terms, written, pair)
            before = best.get(written.index)
            if before is None or badness(made.marks) < badness(before.marks):
                best[written.index] = made
            if not made.marks:
                yield from (replace(made, index=index) for index in one.indexes)
    for index, one in by_index.items():
        made = best.get(index) or TranslatedSegment(index, "", 0.0, (Mark.EMPTY,))
        if made.marks:
            yield from (replace(made, index=index) for index in one.indexes)


def judged(asked: Asked, terms: Sequence[Found], written: Written, pair: Pair) -> TranslatedSegment:
    """What the guard says of it; the score of a marked one is low whatever the engine thinks."""
    found = marks_of(asked.text, written.text, pair, terms)
    marks = list(found)
    if written.repeats and Mark.REPEATS not in marks:
        marks.append(Mark.REPEATS)
    if written.is_cut:
        marks.append(Mark.CUT)
    score = LIKELY if written.score is None else written.score
    return TranslatedSegment(asked.index, written.text, min(score, DOUBTED) if marks else score, tuple(marks))
