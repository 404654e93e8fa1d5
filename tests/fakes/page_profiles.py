"""Web pages as their tags and letters, read by Python's own parser: to compare a page with its translation."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_WORDS = {"alt", "title", "placeholder", "aria-label", "summary", "content", "value", "label", "lang", "xml:lang"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = [f"{name}={value}" for name, value in attrs if name not in _WORDS]
        self.found.append(("start", tag, *kept))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("end", tag))

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\s+", "", data).casefold()
        if text and self.found and self.found[-1][0] == "text":
            self.found[-1] = ("text", self.found[-1][1] + text)
        elif text:
            self.found.append(("text", text))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))


def page_profile(text: str) -> list[tuple[str, ...]]:
    """Tags with their attributes, comments, declarations, and letters without regard to case and space."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found
