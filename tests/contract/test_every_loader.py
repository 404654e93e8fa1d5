"""What every format owes, tried on small files made here: exact places, a reason for every damage, and no more."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx
import pypdfium2
import pytest

from app.domain.ask.keywords import indexed_terms
from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Passage, Refusal
from app.engines.loaders.chunking import LATIN_CAPACITY
from app.engines.loaders.load import read
from app.engines.loaders.preview import preview
from app.protocol.tasks import DocumentRead
from tests.fakes.small_pdf import pdf

PARAGRAPH = "The harbour master counted the ships twice, since the fog had hidden some of them from view. "
CHINESE = "港口管理员把船数了两遍，因为大雾遮住了其中的几艘。"


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Harbour", 1)
    for _ in range(30):
        document.add_paragraph(PARAGRAPH * 3)
    document.add_heading("中文", 2)
    document.add_paragraph(CHINESE * 30)
    return saved(document.save)


def slides() -> bytes:
    deck = pptx.Presentation()
    for n in range(5):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Slide {n}"
        slide.placeholders[1].text = PARAGRAPH * (n * 6 + 1)
    return saved(deck.save)


def sheet() -> bytes:
    book = openpyxl.Workbook()
    for name in ("Ships", "人员"):
        table = book.create_sheet(name)
        for n in range(200):
            table.append([n, f"ship {n}", CHINESE])
    return saved(book.save)


def epub() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", '<c><rootfile full-path="b.opf"/></c>')
        items = "".join(f'<item id="c{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(3))
        refs = "".join(f'<itemref idref="c{n}"/>' for n in range(3))
        archive.writestr("b.opf", f"<package><manifest>{items}</manifest><spine>{refs}</spine></package>")
        for n in range(3):
            archive.writestr(f"{n}.xhtml", f"<h1>Chapter {n}</h1><p>{PARAGRAPH * 20}</p><p>{CHINESE}</p>")
    return out.getvalue()


def open_document() -> bytes:
    out = io.BytesIO()
    namespaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        body = f'<text:h text:outline-level="1">Harbour</text:h><text:p>{PARAGRAPH * 30}</text:p>'
        body += f"<text:p>{CHINESE}</text:p>"
        archive.writestr(
            "content.xml",
            f"<office:document-content {namespaces}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Ships in the fog"
    message.set_content(PARAGRAPH * 30 + "\n" + CHINESE)
    message.add_alternative(f"<p>{PARAGRAPH * 30}</p>", subtype="html")
    return bytes(message)


TEXT = f"{PARAGRAPH * 40}\r\n\r\n{CHINESE * 40}\n😀 end"
SAMPLES: dict[str, tuple[Callable[[], bytes], DocumentKind]] = {
    "a.pdf": (lambda: pdf([PARAGRAPH + "\n" + PARAGRAPH * 14, "second page"]), DocumentKind.PDF),
    "a.docx": (word, DocumentKind.WORD),
    "a.pptx": (slides, DocumentKind.SLIDES),
    "a.xlsx": (sheet, DocumentKind.SHEET),
    "a.odt": (open_document, DocumentKind.ODT),
    "a.rtf": (lambda: b"{\\rtf1\\ansi " + (PARAGRAPH + "\\par ").encode() * 40 + b"}", DocumentKind.RTF),
    "a.eml": (mail, DocumentKind.MAIL),
    "a.epub": (epub, DocumentKind.EPUB),
    "a.html": (lambda: f"<h1>Harbour</h1><p>{PARAGRAPH * 20}<p>{CHINESE * 20}".encode(), DocumentKind.HTML),
    "a.md": (lambda: f"# Harbour\n\n{PARAGRAPH * 20}\n\n## 中文\n\n{CHINESE * 40}".encode(), DocumentKind.MARKDOWN),
    "a.txt": (lambda: TEXT.encode(), DocumentKind.TEXT),
    "b.txt": (lambda: TEXT.encode("utf-16"), DocumentKind.TEXT),
    "c.txt": (lambda: (CHINESE * 60).encode("gb18030"), DocumentKind.TEXT),
    "a.py": (lambda: b"def f():\n    return 1\n\n\n" * 200, DocumentKind.CODE),
    "a.csv": (lambda: ("name,note\r\n" + f'ship,"{CHINESE}\r\nmore"\r\n' * 90).encode(), DocumentKind.CSV),
    "a.srt": (lambda: b"1\n00:00:01,000 --> 00:00:02,000\nThe fog is thick\n\n" * 60, DocumentKind.SUBTITLES),
}
BINARY = [name for name in SAMPLES if name.split(".")[1] in ("pdf", "docx", "pptx", "xlsx", "odt", "epub", "rtf")]


def write(path: Path, data: bytes) -> None:
    """A file that was not written just now: the border would look at that one twice."""
    path.write_bytes(data)
    os.utime(path, (1_700_000_000, 1_700_000_000))


def reading(path: Path) -> tuple[DocumentRead, list[Passage]]:
    found: list[Passage] = []
    return read(path, on_passage=found.append), found


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, DocumentKind]:
    make, kind = SAMPLES[request.param]
    path = tmp_path / request.param
    write(path, make())
    return path, kind


def test_passages_are_whole_bounded_and_exactly_at_their_place(sample: tuple[Path, DocumentKind]) -> None:
    path, kind = sample
    facts, found = reading(path)
    assert facts.kind is kind
    assert facts.passages == len(found) > 0
    for passage in found:
        assert 0 < len(passage.text) <= LATIN_CAPACITY
        assert passage.text == passage.text.strip()
        assert passage.keywords
        if kind is DocumentKind.PDF:
            document = pypdfium2.PdfDocument(path.read_bytes())
            text_page = document[(passage.place.page or 0) - 1].get_textpage()
            assert text_page.get_text_range(passage.place.start, passage.place.length) == passage.text
            document.close()
        else:
            assert len(passage.text) == passage.place.length
        shown = preview(path, passage.place)
        assert shown.text[passage.place.start : passage.place.start + passage.place.length] == passage.text
        assert shown.kind is kind


def test_every_word_of_the_document_is_in_its_passages(sample: tuple[Path, DocumentKind]) -> None:
    path, kind = sample
    _, found = reading(path)
    words = set(" ".join(p.keywords for p in found).split())
    if kind in (DocumentKind.CODE, DocumentKind.SUBTITLES):
        expected = "return" if kind is DocumentKind.CODE else "fog"
    elif path.name in ("c.txt", "a.csv", "a.xlsx"):
        expected = indexed_terms(CHINESE)
    else:
        expected = indexed_terms(PARAGRAPH)
    assert set(expected.split()) <= words


def test_places_of_text_count_in_the_decoded_file(tmp_path: Path) -> None:
    for name, encoding in (("a.txt", "utf-8"), ("b.txt", "utf-16")):
        write(tmp_path / name, TEXT.encode(encoding))
        _, found = reading(tmp_path / name)
        for p in found:
            assert TEXT[p.place.start : p.place.start + p.place.length] == p.text
            assert p.place.first_line == TEXT.count("\n", 0, p.place.start) + 1


def test_a_file_cut_short_anywhere_is_read_or_refused(sample: tuple[Path, DocumentKind]) -> None:
    path, _ = sample
    data = path.read_bytes()
    for tenth in range(10):
        write(path, data[: len(data) * tenth // 10])
        try:
            facts, found = reading(path)
        except FileRefused as refused:
            assert refused.refusal in (Refusal.EMPTY, Refusal.DAMAGED, Refusal.UNSUPPORTED)  # noqa: PT017
        else:
            assert facts.passages == len(found) > 0


@pytest.mark.parametrize("name", BINARY)
def test_flipped_bytes_never_escape_the_border(name: str, tmp_path: Path) -> None:
    data = SAMPLES[name][0]()
    path = tmp_path / name
    random_bytes = random.Random(name)
    for _ in range(25):
        broken = bytearray(data)
        for _ in range(random_bytes.choice((1, 5, 50))):
            broken[random_bytes.randrange(len(broken))] = random_bytes.randrange(256)
        write(path, bytes(broken))
        try:
            facts, found = reading(path)
        except FileRefused:
            continue
        assert facts.passages == len(found) > 0
        for passage in found:
            passage.text.encode()


@pytest.mark.parametrize("name", BINARY)
def test_a_wrong_name_changes_nothing(name: str, tmp_path: Path) -> None:
    make, kind = SAMPLES[name]
    path = tmp_path / "misnamed.txt"
    write(path, make())
    assert reading(path)[0].kind is kind


def test_hostile_text_is_read_and_stays_exact(tmp_path: Path) -> None:
    hostile = {
        "zero bytes": "words\x00 and more words, and yet more words " * 50,
        "bidi controls": "\u202eright to left\u202c words",
        "combining marks": "a" + "\u0301" * 20_000 + " word",
        "one long line": "word" * 50_000,
        "odd line ends": "one\u2028two\x85three\x0bfour\x0cfive\rsix",
        "private and unassigned": "word \ue000\U0010ffff\u0378 word",
    }
    for name, text in hostile.items():
        path = tmp_path / f"{name}.txt"
        write(path, text.encode())
        _, found = reading(path)
        for passage in found:
            assert text[passage.place.start : passage.place.start + passage.place.length] == passage.text
