"""A piece of text to translate, with placeholders for what stands inside it: formats, links, breaks, marks, pictures.

``⟦1⟧bold text⟦/1⟧`` is a pair around words, ``⟦2/⟧`` one object that has none. Numbers count from 1 in each segment.
A bracket that the text itself holds is written twice. Nothing here knows a file format or an engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.ask.keywords import CJK
from app.domain.text.sentences import Span, sentences

_LONGEST_SENTENCE = 1500
"""What never ends in a full stop is cut at a space, or anywhere."""
_CUT_AT_ONCE = 200_000
"""Characters in which sentences are looked for at once."""

_OBJECT = "\u2028"
"""An object stands like white space where ends of sentences are looked for: it may be a line break."""

_TOKEN = re.compile(r"⟦⟦|⟧⟧|⟦(/?)(\d{1,6})(/?)⟧")
_CJK = re.compile(f"[{CJK}]")
_CJK_END = re.compile(rf"[{CJK}。！？，、；：）》」』”…]$")


@dataclass(frozen=True, slots=True)
class Tag:
    """One placeholder: the opening or closing of a pair, or a single object (``is_single``)."""

    number: int
    is_closing: bool = False
    is_single: bool = False

    def __str__(self) -> str:
        return f"⟦{'/' * self.is_closing}{self.number}{'/' * self.is_single}⟧"


Token = str | Tag
"""A token is plain text as it is read (never empty, not escaped) or a placeholder."""


def escaped(text: str) -> str:
    """Plain ``text`` as it stands in a segment."""
    return text.replace("⟦", "⟦⟦").replace("⟧", "⟧⟧") if "⟦" in text or "⟧" in text else text


def tokens(segment: str) -> list[Token]:
    """``segment`` taken apart. A bracket that is neither doubled nor part of a placeholder is text."""
    if "⟦" not in segment and "⟧" not in segment:
        return [segment] if segment else []
    found: list[Token] = []
    waiting: list[str] = []
    at = 0
    for match in _TOKEN.finditer(segment):
        waiting.append(segment[at : match.start()])
        at = match.end()
        if match[2] is None:
            waiting.append(match[0][0])
        elif match[1] and match[3]:
            waiting.append(match[0])
        else:
            if text := "".join(waiting):
                found.append(text)
            waiting = []
            found.append(Tag(int(match[2]), bool(match[1]), bool(match[3])))
    if text := "".join([*waiting, segment[at:]]):
        found.append(text)
    return found


def written(parts: Iterable[Token]) -> str:
    """The segment that :func:`tokens` takes apart into ``parts``."""
    return "".join(escaped(part) if isinstance(part, str) else str(part) for part in parts)


def plain(segment: str) -> str:
    """What a person reads of ``segment``: its text without placeholders."""
    return "".join(part for part in tokens(segment) if isinstance(part, str))


# what is left alone ---------------------------------------------------------------------------------------------------
_LEFT_ALONE = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.|mailto:)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w{2,}"
    r"|(?:[A-Za-z]:)?[\\/]?[\w.~-]+(?:[\\/][\w.~-]+){2,}"
    r"|[\w-]+\.(?:[a-z]{2,4}\d?|html?|json|toml|docx|xlsx|pptx)"
    r"|[^\W_]+(?:_+[^\W_]+)+|[a-z]+(?:[A-Z][a-z0-9]+)+"
    r"|[A-Z]{1,6}-?\d[\w.-]*|[0-9a-fA-F]{16,}|(?=[A-Z-]*\d)[A-Z0-9]+(?:-[A-Z0-9]+)+"
    r"|[A-Za-z_$][\w$]*(?:\.|::|->)[\w$.:<>-]+(?:\([^)]*\))?;?|[A-Za-z_$][\w$]*\([^)]*\);?"
    r"|--?[a-z][\w-]*(?:=\S+)?|[a-z]+[A-Z]\w*"
)
"""Links, addresses, paths, file names; names of code, members, calls and options of it; article numbers, hashes."""
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_LEFT_ALONE = 2000
_LONGEST_WORD = 300


def is_translatable(segment: str) -> bool:
    """False for what has no words: empty, numbers, links, addresses, file names and code."""
    text = plain(segment).strip()
    if not _LETTER.search(text):
        return False
    if len(text) == 1 and not _CJK.search(text):
        return False
    if len(text) > _LONGEST_LEFT_ALONE:
        return True
    return any(_is_word(word) for word in text.split())


def _is_word(word: str) -> bool:
    if not _LETTER.search(word):
        return False
    if len(word) > _LONGEST_WORD:
        return True
    return not (_LEFT_ALONE.fullmatch(word) or _LEFT_ALONE.fullmatch(_AROUND.sub("", word)))


# cut into sentences ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a long segment that is a segment itself. ``numbers[i]`` is what its placeholder i + 1 is in the whole.

    ``gap`` is what stands between it and the next one: white space, and objects by their numbers in the whole.
    """

    text: str
    numbers: tuple[int, ...] = ()
    gap: str = ""


def cut(segment: str) -> list[Piece]:
    """``segment`` sentence by sentence, which is what engines, memories and people compare. Pairs are never torn."""
    parts = tokens(segment)
    text = "".join(part if isinstance(part, str) else _OBJECT * part.is_single for part in parts)
    spans = list(_sentences(text))
    if len(spans) < 2:
        return [Piece(segment, _numbers(parts))]
    spans[0] = Span(0, spans[0].end)
    spans[-1] = Span(spans[-1].start, len(text) - spans[-1].start)
    cutter = _Cutter(parts)
    ends = [span.start for span in spans[1:]] + [len(text)]
    return [cutter.piece(span, end, end == len(text)) for span, end in zip(spans, ends, strict=True)]


def joined(pieces: Sequence[Piece], translations: Sequence[str]) -> str:
    """The translation of the whole, from those of its ``pieces``; white space between them fits the script."""
    out: list[str] = []
    for piece, translation in zip(pieces, translations, strict=True):
        out.append(_renumbered(translation, piece.numbers))
        out.append(piece.gap)
    for at in range(1, len(out) - 1, 2):
        out[at] = _gap(out[at], pieces[at // 2], plain(out[at - 1]), plain(out[at + 1]))
    # A pair that went over the border was closed before it and opened again after it.
    return re.sub(r"⟦/(\d+)⟧(\s*)⟦\1⟧", r"\2", "".join(out))


def _numbers(parts: Sequence[Token]) -> tuple[int, ...]:
    """The identity for a piece that is the whole: its numbers stay."""
    return tuple(range(1, max((part.number for part in parts if isinstance(part, Tag)), default=0) + 1))


def _renumbered(translation: str, numbers: tuple[int, ...]) -> str:
    return written(
        Tag(numbers[part.number - 1], part.is_closing, part.is_single) if isinstance(part, Tag) else part
        for part in tokens(translation)
        if isinstance(part, str) or 0 < part.number <= len(numbers)
    )


def _gap(gap: str, piece: Piece, before: str, after: str) -> str:
    """Chinese has no space between sentences, English has one."""
    source_end, space = plain(piece.text)[-1:], plain(gap)
    if before and after:
        if space == " " and _CJK_END.search(before) and not _CJK_END.search(source_end):
            return gap.replace(" ", "")
        if space == "" and _CJK_END.search(source_end) and not _CJK_END.search(before):
            return f"{gap} "
    return gap


def _sentences(text: str) -> Iterator[Span]:
    at = 0
    while at < len(text):
        block = text[at : at + _CUT_AT_ONCE]
        spans = sentences(block)
        is_last = at + len(block) == len(text)
        if not is_last and len(spans) > 1:
            spans.pop()  # it may go on behind the block
        for span in spans:
            yield from _short(text, Span(at + span.start, span.length))
        at = at + spans[-1].end if spans and not is_last else at + len(block)


def _short(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > _LONGEST_SENTENCE:
        space = text.rfind(" ", start + _LONGEST_SENTENCE // 2, start + _LONGEST_SENTENCE)
        end = space + 1 if space > 0 else start + _LONGEST_SENTENCE
        yield Span(start, end - start - (space > 0))
        start = end
    yield Span(start, span.end - start)


class _Cutter:
    """Walks over the tokens once; ``open`` are the pairs that the place is in."""

    def __init__(self, parts: Sequence[Token]) -> None:
        self._parts = list(reversed(parts))
        self._open: list[int] = []
        self._at = 0

    def piece(self, span: Span, end: int, is_last: bool) -> Piece:
        """The text of ``span``; white space up to ``end`` is its gap."""
        numbers: list[int] = []
        taken: list[Token] = [self._tag(numbers, Tag(number)) for number in self._open]
        gap: list[str] = []
        while self._parts and (self._at < end or is_last or self._closes()):
            part = self._parts.pop()
            if isinstance(part, Tag) and part.is_single and not span.start <= self._at < span.end:
                gap.append(str(part))  # between two sentences: of no concern to either
                self._at += 1
                continue
            if isinstance(part, Tag):
                self._at += part.is_single
                taken.append(self._tag(numbers, part))
                self._note(part)
                continue
            if self._at + len(part) > end:
                self._parts.append(part[end - self._at :])
                part = part[: end - self._at]
            inside = max(0, min(len(part), span.end - self._at))
            if inside:
                taken.append(part[:inside])
            gap.append(escaped(part[inside:]))
            self._at += len(part)
        taken += [self._tag(numbers, Tag(number, is_closing=True)) for number in reversed(self._open)]
        return Piece(written(taken), tuple(numbers), "".join(gap))

    def _closes(self) -> bool:
        """What ends right at the border belongs before it."""
        part = self._parts[-1]
        return isinstance(part, Tag) and part.is_closing

    def _note(self, tag: Tag) -> None:
        if tag.is_closing:
            if tag.number in self._open:
                self._open.remove(tag.number)
        elif not tag.is_single:
            self._open.append(tag.number)

    @staticmethod
    def _tag(numbers: list[int], tag: Tag) -> Tag:
        if tag.number not in numbers:
            numbers.append(tag.number)
        return Tag(numbers.index(tag.number) + 1, tag.is_closing, tag.is_single)
