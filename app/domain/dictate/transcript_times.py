"""Times for a text that rules, a model or the person made of what was heard: sentence by sentence, by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.ask.keywords import CJK
from app.domain.dictate.transcript import Transcript, TranscriptSegment, one_line
from app.domain.text.sentences import sentences

_WORD = re.compile(rf"[{CJK}]|[^\W_{CJK}]+(?:['’][^\W_{CJK}]+)*")
_LOOKED_AROUND = 20
"""Words before and behind the expected one."""
_COMPARED = 6
_LEAST_ALIKE = 2


def retimed(heard: Transcript, text: str) -> Transcript:
    """``heard`` saying ``text``: a segment a sentence, from the time at which its words were heard. Where they were
    others, times go on word by word. Channels are lost: the text does not say whose words are whose."""
    line = one_line(text)
    words = [word for segment in heard.segments for word in _timed(segment)]
    if not line or not words or heard.text == line:
        return heard if line else replace(heard, segments=())
    spoken = [word for word, _, _ in words]
    made: list[TranscriptSegment] = []
    expected = 0
    for span in sentences(line):
        said = [match[0].casefold() for match in _WORD.finditer(span.of(line))]
        begins = _found(spoken, expected, said)
        expected = min(begins + len(said), len(spoken))
        start, end = words[min(begins, len(words) - 1)][1], words[max(min(expected, len(words)) - 1, 0)][2]
        if made:
            start = max(start, made[-1].start)
            made[-1] = replace(made[-1], end=min(made[-1].end, start) if made[-1].start < start else start)
        made.append(TranscriptSegment(start, max(end, start), span.of(line)))
    return replace(heard, segments=tuple(made))


def _found(spoken: Sequence[str], expected: int, said: Sequence[str]) -> int:
    """Where in ``spoken`` the sentence ``said`` begins: where its first words stand, near where it is expected."""
    best, alike = expected, 0
    window = range(max(0, expected - _LOOKED_AROUND), min(len(spoken), expected + _LOOKED_AROUND + 1))
    for place in sorted(window, key=lambda one: abs(one - expected)):
        same = sum(a == b for a, b in zip(spoken[place : place + _COMPARED], said[:_COMPARED], strict=False))
        if same > alike:
            best, alike = place, same
    return best if alike >= min(_LEAST_ALIKE, len(said)) else expected


def _timed(segment: TranscriptSegment) -> list[tuple[str, float, float]]:
    """The words of a segment with their share of its time."""
    line = one_line(segment.text)
    seconds = max(segment.end - segment.start, 0.0) / max(len(line), 1)
    return [
        (match[0].casefold(), segment.start + match.start() * seconds, segment.start + match.end() * seconds)
        for match in _WORD.finditer(line)
    ]
