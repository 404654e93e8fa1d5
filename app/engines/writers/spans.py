"""Units that are stretches of a decoded text file; what is put in replaces just them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices, DocumentFormat
from app.domain.translate.segment import plain
from app.engines.writers.inline import Inline, Kept, Mark, Node, Pair, Run
from app.engines.writers.text_file import Replacing, TextFile
from app.engines.writers.unit import Unit

Rendered = Callable[[list[Node]], str]

PROGRAM_CODES = re.compile(
    r"(\{\{[^{}]*\}\}|\$?\{[^{}]*\}|%(?:\(\w+\)|\d+\$)?[-+#0-9.]*[sdifgxucr@%](?![A-Za-z])|<[^<>\s][^<>]*>|\$t\([^)]*\))"
)
"""What a program fills in or reads: ``{name}``, ``%s``, ``%(count)d``, tags."""


def rendered_plainly(nodes: list[Node]) -> str:
    """Runs by their text, what is kept by its source, pairs by what stands around them."""
    out: list[str] = []
    for node in nodes:
        if isinstance(node, Run):
            out.append(node.text)
        elif isinstance(node, Pair):
            before, after = node.form
            out += (before, rendered_plainly(node.children), after)
        elif isinstance(node, Kept | Mark):
            out.append(node.item)
    return "".join(out)


def coded(text: str, codes: re.Pattern[str] = PROGRAM_CODES) -> list[Node]:
    """``text`` with its ``codes`` (one group around all) as objects."""
    parts = codes.split(text)
    return [Kept(part) if number % 2 else Run(part, None) for number, part in enumerate(parts) if part]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``start`` to ``end`` of the file, and how a translation is written there."""

    start: int
    end: int
    written: Callable[[str], str] = str
    below: Callable[[str, str], str] | None = None
    """Original and translation together; None where the format has no room for both."""


class StretchUnit:
    """One stretch as a unit."""

    def __init__(self, into: Replacing, source: str, stretch: Stretch, nodes: list[Node], keeps: bool) -> None:
        self._into, self._source, self._stretch, self._keeps = into, source, stretch, keeps
        self._inline = Inline(nodes)

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        below = self._stretch.below if self._keeps else None
        if below is None and translation == self.text:
            return
        if below is not None and not plain(translation).strip():
            return
        nodes = self._inline.translated(translation, as_copy=False)
        made = self._stretch.written(rendered_plainly(nodes))
        original = self._source[self._stretch.start : self._stretch.end]
        self._into.put(self._stretch.start, self._stretch.end, below(original, made) if below is not None else made)


class TextRewriter:
    """A text file of which stretches are translated; formats say which in :meth:`stretches`."""

    format = DocumentFormat.TEXT
    suffix = ""

    def __init__(self, file: TextFile, choices: DocumentChoices) -> None:
        self.file, self.choices = file, choices
        self._into = Replacing(file.text)

    def stretches(self) -> Iterator[tuple[Stretch, list[Node]]]:
        raise NotImplementedError

    def units(self) -> Iterator[Unit]:
        keeps = self.choices.layout is not BilingualLayout.TRANSLATION
        for stretch, nodes in self.stretches():
            unit = StretchUnit(self._into, self.file.text, stretch, nodes, keeps)
            if unit.text:
                yield unit

    def finish(self) -> bytes:
        return self.file.encoded(self._into.result)
