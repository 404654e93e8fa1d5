"""Asks an engine, looks at what it wrote, asks again with other settings, and takes the best attempt, marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.translate.glossary import Found
from app.domain.translate.text_layout import LONGEST_PIECE, pieces, put_together
from app.domain.translate.translation import DOUBTED, LIKELY, Mark, TranslatedSegment, badness
from app.domain.translate.translation_guard import Pair, marks_of
from app.jobs.stop_signal import StopSignal
from app.services.translate.engine import Asked, Engine, Written


@dataclass(frozen=True, slots=True)
class Open:
    """A text that an engine has to translate, the terms in it, and every segment that has this text."""

    asked: Asked
    terms: tuple[Found, ...]
    indexes: tuple[int, ...]

    def judged(self, written: Written, pair: Pair) -> TranslatedSegment:
        """What the guard says of it; the score of a marked one is low whatever the engine thinks."""
        marks = dict.fromkeys(marks_of(self.asked.text, written.text, pair, self.terms))
        if written.repeats:
            marks[Mark.REPEATS] = None
        if written.is_cut:
            marks[Mark.CUT] = None
        score = LIKELY if written.score is None else written.score
        return TranslatedSegment(self.asked.index, written.text, min(score, DOUBTED) if marks else score, tuple(marks))


def best_of_attempts(engine: Engine, now: Sequence[Open], pair: Pair, stop: StopSignal) -> Iterator[TranslatedSegment]:
    """Each of ``now`` for all its indexes, those without a mark at once, the others after the last attempt."""
    best: dict[int, TranslatedSegment] = {}
    by_index = {one.asked.index: one for one in now}
    for attempt in range(engine.attempts):
        left = [one.asked for index, one in by_index.items() if index not in best or best[index].marks]
        for written in engine.write(left, attempt, stop) if left else ():
            one = by_index[written.index]
            made, before = one.judged(written, pair), best.get(written.index)
            if before is None or badness(made.marks) < badness(before.marks):
                best[written.index] = made
            if not made.marks:
                yield from _for_all(made, one)
    for index, one in by_index.items():
        made = best.get(index) or TranslatedSegment(index, "", 0.0, (Mark.EMPTY,))
        if made.marks:
            yield from _for_all(made, one)


def _for_all(made: TranslatedSegment, one: Open) -> Iterator[TranslatedSegment]:
    """For every segment with this text."""
    for index in one.indexes:
        yield made if index == made.index else replace(made, index=index)


def in_pieces(engine: Engine, one: Open, pair: Pair, stop: StopSignal) -> Iterator[TranslatedSegment]:
    """A segment that is too long for any engine, sentence by sentence; its score is its weakest sentence's."""
    cut = list(pieces(one.asked.text, LONGEST_PIECE))
    texts = [text for text, _ in cut]
    opened = []
    for number, text in enumerate(texts):
        here = tuple(found for found in one.terms if found.term.source.casefold() in text.casefold())
        terms = tuple(dict.fromkeys(found.term for found in here))
        opened.append(
            Open(Asked(number, text, texts[number - 1] if number else one.asked.before, terms), here, (number,))
        )
    made: dict[int, TranslatedSegment] = {}
    for start in range(0, len(opened), engine.at_once):
        stop.raise_if_set()
        round_ = best_of_attempts(engine, opened[start : start + engine.at_once], pair, stop)
        made.update((piece.index, piece) for piece in round_)
    parts = [made[number] for number in range(len(cut))]
    text = put_together([part.text for part in parts], [joint for _, joint in cut], pair.target)
    marks = tuple(dict.fromkeys(mark for part in parts for mark in part.marks))
    score = min((part.score for part in parts), default=0.0)
    for index in one.indexes:
        yield TranslatedSegment(index, text, score, marks)
