"""Translate a text that somebody typed, pasted or selected: cut, translated, joined with its layout, kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.errors import AppError, ErrorCode
from app.domain.text.language import Guess, guess_language
from app.domain.translate.text_layout import TextLayout
from app.domain.translate.translation import KeptTranslation, Mark, Origin, TranslatedSegment, TranslateOptions, Way
from app.domain.translate.translation_guard import lost_numbers
from app.domain.translate.translation_memory import Unit, likeness
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.services.translate.choose_translation import ChooseTranslation
from app.services.translate.tell_language import TellLanguage
from app.services.translate.translator import Translator
from app.storage.store import Store

LONGEST_TEXT = 1_000_000
"""Characters; more is a file's work, with a journal and progress."""
WAITED_FOR = 20_000
"""Characters: nobody sits in front of a longer text until it is there, so that background work goes on meanwhile."""
SURE = 0.5
"""The least probability for a language that nobody has named."""
BACK_DOUBTED = 0.4
"""A text that comes back with less likeness than this may have lost its sense: synonyms alone leave more."""


@dataclass(frozen=True, slots=True)
class TextBegan:
    """Before the first segment. ``way`` is None where no engine is needed."""

    source: str
    layout: TextLayout
    way: Way | None


@dataclass(frozen=True, slots=True)
class TextSegment:
    """One more segment is there; ``layout.joined`` of the first event puts all of them together."""

    segment: TranslatedSegment


TextEvent = TextBegan | TextSegment


@dataclass(frozen=True, slots=True)
class TextTranslation:
    """``segments`` in the order of the text; ``sources`` are theirs."""

    source_language: str
    target_language: str
    text: str
    sources: tuple[str, ...]
    segments: tuple[TranslatedSegment, ...]
    way: Way | None = None

    @property
    def doubtful(self) -> tuple[TranslatedSegment, ...]:
        """Those that want a look, the worst first."""
        return tuple(sorted((one for one in self.segments if one.marks), key=lambda one: one.score))


@dataclass(frozen=True, slots=True)
class BackTranslation:
    """``likeness`` compares ``text`` with the original, 0 … 1; ``lost`` are numbers that did not come back."""

    text: str
    likeness: float
    lost: tuple[str, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        return self.likeness < BACK_DOUBTED or bool(self.lost)


@dataclass(slots=True)
class _Collected:
    found: dict[int, TranslatedSegment] = field(default_factory=dict)

    def texts(self) -> dict[int, str]:
        return {index: one.text for index, one in self.found.items()}


class TranslateText:
    """Blocking; callable from any thread, events come on that thread. A newer text stops an older one by its signal."""

    def __init__(
        self, store: Store, lanes: Lanes, choose: ChooseTranslation, translator: Translator, tell: TellLanguage
    ) -> None:
        self._store, self._lanes, self._choose, self._translator = store, lanes, choose, translator
        self._tell = tell

    def translate(
        self,
        text: str,
        target: str,
        source: str = "",
        options: TranslateOptions | None = None,
        *,
        keep: bool = False,
        stop: StopSignal | None = None,
        on_event: Callable[[TextEvent], None] = lambda _event: None,
    ) -> TextTranslation:
        """Translate ``text`` with its lines, lists and tables; ``keep`` makes an entry of the history.

        ``source`` '' finds out. Raises TEXT_TOO_LONG, LANGUAGE_UNCLEAR, SAME_LANGUAGE, JobCancelled, and what the
        Translator raises.
        """
        if len(text) > LONGEST_TEXT:
            raise AppError(ErrorCode.TEXT_TOO_LONG, characters=len(text), most=LONGEST_TEXT)
        chosen, signal = options or TranslateOptions(), stop or StopSignal()
        language = source or self.language_of(text, target, signal)
        if language == target:
            raise AppError(ErrorCode.SAME_LANGUAGE, target=target)
        layout = TextLayout.of(text)
        segments = layout.segments
        way = self._way(language, target, chosen) if segments else None
        on_event(TextBegan(language, layout, way))
        collected = _Collected()
        waits = self._lanes.person_waits() if len(text) <= WAITED_FOR else contextlib.nullcontext()
        with waits:
            for one in self._translator.translate(segments, language, target, chosen, signal):
                collected.found[one.index] = one
                on_event(TextSegment(one))
        made = layout.joined(collected.texts(), target)
        ordered = tuple(collected.found[index] for index in range(len(segments)))
        by_engine = way if any(one.origin is Origin.ENGINE for one in ordered) else None
        if keep and text.strip():
            self._store.translations.keep((language, target), text, made, by_engine.id if by_engine else "memory")
        return TextTranslation(language, target, made, segments, ordered, by_engine)

    def language_of(self, text: str, target: str, stop: StopSignal | None = None) -> str:
        """Raises LANGUAGE_UNCLEAR. A text without letters counts as of any language but ``target``."""
        guess = self._tell.of(text, stop)
        if guess.probability >= SURE and guess.language:
            return guess.language
        if not any(character.isalpha() for character in text):
            return "en" if not target.startswith("en") else "zh"
        raise AppError(ErrorCode.LANGUAGE_UNCLEAR)

    def guess(self, text: str) -> Guess:
        """Quick enough for every key: by script and the commonest words, in this process."""
        return guess_language(text)

    def ways(self, source: str, target: str) -> tuple[Way, ...]:
        """The best first; empty where nothing is installed for this pair."""
        return self._choose.ways(source, target)

    def alternatives(
        self,
        sentence: str,
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        *,
        prefix: str = "",
        stop: StopSignal | None = None,
    ) -> list[TranslatedSegment]:
        """Other wordings of one sentence, checked, the likeliest first."""
        with self._lanes.person_waits():
            return self._translator.alternatives(sentence, source, target, options, prefix=prefix, stop=stop)

    def back(
        self,
        original: str,
        translated: str,
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        stop: StopSignal | None = None,
    ) -> BackTranslation:
        """``translated`` in the language of ``original`` again, by an engine alone, for who cannot read ``target``."""
        chosen = options or TranslateOptions()
        alone = TranslateOptions(terms=(), use_memory=False, use_glossaries=False, collection_id=chosen.collection_id)
        made = self.translate(translated, source, target, alone, stop=stop).text
        return BackTranslation(made, likeness(original, made), tuple(lost_numbers(original, made)))

    def learn(self, corrections: Iterable[tuple[str, str]], source: str, target: str) -> int:
        """Keep what the person made of each sentence: it is used before any engine from now on."""
        units = [Unit(sentence, correction) for sentence, correction in corrections if correction.strip()]
        return self._store.translation_memory.learn(units, source, target)

    def kept(self, words: str = "") -> Sequence[KeptTranslation]:
        """The history, the latest first; with ``words`` what holds them."""
        history = self._store.translations
        return history.search(words) if words.strip() else history.list()

    def forget(self, translation_id: int) -> None:
        self._store.translations.delete(translation_id)

    def _way(self, source: str, target: str, options: TranslateOptions) -> Way | None:
        try:
            return self._translator.way(source, target, options)
        except AppError as error:
            if error.code in (ErrorCode.TRANSLATION_MISSING, ErrorCode.PAIR_UNSUPPORTED):
                return None
            raise


def worst_first(segments: Iterable[TranslatedSegment]) -> list[TranslatedSegment]:
    """For a review: marked ones before unsure ones before the rest."""
    return sorted(segments, key=lambda one: (Mark.EMPTY not in one.marks, not one.marks, one.score, one.index))
