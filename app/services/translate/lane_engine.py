"""Dedicated translation models as engines: many segments a job, streamed while the worker goes on; and two in a row."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.translate.glossary import Term, found_terms
from app.jobs.job import JobPartial, Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import LaneName, TranslatedSegments, TranslateSegments
from app.services.translate.engine import Asked, Written

AT_ONCE = 512
FIRST_LEG, LATER_LEGS = 8, 128
BEAM, WIDER_BEAM = 4, 8
TERM_NUMBERS = 9_000
"""Where the marks around terms begin to count: far above those of formatting."""
_TERM = re.compile(r"⟦(9\d{3})⟧(.*?)⟦/\1⟧", re.DOTALL)
_MARK = re.compile(r"⟦/?\d+/?⟧")
_LEFT_OVER = re.compile(r"⟦/?9\d{3}/?⟧")


class LaneEngine:
    """Blocking; one for a pair of languages and a model.

    A term of the glossary is enclosed in marks, which such a model keeps around its translation: what comes back
    between them gives way to the term that is wanted. Where the marks themselves were lost, the guard sees it.
    """

    attempts = 2
    at_once = AT_ONCE
    wants_examples = False

    def __init__(
        self, lanes: Lanes, model: InstalledModel, source: str, target: str, *, person_waits: bool = True
    ) -> None:
        self._lanes, self._model = lanes, model
        self._source, self._target = source, target
        self._priority = Priority.INTERACTIVE if person_waits else Priority.BACKGROUND

    def write(self, asked: Sequence[Asked], attempt: int, stop: StopSignal) -> Iterator[Written]:
        task = TranslateSegments(
            self._model.folder,
            tuple(with_marks(one.text, one.terms, are_said=attempt > 0) for one in asked),
            self._source,
            self._target,
            beam=WIDER_BEAM if attempt else BEAM,
            stricter=attempt > 0,
        )
        streaming = self._lanes.stream(LaneName.TRANSLATION, task, priority=self._priority, stop=stop)
        with contextlib.closing(streaming):
            for event in streaming:
                if isinstance(event, JobPartial):
                    yield from _written(event.value, asked)

    def alternatives(self, asked: Asked, count: int, prefix: str, stop: StopSignal) -> list[Written]:
        task = TranslateSegments(
            self._model.folder,
            (with_marks(asked.text, asked.terms),),
            self._source,
            self._target,
            beam=max(WIDER_BEAM, count),
            alternatives=count,
            prefix=prefix,
        )
        found: list[Written] = []

        def take(value: object, _tail: bytes) -> None:
            assert isinstance(value, TranslatedSegments)
            for text in value.texts[0]:
                found.append(Written(asked.index, with_terms(text, asked.terms), math.exp(min(0.0, value.scores[0]))))

        self._lanes.run(LaneName.TRANSLATION, task, priority=self._priority, stop=stop, on_partial=take)
        return found


def _written(value: TranslatedSegments, asked: Sequence[Asked]) -> Iterator[Written]:
    for number, texts, score in zip(value.numbers, value.texts, value.scores, strict=True):
        one = asked[number]
        yield Written(one.index, with_terms(texts[0] if texts else "", one.terms), math.exp(min(0.0, score)))


def with_marks(text: str, terms: Sequence[Term], *, are_said: bool = False) -> str:
    """``text`` with every term enclosed, the first of them in ⟦9000⟧…⟦/9000⟧. ``are_said``: with the words that are
    wanted in its place, which most models copy, for another attempt."""
    if not terms:
        return text
    made: list[str] = []
    at = 0
    numbers = {term: TERM_NUMBERS + number for number, term in enumerate(terms)}
    for found in found_terms(terms, text):
        number = numbers[found.term]
        word = found.term.wanted if are_said else text[found.start : found.end]
        made += [text[at : found.start], f"⟦{number}⟧{word}⟦/{number}⟧"]
        at = found.end
    return "".join([*made, text[at:]])


def with_terms(text: str, terms: Sequence[Term]) -> str:
    """What stands between the marks of a term becomes what the glossary wants; marks without a partner go."""
    if not terms:
        return text

    def wanted(match: re.Match[str]) -> str:
        number = int(match[1]) - TERM_NUMBERS
        if number >= len(terms):
            return match[2]
        others = _MARK.findall(match[2])
        before = "".join(mark for mark in others if not mark.startswith("⟦/"))
        return before + terms[number].wanted + "".join(mark for mark in others if mark.startswith("⟦/"))

    return _LEFT_OVER.sub("", _TERM.sub(wanted, text))


class PivotEngine:
    """Two engines in a row. The glossary is the person's for the whole way: it counts for the second one."""

    attempts = 2
    at_once = AT_ONCE
    wants_examples = False

    def __init__(self, first: LaneEngine, second: LaneEngine) -> None:
        self._first, self._second = first, second

    def write(self, asked: Sequence[Asked], attempt: int, stop: StopSignal) -> Iterator[Written]:
        """Few at first: somebody may be waiting for the first line, which has two ways to go."""
        yield from self._both_legs(asked[:FIRST_LEG], attempt, stop)
        for start in range(FIRST_LEG, len(asked), LATER_LEGS):
            yield from self._both_legs(asked[start : start + LATER_LEGS], attempt, stop)

    def _both_legs(self, asked: Sequence[Asked], attempt: int, stop: StopSignal) -> Iterator[Written]:
        between = {one.index: one for one in self._first.write(_enclosed(asked), attempt, stop)}
        terms_of = {one.index: one.terms for one in asked}
        again = [replace(one, text=between[one.index].text) for one in asked if one.index in between]
        for written in self._second.write([replace(one, terms=()) for one in again], attempt, stop):
            terms = terms_of[written.index]
            score = (between[written.index].score or 0.0) * (written.score or 0.0)
            yield replace(written, text=with_terms(written.text, terms), score=score)

    def alternatives(self, asked: Asked, count: int, prefix: str, stop: StopSignal) -> list[Written]:
        """Those of the second leg for the likeliest of the first."""
        (between,) = self._first.write(_enclosed([asked]), 0, stop)
        found = self._second.alternatives(replace(asked, text=between.text, terms=()), count, prefix, stop)
        return [replace(one, text=with_terms(one.text, asked.terms)) for one in found]


def _enclosed(asked: Sequence[Asked]) -> list[Asked]:
    """The marks of the terms go through both engines, and are seen to at the end."""
    return [replace(one, text=with_marks(one.text, one.terms), terms=()) for one in asked]
