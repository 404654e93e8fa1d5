"""What happens to recognised words before a person sees them: rules, script, clean-up; both texts stay known."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.domain.dictate.transcript import Transcript, one_line
from app.domain.errors import AppError
from app.domain.spoken.guards import without_loops
from app.domain.spoken.rules import Firing, Rules, VocabularyRule, fault_of
from app.domain.spoken.writing import Script, WritingOptions, write_down
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import ConvertScript, LaneName, ScriptConverted
from app.services.dictate.clean_up import CleanUp, CleanUpEnd
from app.storage.store import Store

log = logging.getLogger(__name__)

MOST_HOT_WORDS = 80
"""Whisper's prompt holds 224 tokens; more words than these push each other out."""
HOT_WORD_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person chose. ``clean_up``: let the chat model clean the text."""

    writing: WritingOptions = field(default_factory=WritingOptions)
    clean_up: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """``by_rules`` is the text without the model, ``text`` what is to be inserted; ``raw`` what was recognised.

    ``clean_up`` says how the cleaning ended, None where it was not wanted.
    """

    raw: str
    by_rules: str
    text: str
    firings: tuple[Firing, ...] = ()
    clean_up: CleanUpEnd | None = None


class AfterWords:
    """Blocking; callable from any thread."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        wishes: Callable[[], Wishes] = Wishes,
        clean_up: CleanUp | None = None,
    ) -> None:
        self._store, self._lanes, self._wishes, self._clean_up = store, lanes, wishes, clean_up

    def written(self, raw: str, language: str, stop: StopSignal | None = None) -> str:
        """The text to insert. Never less than what was recognised where a rule, a worker or the model fails.

        Raises JobCancelled on ``stop``.
        """
        return self.write(raw, language, stop=stop).text

    def write(
        self,
        raw: str,
        language: str,
        *,
        collection_id: int | None = None,
        clean: bool = True,
        stop: StopSignal | None = None,
    ) -> Written:
        """``clean`` False asks the chat model in no case. Raises JobCancelled on ``stop``, AppError of the store."""
        wishes = self._wishes()
        applied = write_down(without_loops(raw), language, wishes.writing, self._rules(collection_id))
        text = self._in_script([applied.text], language, wishes.writing.script, stop)[0]
        if not (clean and wishes.clean_up) or self._clean_up is None:
            return Written(raw, text, text, applied.firings)
        cleaned = self._clean_up.clean(text, language, stop=stop)
        return Written(raw, text, cleaned.text, applied.firings, cleaned.end)

    def write_transcript(
        self, transcript: Transcript, *, collection_id: int | None = None, stop: StopSignal | None = None
    ) -> Transcript:
        """Every segment by the rules; their times and the words that were heard stay. The model cleans none of them."""
        wishes, rules = self._wishes(), self._rules(collection_id)
        texts: list[str] = []
        begins = True
        languages = [segment.language or transcript.language for segment in transcript.segments]
        for segment, language in zip(transcript.segments, languages, strict=True):
            if stop is not None:
                stop.raise_if_set()
            heard = without_loops(one_line(segment.text))
            text = write_down(heard, language, wishes.writing, rules, begins_sentence=begins).text
            texts.append(one_line(text))
            begins = not texts[-1] or texts[-1][-1] in ".!?。！？…"
        chinese = [number for number, language in enumerate(languages) if _is_chinese(language)]
        converted = self._in_script([texts[number] for number in chinese], "zh", wishes.writing.script, stop)
        for number, text in zip(chinese, converted, strict=True):
            texts[number] = text
        return transcript.with_texts(texts)

    def hot_words(self, collection_id: int | None = None) -> tuple[str, ...]:
        """The words that the recogniser is told beforehand, the newest first where there are too many."""
        rules = [rule for rule in self._of(collection_id) if rule.is_hot_word]
        rules.sort(key=lambda rule: -(rule.id or 0))
        chosen: dict[str, None] = {}
        length = 0
        for rule in rules:
            length += len(rule.written) + 2
            if len(chosen) >= MOST_HOT_WORDS or length > HOT_WORD_CHARACTERS:
                break
            chosen[rule.written] = None
        return tuple(chosen)

    def _rules(self, collection_id: int | None) -> Rules:
        """Those that can be used; a collection's own before those that hold everywhere."""
        found = [rule for rule in self._of(collection_id) if _is_usable(rule)]
        return Rules(sorted(found, key=lambda rule: rule.collection_id is None))

    def _of(self, collection_id: int | None) -> list[VocabularyRule]:
        """A collection's own and those of everywhere. Where there is no collection (a dictation), the words of every
        collection are known, but no collection's replacements are made."""
        if collection_id is not None:
            return self._store.vocabulary.list(collection_id)
        return [rule for rule in self._store.vocabulary.all() if rule.collection_id is None or not rule.spoken]

    def _in_script(self, texts: Sequence[str], language: str, script: Script, stop: StopSignal | None) -> Sequence[str]:
        if script is Script.AS_RECOGNISED or not _is_chinese(language) or not any(texts):
            return texts
        try:
            task = ConvertScript(tuple(texts), script)
            made = self._lanes.run(LaneName.SPEECH, task, priority=Priority.INTERACTIVE, stop=stop).value
        except AppError as error:
            log.warning("the script stays as it was recognised: %s", error.code)
            return texts
        assert isinstance(made, ScriptConverted)
        return made.texts


def _is_chinese(language: str) -> bool:
    return language.startswith(("zh", "yue"))


def _is_usable(rule: VocabularyRule) -> bool:
    return fault_of(rule) is None
