"""PDF: text exactly as the viewer counts it, and every bad file its own reason."""

from __future__ import annotations

import pypdfium2
import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Passage, Refusal
from app.engines.loaders.chunking import passages
from app.engines.loaders.pdf.garbled import is_garbled
from app.engines.loaders.pdf.pages import load
from app.engines.loaders.section import Source
from tests.fakes.small_pdf import pdf


def read(data: bytes) -> list[Passage]:
    return list(passages(load(Source(data, "a.pdf")).sections))


def refusal(data: bytes) -> Refusal:
    with pytest.raises(FileRefused) as refused:
        read(data)
    return refused.value.refusal


def assert_exact(data: bytes, found: list[Passage]) -> None:
    document = pypdfium2.PdfDocument(data)
    for passage in found:
        text_page = document[(passage.place.page or 0) - 1].get_textpage()
        assert text_page.get_text_range(passage.place.start, passage.place.length) == passage.text
    document.close()


def test_pages_give_exact_passages() -> None:
    data = pdf(["first page\nsecond line", "another page (with brackets)", "x " * 1000], title="T")
    found = read(data)
    assert [p.place.page for p in found][:2] == [1, 2]
    assert found[0].text == "first page\r\nsecond line"
    assert_exact(data, found)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_rotated_pages_are_exact(rotate: int) -> None:
    data = pdf(["turned page\nsecond line"], rotate=rotate)
    found = read(data)
    assert "turned page" in found[0].text
    assert_exact(data, found)


def test_characters_beyond_the_first_plane_count_as_pdfium_counts_them() -> None:
    letters = {c: c for c in "abcdefghijklmnopqrstuvwxyz .123456789"}
    long = " ".join(f"word X number {n % 9 + 1}." for n in range(150))
    data = pdf([f"the X is here and X there.\n{long}"], to_unicode={**letters, "X": "\U0001d465"})
    found = read(data)
    assert len(found) > 1
    assert "the 𝑥 is here and 𝑥 there." in found[0].text
    assert found[0].place.length > len(found[0].text)
    assert_exact(data, found)


def test_bookmarks_give_the_heading_path_where_it_is_certain() -> None:
    data = pdf(["one", "two", "three"], outline=[("Chapter", 0), ("Other", 1)])
    assert [p.place.headings for p in read(data)] == [("Chapter",), (), ("Other",)]


def test_reasons() -> None:
    good = pdf(["some words"])
    assert refusal(pdf(["secret"], password="x")) is Refusal.ENCRYPTED
    assert refusal(pdf([])) is Refusal.DAMAGED  # also right after an encrypted one: PDFium keeps its last error
    assert refusal(pdf(["", ""], picture=True)) is Refusal.SCANNED
    assert refusal(pdf(["", ""])) is Refusal.EMPTY
    assert refusal(pdf(["... !!"])) is Refusal.SCANNED
    assert refusal(pdf(["1", "2"], picture=True)) is Refusal.SCANNED
    assert read(pdf(["1", "2"]))
    assert read(pdf(["page", "2"], picture=True))
    placeholder = pdf(["Please wait..."], catalog=" /NeedsRendering true /AcroForm << /Fields [] /XFA 5 0 R >>")
    assert refusal(placeholder) is Refusal.UNSUPPORTED
    assert refusal(good[: len(good) // 3]) is Refusal.DAMAGED
    assert refusal(b"%PDF-1.7\n" + bytes(1000)) is Refusal.DAMAGED
    assert refusal(pdf(["x"], count=1_000_000)) is Refusal.TOO_LARGE


def test_a_page_without_text_is_a_section_without_text() -> None:
    loaded = load(Source(pdf(["words", ""], picture=True)))
    assert [bool(s.text) for s in loaded.sections] == [True, False]
    assert loaded.pages == 2


FORM = (
    "/Subtype /Widget /FT /Tx /T (topmost.f1) /TU (Name of tenant) /V (Ada Morgan)",
    "/Subtype /Widget /FT /Tx /T (f2) /V (12 Mill Lane)",
    "/Subtype /Widget /FT /Tx /T (f3) /TU (Empty one)",
    "/Subtype /Widget /FT /Tx /T (f4) /Ff 8192 /V (secret-password)",
    "/Subtype /Widget /FT /Tx /T (f5) /F 2 /V (hidden-value)",
    "/Subtype /Widget /FT /Ch /T (f6) /TU (Colour) /Opt [[(1) (Red)] [(2) (Blue)]] /V (2)",
    "/Subtype /Widget /FT /Btn /T (f7) /TU (Keeps a dog) /V /Yes /AS /Yes /AP << /N << /Yes 5 0 R >> >>",
    "/Subtype /Widget /FT /Btn /T (f8) /TU (Keeps a cat) /V /Off /AS /Off /AP << /N << /Yes 5 0 R >> >>",
)
REMARKS = (
    "/Subtype /Text /Contents (Please check the date\\rand sign)",
    "/Subtype /FreeText /Contents <FEFF00FC62DB> /DA (/Helv 12 Tf)",
    "/Subtype /Link /Contents (not a remark)",
    "/Subtype /Popup /Contents (not a remark either)",
)


def test_filled_in_fields_and_comments_are_parts_of_their_page() -> None:
    data = pdf(["the lease", "other page"], annotations=[*FORM, *REMARKS])
    found = read(data)
    assert [(p.place.page, p.place.part) for p in found] == [(1, None), (1, "form"), (1, "comments"), (2, None)]
    assert found[1].text == "Name of tenant: Ada Morgan\n12 Mill Lane\nColour: Blue\nKeeps a dog"
    assert found[2].text == "Please check the date\nand sign\nü招"
    assert (found[1].place.start, found[1].place.length) == (0, len(found[1].text))
    assert_exact(data, [p for p in found if p.place.part is None])


def test_a_scanned_form_with_values_is_read() -> None:
    data = pdf([""], picture=True, annotations=FORM[:2])
    assert [p.text for p in read(data)] == ["Name of tenant: Ada Morgan\n12 Mill Lane"]
    assert refusal(pdf([""], picture=True, annotations=FORM[2:5])) is Refusal.SCANNED


def test_glyph_numbers_are_no_text_but_languages_are() -> None:
    garbage = "̽ଋҨǥƹୡȥဎഁࣧҨဌʾဎಱೌ܆ȥ\u09deਮΝ੧\u0a45ͱʸ͢ฏʤҨ̿ଋҨǥƺ̿ୡȥဎഔ࣭Ҩဌʾဎ"
    assert is_garbled(garbage)
    assert is_garbled("/RUHP\x03LSVXP\x03GRORU\x03VLW\x03DPHW\r\n&RQVHFWHWXU\x03HOLW\r\n")
    assert is_garbled("\ue001\ue002\ue003 \ue004 x")
    assert not is_garbled("A good line of words.\r\n" * 8 + "\x07\x0e\x05\x14\x15\x07\x0e\x05\x14\x15\r\n")
    assert not is_garbled("\uf0b7 One\r\n\uf0b7 Two\r\n")
    for text in (
        "Tiếng Việt có rất nhiều dấu thanh và chữ cái được bổ sung. Đường phố ở Hà Nội",
        "Καλημέρα Привет שלום مرحبا 你好 नमस्ते สวัสดี 안녕 გამარჯობა բարեւ hello" * 3,
        "ðə kwɪk braʊn fɒks dʒʌmps ˈəʊvə ðə ˈleɪzi dɒɡ θɪŋ ʃiː tʃɜːtʃ",
    ):
        assert not is_garbled(text)
