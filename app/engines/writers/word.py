"""Word documents (docx, docm, dotx): body, tables, text boxes, headers, footers, notes, comments, charts, drawings."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout, DocumentChoices, DocumentFormat
from app.engines.loaders.office.ooxml import attribute, local_name
from app.engines.loaders.section import Source
from app.engines.writers.drawing import drawing_paragraph, drawing_parts, drawing_units
from app.engines.writers.inline import Inline
from app.engines.writers.office_file import OfficeFile
from app.engines.writers.plain_text import AttributeText, alternative_texts
from app.engines.writers.unit import Unit
from app.engines.writers.word_inline import is_code, nodes_of, rendered

_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")
_BEFORE_BIDI = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN"
)
"""CT_PPrBase is a sequence (ECMA-376 part 1, 17.3.1): ``bidi`` comes after these."""


class WordRewriter:
    """One document of Word. Raises FileRefused as the guards do."""

    format = DocumentFormat.DOCX
    suffix = ""

    def __init__(self, source: Source, choices: DocumentChoices) -> None:
        self._file = OfficeFile(source)
        self._main = self._file.package.main_part("word", "document.xml")
        if self._main.lower().endswith(".bin"):
            raise FileRefused(Refusal.UNSUPPORTED, part=self._main)
        self._choices = choices

    def units(self) -> Iterator[Unit]:
        """Paragraphs in the order of the file, the body first, then what stands around it."""
        stories = [self._main]
        for kind in _STORIES:
            stories += self._file.package.related(self._main, kind)
        for part in stories:
            beside = self._choices.layout is BilingualLayout.BESIDE and part == self._main
            with self._file.changing(part) as root:
                if root is None:
                    if part == self._main:
                        raise FileRefused(Refusal.DAMAGED, part=part)
                    continue
                for paragraph in list(root.iter("{*}p")):
                    unit = _paragraph_unit(paragraph, self._choices, beside=beside)
                    if unit is not None:
                        yield unit
                if beside:
                    _finish_beside(root)
                yield from alternative_texts(root, "docPr", self._choices)
                for word_art in list(root.iter("{urn:schemas-microsoft-com:vml}textpath")):
                    if word_art.get("string"):
                        yield AttributeText(word_art, "string", self._choices)
        for part in drawing_parts(self._file.package, stories):
            with self._file.changing(part) as root:
                if root is not None:
                    yield from drawing_units(root, self._choices)

    def finish(self) -> bytes:
        return self._file.finish()


class _Paragraph:
    """A paragraph that has words."""

    def __init__(self, paragraph: etree._Element, choices: DocumentChoices, inline: Inline, beside: bool) -> None:
        self._paragraph, self._choices, self._inline, self._beside = paragraph, choices, inline, beside

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        if self._choices.layout is BilingualLayout.TRANSLATION:
            if translation != self.text or self._choices.is_right_to_left:
                self._fill(self._paragraph, translation)
            return
        below = self._copy(translation)
        parent = self._paragraph.getparent()
        if parent is None:
            return
        if self._beside and local_name(parent) == "body" and not _has_section(self._paragraph):
            _stand_beside(self._paragraph, below)
        else:
            _move_section(self._paragraph, below)
            self._paragraph.addnext(below)

    def _fill(self, paragraph: etree._Element, translation: str) -> None:
        _unbind(paragraph)
        nodes = self._inline.translated(translation)
        for child in list(paragraph):
            if local_name(child) != "pPr":
                paragraph.remove(child)
        paragraph.extend(rendered(nodes, right_to_left=self._choices.is_right_to_left))
        if self._choices.is_right_to_left:
            _set_bidi(paragraph)

    def _copy(self, translation: str) -> etree._Element:
        """A paragraph of the same style with the translation alone: no number, notes or pictures a second time."""
        made = etree.Element(self._paragraph.tag)
        properties = _properties(self._paragraph)
        if properties is not None:
            copied = deepcopy(properties)
            for child in list(copied):
                if local_name(child) in ("sectPr", "pPrChange", "framePr", "pageBreakBefore"):
                    copied.remove(child)
                elif local_name(child) == "numPr":
                    _unnumber(child)
            made.append(copied)
            if any(local_name(child) == "pStyle" for child in copied):  # which may begin a page
                at = sum(local_name(child) in ("pStyle", "keepNext", "keepLines") for child in copied)
                copied.insert(at, etree.Element(_named(made, "pageBreakBefore")))
                copied[at].set(_named(made, "val"), "0")
        nodes = self._inline.translated(translation, as_copy=True)
        made.extend(rendered(nodes, right_to_left=self._choices.is_right_to_left))
        if self._choices.is_right_to_left:
            _set_bidi(made)
        return made


def _paragraph_unit(paragraph: etree._Element, choices: DocumentChoices, *, beside: bool) -> Unit | None:
    if "wordprocessingml" not in (etree.QName(paragraph).namespace or ""):
        return drawing_paragraph(paragraph, choices)
    properties = _properties(paragraph)
    if properties is not None:
        style = next((attribute(child, "val") for child in properties if local_name(child) == "pStyle"), None)
        if is_code(style):
            return None
    inline = Inline(nodes_of(paragraph))
    return _Paragraph(paragraph, choices, inline, beside) if inline.text else None


def _properties(paragraph: etree._Element) -> etree._Element | None:
    return next((child for child in paragraph if local_name(child) == "pPr"), None)


def _unbind(paragraph: etree._Element) -> None:
    """A content control that is bound to a property would show that, in the original's language, when it is opened."""
    for control in paragraph.iterancestors("{*}sdt"):
        for properties in control.iterchildren("{*}sdtPr"):
            for binding in list(properties.iterchildren("{*}dataBinding")):
                properties.remove(binding)


def _named(paragraph: etree._Element, name: str) -> str:
    return f"{{{etree.QName(paragraph).namespace}}}{name}"


def _set_bidi(paragraph: etree._Element) -> None:
    properties = _properties(paragraph)
    if properties is None:
        properties = etree.Element(_named(paragraph, "pPr"))
        paragraph.insert(0, properties)
    if any(local_name(child) == "bidi" for child in properties):
        return
    at = sum(1 for child in properties if local_name(child) in _BEFORE_BIDI.split())
    properties.insert(at, etree.Element(_named(paragraph, "bidi")))


def _unnumber(numbering: etree._Element) -> None:
    """List number 0 takes a paragraph out of its list (17.9.18)."""
    for child in list(numbering):
        numbering.remove(child)
    made = etree.SubElement(numbering, _named(numbering, "numId"))
    made.set(_named(numbering, "val"), "0")


def _has_section(paragraph: etree._Element) -> bool:
    properties = _properties(paragraph)
    return properties is not None and any(local_name(child) == "sectPr" for child in properties)


def _move_section(paragraph: etree._Element, below: etree._Element) -> None:
    """A section ends with the paragraph that holds its properties; the translation belongs to it."""
    properties = _properties(paragraph)
    if properties is None:
        return
    for child in [child for child in properties if local_name(child) == "sectPr"]:
        target = _properties(below)
        assert target is not None
        target.append(child)


def _stand_beside(paragraph: etree._Element, translation: etree._Element) -> None:
    """Both in one row of a table of two columns that goes on from the paragraph before where that has one."""
    before = paragraph.getprevious()
    is_ours = before is not None and local_name(before) == "tbl" and before.get("alcove") == "beside"
    if is_ours:
        assert before is not None
        table = before
    else:
        table = _two_columns(paragraph)
        paragraph.addprevious(table)
    row = etree.SubElement(table, _named(paragraph, "tr"))
    for content in (paragraph, translation):
        cell = etree.SubElement(row, _named(paragraph, "tc"))
        width = etree.SubElement(etree.SubElement(cell, _named(paragraph, "tcPr")), _named(paragraph, "tcW"))
        width.set(_named(paragraph, "w"), "2500")
        width.set(_named(paragraph, "type"), "pct")
        cell.append(content)


def _two_columns(paragraph: etree._Element) -> etree._Element:
    table = etree.Element(_named(paragraph, "tbl"), {"alcove": "beside"})
    width = etree.SubElement(etree.SubElement(table, _named(paragraph, "tblPr")), _named(paragraph, "tblW"))
    width.set(_named(paragraph, "w"), "5000")
    width.set(_named(paragraph, "type"), "pct")
    grid = etree.SubElement(table, _named(paragraph, "tblGrid"))
    for _ in range(2):
        etree.SubElement(grid, _named(paragraph, "gridCol")).set(_named(paragraph, "w"), "4500")
    return table


def _finish_beside(root: etree._Element) -> None:
    """Take the marks off the tables that were made, and keep them apart from what would join them."""
    for table in list(root.iter("{*}tbl")):
        if not table.attrib.pop("alcove", ""):
            continue
        following = table.getnext()
        if following is None or local_name(following) in ("tbl", "sectPr"):
            table.addnext(etree.Element(_named(table, "p")))
