"""An OpenDocument paragraph as its parts, and parts as mixed content again."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from app.engines.loaders.office.odf_text import MAX_SPACES, local_name, value
from app.engines.writers.inline import Kept, Mark, Node, Pair, Run

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_WHITE = re.compile(r"[ \t\r\n]+")
_SPACES = re.compile(r"(  +|\t|\n)")
_MARKS = re.compile(
    r"bookmark(-start|-end)?|(reference|toc|user-index|alphabetical-index)-mark(-start|-end)?|change(-start|-end)?"
    r"|annotation(-end)?"
)
_PAIRS = frozenset(("a", "meta"))


@dataclass(frozen=True, slots=True)
class _Form:
    """The spans around words, from the outside in, and the namespace of the paragraph."""

    spans: tuple[etree._Element, ...]
    namespace: str


def nodes_of(paragraph: etree._Element) -> list[Node]:
    return list(_nodes(paragraph, _Form((), etree.QName(paragraph).namespace or _TEXT)))


def _nodes(parent: etree._Element, form: _Form) -> Iterator[Node]:
    if parent.text:
        yield _run(parent.text, form)
    for child in parent:
        name = local_name(child)
        if name == "span":
            yield from _nodes(child, _Form((*form.spans, child), form.namespace))
        elif name == "s":
            count = value(child, "c") or "1"
            yield Run(" " * min(int(count) if count.isascii() and count.isdigit() else 1, MAX_SPACES), _key(form), form)
        elif name in ("tab", "tab-stop", "line-break"):
            yield Kept((form, child), repeats=True)
        elif name in _PAIRS:
            yield Pair(child, list(_nodes(child, form)))
        elif _MARKS.fullmatch(name):
            yield Mark((form, child))
        elif name and name != "soft-page-break":
            yield Kept((form, child))
        if child.tail:
            yield _run(child.tail, form)


def _run(text: str, form: _Form) -> Run:
    return Run(_WHITE.sub(" ", text), _key(form), form)


def _key(form: _Form) -> Hashable:
    return tuple(tuple(sorted((str(k), str(v)) for k, v in span.attrib.items())) for span in form.spans)


# and back -------------------------------------------------------------------------------------------------------------
def fill(paragraph: etree._Element, nodes: Sequence[Node]) -> None:
    """Replace what stands in ``paragraph`` by ``nodes``."""
    for child in list(paragraph):
        paragraph.remove(child)
    paragraph.text = None
    _append(paragraph, nodes)


def _append(parent: etree._Element, nodes: Sequence[Node]) -> None:
    for node in nodes:
        if isinstance(node, Pair):
            made = etree.SubElement(parent, node.form.tag)
            for name, given in node.form.attrib.items():
                made.set(name, given)
            _append(made, node.children)
        elif isinstance(node, Run):
            _write(_in_spans(parent, node.form), node.text, node.form.namespace)
        else:
            form, element = node.item
            element.tail = None
            if isinstance(node, Kept) and node.repeats:
                element = _again(element)
            (_in_spans(parent, form) if isinstance(node, Kept) else parent).append(element)


def _again(element: etree._Element) -> etree._Element:
    made = etree.Element(element.tag)
    for name, given in element.attrib.items():
        made.set(name, given)
    return made


def _in_spans(parent: etree._Element, form: _Form) -> etree._Element:
    for span in form.spans:
        made = _again(span)
        parent.append(made)
        parent = made
    return parent


def _write(parent: etree._Element, text: str, namespace: str) -> None:
    """Several spaces, tabs and line ends are elements: written as they are they would count as one space."""
    for part in _SPACES.split(text):
        if part == "\t":
            etree.SubElement(parent, f"{{{namespace}}}tab")
        elif part == "\n":
            etree.SubElement(parent, f"{{{namespace}}}line-break")
        elif part.startswith("  "):
            _add(parent, " ")
            etree.SubElement(parent, f"{{{namespace}}}s").set(f"{{{namespace}}}c", str(len(part) - 1))
        elif part:
            _add(parent, part)


def _add(parent: etree._Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
