"""Fits the services of translation to what the page needs: sentences with their places, engines with their speed."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import ModelRole
from app.domain.text.sentences import Span
from app.domain.translate.text_layout import TextLayout
from app.domain.translate.translation import (
    KeptTranslation,
    Mark,
    Origin,
    TranslatedSegment,
    TranslateOptions,
    Way,
    WayKind,
)
from app.domain.translate.translation_guard import lost_numbers
from app.jobs.stop_signal import StopSignal
from app.services.translate.choose_translation import THROUGH
from app.services.translate.keep_terms import Imported
from app.ui.translate.values import EngineChoice, GetThis, Offer, Sentence, Translated, Wanted
from app.wording.languages import LANGUAGES

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.model_files.model_files import InstalledModel

LEAST_FUZZY = 0.85
"""From this likeness on a remembered translation is shown rather than asked for; only where no number differs."""
USUAL = ("en", "zh")
ANY = "mul"


class TextServices:
    """Fits :class:`app.ui.translate.needs.Translating` and ``KeepingTexts``. Blocking; callable from any thread."""

    def __init__(self, alcove: Alcove) -> None:
        self._alcove, self._texts, self._translator = alcove, alcove.translate_text, alcove.translator
        self._speeds, self._lock = dict[str, float](), threading.Lock()

    def offer(self) -> Offer:
        """A model counts where one of its pairs is really translated with it: a look at the disk a model."""
        sources, targets = set[str](), set[str]()
        for role in (ModelRole.TRANSLATION, ModelRole.CHAT):
            for model in self._alcove.models.installed(role):
                pairs = _pairs(model)
                ways = self._alcove.choose_translation.ways(*pairs[0]) if pairs else ()
                if any(model.id in way.models for way in ways):
                    sources.update(source for source, _target in pairs)
                    targets.update(target for _source, target in pairs)
        into = _in_order(targets)
        return Offer(_in_order(sources), into, None if into else self._to_get())

    def engines(self, source: str, target: str) -> Sequence[EngineChoice]:
        return [self._choice(way) for way in self._texts.ways(source, target)]

    def detect(self, text: str) -> str:
        """By the language identification, where set-up kept one; while nothing is sure, by the characters."""
        return self._alcove.tell_language.of(text).language or self._texts.guess(text).language

    def cut(self, text: str, _language: str) -> Sequence[Sentence]:
        return placed(text, TextLayout.of(text).segments)

    def translate(
        self,
        wanted: Wanted,
        stop: StopSignal,
        on_sentence: Callable[[int, Translated], None],
        on_piece: Callable[[int, str], None],
    ) -> None:
        ways = self._texts.ways(wanted.source, wanted.target)
        engine = wanted.engine or (ways[0].id if ways else "")
        started, characters = time.monotonic(), 0
        with self._alcove.lanes.person_waits():
            for first, sentences in _runs(wanted):
                told = partial(_later, on_piece, first)
                for one in self._run(wanted, first, sentences, stop, told):
                    on_sentence(first + one.index, as_shown(one))
                    characters += len(sentences[one.index]) if one.origin is Origin.ENGINE else 0
        if characters:
            self._note_speed(engine, characters / max(time.monotonic() - started, 0.001))

    def other_wordings(self, sentence: str, wanted: Wanted, stop: StopSignal) -> Sequence[str]:
        options = TranslateOptions(engine=wanted.engine or None)
        found = self._texts.alternatives(sentence, wanted.source, wanted.target, options, stop=stop)
        return [one.text for one in found if one.text.strip() and not set(one.marks) - {Mark.FUZZY}]

    def learn(self, sentence: str, translation: str, source: str, target: str) -> None:
        self._texts.learn([(sentence, translation)], source, target)

    def texts(self, words: str = "") -> Sequence[KeptTranslation]:
        return self._texts.kept(words)

    def keep(self, pair: tuple[str, str], source: str, target: str, engine: str) -> None:
        self._alcove.store.translations.keep(pair, source, target, engine)

    def forget(self, translation_id: int) -> None:
        self._texts.forget(translation_id)

    def collection_of(self, path: Path) -> int | None:
        """In which collection of the library the file is; None where it is in none."""
        document = self._alcove.library.by_path(path)
        return None if document is None else document.collection_id

    def _run(
        self,
        wanted: Wanted,
        first: int,
        sentences: Sequence[str],
        stop: StopSignal,
        on_piece: Callable[[int, str], None],
    ) -> Iterator[TranslatedSegment]:
        before = wanted.sentences[first - 1] if first else ""
        known = not wanted.alone
        exact = TranslateOptions(engine=wanted.engine or None, before=before, use_memory=known, use_glossaries=known)
        options = replace(exact, least_fuzzy=LEAST_FUZZY) if known else exact
        again: list[int] = []
        for one in self._translator.translate(sentences, wanted.source, wanted.target, options, stop, on_piece):
            only_alike = one.origin is Origin.MEMORY and one.score < 1.0
            if only_alike and lost_numbers(sentences[one.index], one.text):
                again.append(one.index)
            else:
                yield one
        asked = [sentences[index] for index in again]
        for one in self._translator.translate(asked, wanted.source, wanted.target, exact, stop) if again else ():
            yield TranslatedSegment(again[one.index], one.text, one.score, one.marks, one.origin)

    def _choice(self, way: Way) -> EngineChoice:
        with self._lock:
            speed = self._speeds.get(way.id, 0.0)
        through = THROUGH if way.kind is WayKind.PIVOT else ""
        return EngineChoice(way.id, way.name, way.kind is WayKind.CHAT, through, speed)

    def _note_speed(self, engine: str, per_second: float) -> None:
        """The last one counts half; the first of a session waits for its model and says nothing about it."""
        with self._lock:
            before = self._speeds.get(engine)
            self._speeds[engine] = 0.0 if before is None else (before + per_second) / 2 if before else per_second

    def _to_get(self) -> GetThis | None:
        error = self._alcove.choose_translation.missing(*USUAL)
        if error.code is not ErrorCode.TRANSLATION_MISSING:
            return None
        return GetThis(str(error.details.get("label", "")), int(error.details.get("bytes", 0)))


class TermServices:
    """Fits :class:`app.ui.translate.needs.TermFiles`."""

    def __init__(self, alcove: Alcove) -> None:
        self._alcove = alcove

    def import_file(
        self,
        path: Path,
        source: str = "",
        target: str = "",
        collection_id: int | None = None,
        stop: StopSignal | None = None,
    ) -> Imported:
        return self._alcove.keep_terms.import_file(path, source, target, collection_id, stop)

    def export_file(self, path: Path, collection_id: int | None = None) -> int:
        return self._alcove.keep_terms.export_file(path, collection_id)

    def import_memory(self, path: Path, source: str = "", target: str = "", stop: StopSignal | None = None) -> Imported:
        return self._alcove.keep_terms.import_memory(path, source, target, stop)

    def export_memory(self, path: Path) -> int:
        return self._alcove.keep_terms.export_memory(path)

    def suggested(self, collection_id: int) -> Sequence[str]:
        return [one.term for one in self._alcove.suggest_terms.suggested(collection_id)]


def _later(on_piece: Callable[[int, str], None], first: int, index: int, piece: str) -> None:
    on_piece(first + index, piece)


def as_shown(one: TranslatedSegment) -> Translated:
    memory = one.score if one.origin is Origin.MEMORY else None
    return Translated(one.text, one.marks, memory, one.origin is Origin.KEPT)


def placed(text: str, segments: Sequence[str]) -> list[Sentence]:
    """Where each segment stands in ``text``: the same but for white space, which a wrapped line has more of."""
    found, at = [], 0
    for segment in segments:
        letters = [character for character in segment if not character.isspace()]
        if not letters:
            continue
        start = text.find(letters[0], at)
        while start >= 0 and (end := _matched(text, start, letters)) < 0:
            start = text.find(letters[0], start + 1)
        if start < 0:
            raise AppError(ErrorCode.BUG)
        found.append(Sentence(Span(start, end - start), segment))
        at = end
    return found


def _matched(text: str, start: int, letters: Sequence[str]) -> int:
    """The end of ``letters`` at ``start``, white space between them left out; -1 where they do not stand there."""
    at = start
    for letter in letters:
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text) or text[at] != letter:
            return -1
        at += 1
    return at


def _runs(wanted: Wanted) -> Iterator[tuple[int, list[str]]]:
    """Neighbours go together, so that each has the sentence before it: (the first one's number, their texts)."""
    for _step, group in itertools.groupby(enumerate(wanted.numbers), lambda pair: pair[1] - pair[0]):
        numbers = [n for _position, n in group]
        yield numbers[0], [wanted.sentences[n] for n in numbers]


def _pairs(model: InstalledModel) -> list[tuple[str, str]]:
    """(source, target), the usual ones first."""
    facts = getattr(model.manifest, "translation", None)
    named = [(str(source), str(target)) for source, target in (facts.pairs if facts is not None else ())]
    if named:
        return named
    languages = _in_order(set(model.manifest.languages))
    return list(itertools.permutations(languages, 2))


def _in_order(codes: set[str]) -> tuple[str, ...]:
    """Those that have a name, the usual ones first."""
    named = LANGUAGES if ANY in codes else tuple(code for code in LANGUAGES if code in codes)
    return (*(c for c in USUAL if c in named), *(c for c in named if c not in USUAL))
