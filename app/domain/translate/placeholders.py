"""Whether a translation carries the placeholders of its source; repairs what can be repaired, else drops a format.

No object (a footnote's mark, a picture, a line break) is ever lost: one that an engine forgot goes to its place by
proportion. Formats are what may be dropped, and the segment is then marked.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.ask.keywords import CJK
from app.domain.translate.segment import Tag, Token, tokens, written

_LOOSE = re.compile(
    r"[⟦〚]\s*([/／]?)\s*(\d{1,6})\s*([/／]?)\s*[⟧〛]|(?<!\[)\[\[\s*([/／]?)\s*(\d{1,6})\s*([/／]?)\s*\]\](?!\])"
)
_CJK = re.compile(f"[{CJK}]")


class PlaceholderState(enum.StrEnum):
    KEPT = "kept"
    REPAIRED = "repaired"
    FORMAT_DROPPED = "format_dropped"
    """The words are there, but an inner format or link is not: those words look like most of the segment."""


@dataclass(frozen=True, slots=True)
class Checked:
    """``text`` carries every object of the source once, and pairs that are nested as they should be."""

    text: str
    state: PlaceholderState = PlaceholderState.KEPT


def checked(source: str, translation: str) -> Checked:
    """``translation`` with the placeholders of ``source``, each exactly once, nested validly."""
    wanted = [part for part in tokens(source) if isinstance(part, Tag)]
    found = tokens(translation)
    if _is_valid(wanted, found):
        return Checked(translation)
    if not wanted:
        return Checked(written(p for p in found if isinstance(p, str)), PlaceholderState.REPAIRED)
    found = tokens(_exact(translation, source))
    if _is_valid(wanted, found):
        return Checked(written(found), PlaceholderState.REPAIRED)
    pairs = {tag.number for tag in wanted if not tag.is_single}
    singles = [tag.number for tag in wanted if tag.is_single]
    mended = _nested(_once(found, pairs, set(singles)), pairs)
    mended = _with_objects(source, mended, singles)
    if _is_valid(wanted, mended):
        return Checked(written(mended), PlaceholderState.REPAIRED)
    return Checked(written(mended), PlaceholderState.FORMAT_DROPPED)


def _is_valid(wanted: Sequence[Tag], found: Sequence[Token]) -> bool:
    tags = [part for part in found if isinstance(part, Tag)]
    if len(tags) != len(wanted) or set(tags) != set(wanted):
        return False
    open_pairs: list[int] = []
    for tag in tags:
        if tag.is_single:
            continue
        if not tag.is_closing:
            open_pairs.append(tag.number)
        elif not open_pairs or open_pairs.pop() != tag.number:
            return False
    return not open_pairs


def _exact(translation: str, source: str) -> str:
    """Placeholders that an engine spelled a little differently, as they should be."""

    def spelled(match: re.Match[str]) -> str:
        begin, number, end = (match[1], match[2], match[3]) if match[2] else (match[4], match[5], match[6])
        if match[5] and "[[" in source:
            return match[0]
        digits = "".join(str(unicodedata.digit(c)) for c in number)
        return f"⟦{'/' if begin else ''}{int(digits)}{'/' if end else ''}⟧"

    return _LOOSE.sub(spelled, translation)


def _once(found: Sequence[Token], pairs: set[int], singles: set[int]) -> list[Token]:
    """Only what the source has, each once; a slash forgotten or misplaced is put right."""
    kept: list[Token] = []
    seen: set[Tag] = set()
    for part in found:
        if isinstance(part, str):
            kept.append(part)
            continue
        tag = part
        if tag.number in singles:
            tag = Tag(tag.number, is_single=True)
        elif tag.number in pairs and tag.is_single:
            tag = Tag(tag.number, is_closing=Tag(tag.number) in seen)
        elif tag.number not in pairs:
            continue
        if tag not in seen:
            seen.add(tag)
            kept.append(tag)
    return kept


def _nested(found: Sequence[Token], pairs: set[int]) -> list[Token]:
    """Closings before their openings change places with them; a missing one stands at the nearest border."""
    places: dict[tuple[int, bool], int] = {
        (part.number, part.is_closing): at
        for at, part in enumerate(found)
        if isinstance(part, Tag) and not part.is_single
    }
    spans: list[tuple[int, int, int]] = []
    for number in sorted(pairs):
        opening, closing = places.get((number, False)), places.get((number, True))
        if opening is None and closing is None:
            continue
        if opening is None:
            opening = -1
        if closing is None:
            closing = _next_border(found, opening)
        spans.append((min(opening, closing), max(opening, closing), number))
    text = [part for part in found if isinstance(part, str) or part.is_single]
    kept_before = _counts(found)
    out: list[Token] = []
    # Where two cross, the one that began first is the outer one, and ends no earlier than the inner.
    ordered = sorted(((kept_before[b], kept_before[e], n) for b, e, n in spans), key=lambda s: (s[0], -s[1]))
    open_pairs: list[tuple[int, int]] = []
    waiting = list(reversed(ordered))
    for at in range(len(text) + 1):
        while open_pairs and (open_pairs[-1][0] <= at):
            out.append(Tag(open_pairs.pop()[1], is_closing=True))
        while waiting and waiting[-1][0] <= at:
            _, end, number = waiting.pop()
            out.append(Tag(number))
            if open_pairs:
                end = min(end, open_pairs[-1][0])
            open_pairs.append((end, number))
            if end <= at:
                out.append(Tag(open_pairs.pop()[1], is_closing=True))
        if at < len(text):
            out.append(text[at])
    out += [Tag(number, is_closing=True) for _, number in reversed(open_pairs)]
    return out


def _counts(found: Sequence[Token]) -> dict[int, int]:
    """For each place, how many parts that are no pair's tag stand before it; -1 and the end are places, too."""
    counts, count = {-1: 0}, 0
    for at, part in enumerate(found):
        counts[at] = count
        count += isinstance(part, str) or part.is_single
    counts[len(found)] = count
    return counts


def _next_border(found: Sequence[Token], opening: int) -> int:
    for at in range(opening + 1, len(found)):
        part = found[at]
        if isinstance(part, Tag) and not part.is_single and at > opening + 1:
            return at
    return len(found)


def _with_objects(source: str, found: list[Token], singles: Sequence[int]) -> list[Token]:
    there = {part.number for part in found if isinstance(part, Tag) and part.is_single}
    for number in singles:
        if number not in there:
            found = _inserted(found, Tag(number, is_single=True), _share(source, number))
    return found


def _share(source: str, number: int) -> float:
    """How far into the source's text the object stands, from 0 to 1."""
    before = total = 0
    is_before = True
    for part in tokens(source):
        if isinstance(part, str):
            total += len(part)
            before += len(part) if is_before else 0
        elif part.is_single and part.number == number:
            is_before = False
    return before / total if total else 1.0


def _inserted(found: list[Token], tag: Tag, share: float) -> list[Token]:
    """``tag`` at its share of the text, moved on to where a word ends."""
    total = sum(len(part) for part in found if isinstance(part, str))
    wanted, at = round(total * share), 0
    for index, part in enumerate(found):
        if not isinstance(part, str):
            continue
        if at + len(part) >= wanted:
            inside = word_end(part, wanted - at)
            pieces: list[Token] = [piece for piece in (part[:inside],) if piece]
            pieces += [tag, *(piece for piece in (part[inside:],) if piece)]
            return [*found[:index], *pieces, *found[index + 1 :]]
        at += len(part)
    return [*found, tag]


def word_end(text: str, at: int) -> int:
    """``at``, or the place behind it where the word ends that it stands in; Chinese may be cut anywhere."""
    while 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() and not _CJK.match(text[at]):
        at += 1
    return at
