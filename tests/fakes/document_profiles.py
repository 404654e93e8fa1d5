"""What a document is made of, apart from how its runs are cut: to compare one with its translation.

Written against the formats' own specifications; of the program's it takes only what counts as words.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Hashable

from lxml import etree

from app.domain.segment import is_translatable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_UNSEEN = {"lang", "noProof", "proofErr", "lastRenderedPageBreak", "rPrChange", "softHyphen", "kern", "w", "spacing"}

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
