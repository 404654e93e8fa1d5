"""The text of a cell or comment in SpreadsheetML: plain, or in runs of several formats."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices
from app.engines.loaders.office.ooxml import local_name
from app.engines.writers.inline import Inline, Kept, Node, Pair, Run, clean
from app.engines.writers.plain_text import OFFICE_ESCAPE

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SOUNDS = frozenset(("rPh", "phoneticPr"))
"""How Japanese characters are read: of the original's words."""


@dataclass(frozen=True, slots=True)
class _Form:
    namespace: str
    properties: etree._Element | None
    is_bare: bool = False
    """No run at all: the text stands in the item itself."""


class CellText:
    """An item of the shared texts (``si``), a text in its cell (``is``), or a comment's (``text``)."""

    def __init__(self, item: etree._Element, choices: DocumentChoices) -> None:
        self._item, self._choices = item, choices
        self._inline = Inline(list(_nodes(item)))
        self._before: etree._Element | None = None

    @property
    def text(self) -> str:
        return self._inline.text

    @property
    def words(self) -> str:
        """What the cell shows now."""
        found = (text for text in self._item.iter("{*}t") if next(text.iterancestors("{*}rPh"), None) is None)
        return "".join(text.text or "" for text in found)

    def put(self, translation: str) -> None:
        if translation == self.text and self._choices.layout is BilingualLayout.TRANSLATION:
            return
        self._before = deepcopy(self._item)
        nodes = self._inline.translated(translation)
        if self._choices.layout is not BilingualLayout.TRANSLATION:
            original = list(_nodes(self._item))
            last = next((node for node in reversed(original) if isinstance(node, Run)), None)
            nodes = [*original, *([Run("\n", last.key, last.form)] if last else []), *nodes]
        for child in list(self._item):
            self._item.remove(child)
        self._item.extend(_rendered(nodes, etree.QName(self._item).namespace or ""))

    def undo(self) -> None:
        """As it was before :meth:`put`."""
        if self._before is not None:
            self._item[:] = list(self._before)


def _nodes(item: etree._Element) -> Iterator[Node]:
    namespace = etree.QName(item).namespace or ""
    for child in item:
        name = local_name(child)
        if name == "t":
            yield from _pieces(child.text or "", (), _Form(namespace, None, is_bare=True))
        elif name == "r":
            properties = next((e for e in child if local_name(e) == "rPr"), None)
            form = _Form(namespace, properties)
            for text in child.iterchildren("{*}t"):
                yield from _pieces(text.text or "", _key(properties), form)
        elif name and name not in _SOUNDS:
            yield Kept(child)


def _pieces(text: str, key: Hashable, form: _Form) -> Iterator[Node]:
    for number, part in enumerate(OFFICE_ESCAPE.split(text)):
        if part:
            yield Kept(Run(part, key, form), repeats=True) if number % 2 else Run(part, key, form)


def _key(properties: etree._Element | None) -> Hashable:
    if properties is None:
        return ("run",)
    return tuple(sorted(etree.tostring(child, with_tail=False) for child in properties))


def _rendered(nodes: Sequence[Node], namespace: str) -> Iterator[etree._Element]:
    runs: list[Run] = []
    others: list[etree._Element] = []
    for node in _flat(nodes):
        if isinstance(node, Kept) and not isinstance(node.item, Run):
            others.append(node.item)
            continue
        run = node.item if isinstance(node, Kept) else node
        assert isinstance(run, Run)
        if runs and runs[-1].key == run.key:
            runs[-1] = Run(runs[-1].text + run.text, run.key, run.form)
        else:
            runs.append(run)
    if len(runs) == 1 and runs[0].form.is_bare:
        yield _text(runs[0].text, namespace)
    else:
        for run in runs:
            made = etree.Element(f"{{{namespace}}}r")
            if run.form.properties is not None:
                made.append(deepcopy(run.form.properties))
            made.append(_text(run.text, namespace))
            yield made
    yield from others


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, Pair):
            yield from _flat(node.children)
        else:
            yield node


def _text(text: str, namespace: str) -> etree._Element:
    made = etree.Element(f"{{{namespace}}}t")
    made.text = clean(text)
    if text[:1].isspace() or text[-1:].isspace() or "\n" in text:
        made.set(_XML_SPACE, "preserve")
    return made
