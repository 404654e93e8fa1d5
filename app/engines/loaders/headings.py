"""Lines of a flowing document to one section a heading, with the path of headings above; reads no file."""

from __future__ import annotations

from collections.abc import Iterator

from app.engines.loaders.layout import Layout
from app.engines.loaders.section import Section

_LONGEST_HEADING = 300


class HeadingSections:
    """Takes lines and headings in order and gives a section whenever one is complete."""

    def __init__(self) -> None:
        self._layout = Layout(gap=2)
        self._lines: list[str] = []
        self._path: list[tuple[int, str]] = []

    def heading(self, text: str, level: int) -> Iterator[Section]:
        """A heading of ``level`` (1 is the highest); a whole paragraph in such a style is a line like any other."""
        title = " ".join(text.split())
        if not title or len(title) > _LONGEST_HEADING:
            yield from self.line(text)
            return
        yield from self.end()
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, title))
        self._lines.append(text)

    def line(self, text: str) -> Iterator[Section]:
        """A paragraph or a row. An iterator only so that both calls read alike; it gives nothing."""
        if text.strip():
            self._lines.append(text)
        return iter(())

    def forget_headings(self) -> None:
        """What follows stands under no heading (headers, footers)."""
        self._path.clear()

    def end(self) -> Iterator[Section]:
        """The section that was open, if it has text."""
        if self._lines:
            text = "\n".join(self._lines)
            self._lines.clear()
            yield self._layout.section(text, headings=tuple(title for _, title in self._path))
