"""A text file with some of its characters replaced: the same encoding, byte order mark and line ends."""

from __future__ import annotations

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.section import Source
from app.engines.loaders.text.encoding import MARKS, guess

_ONLY_ASCII = frozenset(("ascii", "us-ascii"))


class TextFile:
    """``text`` is the decoded file. Bytes that are none in its encoding come back as they were."""

    def __init__(self, source: Source, declared: str | None = None) -> None:
        data = source.data
        self._mark = b""
        for mark, encoding in MARKS:
            if data.startswith(mark):
                self._mark, self.encoding = mark, encoding
                break
        else:
            self.encoding = guess(data, declared)
        try:
            self.text = data[len(self._mark) :].decode(self.encoding, "surrogateescape")
        except (UnicodeDecodeError, LookupError) as error:  # UTF-16 with half a character knows no escape
            raise FileRefused(Refusal.DAMAGED, part="encoding") from error
        self.newline = "\r\n" if "\r\n" in self.text else "\r" if "\r" in self.text and "\n" not in self.text else "\n"

    def encoded(self, text: str, *, references: bool = False) -> bytes:
        """``text`` in the file's encoding. What that cannot hold becomes ``&#…;`` if ``references``, else it is UTF-8.

        ASCII becomes UTF-8, which it is a part of.
        """
        if text == self.text:
            return self._mark + text.encode(self.encoding, "surrogateescape")
        try:
            return self._mark + text.encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError:
            if references and self.encoding not in _ONLY_ASCII:
                return self._mark + text.encode(self.encoding, "xmlcharrefreplace")
            return text.encode("utf-8", "surrogateescape")

    def keeps_encoding(self, text: str) -> bool:
        """Whether ``text`` can be written in the file's encoding."""
        try:
            text.encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError:
            return False
        return True


class Replacing:
    """Pieces of a text replaced by others, by their place; they must not overlap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[tuple[int, int, str]] = []

    def put(self, start: int, end: int, text: str) -> None:
        self._pieces.append((start, end, text))

    @property
    def result(self) -> str:
        out: list[str] = []
        at = 0
        for start, end, text in sorted(self._pieces):
            out += (self._text[at:start], text)
            at = end
        return "".join([*out, self._text[at:]])
