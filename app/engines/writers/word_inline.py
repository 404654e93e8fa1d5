"""A Word paragraph as its parts, and parts as runs again: formats, links, fields, tracked changes, notes, pictures."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from app.engines.loaders.office.ooxml import attribute, local_name
from app.engines.writers.inline import Kept, Mark, Node, Pair, Run

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WRAPPERS = frozenset(("hyperlink", "smartTag", "customXml", "ins", "moveTo", "sdt", "dir", "bdo"))
_MARKS = frozenset(("del", "moveFrom", "bookmarkStart", "bookmarkEnd", "permStart", "permEnd"))
_PASSED_OVER = frozenset(("pPr", "proofErr", "lastRenderedPageBreak", "softHyphen"))
"""Where a word or page of the original may end says nothing of the translation."""
_NO_BREAK_HYPHEN = "\u2011"
_PARTS = re.compile(f"(\n|{_NO_BREAK_HYPHEN})")
_FIELD_PARTS = frozenset(("fldChar", "instrText", "delInstrText"))
_NO_FORMAT = frozenset(("lang", "noProof", "rPrChange", "kern", "w", "spacing"))
"""Of a run's properties: what nobody sees, or what only fits letters to a line that is gone."""
_CODE_STYLE = re.compile(r"(?i)(html|source|inline|verbatim)?[ -]*(code|char|preformatted)|.*\bcode\b.*|verbatim.*")
_TAG = re.compile(r"\{.*\}")


@dataclass(frozen=True, slots=True)
class RunForm:
    """What a run is made from: the namespace of its paragraph, and its properties."""

    namespace: str
    properties: etree._Element | None


@dataclass(frozen=True, slots=True)
class Wrapper:
    """An element around runs; ``inner`` are the local names down to the one that holds them."""

    element: etree._Element
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkField:
    """A link in the old way: everything up to its text, and its end."""

    before: tuple[etree._Element, ...]
    after: tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One child of a run that is not text; to be rendered in a run of its own."""

    form: RunForm
    child: etree._Element


def is_code(style: str | None) -> bool:
    """Whether the style's name says that what stands in it is code."""
    return bool(style and _CODE_STYLE.fullmatch(style))


def nodes_of(parent: etree._Element) -> list[Node]:
    """The parts of a paragraph, or of an element around runs."""
    return list(_nodes(list(parent)))


def _nodes(children: Sequence[etree._Element]) -> Iterator[Node]:
    at = 0
    while at < len(children):
        child = children[at]
        name = local_name(child)
        if name == "r" and _begins_field(child):
            end = _field_end(children, at)
            if end is not None:
                yield _field(children[at : end + 1])
                at = end + 1
                continue
        yield from _node(child, name)
        at += 1


def _node(element: etree._Element, name: str) -> Iterator[Node]:
    if name == "r":
        yield from _run(element)
    elif name in _WRAPPERS:
        inner = ("sdtContent",) if name == "sdt" else ()
        content = next((e for e in element if local_name(e) == "sdtContent"), None) if inner else element
        if content is None:
            yield Kept(element)
        else:
            yield Pair(Wrapper(element, inner), nodes_of(content))
    elif name == "fldSimple" and _holds_text(attribute(element, "instr") or ""):
        yield Pair(Wrapper(element), nodes_of(element))
    elif name in _MARKS or name.endswith(("RangeStart", "RangeEnd")):
        yield Mark(element)
    elif name and name not in _PASSED_OVER:
        yield Kept(element)


def _run(run: etree._Element) -> Iterator[Node]:
    properties = next((child for child in run if local_name(child) == "rPr"), None)
    form = RunForm(etree.QName(run).namespace or "", properties)
    key = _key(properties)
    code = is_code(_style(properties))
    for child in run:
        name = local_name(child)
        if name == "rPr" or name in _PASSED_OVER or not name:
            continue
        if name == "noBreakHyphen":
            yield Run(_NO_BREAK_HYPHEN, key, form)
        elif name == "ruby" and not code:
            yield Run(_base_of(child), key, form)
        elif name == "t" and not code:
            yield Run(child.text or "", key, form)
        elif name in _FIELD_PARTS or name == "commentReference":
            yield Mark(Piece(form, child))
        elif name in ("tab", "br", "cr", "ptab"):
            yield Kept(Piece(form, child), repeats=attribute(child, "type") in (None, "textWrapping"))
        else:
            yield Kept(Piece(form, child))


def _base_of(ruby: etree._Element) -> str:
    """The words under a reading; how they are read is of the original's language, and goes with it."""
    bases = (base for base in ruby if local_name(base) == "rubyBase")
    return "".join(text.text or "" for base in bases for text in base.iter("{*}t"))


def _style(properties: etree._Element | None) -> str | None:
    if properties is None:
        return None
    return next((attribute(child, "val") for child in properties if local_name(child) == "rStyle"), None)


def _key(properties: etree._Element | None) -> Hashable:
    if properties is None or not len(properties):
        return ()
    found = []
    for child in properties:
        name = local_name(child)
        if name in _NO_FORMAT:
            continue
        values = sorted((str(k), v) for k, v in child.attrib.items() if _TAG.sub("", str(k)) != "hint")
        if name != "rFonts" or values:
            inner = etree.tostring(child) if len(child) else b""
            found.append((child.tag, tuple(values), inner))
    return tuple(sorted(found))


# fields ---------------------------------------------------------------------------------------------------------------
def _field_marks(run: etree._Element) -> list[str]:
    return [attribute(child, "fldCharType") or "" for child in run if local_name(child) == "fldChar"]


def _begins_field(run: etree._Element) -> bool:
    return "begin" in _field_marks(run)


def _field_end(children: Sequence[etree._Element], start: int) -> int | None:
    """Where the field that begins at ``start`` ends among its siblings; None where it ends in another paragraph."""
    depth = 0
    for at in range(start, len(children)):
        if local_name(children[at]) == "r":
            for mark in _field_marks(children[at]):
                depth += {"begin": 1, "end": -1}.get(mark, 0)
            if depth <= 0:
                return at
    return None


def _field(elements: Sequence[etree._Element]) -> Node:
    """The text of a link, and what stands in a field to be filled in, is translated; any other its program computes."""
    marks = [(at, _field_marks(run)) for at, run in enumerate(elements) if local_name(run) == "r"]
    begins = [at for at, found in marks if "begin" in found]
    separators = [at for at, found in marks if "separate" in found]
    alone = all(len(found) <= 1 for _, found in marks) and len(begins) == 1 and len(separators) == 1
    if alone and _holds_text(_instruction(elements[: separators[0]])):
        middle = separators[0] + 1
        form = LinkField(tuple(elements[:middle]), tuple(elements[-1:]))
        return Pair(form, list(_nodes(elements[middle:-1])))
    return Kept(tuple(elements))


def _instruction(elements: Sequence[etree._Element]) -> str:
    return "".join(node.text or "" for element in elements for node in element.iter("{*}instrText"))


def _holds_text(instruction: str) -> bool:
    return instruction.split()[:1] in (["HYPERLINK"], ["FORMTEXT"])


# and back -------------------------------------------------------------------------------------------------------------
def rendered(nodes: Sequence[Node], *, right_to_left: bool = False) -> list[etree._Element]:
    """Elements for a paragraph. What the source may hold once is moved there, the rest is made anew."""
    out: list[etree._Element] = []
    for node in nodes:
        if isinstance(node, Run):
            out += _text_runs(node, right_to_left)
        elif isinstance(node, Pair):
            out += _pair(node, right_to_left)
        elif isinstance(item := node.item, Piece):
            out.append(_run_with(item, is_copy=isinstance(node, Kept) and node.repeats))
        elif isinstance(item, tuple):
            out += item
        else:
            out.append(item)
    return out


def _text_runs(run: Run, right_to_left: bool) -> Iterator[etree._Element]:
    made = _empty_run(run.form, right_to_left)
    namespace = run.form.namespace
    for part in _PARTS.split(run.text):
        if part in ("\n", _NO_BREAK_HYPHEN):
            name = "br" if part == "\n" else "noBreakHyphen"
            etree.SubElement(made, f"{{{namespace}}}{name}")
        elif part:
            text = etree.SubElement(made, f"{{{namespace}}}t")
            text.text = part
            if part[0].isspace() or part[-1].isspace():
                text.set(_XML_SPACE, "preserve")
    yield made


def _empty_run(form: RunForm, right_to_left: bool = False) -> etree._Element:
    made = etree.Element(f"{{{form.namespace}}}r")
    if form.properties is not None:
        copied = deepcopy(form.properties)
        for child in [child for child in copied if local_name(child) in ("lang", "rPrChange")]:
            copied.remove(child)
        if len(copied):
            made.append(copied)
    if right_to_left:
        tag = f"{{{form.namespace}}}rPr"
        properties = made.find(tag)
        if properties is None:
            properties = etree.SubElement(made, tag)
        if properties.find(f"{{{form.namespace}}}rtl") is None:
            etree.SubElement(properties, f"{{{form.namespace}}}rtl")
    return made


def _run_with(piece: Piece, *, is_copy: bool) -> etree._Element:
    made = _empty_run(piece.form)
    made.append(deepcopy(piece.child) if is_copy else piece.child)
    return made


def _pair(pair: Pair, right_to_left: bool) -> list[etree._Element]:
    inner = rendered(pair.children, right_to_left=right_to_left)
    if not inner:
        return []
    if isinstance(pair.form, LinkField):
        return [*map(deepcopy, pair.form.before), *inner, *map(deepcopy, pair.form.after)]
    wrapper: Wrapper = pair.form
    made = _emptied(wrapper.element, wrapper.inner)
    holder = made
    for name in wrapper.inner:
        holder = next(child for child in holder if local_name(child) == name)
    holder.extend(inner)
    return [made]


def _emptied(element: etree._Element, inner: tuple[str, ...]) -> etree._Element:
    """A copy without the runs."""
    made = etree.Element(element.tag)
    for key, value in element.attrib.items():
        made.set(key, value)
    for child in element:
        name = local_name(child)
        if inner and name == inner[0]:
            made.append(_emptied(child, inner[1:]))
        elif name.endswith("Pr") or (inner and name == "sdtEndPr"):
            copied = deepcopy(child)
            for binding in list(copied.iterchildren("{*}dataBinding")):
                copied.remove(binding)
            made.append(copied)
    return made
