"""A PDF as a document of two columns: paragraphs by where their lines stand, pages and order kept."""

from __future__ import annotations

import io

import docx
import pytest
from PIL import Image

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout
from app.engines.writers import pdf_pictures
from tests.fakes.rewriting import rewritten
from tests.fakes.small_pdf import pdf

EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
LINE = "This is a line of a paragraph that goes on to the next line of it and"
FIRST = f"A Title\n{LINE}\n{LINE}\nends here with a hyphen-\nation.\n- an item of a list\n- another item"
SECOND = "The second page.\n\n\n42"


def rows(data: bytes) -> list[list[tuple[str, ...]]]:
    """The rows of each page's table."""
    document = docx.Document(io.BytesIO(data))
    return [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in document.tables]


def test_pages_paragraphs_and_order_are_kept() -> None:
    found, after = rewritten("a.pdf", pdf([FIRST, SECOND]))
    paragraph = f"{LINE} {LINE} ends here with a hyphenation."
    assert found == ["A Title", paragraph, "- an item of a list", "- another item", "The second page."]
    assert rows(after) == [
        [(text, text.swapcase()) for text in found[:4]],
        [("The second page.", "tHE SECOND PAGE."), ("42", "42")],
    ]
    labels = [p.text for p in docx.Document(io.BytesIO(after)).paragraphs]
    assert labels == ["– 1 –", "– 2 –"]


def test_below_each_paragraph_stands_its_translation() -> None:
    _, after = rewritten("a.pdf", pdf([SECOND]), layout=BilingualLayout.BELOW)
    assert [p.text for p in docx.Document(io.BytesIO(after)).paragraphs] == [
        "– 1 –",
        "The second page.",
        "tHE SECOND PAGE.",
        "42",
    ]


def test_a_page_without_text_keeps_its_place() -> None:
    _, after = rewritten("a.pdf", pdf(["First words.", "", "Third words."]))
    assert [p.text for p in docx.Document(io.BytesIO(after)).paragraphs] == ["– 1 –", "– 2 –", "– 3 –"]
    assert [table[0][0] for table in rows(after)] == ["First words.", "Third words."]


@pytest.mark.parametrize("layout", [BilingualLayout.TRANSLATION, BilingualLayout.BELOW])
def test_a_picture_keeps_its_place_and_its_size(layout: BilingualLayout) -> None:
    pages = ["Above it.\n" + "\n" * 53 + "Below it.", "Another page."]
    _, after = rewritten("a.pdf", pdf(pages, picture=True), layout=layout)
    document = docx.Document(io.BytesIO(after))
    sizes = [(shape.width.pt, shape.height.pt) for shape in document.inline_shapes]
    assert sizes == [pytest.approx((200, 200), abs=2)] * 2, "one on each page"
    words = [element.text or "picture" for element in document.element.body.iter("{*}t", "{*}blip")]
    assert words.index("Above it.") < words.index("picture") < words.index("Below it.")
    blob = document.part.related_parts[document.element.body.find(".//{*}blip").get(EMBED)].blob
    with Image.open(io.BytesIO(blob)) as picture:
        assert picture.size == (4, 4)
        assert picture.getpixel((1, 1)) == (0, 0, 0, 255)


def test_what_is_no_picture_of_the_text_stays_behind() -> None:
    drawn = pdf(["Words over it."], picture=True)
    hair = drawn.replace(b"200 0 0 200 50 50 cm", b"500 0 0 002 50 50 cm")
    page = drawn.replace(b"200 0 0 200 50 50 cm", b"595 0 0 842 00 00 cm")
    for data in (hair, page):
        _, after = rewritten("a.pdf", data)
        assert list(docx.Document(io.BytesIO(after)).inline_shapes) == []


def test_a_large_picture_is_thinned_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pictures, "MOST_PIXELS", 5)
    _, after = rewritten("a.pdf", pdf(["Words."], picture=True))
    document = docx.Document(io.BytesIO(after))
    blob = document.part.related_parts[document.element.body.find(".//{*}blip").get(EMBED)].blob
    with Image.open(io.BytesIO(blob)) as picture:
        assert picture.size == (2, 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(["words"], password="secret"), Refusal.ENCRYPTED),
        (pdf(["words"])[:200], Refusal.DAMAGED),
        (pdf([""], picture=True), Refusal.SCANNED),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_reason(data: bytes, reason: Refusal) -> None:
    with pytest.raises(FileRefused) as refused:
        rewritten("a.pdf", data)
    assert refused.value.refusal is reason
