"""What was said, cut into passages that can be found and cited with their minute; no file is read for it.

A transcript is laid out as text with a line a segment; a place's ``start`` and ``length`` count characters of that.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from app.domain.ask.keywords import CJK, indexed_terms
from app.domain.dictate.transcript import Transcript, TranscriptSegment, one_line
from app.domain.library.document import Passage
from app.domain.library.place import Place
from app.domain.text.sentences import sentences

LATIN_CAPACITY = 900
CJK_CAPACITY = 340
"""Characters of a passage: a little less than what a passage of a document holds, since speech says less."""
LONGEST_SECONDS = 60.0
"""So that a citation names the minute."""
PAUSE_SECONDS = 8.0

_CJK_CHARACTERS = re.compile(f"[{CJK}]")


def spoken_passages(transcript: Transcript) -> list[Passage]:
    """In order, none without a letter or digit. A passage holds one channel, at most a minute, and whole segments."""
    made: list[Passage] = []
    position = 0
    for group in _groups(list(_short(transcript.segments))):
        text = "\n".join(one_line(segment.text) for segment in group)
        if any(c.isalnum() for c in text):
            place = Place(
                start=position,
                length=len(text),
                first_second=_second(group[0].start),
                last_second=max(math.ceil(_finite(max(s.end for s in group))), _second(group[0].start)),
            )
            made.append(Passage(text, place, indexed_terms(text)))
        position += len(text) + 1
    return made


def laid_out(passages: Iterable[tuple[int, str]]) -> str:
    """The text that the places of ``passages`` count in, from each one's ``start`` and text, in order."""
    parts: list[str] = []
    length = 0
    for start, text in passages:
        parts += ["\n" * max(start - length, 0), text]
        length = max(start, length) + len(text)
    return "".join(parts)


def _groups(segments: Sequence[TranscriptSegment]) -> Iterator[list[TranscriptSegment]]:
    group: list[TranscriptSegment] = []
    size = 0.0
    for segment in segments:
        weight = _weight(segment.text)
        if group and (
            size + weight > 1.0
            or segment.end - group[0].start > LONGEST_SECONDS
            or segment.start - group[-1].end > PAUSE_SECONDS
            or segment.channel != group[0].channel
        ):
            yield group
            group, size = [], 0.0
        group.append(segment)
        size += weight
    if group:
        yield group


def _weight(text: str) -> float:
    """Which share of a passage the text fills."""
    chinese = len(_CJK_CHARACTERS.findall(text))
    return chinese / CJK_CAPACITY + (len(text) - chinese) / LATIN_CAPACITY


def _short(segments: Iterable[TranscriptSegment]) -> Iterator[TranscriptSegment]:
    """Segments of at most a passage: longer ones are cut at sentences, their time shared by length."""
    for segment in segments:
        text = one_line(segment.text)
        if not text:
            continue
        if _weight(text) <= 1.0 and segment.end - segment.start <= LONGEST_SECONDS:
            yield segment
            continue
        seconds = max(segment.end - segment.start, 0.0)
        for start, end in _cuts(text):
            yield TranscriptSegment(
                segment.start + seconds * start / len(text),
                segment.start + seconds * end / len(text),
                text[start:end],
                (),
                segment.channel,
            )


def _cuts(text: str) -> Iterator[tuple[int, int]]:
    for span in sentences(text):
        start, most = span.start, CJK_CAPACITY if _CJK_CHARACTERS.search(span.of(text)) else LATIN_CAPACITY
        while span.end - start > most:
            cut = max(text.rfind(mark, start + most // 2, start + most) for mark in (" ", "，", "、", ","))
            cut = cut + 1 if cut > 0 else start + most
            yield start, cut
            start = cut
        if text[start : span.end].strip():
            yield start, span.end


def _second(seconds: float) -> int:
    return max(math.floor(_finite(seconds)), 0)


def _finite(seconds: float) -> float:
    return seconds if math.isfinite(seconds) else 0.0
