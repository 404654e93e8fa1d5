"""Cuts a transcript into subtitles: when each is shown, and where its lines break; it writes no format.

Sizes follow what broadcasters publish (BBC and Netflix style guides): two lines of about 42 characters, 16 to 20 in
Chinese, shown for one to seven seconds.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.ask.keywords import CJK
from app.domain.dictate.transcript import Transcript, TranscriptSegment, one_line

LINE_WIDTH = 42
"""In half-width characters."""
CJK_LINE_WIDTH = 36
"""18 full-width characters."""
MOST_LINES = 2
SHORTEST_SECONDS = 1.0
LONGEST_SECONDS = 7.0
GAP_SECONDS = 0.04
PAUSE_SECONDS = 0.8
"""A silence inside a segment that ends a subtitle."""

_CLOSING = r"""[、。，．！？；：）」』】》〉”’…,.!?;:)\]}%]"""
_PIECE = re.compile(rf"\s*(?:[(\[{{“‘（「『【《〈]*(?:[{CJK}]|[^\s{CJK}]+?(?=[\s{CJK}]|$)){_CLOSING}*|[^\s])")
_SENTENCE_END = re.compile(r"[。！？.!?…][\"”’』」)）]*$")
_CLAUSE_END = re.compile(r"[，、；：,;:][\"”’』」)）]*$")
_HAS_CJK = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle, times in seconds; ``lines`` hold no line end."""

    start: float
    end: float
    lines: tuple[str, ...]
    channel: int | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never cut: a word with the space before it, or one Chinese character with its marks."""

    text: str
    start: float
    end: float


def cues(transcript: Transcript) -> list[Cue]:
    """In the order of time. Two subtitles of one channel never overlap, and none ends before it begins."""
    made = [cue for segment in transcript.segments for cue in _of_segment(segment)]
    made.sort(key=lambda cue: (cue.start, cue.channel or 0))
    return list(_apart(made))


def width(text: str) -> int:
    """In half-width characters: a Chinese one is two."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def moment(seconds: float) -> float:
    """A time that can be written: not negative, not endless, whole milliseconds."""
    return round(min(max(seconds, 0.0), 359_999.999), 3) if math.isfinite(seconds) else 0.0


def wrapped(text: str, most: int) -> tuple[str, ...]:
    """``text`` in lines of at most ``most`` half-width characters, two as even as its pieces allow."""
    whole = width(text.strip())
    if whole <= most:
        return (text.strip(),)
    pieces = [found for piece in _PIECE.findall(text) for found in _within(piece, most)]
    if whole <= most * MOST_LINES and (cut := _best_cut(pieces, most)):
        return "".join(pieces[:cut]).strip(), "".join(pieces[cut:]).strip()
    return tuple(_filled(pieces, most))


def _best_cut(pieces: Sequence[str], most: int) -> int:
    """After how many pieces the second line begins; 0 where two lines do not do."""
    widths = [width(piece) for piece in pieces]
    whole, first = sum(widths), 0
    found: list[tuple[int, int]] = []
    for cut in range(1, len(pieces)):
        first += widths[cut - 1]
        second = whole - first - width(pieces[cut]) + width(pieces[cut].lstrip())
        if max(first, second) <= most:
            bonus = 8 if _SENTENCE_END.search(pieces[cut - 1]) or _CLAUSE_END.search(pieces[cut - 1]) else 0
            found.append((abs(first - second) - bonus, cut))
    return min(found)[1] if found else 0


def _filled(pieces: Sequence[str], most: int) -> Iterator[str]:
    line = ""
    for piece in pieces:
        if line.strip() and width((line + piece).strip()) > most:
            yield line.strip()
            line = ""
        line += piece
    if line.strip():
        yield line.strip()


def _within(piece: str, most: int) -> Iterator[str]:
    """A piece that fits no line (an address on the net) is cut after all."""
    if width(piece) <= most:
        yield piece
        return
    part = ""
    for character in piece:
        if part and width(part + character) > most:
            yield part
            part = ""
        part += character
    yield part


def _of_segment(segment: TranscriptSegment) -> Iterator[Cue]:
    text = one_line(segment.text)
    if not text:
        return
    most = CJK_LINE_WIDTH if _HAS_CJK.search(text) else LINE_WIDTH
    pieces, begin = list(_pieces(segment, text, most)), 0
    while begin < len(pieces):
        end = _end_of_cue(pieces, begin, most)
        taken, begin = pieces[begin:end], end
        lines = wrapped("".join(piece.text for piece in taken), most)
        yield Cue(taken[0].start, taken[-1].end, lines, segment.channel)


def _end_of_cue(pieces: Sequence[_Piece], begin: int, most: int) -> int:
    """Before which piece the subtitle that starts at ``begin`` ends: as many as fit, but rather whole sentences."""
    fits, lines, line = begin, 1, 0
    for number in range(begin, len(pieces)):
        piece, before = pieces[number], pieces[max(begin, number - 1)]
        line += width(piece.text if line else piece.text.lstrip())
        if line > most:
            lines, line = lines + 1, width(piece.text.lstrip())
        late = piece.end - pieces[begin].start > LONGEST_SECONDS or piece.start - before.end >= PAUSE_SECONDS
        if number > begin and (late or lines > MOST_LINES):
            break
        fits = number + 1
    if fits == len(pieces):
        return fits
    for ending, share in ((_SENTENCE_END, 0.35), (_CLAUSE_END, 0.5)):
        for end in range(fits, begin + max(1, int((fits - begin) * share)) - 1, -1):
            if ending.search(pieces[end - 1].text):
                return end
    return fits


def _pieces(segment: TranscriptSegment, text: str, most: int) -> Iterator[_Piece]:
    """The text in pieces with times: from the words where they are found in it, by length between them."""
    start, end = moment(segment.start), moment(segment.end)
    marks = _marks(segment, text, start, max(end, start))
    marks.append((len(text), max(end, start)))
    position, index = 0, 0
    for whole in _PIECE.findall(text):
        for piece in _within(whole, most):
            begins, position = position, position + len(piece)
            first = begins + len(piece) - len(piece.lstrip())
            while index + 1 < len(marks) and marks[index + 1][0] <= first:
                index += 1
            yield _Piece(piece, _at(marks, index, first), _at_end(marks, index, position))


def _at_end(marks: list[tuple[int, float]], index: int, position: int) -> float:
    while index + 1 < len(marks) and marks[index + 1][0] < position:
        index += 1
    return _at(marks, index, position)


def _at(marks: list[tuple[int, float]], index: int, position: int) -> float:
    (from_, since), (to, until) = marks[index], marks[min(index + 1, len(marks) - 1)]
    share = (position - from_) / (to - from_) if to > from_ else 0.0
    return since + (until - since) * min(max(share, 0.0), 1.0)


def _marks(segment: TranscriptSegment, text: str, start: float, end: float) -> list[tuple[int, float]]:
    """(character of ``text``, second) in rising order: both ends of every word that stands in the text."""
    marks, position, latest = [(0, start)], 0, start
    for word in segment.words:
        spelled = one_line(word.text)
        found = text.find(spelled, position, position + len(spelled) + 40) if spelled else -1
        if found < 0:
            continue
        begins = min(max(moment(word.start), latest), end)
        latest = min(max(moment(word.end), begins), end)
        position = found + len(spelled)
        marks += [(found, begins), (position, latest)]
    return marks


def _apart(made: list[Cue]) -> Iterator[Cue]:
    """Show each long enough to be read where the next leaves room, and let the next of the channel begin alone."""
    followers: dict[int | None, float] = {}
    ends: list[float] = []
    for cue in reversed(made):
        limit = followers.get(cue.channel, math.inf) - GAP_SECONDS
        wanted = max(cue.end, cue.start + SHORTEST_SECONDS)
        ends.append(moment(max(min(wanted, limit), cue.start + 0.001)))
        followers[cue.channel] = cue.start
    latest: dict[int | None, float] = {}
    for cue, end in zip(made, reversed(ends), strict=True):
        start = moment(max(cue.start, latest.get(cue.channel, 0.0)))
        shown = max(end, moment(start + 0.001))
        latest[cue.channel] = shown
        yield Cue(start, shown, cue.lines, cue.channel)


def speakers(made: Sequence[Cue]) -> list[int | None]:
    """For each subtitle the channel, where it is another than that of the one before, else None."""
    before = itertools.chain([None], (cue.channel for cue in made))
    return [cue.channel if cue.channel != last else None for cue, last in zip(made, before, strict=False)]
