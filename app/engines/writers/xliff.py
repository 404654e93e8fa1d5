"""XLIFF 1.2 and 2.0: fills the target of each unit that has none yet; codes inside segments are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from app.domain.translate.document_translation import DocumentChoices, DocumentFormat
from app.engines.loaders.office.ooxml import local_name
from app.engines.loaders.section import Source
from app.engines.loaders.xml_guard import parse_xml
from app.engines.writers.inline import Inline, Kept, Node, Pair, Run
from app.engines.writers.office_file import serialised
from app.engines.writers.unit import Unit

_PAIRS = frozenset(("g", "mrk", "pc"))
_DONE = frozenset(("translated", "final", "signed-off", "reviewed"))


class XliffRewriter:
    """Raises FileRefused as the guards do."""

    format = DocumentFormat.XLIFF
    suffix = ""

    def __init__(self, source: Source, choices: DocumentChoices) -> None:
        self._data, self._choices = source.data, choices
        self._root = parse_xml(source.data, bare_doctype=True, whole=True)
        self._is_changed = False

    def units(self) -> Iterator[Unit]:
        for unit in list(self._root.iter("{*}trans-unit", "{*}segment")):
            owner = unit if local_name(unit) == "trans-unit" else unit.getparent()
            if owner is not None and owner.get("translate") == "no":
                continue
            source, target = unit.find("{*}source"), unit.find("{*}target")
            if source is None or (target is not None and _is_done(unit, target)):
                continue
            inline = Inline(_nodes(source))
            if inline.text:
                yield _Segment(self, unit, source, inline)

    def note_change(self) -> None:
        self._is_changed = True

    def finish(self) -> bytes:
        if not self._is_changed:
            return self._data
        if self._root.get("version", "1.2").startswith("2"):
            if self._root.get("trgLang") is None:
                self._root.set("trgLang", self._choices.target)
        else:
            for file in self._root.iter("{*}file"):
                if file.get("target-language") is None:
                    file.set("target-language", self._choices.target)
        return serialised(self._root)


class _Segment:
    def __init__(self, owner: XliffRewriter, unit: etree._Element, source: etree._Element, inline: Inline) -> None:
        self._owner, self._unit, self._source, self._inline = owner, unit, source, inline

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        target = self._unit.find("{*}target")
        if target is None:
            target = etree.Element(f"{{{etree.QName(self._source).namespace}}}target")
            before = self._unit.find("{*}seg-source")
            before = self._source if before is None else before
            target.tail = before.tail
            before.addnext(target)
            before.tail = target.tail
        for child in list(target):
            target.remove(child)
        target.text = None
        _append(target, self._inline.translated(translation))
        if local_name(self._unit) == "trans-unit":
            target.set("state", "translated")
        else:
            self._unit.set("state", "translated")
        self._owner.note_change()


def _is_done(unit: etree._Element, target: etree._Element) -> bool:
    if not "".join(str(text) for text in target.itertext()).strip():
        return False
    state = target.get("state") or unit.get("state") or ""
    return state in _DONE or (not state and unit.get("approved") != "no")


def _nodes(parent: etree._Element) -> list[Node]:
    nodes: list[Node] = [Run(parent.text, None)] if parent.text else []
    for child in parent:
        if local_name(child) in _PAIRS:
            nodes.append(Pair(child, _nodes(child)))
        else:
            nodes.append(Kept(child, repeats=True))
        if child.tail:
            nodes.append(Run(child.tail, None))
    return nodes


def _append(parent: etree._Element, nodes: Sequence[Node]) -> None:
    for node in nodes:
        if isinstance(node, Run):
            if len(parent):
                parent[-1].tail = (parent[-1].tail or "") + node.text
            else:
                parent.text = (parent.text or "") + node.text
        elif isinstance(node, Pair):
            made = etree.SubElement(parent, node.form.tag)
            for name, value in node.form.attrib.items():
                made.set(name, value)
            _append(made, node.children)
        else:
            copied = deepcopy(node.item)
            copied.tail = None
            parent.append(copied)
