"""Rich Text Format: one section a heading; embedded objects and pictures are skipped, fields are not computed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.headings import HeadingSections
from app.engines.loaders.rich_text.rtf_fonts import FontTable, code_page
from app.engines.loaders.rich_text.rtf_words import CHARACTERS, ENTERED, HEADERS, NOTES, SKIPPED, SYMBOLS
from app.engines.loaders.section import Loaded, Section, Source

MAX_DEPTH = 2_000
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\'?"
)
_HEADING = re.compile(r"heading ([1-9])$", re.IGNORECASE)
_FONT_TABLE, _STYLES, _TITLE, _BODY, _NOTE, _HEADER = "fonttbl", "stylesheet", "title", "body", "note", "header"


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits. ``target`` None skips text; ``fresh`` until the group's first word has been seen;
    ``repeated`` in the half of ``\\upr`` that a Unicode half repeats.
    """

    target: str | None = _BODY
    font: int = -1
    unicode_skip: int = 1
    deleted: bool = False
    fresh: bool = True
    starred: bool = False
    repeated: bool = False
    around: str | None = None


def load(source: Source) -> Loaded:
    """The text with notes after their paragraph, headers and footers at the end, table rows as lines of tabs."""
    start = source.data[:64].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not start.startswith(b"{\\rtf"):
        raise FileRefused(Refusal.DAMAGED, part="rtf")
    reader = _Reader(source.data)
    sections = list(reader.sections())
    return Loaded(DocumentKind.RTF, sections, reader.title)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.title = ""
        self._fonts = FontTable()
        self._codec = "cp1252"
        self._default_font = -1
        self._bytes = bytearray()
        self._pieces: dict[str, list[str]] = {
            name: [] for name in (_BODY, _NOTE, _HEADER, _TITLE, _STYLES, _FONT_TABLE)
        }
        self._after: list[str] = []
        self._header_lines: dict[str, None] = {}
        self._state = _State()
        self._skip = 0
        self._high = 0
        self._font_row = -1
        self._style_row = 0
        self._style_levels: dict[int, int] = {}
        self._level: int | None = None
        self._in_table = False
        self._out = HeadingSections()

    def sections(self) -> Iterator[Section]:
        stack: list[_State] = []
        at = 0
        data = self._data
        while match := _TOKEN.match(data, at):
            at = match.end()
            word, number, code, sign, brace, text = match.groups()
            if text is not None:
                self._text(text)
            elif code is not None:
                self._text(bytes((int(code, 16),)), escaped=True)
            elif word is not None:
                name, value = word.decode("ascii"), int(number) if number else None
                if name == "bin":
                    at += min(max(value or 0, 0), len(data) - at)
                else:
                    yield from self._word(name, value)
            elif brace == b"{":
                self._flush()
                if len(stack) >= MAX_DEPTH:
                    raise FileRefused(Refusal.DAMAGED, part="rtf")
                stack.append(self._state)
                self._state = replace(self._state, fresh=True, starred=False)
                self._skip = 0
            elif brace == b"}":
                self._flush()
                if stack:
                    self._leave(stack.pop())
            elif sign is not None:
                yield from self._sign(sign.decode("latin-1"))
        yield from self._end()

    def _text(self, data: bytes, *, escaped: bool = False) -> None:
        """Bytes of text; those that stand in for a ``\\u`` before them are dropped."""
        if self._skip:
            drop = 1 if escaped else min(self._skip, len(data))
            self._skip -= drop
            data = data[drop:]
        if self._state.target is not None and not self._state.deleted and data:
            self._high = 0
            self._bytes += data

    def _put(self, text: str) -> None:
        if self._state.target is not None and not self._state.deleted:
            self._pieces[self._state.target].append(text)

    def _flush(self) -> None:
        if self._bytes:
            font = self._state.font if self._state.font >= 0 else self._default_font
            self._put(self._fonts.decode(bytes(self._bytes), font, self._codec))
            self._bytes.clear()

    def _sign(self, sign: str) -> Iterator[Section]:
        if self._skip:
            self._skip -= 1
        elif sign == "*":
            self._state = replace(self._state, starred=True)
        elif SYMBOLS.get(sign) == "\n":
            yield from self._line_end("par")
        elif sign in SYMBOLS:
            if sign in "\\{}":
                self._bytes += sign.encode() if self._state.target is not None else b""
            else:
                self._flush()
                self._put(SYMBOLS[sign])

    def _word(self, name: str, value: int | None) -> Iterator[Section]:
        if self._skip and name != "u":
            self._skip -= 1
            return
        if self._state.fresh:
            self._enter(name)
        if name == "u" and value is not None:
            self._unicode(value)
            return
        if name in CHARACTERS:
            self._flush()
            if CHARACTERS[name] == "\n":
                yield from self._line_end(name)
            elif name in ("cell", "nestcell"):
                self._put("\x00")
            else:
                self._put(CHARACTERS[name])
            return
        self._property(name, value)

    def _enter(self, name: str) -> None:
        """The first word of a group says whether it is a destination, and whose."""
        state = replace(self._state, fresh=False)
        if state.repeated and name != "ud":
            pass
        elif name in HEADERS:
            state = replace(state, target=_HEADER)
        elif name in NOTES:
            state = replace(state, target=_NOTE if state.target is not None else None)
        elif name == "info":
            state = replace(state, target=None)
        elif name == "upr":
            state = replace(state, target=None, repeated=True, around=state.target)
        elif name == "ud":
            state = replace(state, target=state.around, repeated=False)
        elif name in (_FONT_TABLE, _STYLES, _TITLE):
            state = replace(state, target=name)
        elif (
            self._state.target not in (_FONT_TABLE, _STYLES)
            and (name in SKIPPED or (self._state.starred and name not in ENTERED))
        ) or (self._state.starred and self._state.target == _FONT_TABLE):
            state = replace(state, target=None)
        self._state = state

    def _property(self, name: str, value: int | None) -> None:
        number = value if value is not None else 0
        target = self._state.target
        if name == "f":
            self._flush()
            if target == _FONT_TABLE:
                self._font_row = number
            else:
                self._state = replace(self._state, font=number)
        elif name == "fcharset":
            self._fonts.charset(self._font_row, number)
        elif name == "cpg":
            self._fonts.page(self._font_row, number)
        elif name == "uc":
            self._state = replace(self._state, unicode_skip=min(max(number, 0), 64))
        elif name == "ansicpg":
            self._codec = code_page(number) or self._codec
        elif name in ("mac", "pc", "pca"):
            self._codec = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
        elif name == "deff":
            self._default_font = number
        elif name == "plain":
            self._flush()
            self._state = replace(self._state, font=-1, deleted=False)
        elif name == "deleted":
            self._flush()
            self._state = replace(self._state, deleted=value != 0)
        elif name == "s":
            self._style_row = number
            if target == _BODY:
                self._level = self._style_levels.get(number)
        elif name == "outlinelevel" and 0 <= number < 9:
            if target == _STYLES:
                self._style_levels[self._style_row] = number + 1
            elif target == _BODY:
                self._level = number + 1
        elif name == "pard" and target == _BODY:
            self._level, self._in_table = None, False
        elif name == "intbl" and target == _BODY:
            self._in_table = True

    def _unicode(self, value: int) -> None:
        self._flush()
        self._skip = self._state.unicode_skip
        code = value & 0xFFFF if -0x8000 <= value <= 0xFFFF else 0xFFFD
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            if self._high:
                self._put(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = 0
            return
        if 0xF000 <= code <= 0xF0FF:
            # Word writes symbol fonts in the private area.
            font = self._state.font if self._state.font >= 0 else self._default_font
            self._put(self._fonts.symbol(font, code))
        elif code >= 0x20:
            self._put(chr(code))

    def _leave(self, outer: _State) -> None:
        """At the end of a group: a destination that ends with it hands in what it collected."""
        target = self._state.target
        if target == _FONT_TABLE:
            self._fonts.name(self._font_row, self._take(_FONT_TABLE))
        elif target == _STYLES:
            name = self._take(_STYLES).strip(" ;")
            if match := _HEADING.search(name):
                self._style_levels[self._style_row] = int(match[1])
            elif name.lower() == "title":
                self._style_levels[self._style_row] = 1
            self._style_row = 0
        elif target == _TITLE and outer.target != _TITLE:
            self.title = self.title or self._take(_TITLE).strip()
        elif target == _NOTE and outer.target != _NOTE:
            self._after.extend(line for line in self._take(_NOTE).split("\n") if line)
        elif target == _HEADER and outer.target != _HEADER:
            self._header_lines.update(dict.fromkeys(line for line in self._take(_HEADER).split("\n") if line))
        self._state = outer
        self._skip = 0

    def _take(self, target: str) -> str:
        text = "".join(self._pieces[target])
        self._pieces[target].clear()
        return "\n".join(_tidy(line) for line in text.split("\n"))

    def _line_end(self, word: str) -> Iterator[Section]:
        self._flush()
        if self._state.target != _BODY:
            self._put("\n")
        elif self._in_table and word not in ("row", "nestrow"):
            self._put(" ")
        elif word in ("line", "softline", "lbr") or (word == "nestrow"):
            self._put("\n")
        else:
            yield from self._paragraph()

    def _paragraph(self) -> Iterator[Section]:
        text = self._take(_BODY).strip("\n")
        if text and self._level is not None and not self._in_table:
            yield from self._out.heading(text, self._level)
        elif text:
            yield from self._out.line(text)
        for line in self._after:
            yield from self._out.line(line)
        self._after.clear()

    def _end(self) -> Iterator[Section]:
        self._flush()
        yield from self._paragraph()
        yield from self._out.end()
        self._out.forget_headings()
        for line in self._header_lines:
            yield from self._out.line(line)
        yield from self._out.end()


def _tidy(line: str) -> str:
    """A line without the controls that text never has; NUL marks the end of a cell, inside of which space is space."""
    if "\x00" in line:
        cells = [" ".join(cell.split()) for cell in line.split("\x00")]
        line = "\t".join(cells).rstrip("\t")
    return "".join(c for c in line if c >= " " or c == "\t").strip(" ")
