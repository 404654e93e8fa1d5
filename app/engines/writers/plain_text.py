"""Units of plain text inside a tree: an element's text, an attribute. Around it white space stays."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices
from app.engines.writers.inline import Inline, Kept, Node, Run

OFFICE_ESCAPE = re.compile(r"(_x[0-9A-Fa-f]{4}_)")


class PlainText:
    """``text`` as a segment, and translations of it as text again. ``codes``: what is kept as it stands."""

    def __init__(self, text: str, codes: re.Pattern[str] = OFFICE_ESCAPE) -> None:
        nodes: list[Node] = []
        for number, part in enumerate(codes.split(text)):
            if part:
                nodes.append(Kept(part, repeats=True) if number % 2 else Run(part, None))
        self._inline = Inline(nodes)
        self.segment = self._inline.text

    def translated(self, translation: str) -> str:
        nodes = self._inline.translated(translation)
        return "".join(
            node.text if isinstance(node, Run) else node.item for node in nodes if isinstance(node, Run | Kept)
        )


class ElementText:
    """The text of an element. ``between`` stands between both languages where the person wants both."""

    def __init__(self, element: etree._Element, choices: DocumentChoices, *, between: str = "\n") -> None:
        self._element, self._between = element, between
        self._keeps = choices.layout is not BilingualLayout.TRANSLATION
        self._plain = PlainText(element.text or "")

    @property
    def text(self) -> str:
        return self._plain.segment

    def put(self, translation: str) -> None:
        made = self._plain.translated(translation)
        self._element.text = f"{self._element.text}{self._between}{made}" if self._keeps else made


def alternative_texts(root: etree._Element, tag: str, choices: DocumentChoices) -> Iterator[AttributeText]:
    """What pictures and shapes say to those who do not see them."""
    for element in list(root.iter(f"{{*}}{tag}")):
        if element.get("descr"):
            yield AttributeText(element, "descr", choices)


class AttributeText:
    """An attribute with words: an alternative text, a title."""

    def __init__(self, element: etree._Element, name: str, choices: DocumentChoices) -> None:
        self._element, self._name = element, name
        self._keeps = choices.layout is not BilingualLayout.TRANSLATION
        self._plain = PlainText(element.get(name) or "")

    @property
    def text(self) -> str:
        return self._plain.segment

    def put(self, translation: str) -> None:
        made = self._plain.translated(translation)
        self._element.set(self._name, f"{self._element.get(self._name)} / {made}" if self._keeps else made)
