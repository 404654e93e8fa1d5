"""OpenDocument texts, presentations and sheets: body, tables, notes, frames, headers, footers, annotations, charts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout, DocumentChoices, DocumentFormat
from app.engines.loaders.office.odf import refuse_encrypted
from app.engines.loaders.office.odf_text import local_name, value
from app.engines.loaders.section import Source
from app.engines.loaders.zip_guard import open_zip
from app.engines.writers.inline import Inline
from app.engines.writers.odf_inline import fill, nodes_of
from app.engines.writers.office_file import ZipFile
from app.engines.writers.unit import Unit

_CONTENT = re.compile(r"(?:[^/]+/)?content\.xml")
_FORMATS = {"spreadsheet": DocumentFormat.ODS, "presentation": DocumentFormat.ODP, "drawing": DocumentFormat.ODP}
_NEVER = frozenset(("tracked-changes", "scripts", "forms", "event-listeners", "font-face-decls", "settings"))
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_SVG = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_FO = "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
_RIGHT_TO_LEFT = "-alcove-rtl"
_SAME_PAGE = "-alcove-below"


class OdfRewriter:
    """One document. Raises FileRefused as the guards do."""

    suffix = ""

    def __init__(self, source: Source, choices: DocumentChoices) -> None:
        archive = open_zip(source.stream())
        refuse_encrypted(archive)
        if "content.xml" not in archive:
            raise FileRefused(Refusal.DAMAGED, part="content.xml")
        self._file, self._choices = ZipFile(source, archive), choices
        self._format = DocumentFormat.ODT

    @property
    def format(self) -> DocumentFormat:
        """Known once ``units`` has begun."""
        return self._format

    def units(self) -> Iterator[Unit]:
        """The body, embedded objects such as charts, then headers and footers of the page styles."""
        names = [name for name in self._file.archive.names if _CONTENT.fullmatch(name)]
        for name in sorted(names, key=lambda name: "/" in name):
            with self._file.changing(name, bare_doctype=True) as root:
                if root is None:
                    if name == "content.xml":
                        raise FileRefused(Refusal.DAMAGED, part=name)
                    continue
                if name == "content.xml":
                    self._format = next(
                        (_FORMATS[n] for n in map(local_name, root.iter()) if n in _FORMATS), self._format
                    )
                bodies = list(root.iter("{*}body"))
                for body in bodies[:1]:
                    yield from self._paragraphs(body, root)
        with self._file.changing("styles.xml", bare_doctype=True) as root:
            for master in list(root.iter("{*}master-page")) if root is not None else ():
                assert root is not None
                yield from self._paragraphs(master, root)

    def finish(self) -> bytes:
        return self._file.finish()

    def _paragraphs(self, parent: etree._Element, root: etree._Element) -> Iterator[Unit]:
        page_styles = _page_styles(root)
        for element in list(parent.iter("{*}p", "{*}h")):
            if any(local_name(ancestor) in _NEVER for ancestor in element.iterancestors()):
                continue
            cell = _cell(element)
            if cell is not None and (value(cell, "formula") or value(cell, "value-type") not in (None, "string")):
                continue  # computed, or a number as its format shows it
            inline = Inline(nodes_of(element))
            if inline.text:
                yield _Paragraph(element, root, self._choices, inline, cell, page_styles)


class _Paragraph:
    def __init__(
        self,
        paragraph: etree._Element,
        root: etree._Element,
        choices: DocumentChoices,
        inline: Inline,
        cell: etree._Element | None,
        page_styles: frozenset[str],
    ) -> None:
        self._page_styles = page_styles
        self._paragraph, self._root, self._choices = paragraph, root, choices
        self._inline, self._cell = inline, cell

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        translated = self._paragraph
        if self._choices.layout is BilingualLayout.TRANSLATION:
            if translation == self.text and not self._choices.is_right_to_left:
                return
            fill(self._paragraph, self._inline.translated(translation))
        else:
            tag = f"{{{_TEXT}}}p" if local_name(self._paragraph) == "h" else self._paragraph.tag
            translated = etree.Element(tag)
            for name, given in self._paragraph.attrib.items():
                if str(name).rpartition("}")[2] in ("style-name", "cond-style-name"):
                    translated.set(name, given)
            fill(translated, self._inline.translated(translation, as_copy=True))
            if (self._paragraph.get(f"{{{_TEXT}}}style-name") or "") in self._page_styles:
                same_page = {f"{{{_FO}}}break-before": "auto", f"{{{_FO}}}break-after": "auto"}
                _derive_style(translated, self._root, _SAME_PAGE, same_page)
            translated.tail, self._paragraph.tail = self._paragraph.tail, None
            self._paragraph.addnext(translated)
        if self._cell is not None:
            for name in [name for name in self._cell.attrib if str(name).endswith("}string-value")]:
                del self._cell.attrib[name]
        if self._choices.is_right_to_left:
            _derive_style(translated, self._root, _RIGHT_TO_LEFT, {f"{{{_STYLE}}}writing-mode": "rl-tb"})


def _cell(paragraph: etree._Element) -> etree._Element | None:
    """The cell that holds the paragraph, where its text is the cell's value."""
    parent = paragraph.getparent()
    return parent if parent is not None and local_name(parent).endswith("table-cell") else None


def _derive_style(paragraph: etree._Element, root: etree._Element, ending: str, given: dict[str, str]) -> None:
    """Give the paragraph a style of its own, made once for each style: its copy, with the properties ``given``."""
    key = f"{{{_TEXT}}}style-name"
    name = paragraph.get(key) or ""
    automatic = root.find("{*}automatic-styles")
    if name.endswith(ending) or automatic is None:
        return
    known = next((style for style in automatic if style.get(f"{{{_STYLE}}}name") == name), None)
    paragraph.set(key, name + ending)
    if any(style.get(f"{{{_STYLE}}}name") == name + ending for style in automatic):
        return
    if known is not None:
        made = deepcopy(known)
    else:
        made = etree.Element(f"{{{_STYLE}}}style")
        made.set(f"{{{_STYLE}}}family", "paragraph")
        if name:
            made.set(f"{{{_STYLE}}}parent-style-name", name)
    made.set(f"{{{_STYLE}}}name", name + ending)
    made.attrib.pop(f"{{{_STYLE}}}master-page-name", "")  # it begins a new page, too
    properties = made.find(f"{{{_STYLE}}}paragraph-properties")
    if properties is None:
        properties = etree.Element(f"{{{_STYLE}}}paragraph-properties")
        made.insert(0, properties)
    for attribute, value_ in given.items():
        properties.set(attribute, value_)
    automatic.append(made)


def _page_styles(root: etree._Element) -> frozenset[str]:
    """The styles that break the page before or after their paragraphs."""
    found = set()
    for style in root.iter(f"{{{_STYLE}}}style"):
        properties = style.find(f"{{{_STYLE}}}paragraph-properties")
        breaks = (
            () if properties is None else (properties.get(f"{{{_FO}}}break-{side}") for side in ("before", "after"))
        )
        if style.get(f"{{{_STYLE}}}master-page-name") or any(breaks):
            found.add(style.get(f"{{{_STYLE}}}name") or "")
    return frozenset(found)
