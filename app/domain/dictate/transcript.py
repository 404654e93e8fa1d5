"""What was said, with its times: words, segments, the whole; plain values that cross pipes and enter the store."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.domain.ask.keywords import CJK

_SPACE = re.compile(r"\s+")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_NO_SPACE_WRITTEN = rf"[{CJK}\u3000-\u303f\uff01-\uff60]"
_CJK_END = re.compile(rf"{_NO_SPACE_WRITTEN}$")
_CJK_START = re.compile(rf"^{_NO_SPACE_WRITTEN}")


class TranscriptFormat(enum.StrEnum):
    """What a transcript can be written as; the value is the ending of the file's name."""

    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"
    MARKDOWN = "md"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the model wrote it (Whisper's begin with their space). Times in seconds, probability in [0, 1]."""

    text: str
    start: float
    end: float
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class TranscriptSegment:
    """A stretch of speech, times in seconds from the recording's beginning.

    ``channel`` counts from 0, None where the channels were heard together. ``words`` may be empty, and may spell
    another text than ``text`` where that was corrected since: the words are what was heard. ``language`` only where it
    is another than the transcript's, or that is not known yet.
    """

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    channel: int | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """``language`` is a code ('en', 'zh', '' where unknown), ``duration`` the recording's in seconds.

    ``model`` is the id of the model that heard it. Segments are in the order of their start.
    """

    language: str
    duration: float
    segments: tuple[TranscriptSegment, ...]
    model: str = ""

    @property
    def text(self) -> str:
        """All that was said, in one line."""
        return joined(segment.text for segment in self.segments)

    def with_texts(self, texts: list[str]) -> Transcript:
        """The same segments saying ``texts``; those left without a text go. The words heard are kept as they were."""
        pairs = zip(self.segments, texts, strict=True)
        return replace(self, segments=tuple(replace(s, text=t) for s, t in pairs if t.strip()))


def main_language(segments: Iterable[TranscriptSegment]) -> str:
    """The one that is spoken longest, '' where no segment says its own."""
    seconds: dict[str, float] = {}
    for segment in segments:
        if segment.language:
            seconds[segment.language] = seconds.get(segment.language, 0.0) + segment.end - segment.start
    return max(seconds, key=lambda language: seconds[language], default="")


def one_line(text: str) -> str:
    """``text`` without line ends, control characters and doubled spaces: what a cue or a table row can hold."""
    return _SPACE.sub(" ", _NO_TEXT.sub("", text)).strip()


def joined(texts: Iterable[str]) -> str:
    """Pieces of speech as one line: a space between them, none where both sides are written without spaces."""
    whole: list[str] = []
    for piece in texts:
        if line := one_line(piece):
            if whole and not (_CJK_END.search(whole[-1]) and _CJK_START.search(line)):
                whole.append(" ")
            whole.append(line)
    return "".join(whole)
