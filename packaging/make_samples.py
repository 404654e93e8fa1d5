"""Makes the binary documents in ``assets/samples``; the plain ones (md, html, eml, csv, txt) are simply kept there.

.venv/bin/python packaging/make_samples.py
"""

from __future__ import annotations

import datetime as dt
import html
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pptx

import sample_texts as texts
from pdf_page_writer import pdf

SAMPLES = Path(__file__).resolve().parents[1] / "assets" / "samples"
WRITTEN = dt.datetime(2026, 9, 1, 9, 0)

Chapters = tuple[tuple[str, tuple[str, ...]], ...]


def main() -> int:
    SAMPLES.mkdir(parents=True, exist_ok=True)
    (SAMPLES / "lease-agreement.pdf").write_bytes(pdf("Residential lease agreement, 14 Quay Street", texts.LEASE))
    write_word(SAMPLES / "leave-policy.docx", "Harbour Lane Clinic: leave policy", texts.LEAVE_POLICY)
    write_word(SAMPLES / "实验室安全守则.docx", "化学实验室安全守则", texts.LABORATORY)
    write_sheets(SAMPLES / "bicycle-workshop-prices.xlsx")
    write_slides(SAMPLES / "travel-rules.pptx")
    write_book(SAMPLES / "阳台种菜.epub", "阳台种菜指南", texts.BALCONY)
    return 0


def write_word(path: Path, title: str, chapters: Chapters) -> None:
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, "Alcove"
    document.core_properties.created = document.core_properties.modified = WRITTEN
    document.add_heading(title, level=0)
    for heading, paragraphs in chapters:
        document.add_heading(heading, level=1)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    document.save(str(path))


def write_sheets(path: Path) -> None:
    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = "Bicycle workshop: prices", "Alcove"
    book.remove(book.worksheets[0])
    for name, rows in texts.PRICES.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.column_dimensions["A"].width = 36
    book.save(path)


def write_slides(path: Path) -> None:
    deck = pptx.Presentation()
    deck.core_properties.title, deck.core_properties.author = texts.TRAVEL[0][0], "Alcove"
    for number, (heading, lines) in enumerate(texts.TRAVEL):
        slide = deck.slides.add_slide(deck.slide_layouts[0 if number == 0 else 1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = "\n".join(lines)
    deck.save(str(path))


def write_book(path: Path, title: str, chapters: Chapters) -> None:
    names = [f"chapter{number}.xhtml" for number in range(1, len(chapters) + 1)]
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(names)))
    package = (
        '<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">alcove-sample-balcony</dc:identifier><dc:title>{title}</dc:title>'
        f"<dc:language>zh-CN</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>'
        "</container>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(zipfile.ZipInfo("mimetype", WRITTEN.timetuple()[:6]), "application/epub+zip")
        book.writestr("META-INF/container.xml", container)
        book.writestr("book/package.opf", package)
        for name, (heading, paragraphs) in zip(names, chapters, strict=True):
            body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
            page = f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{heading}</title></head>"
            book.writestr(f"book/{name}", f'<?xml version="1.0"?>{page}<body><h1>{heading}</h1>{body}</body></html>')


if __name__ == "__main__":
    sys.exit(main())
