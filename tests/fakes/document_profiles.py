"""What a document is made of, apart from how its runs are cut: to compare one with its translation.

Written against the formats' own specifications; of the program's it takes only what counts as words.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterator

from lxml import etree

from app.domain.translate.segment import is_translatable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_UNSEEN = {
    "lang",
    "noProof",
    "proofErr",
    "lastRenderedPageBreak",
    "rPrChange",
    "softHyphen",
    "dataBinding",
    "kern",
    "w",
    "spacing",
}

Profile = list[Hashable]


def swapped(text: str) -> str:
    """A translation that changes every Latin letter and nothing else."""
    return re.sub("[A-Za-z]+", lambda match: match[0].swapcase(), text)


def local(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def word_profile(part: bytes, change: Callable[[str], str] = str) -> Profile:
    """For each paragraph its properties, each letter with its format, and every object in it."""
    root = etree.fromstring(part)
    return [_word_paragraph(paragraph, change) for paragraph in root.iter(f"{{{W}}}p")]


def _word_paragraph(paragraph: etree._Element, change: Callable[[str], str]) -> Hashable:
    letters: list[tuple[str, Hashable]] = []
    objects: Counter[str] = Counter()
    properties = paragraph.find(f"{{{W}}}pPr")
    computed = _computed(paragraph)
    if not is_translatable("".join(t.text or "" for t in paragraph.iter(f"{{{W}}}t") if t not in computed)):
        change = str
    for element in paragraph.iter():
        name = local(element)
        if element is not paragraph and next(element.iterancestors(f"{{{W}}}p")) is not paragraph:
            continue  # of a paragraph in a text box inside this one
        if name == "t":
            run = element.getparent()
            assert run is not None
            text = (element.text or "") if _is_code(run) or element in computed else change(element.text or "")
            letters += [(c, _format(run.find(f"{{{W}}}rPr"))) for c in text if not c.isspace()]
        elif name not in _UNSEEN | {"r", "rPr", "p"} and not _is_in(element, "rPr"):
            objects[name] += 1
    return (
        b"" if properties is None else etree.tostring(properties, method="c14n", exclusive=True),
        tuple(letters),
        tuple(sorted(objects.items())),
    )


def _computed(paragraph: etree._Element) -> set[etree._Element]:
    """The texts that fields show, but for links, and what was moved away. Of a field that ends elsewhere: none."""
    marks = [mark.get(f"{{{W}}}fldCharType") for mark in paragraph.iter(f"{{{W}}}fldChar")]
    found: set[etree._Element] = set()
    if marks.count("begin") != marks.count("end"):
        return {t for gone in paragraph.iter(f"{{{W}}}moveFrom") for t in gone.iter(f"{{{W}}}t")}
    depth, instruction = 0, ""
    for element in paragraph.iter():
        kind = element.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            depth, instruction = depth + 1, "" if depth == 0 else instruction
        elif kind == "end":
            depth -= 1
        elif local(element) == "instrText" and depth == 1:
            instruction += element.text or ""
        elif local(element) == "t" and depth and not instruction.strip().startswith("HYPERLINK"):
            found.add(element)
    for simple in paragraph.iter(f"{{{W}}}fldSimple"):
        if not (simple.get(f"{{{W}}}instr") or "").strip().startswith("HYPERLINK"):
            found |= set(simple.iter(f"{{{W}}}t"))
    for gone in paragraph.iter(f"{{{W}}}moveFrom"):
        found |= set(gone.iter(f"{{{W}}}t"))
    return found


def _is_in(element: etree._Element, name: str) -> bool:
    return any(local(ancestor) == name for ancestor in element.iterancestors())


def _is_code(run: etree._Element) -> bool:
    return any("code" in (style.get(f"{{{W}}}val") or "").lower() for style in run.iter(f"{{{W}}}rStyle"))


def _format(properties: etree._Element | None) -> Hashable:
    if properties is None:
        return ()
    found = []
    for child in properties:
        values = sorted((str(k), str(v)) for k, v in child.attrib.items() if not str(k).endswith("}hint"))
        if local(child) not in _UNSEEN and (values or local(child) != "rFonts"):
            found.append((local(child), tuple(values)))
    return tuple(sorted(found))


# DrawingML and SpreadsheetML ------------------------------------------------------------------------------------------
_HOLDERS = {"p", "si", "is", "text"}
_PARTS_OF_TEXT = {"r", "rPr", "t"}
_NOT_SEEN = {"lang", "altLang", "err", "dirty", "noProof", "smtClean", "kumimoji", "bmk", "smtId"}
_PLAIN = {"v", "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter"}


def drawing_profile(part: bytes, change: Callable[[str], str] = str) -> Profile:
    """Every element with its attributes, but for runs; of each paragraph or item the letters with their formats."""
    root = etree.fromstring(part)
    found: Profile = []
    for element in root.iter():
        name = local(element)
        if name in _PARTS_OF_TEXT or any(local(a) in _PARTS_OF_TEXT - {"t"} for a in element.iterancestors()):
            continue
        text: Hashable = (element.text or "").strip()
        if name in _HOLDERS:
            text = _letters(element, str if _is_prompt(element) else change)
        elif name in _PLAIN and _has_words(element):
            text = _changed(element.text or "", change)
        attributes = sorted((str(k), str(v)) for k, v in element.attrib.items() if k != "descr")
        found.append((name, tuple(attributes), text))
    return found


def _is_prompt(element: etree._Element) -> bool:
    """What a layout says in an empty placeholder is for the author."""
    if local(element.getroottree().getroot()) not in ("sldLayout", "sldMaster"):
        return False
    shape = next((a for a in element.iterancestors() if local(a) == "sp"), None)
    return shape is not None and any(local(e) == "ph" for e in shape.iter())


def _changed(text: str, change: Callable[[str], str]) -> str:
    codes = re.split(r'(&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|[A-Za-z&]))', text)
    if not is_translatable("".join(codes[::2])):
        return text
    return "".join(code if at % 2 or not is_translatable(code) else change(code) for at, code in enumerate(codes))


def _has_words(element: etree._Element) -> bool:
    parent = element.getparent()
    if local(element) != "v" or parent is None:
        return local(element) != "v"
    grand = parent.getparent()
    return local(parent) == "tx" or (local(parent) == "pt" and grand is not None and local(grand) != "numCache")


def _letters(holder: etree._Element, change: Callable[[str], str]) -> Hashable:
    if not len(holder):
        return change(holder.text or "") if is_translatable(holder.text or "") else holder.text
    texts = [t for t in holder.iter() if local(t) == "t" and not _is_in(t, "rPh") and not _is_in(t, "fld")]
    if not is_translatable("".join(t.text or "" for t in texts)):
        change = str
    letters: list[Hashable] = []
    for text in texts:
        run = text.getparent()
        assert run is not None
        properties = next((e for e in run if local(e) == "rPr"), None) if local(run) == "r" else None
        letters += [(c, _drawn_format(properties)) for c in change(text.text or "") if not c.isspace()]
    return tuple(letters)


def _drawn_format(properties: etree._Element | None) -> Hashable:
    if properties is None:
        return ()
    attributes = sorted((str(k), str(v)) for k, v in properties.attrib.items() if str(k) not in _NOT_SEEN)
    return tuple(attributes), tuple(etree.tostring(e, method="c14n", exclusive=True) for e in properties)


# OpenDocument ---------------------------------------------------------------------------------------------------------
_ODF_TEXT = {"p", "h"}
_ODF_SPACES = {"s", "span", "soft-page-break"}


def odf_profile(part: bytes, change: Callable[[str], str] = str) -> Profile:
    """Every element with its attributes, but for spans; of each paragraph the letters with the spans around them."""
    root = etree.fromstring(part)
    found: Profile = []
    for element in root.iter():
        name = local(element)
        if not name or name in _ODF_SPACES:
            continue
        attributes = tuple(
            sorted((str(k), str(v)) for k, v in element.attrib.items() if not str(k).endswith("}string-value"))
        )
        letters: Hashable = ()
        if name in _ODF_TEXT:
            letters = _odf_letters(element, change)
        found.append((name, attributes, letters))
    return found


def _odf_letters(paragraph: etree._Element, change: Callable[[str], str]) -> Hashable:
    pieces = list(_odf_pieces(paragraph, ()))
    cell = paragraph.getparent()
    kinds = {str(v) for k, v in cell.attrib.items() if str(k).endswith("}value-type")} if cell is not None else set()
    formula = cell is not None and any(str(k).endswith("}formula") for k in cell.attrib)
    if not is_translatable("".join(text for text, _, _ in pieces)) or kinds - {"string"} or formula:
        change = str
    if any(local(a) in ("tracked-changes", "scripts", "forms") for a in paragraph.iterancestors()):
        change = str
    return tuple((c, s) for text, s, is_words in pieces for c in (change if is_words else str)(text) if not c.isspace())


def _odf_pieces(
    element: etree._Element, spans: tuple[Hashable, ...], words: bool = True
) -> Iterator[tuple[str, tuple[Hashable, ...], bool]]:
    """(text, spans around it, whether it is the paragraph's own and not what a field shows)."""
    if element.text:
        yield element.text, spans, words
    for child in element:
        name = local(child)
        if name == "span":
            style = tuple(sorted((str(k), str(v)) for k, v in child.attrib.items()))
            yield from _odf_pieces(child, (*spans, style), words)
        elif name in ("a", "meta"):
            yield from _odf_pieces(child, spans, words)
        elif name not in ("note", "frame", "annotation", "custom-shape", "text-box") and name:
            yield from _odf_pieces(child, spans, False)
        if child.tail:
            yield child.tail, spans, words
