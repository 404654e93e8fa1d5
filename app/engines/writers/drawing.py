"""Text in DrawingML, which all Office formats share: paragraphs of shapes, charts and diagrams."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices
from app.engines.loaders.office.drawing import MAX_POINTS
from app.engines.loaders.office.ooxml import OfficePackage, local_name
from app.engines.writers.inline import Inline, Kept, Node, Pair, Run, clean
from app.engines.writers.plain_text import ElementText
from app.engines.writers.unit import Unit

_PARTS = ("chart", "chartEx", "diagramData", "diagramDrawing")
_NAMESPACES = (
    "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/drawingml/main",
)
_STAYS = frozenset(("pPr", "endParaRPr"))
_NO_FORMAT = frozenset(("lang", "altLang", "dirty", "err", "noProof", "smtClean", "kumimoji", "bmk", "smtId"))
_BULLETS = frozenset(("buNone", "buAutoNum", "buChar", "buBlip"))
_AFTER_BULLETS = frozenset(("tabLst", "defRPr", "extLst"))


@dataclass(frozen=True, slots=True)
class _Form:
    namespace: str
    properties: etree._Element | None


def drawing_parts(package: OfficePackage, parts: Sequence[str]) -> list[str]:
    """The charts and diagrams that ``parts`` show, each once."""
    found = (related for part in parts for kind in _PARTS for related in package.related(part, kind))
    return list(dict.fromkeys(found))


def drawing_units(root: etree._Element, choices: DocumentChoices) -> Iterator[Unit]:
    """The paragraphs under ``root`` that have words, and the names that a chart keeps of its series and categories."""
    for paragraph in list(root.iter("{*}p")):
        unit = drawing_paragraph(paragraph, choices)
        if unit is not None:
            yield unit
    for value in list(root.iter("{*}v"))[: 8 * MAX_POINTS]:
        if value.text and value.text.strip() and _is_name(value):
            yield ElementText(value, choices, between=" / ")


def drawing_paragraph(paragraph: etree._Element, choices: DocumentChoices) -> Unit | None:
    """A unit for an ``a:p`` with words; None for any other element."""
    if etree.QName(paragraph).namespace not in _NAMESPACES:
        return None
    inline = Inline(list(_nodes(paragraph)))
    return _Paragraph(paragraph, choices, inline) if inline.text else None


def _is_name(value: etree._Element) -> bool:
    """Of a chart's values those that are words: what it caches from cells with text, and names typed in."""
    parent = value.getparent()
    if parent is None:
        return False
    if local_name(parent) == "pt":
        cache = parent.getparent()
        return cache is not None and local_name(cache) in ("strCache", "lvl", "strLit")
    return local_name(parent) == "tx"


class _Paragraph:
    def __init__(self, paragraph: etree._Element, choices: DocumentChoices, inline: Inline) -> None:
        self._paragraph, self._choices, self._inline = paragraph, choices, inline

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        if self._choices.layout is BilingualLayout.TRANSLATION:
            if translation != self.text or self._choices.is_right_to_left:
                _fill(self._paragraph, self._inline.translated(translation), self._choices)
            return
        below = deepcopy(self._paragraph)
        _fill(below, self._inline.translated(translation, as_copy=True), self._choices)
        _unbullet(below)
        self._paragraph.addnext(below)


def _nodes(paragraph: etree._Element) -> Iterator[Node]:
    for child in paragraph:
        name = local_name(child)
        if name == "r":
            properties = next((e for e in child if local_name(e) == "rPr"), None)
            text = "".join(e.text or "" for e in child if local_name(e) == "t")
            yield Run(text, _key(properties), _Form(etree.QName(child).namespace or "", properties))
        elif name == "br":
            yield Kept(child, repeats=True)
        elif name and name not in _STAYS:
            yield Kept(child)


def _key(properties: etree._Element | None) -> Hashable:
    if properties is None:
        return ()
    attributes = tuple(sorted((str(k), v) for k, v in properties.attrib.items() if str(k) not in _NO_FORMAT))
    return attributes, tuple(etree.tostring(child, with_tail=False) for child in properties)


def _fill(paragraph: etree._Element, nodes: Sequence[Node], choices: DocumentChoices) -> None:
    for child in list(paragraph):
        if local_name(child) not in _STAYS:
            paragraph.remove(child)
    at = sum(1 for child in paragraph if local_name(child) == "pPr")
    for offset, element in enumerate(_rendered(nodes)):
        paragraph.insert(at + offset, element)
    if choices.is_right_to_left:
        _properties(paragraph).set("rtl", "1")


def _rendered(nodes: Sequence[Node]) -> Iterator[etree._Element]:
    for node in nodes:
        if isinstance(node, Run):
            yield _run(node)
        elif isinstance(node, Pair):
            yield from _rendered(node.children)
        elif isinstance(node, Kept):
            yield deepcopy(node.item)


def _run(run: Run) -> etree._Element:
    form: _Form = run.form
    made = etree.Element(f"{{{form.namespace}}}r")
    if form.properties is not None:
        copied = deepcopy(form.properties)
        copied.tail = None
        for name in ("lang", "altLang", "err", "dirty"):
            copied.attrib.pop(name, "")
        made.append(copied)
    etree.SubElement(made, f"{{{form.namespace}}}t").text = clean(run.text)
    return made


def _properties(paragraph: etree._Element) -> etree._Element:
    first = paragraph[0] if len(paragraph) else None
    if first is not None and local_name(first) == "pPr":
        return first
    made = etree.Element(f"{{{etree.QName(paragraph).namespace}}}pPr")
    paragraph.insert(0, made)
    return made


def _unbullet(paragraph: etree._Element) -> None:
    properties = _properties(paragraph)
    for child in [child for child in properties if local_name(child) in _BULLETS]:
        properties.remove(child)
    at = sum(1 for child in properties if local_name(child) not in _AFTER_BULLETS)
    properties.insert(at, etree.Element(f"{{{etree.QName(paragraph).namespace}}}buNone"))
