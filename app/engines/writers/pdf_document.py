"""A PDF as a DOCX of two columns, the original left and its translation right, page by page, with its pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar
from xml.sax.saxutils import escape

import pypdfium2 as pdfium  # type: ignore[import-untyped]

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout, DocumentChoices, DocumentFormat
from app.domain.translate.segment import plain
from app.engines.loaders.pdf.pages import MAX_PAGES, load, open_document
from app.engines.loaders.section import Source
from app.engines.writers.inline import Inline, Run, clean
from app.engines.writers.pdf_paragraphs import PdfParagraph, paragraphs
from app.engines.writers.pdf_pictures import MOST_BYTES, Picture, pictures
from app.engines.writers.unit import Unit

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WIDTH = 4819
"""Of a column, in twentieths of a point: half of an A4 page within margins of 2 cm."""
_HEIGHT = 680.0
"""Points of such a page, with a line above."""
_EMU = 12_700
"""The unit of drawings: of them a point has so many."""
_Found = TypeVar("_Found")


@dataclass(slots=True)
class _Entry:
    page: int
    paragraph: PdfParagraph
    inline: Inline
    translation: str = ""


class PdfRewriter:
    """Raises ENCRYPTED, DAMAGED, TOO_LARGE; SCANNED or EMPTY where there is no text."""

    format = DocumentFormat.PDF
    suffix = ".docx"

    def __init__(self, source: Source, choices: DocumentChoices) -> None:
        self._source, self._choices = source, choices
        self._entries: list[_Entry] = []
        self._pages = 0
        self._media: list[tuple[str, bytes]] = []

    def units(self) -> Iterator[Unit]:
        document = open_document(self._source.data)
        try:
            self._pages = len(document)
            if self._pages > MAX_PAGES:
                raise FileRefused(Refusal.TOO_LARGE, limit="pages")
            for number in range(self._pages):
                for paragraph in _on_page(document, number, paragraphs):
                    inline = Inline([Run(clean(paragraph.text), None)])
                    entry = _Entry(number, paragraph, inline)
                    self._entries.append(entry)
                    if inline.text:
                        yield _PdfUnit(entry)
        finally:
            document.close()
        if not self._entries:
            list(load(self._source).sections)  # it knows why there is nothing to read, and says so

    def finish(self) -> bytes:
        """The pictures are taken now: nobody needs them while segments are looked for."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            document = "".join(self._document(self._pictures()))
            parts: list[tuple[str, str | bytes]] = [*self._parts(), ("word/document.xml", document), *self._media]
            for name, data in parts:
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        return out.getvalue()

    def _pictures(self) -> Iterator[list[Picture]]:
        """Page by page."""
        document, held = open_document(self._source.data), 0
        try:
            for number in range(self._pages):
                found = _on_page(document, number, pictures) if held < MOST_BYTES else []
                held += sum(len(picture.data) for picture in found)
                yield found
        finally:
            document.close()

    def _parts(self) -> Iterator[tuple[str, str]]:
        """What stands around the document itself; called when its pictures are known."""
        yield (
            "[Content_Types].xml",
            (
                f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
                '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Default Extension="xml" ContentType="application/xml"/>'
                '<Default Extension="png" ContentType="image/png"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
                f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
                f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
            ),
        )
        yield (
            "_rels/.rels",
            (
                f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
            ),
        )
        yield (
            "word/_rels/document.xml.rels",
            (
                f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
                f'Type="{_OFFICE}/styles" Target="styles.xml"/>'
                + "".join(
                    f'<Relationship Id="{_relation(at)}" Type="{_OFFICE}/image" Target="{name.removeprefix("word/")}"/>'
                    for at, (name, _) in enumerate(self._media)
                )
                + "</Relationships>"
            ),
        )
        yield (
            "word/styles.xml",
            (
                f'{_DECLARATION}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/>'
                '<w:szCs w:val="20"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="80"/></w:pPr>'
                '</w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
                '<w:name w:val="Normal"/></w:style></w:styles>'
            ),
        )

    def _document(self, found: Iterator[list[Picture]]) -> Iterator[str]:
        yield f'{_DECLARATION}<w:document xmlns:w="{_W}" xmlns:r="{_OFFICE}" xmlns:wp="{_PLACED}"><w:body>'
        waiting = iter(self._entries)
        entry = next(waiting, None)
        for page in range(self._pages):
            begin = "<w:pageBreakBefore/>" if page else ""
            yield (
                f'<w:p><w:pPr>{begin}<w:jc w:val="center"/></w:pPr>'
                f'<w:r><w:rPr><w:color w:val="808080"/></w:rPr><w:t>– {page + 1} –</w:t></w:r></w:p>'
            )
            rows: list[_Entry | Picture] = []
            while entry is not None and entry.page == page:
                rows.append(entry)
                entry = next(waiting, None)
            for picture in next(found):
                rows.insert(_place(picture, rows), picture)
            yield from self._below(rows) if self._choices.layout is BilingualLayout.BELOW else self._beside(rows)
        yield (
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
            'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
        )

    def _below(self, rows: list[_Entry | Picture]) -> Iterator[str]:
        for entry in rows:
            if isinstance(entry, Picture):
                yield self._picture(entry)
                continue
            yield self._paragraph(entry, entry.paragraph.text)
            if entry.translation:
                yield self._paragraph(entry, entry.translation, is_translation=True)

    def _beside(self, rows: list[_Entry | Picture]) -> Iterator[str]:
        if not rows:
            return
        yield (
            f'<w:tbl><w:tblPr><w:tblW w:w="{2 * _WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{_WIDTH}"/><w:gridCol w:w="{_WIDTH}"/></w:tblGrid>'
        )
        for entry in rows:
            if isinstance(entry, Picture):
                both = f'<w:tcPr><w:tcW w:w="{2 * _WIDTH}" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr>'
                yield f"<w:tr><w:tc>{both}{self._picture(entry)}</w:tc></w:tr>"
                continue
            left = self._paragraph(entry, entry.paragraph.text)
            right = self._paragraph(entry, entry.translation or entry.paragraph.text, is_translation=True)
            cell = f'<w:tcPr><w:tcW w:w="{_WIDTH}" w:type="dxa"/></w:tcPr>'
            yield f"<w:tr><w:tc>{cell}{left}</w:tc><w:tc>{cell}{right}</w:tc></w:tr>"
        yield "</w:tbl>"

    def _picture(self, picture: Picture) -> str:
        """As large as on its page, or as the page here has room."""
        at = len(self._media)
        self._media.append((f"word/media/picture{at + 1}.{picture.ending}", picture.data))
        width, height = picture.right - picture.left, picture.top - picture.bottom
        fits = min(1.0, 2 * _WIDTH / 20 / width, _HEIGHT / height)
        wide, high = round(width * fits * _EMU), round(height * fits * _EMU)
        return (
            f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{at + 1}" '
            f'name="Picture {at + 1}"/><a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_PICTURE}"><pic:pic '
            f'xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr id="{at + 1}" name="Picture {at + 1}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{_relation(at)}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r></w:p>"
        )

    def _paragraph(self, entry: _Entry, text: str, *, is_translation: bool = False) -> str:
        mirrored = is_translation and self._choices.is_right_to_left
        properties = ("<w:b/>" if entry.paragraph.is_heading else "") + ("<w:rtl/>" if mirrored else "")
        run = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        bidi = "<w:pPr><w:bidi/></w:pPr>" if mirrored else ""
        return f'<w:p>{bidi}<w:r>{run}<w:t xml:space="preserve">{escape(clean(text))}</w:t></w:r></w:p>'


class _PdfUnit:
    def __init__(self, entry: _Entry) -> None:
        self._entry = entry

    @property
    def text(self) -> str:
        return self._entry.inline.text

    def put(self, translation: str) -> None:
        self._entry.translation = plain(translation)


def _relation(at: int) -> str:
    return f"picture{at + 1}"


def _place(picture: Picture, rows: list[_Entry | Picture]) -> int:
    """Behind the last paragraph that stands above it, of the columns that it stands in."""
    middle = (picture.bottom + picture.top) / 2
    place = 0
    for at, entry in enumerate(rows):
        if isinstance(entry, Picture):
            is_above = entry.bottom >= middle and entry.left < picture.right and entry.right > picture.left
        else:
            one = entry.paragraph
            is_above = one.bottom >= middle and one.left < picture.right and one.right > picture.left
        if is_above:
            place = at + 1
    return place


def _on_page(
    document: pdfium.PdfDocument, number: int, read: Callable[[pdfium.PdfPage], Iterable[_Found]]
) -> list[_Found]:
    """What ``read`` finds; nothing for a page that is broken: it costs itself, not the document."""
    try:
        page = document[number]
        try:
            return list(read(page))
        finally:
            page.close()
    except pdfium.PdfiumError:
        return []
