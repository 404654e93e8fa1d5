"""What a file is: its content decides, its name only where the content leaves a choice."""

from __future__ import annotations

import io
import zipfile

import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.detect import FileFormat, detect
from app.engines.loaders.section import Source
from tests.fakes.small_pdf import pdf


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


WORD = zipped(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"})
MAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nDate: today\r\n\r\nbody"
ACCEPTED = [
    ("a.pdf", pdf(["x"]), FileFormat.PDF),
    ("a.txt", pdf(["x"]), FileFormat.PDF),
    ("a.pdf", b"garbage first\n" + pdf(["x"]), FileFormat.PDF),
    ("a.pdf", b"just a few words", FileFormat.TEXT),
    ("notes.txt", b"A PDF file begins with %PDF-1.4, they say.", FileFormat.TEXT),
    ("a.docx", WORD, FileFormat.WORD),
    ("a.zip", WORD, FileFormat.WORD),
    ("a.txt", zipped(mimetype="application/epub+zip"), FileFormat.EPUB),
    ("a", zipped(mimetype="application/vnd.oasis.opendocument.text"), FileFormat.OPEN_DOCUMENT),
    ("a.docx", b"PK\x03\x04 broken", FileFormat.WORD),
    ("a.txt", b"{\\rtf1 hello}", FileFormat.RTF),
    ("a.txt", b"<!DOCTYPE html><html><p>x</p></html>", FileFormat.HTML),
    ("a.txt", b"how to write <b>bold</b> in a page", FileFormat.TEXT),
    ("a.html", b"<p>fragment</p>", FileFormat.HTML),
    ("a.html", b"no markup at all", FileFormat.TEXT),
    ("a.md", b"# Title\n\ntext", FileFormat.MARKDOWN),
    ("a.csv", b"a,b\n1,2\n", FileFormat.CSV),
    ("a.tsv", b"a\tb\n", FileFormat.CSV),
    ("a.py", b"print('x')", FileFormat.TEXT),
    ("a.srt", b"1\n00:00:01,000 --> 00:00:02,000\nHi\n", FileFormat.SUBTITLES),
    ("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", FileFormat.SUBTITLES),
    ("a.eml", MAIL, FileFormat.MAIL),
    ("a.txt", MAIL, FileFormat.MAIL),
    ("a.txt", b"Name: Jo\nAge: 3\nFrom: here\n\nnot mail", FileFormat.TEXT),
    ("a.xml", b"<?xml version='1.0'?><a>x</a>", FileFormat.TEXT),
    ("FORMATS.txt", b"FORM follows function", FileFormat.TEXT),
    ("tags.txt", b"ID3 tags describe a song", FileFormat.TEXT),
    ("a.txt", "<!DOCTYPE html><p>文".encode("utf-16"), FileFormat.HTML),
]
REFUSED = [
    ("a.txt", b"", Refusal.EMPTY),
    ("a.pdf", b"", Refusal.EMPTY),
    ("a.txt", b" \r\n\t ", Refusal.EMPTY),
    ("a.txt", "\u3000\xa0\ufeff\n".encode(), Refusal.EMPTY),
    ("a.txt", bytes(500), Refusal.EMPTY),
    ("a.docx", bytes(500), Refusal.DAMAGED),
    ("a.pdf", bytes(range(256)) * 9, Refusal.DAMAGED),
    ("a.txt", bytes(range(256)) * 9, Refusal.UNSUPPORTED),
    ("a.txt", b"\x89PNG\r\n\x1a\n0000", Refusal.UNSUPPORTED),
    ("a.pdf", b"\xff\xd8\xff\xe0\x00\x10JFIF", Refusal.UNSUPPORTED),
    ("a.mp4", b"\x00\x00\x00\x18ftypmp42", Refusal.UNSUPPORTED),
    ("a.mp3", b"ID3\x04\x00\x00\x00", Refusal.UNSUPPORTED),
    ("a.zip", zipped(readme="x"), Refusal.UNSUPPORTED),
    ("a.xlsb", zipped(**{"[Content_Types].xml": "", "xl__workbook.bin": ""}), Refusal.UNSUPPORTED),
    ("a.docx", zipped(readme="x"), Refusal.DAMAGED),
    ("a.zip", b"PK\x03\x04 broken", Refusal.UNSUPPORTED),
    ("a.exe", b"MZ\x90\x00\x03\x00", Refusal.UNSUPPORTED),
    ("a.db", b"SQLite format 3\x00", Refusal.UNSUPPORTED),
]


@pytest.mark.parametrize(("name", "data", "expected"), ACCEPTED)
def test_content_first_name_second(name: str, data: bytes, expected: FileFormat) -> None:
    assert detect(Source(data, name)) is expected


@pytest.mark.parametrize(("name", "data", "reason"), REFUSED)
def test_what_no_loader_could_read_is_refused_with_its_reason(name: str, data: bytes, reason: Refusal) -> None:
    with pytest.raises(FileRefused) as refused:
        detect(Source(data, name))
    assert refused.value.refusal is reason
