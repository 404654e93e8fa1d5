"""Doubts what a recogniser says it heard: nothing where nobody spoke, no echo of its own prompt, no endless loop."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.ask.keywords import CJK, runs
from app.domain.spoken.stock_phrases import CREDITS, NEVER_SAID, SELDOM_SAID, folded

NO_SPEECH = 0.6
LOW_LOG_PROBABILITY = -1.0
"""Whisper's own two thresholds: above and below them together a segment is silence (Radford et al. 2022, 4.5)."""
SOME_NO_SPEECH = 0.25
SOME_DOUBT = -0.7
"""Enough to disbelieve a phrase that is invented more often than said."""
VERY_LOW_LOG_PROBABILITY = -1.6
SHORT_VOICE_SECONDS = 0.25
ECHO_WORDS = 3
WORDS_AROUND_A_PHRASE = 16
"""A longer segment that holds one was said by somebody."""

LONGEST_LOOP = 24
"""In words, or in Chinese characters."""
_LEAST_REPEATS = 4
_LEAST_REPEATS_OF_ONE = 7
_WORD = re.compile(rf"[{CJK}]|[^\W_{CJK}]+(?:['’][^\W_{CJK}]+)?")


class Doubt(enum.StrEnum):
    """Why a segment is left out."""

    EMPTY = "empty"
    NO_SPEECH = "no_speech"
    UNSURE = "unsure"
    STOCK_PHRASE = "stock_phrase"
    ECHO = "echo"


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recogniser says of one segment; None where it does not say.

    ``no_speech`` and ``log_probability`` (mean a token) are Whisper's. ``voiced_seconds``: how much of it voice
    activity detection found to be speech.
    """

    text: str
    no_speech: float | None = None
    log_probability: float | None = None
    voiced_seconds: float | None = None


def doubt_of(heard: Heard, *, hot_words: Sequence[str] = (), prompt: str = "") -> Doubt | None:
    """Why ``heard`` is not to be believed; None where it is."""
    words = folded(heard.text)
    if not words:
        return Doubt.EMPTY
    no_speech, surely = heard.no_speech or 0.0, heard.log_probability
    if heard.voiced_seconds is not None and heard.voiced_seconds <= 0.0:
        return Doubt.NO_SPEECH
    if no_speech >= NO_SPEECH and surely is not None and surely < LOW_LOG_PROBABILITY:
        return Doubt.NO_SPEECH
    if surely is not None and surely < VERY_LOW_LOG_PROBABILITY:
        return Doubt.UNSURE
    doubtful = (
        no_speech >= SOME_NO_SPEECH
        or (surely is not None and surely < SOME_DOUBT)
        or (heard.voiced_seconds is not None and heard.voiced_seconds < SHORT_VOICE_SECONDS)
    )
    is_short = len(words.split()) <= WORDS_AROUND_A_PHRASE and len(words) <= 12 * WORDS_AROUND_A_PHRASE
    if is_short and NEVER_SAID.search(words):
        return Doubt.STOCK_PHRASE
    if doubtful and (_is_stock(words) or (is_short and CREDITS.search(words))):
        return Doubt.STOCK_PHRASE
    if _is_echo(words, hot_words, prompt, doubtful=doubtful):
        return Doubt.ECHO
    return None


def _is_stock(words: str) -> bool:
    """One phrase, or one said over and over."""
    alone = without_loops(words, least=2)
    return words in SELDOM_SAID or alone in SELDOM_SAID or alone.replace(" ", "") in SELDOM_SAID


def _is_echo(words: str, hot_words: Sequence[str], prompt: str, *, doubtful: bool) -> bool:
    """The segment says nothing but what the recogniser was told beforehand, in the order it was told.

    A single hot-word is what people dictate hot-words for: it is an echo only where the sound is doubtful, too. The
    whole prompt is never taken for speech.
    """
    if prompt and words.replace(" ", "") == folded(prompt).replace(" ", ""):
        return True
    told = [folded(text) for text in (*hot_words, prompt) if folded(text)]
    if not told:
        return False
    listed = f" {' '.join(told)} "
    count = len(_tokens(words))
    if f" {words} " in listed or (prompt and words.replace(" ", "") in folded(prompt).replace(" ", "")):
        whole_words = sum(1 for one in told if f" {one} " in f" {words} ")
        return doubtful or (count >= ECHO_WORDS and whole_words >= min(ECHO_WORDS, len(told)) and len(told) > 1)
    return False


def without_loops(text: str, *, least: int | None = None) -> str:
    """``text`` with what is repeated over and over said once. Twice gives what once gives; linear in the text.

    A word must come seven times, a phrase four times on end: 'no, no, no' and 哈哈哈 stay.
    """
    tokens = _spans(text)
    words = [text[start:end].casefold() for start, end in tokens]
    keep: list[tuple[int, int]] = []
    position = taken = 0
    while position < len(words):
        size, repeats = _loop_at(words, position, least)
        if not size:
            position += 1
            continue
        end = position + size * repeats
        # What follows the last repeat (its mark, the space) stays with the first.
        keep.append((taken, tokens[position + size - 1][1]))
        taken = tokens[end - 1][1]
        position = end
    return "".join(text[start:end] for start, end in [*keep, (taken, len(text))])


def _loop_at(words: Sequence[str], position: int, least: int | None) -> tuple[int, int]:
    """The shortest loop that begins here: its size and how often it comes; (0, 0) where there is none."""
    for size in range(1, LONGEST_LOOP + 1):
        wanted = least or (_LEAST_REPEATS_OF_ONE if size == 1 else _LEAST_REPEATS)
        if position + size * wanted > len(words):
            break
        repeats = 1
        while words[position + repeats * size : position + (repeats + 1) * size] == words[position : position + size]:
            repeats += 1
        if repeats >= wanted:
            return size, repeats
    return 0, 0


def _tokens(text: str) -> list[str]:
    return [token for run, cjk in runs(text) for token in (run if cjk else [run])]


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each word, and each Chinese character, of ``text`` itself stands."""
    return [match.span() for match in _WORD.finditer(text)]
