"""Whole documents over the small translation model: formats follow their words, every story and note is translated."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pptx
import pytest

from tests.fakes.alcove_command import AlcoveCommand

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"


@pytest.fixture
def alcove(by_words: AlcoveCommand) -> AlcoveCommand:
    for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
        shutil.copytree(MODELS / name, by_words.home / "models" / name)
    return by_words


def translated(alcove: AlcoveCommand, path: Path, *more: str) -> str:
    said = alcove.run("translate", "--from", "en", "--to", "zh", "--json", *more, path)
    (made,) = said.objects
    assert (said.status, made["error"]) == (0, None)
    return str(made["translated"])


def test_inline_formats_of_a_letter_follow_their_words(alcove: AlcoveCommand, tmp_path: Path) -> None:
    letter = docx.Document()
    letter.add_heading("Please sign the contract by 5 May.", 1)
    paragraph = letter.add_paragraph("Please ")
    paragraph.add_run("send").bold = True
    paragraph.add_run(" the ")
    paragraph.add_run("invoice").italic = True
    paragraph.add_run(" by 12 March. The contract must be signed by the landlord.")
    table = letter.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "You will find the invoice on page 7.", "12.50"
    letter.sections[0].header.paragraphs[0].text = "Please find attached the contract."
    letter.save(str(tmp_path / "letter.docx"))
    made = docx.Document(translated(alcove, tmp_path / "letter.docx"))
    heading, sentence = made.paragraphs[:2]
    assert (heading.style.name if heading.style else "", heading.text) == ("Heading 1", "请在5月5日之前签署合同。")
    assert [(run.text, bool(run.bold), bool(run.italic)) for run in sentence.runs] == [
        ("请在3月12日之前", False, False),
        ("发送", True, False),
        ("发票", False, True),
        ("。合同必须由房东签署。", False, False),
    ]
    assert [cell.text for cell in made.tables[0].rows[0].cells] == ["您可以在第7页找到发票。", "12.50"]
    assert made.sections[0].header.paragraphs[0].text == "随信附上合同，请查收。"


def test_slides_with_their_notes_come_out_with_both_languages(alcove: AlcoveCommand, tmp_path: Path) -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Please check the invoice by 3 June."
    slide.placeholders[1].text = "The report consists of 9 pages."  # type: ignore[attr-defined]
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "Do not sign the contract without the consent of the landlord."
    show.save(str(tmp_path / "show.pptx"))
    made = pptx.Presentation(translated(alcove, tmp_path / "show.pptx", "--bilingual")).slides[0]
    assert made.shapes.title is not None
    assert made.shapes.title.text == "Please check the invoice by 3 June.\n请在6月3日之前核对发票。"
    made_notes = made.notes_slide.notes_text_frame
    assert made_notes is not None
    assert made_notes.text.endswith("\n未经房东同意，请勿签署合同。")
