"""A PDF as a document of two columns: paragraphs by where their lines stand, pages and order kept."""

from __future__ import annotations

import io

import docx
import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout
from tests.fakes.rewriting import rewritten
from tests.fakes.small_pdf import pdf

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
