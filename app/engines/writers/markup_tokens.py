"""HTML and XHTML source as tokens that joined give the source again; nothing is repaired, nothing thrown away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST_TAG = 60_000
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|<[!?][^>]*+>"
    rf"|<(?P<end>/?)(?P<name>[A-Za-z][^\s/>\x00]*+)(?P<rest>(?:\"[^\"]*+\"|'[^']*+'|[^'\">]){{0,{_LONGEST_TAG}}}+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+))""")
_RAW = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext"))


@dataclass(slots=True)
class Token:
    """``name`` is the tag's, in lower case; empty for text and for what is neither (comments, declarations)."""

    source: str
    name: str = ""
    is_end: bool = False
    is_text: bool = False

    @property
    def is_closed(self) -> bool:
        """``<br/>``."""
        return self.source.endswith("/>")

    def attributes(self) -> Iterator[tuple[str, str, int, int]]:
        """Name in lower case, value as it is written, and where the value begins and ends in ``source``."""
        for match in _ATTRIBUTE.finditer(self.source, len(self.name) + 1):
            for group in (2, 3, 4):
                if match[group] is not None:
                    yield match[1].lower(), match[group], match.start(group), match.end(group)

    def attribute(self, name: str) -> str | None:
        return next((value for found, value, _, _ in self.attributes() if found == name), None)

    def set_attribute(self, name: str, value: str) -> None:
        for found, _, start, end in self.attributes():
            if found == name:
                quote = "" if self.source[start - 1] in "\"'" else '"'
                self.source = f"{self.source[:start]}{quote}{value}{quote}{self.source[end:]}"
                return
        at = len(self.name) + 1
        self.source = f'{self.source[:at]} {name}="{value}"{self.source[at:]}'


def tokenized(text: str) -> list[Token]:
    """The tokens of ``text``. A ``<`` that opens nothing is text."""
    found: list[Token] = []
    at, begin = 0, 0
    while (match := _TOKEN.search(text, at)) is not None:
        if match.start() > begin:
            found.append(Token(text[begin : match.start()], is_text=True))
        name = (match["name"] or "").lower()
        found.append(Token(match[0], name, bool(match["end"])))
        at = begin = match.end()
        if name in _RAW and not match["end"] and not match[0].endswith("/>"):
            closing = re.compile(rf"</{re.escape(name)}\b", re.IGNORECASE).search(text, at)
            end = closing.start() if closing else len(text)
            if end > at:
                found.append(Token(text[at:end]))
            at = begin = end
    if begin < len(text):
        found.append(Token(text[begin:], is_text=True))
    return found
