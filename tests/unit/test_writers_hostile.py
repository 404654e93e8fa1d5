"""Parts of Office files that are easily forgotten: readings, WordArt, fields to fill in, values that formulas name."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl.worksheet.datavalidation import DataValidation

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.writers.sheet_values import named_values
from tests.fakes.rewriting import rewritten

WORD = nsdecls("w")
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for inside in paragraphs:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(f"<w:p {WORD} {VML}>{inside}</w:p>"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def texts(data: bytes) -> str:
    return docx.Document(io.BytesIO(data)).element.body.xml


def test_the_words_under_a_reading_are_part_of_their_sentence() -> None:
    ruby = (
        "<w:r><w:t>It says </w:t></w:r><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>hao</w:t></w:r></w:rt><w:rubyBase><w:r>"
        "<w:t>good</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t> here.</w:t></w:r>"
    )
    found, after = rewritten("a.docx", word(ruby))
    assert found == ["It says good here."]
    assert "iT SAYS GOOD HERE." in texts(after)
    assert "hao" not in texts(after), "a reading of words that are gone"
    same, untouched = rewritten("a.docx", word(ruby), lambda text: text)
    assert same == found
    assert "hao" in texts(untouched)


def test_word_art_is_translated() -> None:
    found, after = rewritten(
        "a.docx", word('<w:r><w:pict><v:shape><v:textpath string="Draft"/></v:shape></w:pict></w:r>')
    )
    assert found == ["Draft"]
    assert 'string="dRAFT"' in texts(after)


def test_a_field_to_fill_in_is_translated_and_one_that_is_computed_is_not() -> None:
    def field(code: str, shown: str) -> str:
        begin, middle, end = (
            f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
        )
        return f"{begin}<w:r><w:instrText> {code} </w:instrText></w:r>{middle}<w:r><w:t>{shown}</w:t></w:r>{end}"

    found, after = rewritten(
        "a.docx", word(field("FORMTEXT", "Your name"), f"<w:r><w:t>On </w:t></w:r>{field('PAGE', 'seven')}")
    )
    assert found == ["Your name", "On"]
    assert ">yOUR NAME<" in texts(after)
    assert ">seven<" in texts(after)


def test_what_formulas_and_lists_of_choices_name_stays_a_value() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (("Open", "A note on it"), ("Done", "Open door"), ("New town", "")):
        sheet.append(row)
    sheet["D1"], sheet["D2"] = '=COUNTIF(A1:A3,"open")', '="Total "&D1'
    choice = DataValidation(type="list", formula1='"Done,Later"', promptTitle="Choose", prompt="One of the list")
    sheet.add_data_validation(choice)
    choice.add("A2")
    out = io.BytesIO()
    workbook.save(out)
    found, after = rewritten("a.xlsx", out.getvalue())
    assert sorted(found) == ["A note on it", "Choose", "New town", "One of the list", "Open door"]
    sheet = openpyxl.load_workbook(io.BytesIO(after)).active
    assert [cell.value for cell in sheet["A"]] == ["Open", "Done", "nEW TOWN"]
    assert sheet["D1"].value == '=COUNTIF(A1:A3,"open")'
    (kept,) = sheet.data_validations.dataValidation
    assert (kept.formula1, kept.prompt) == ('"Done,Later"', "oNE OF THE LIST")


def test_values_are_found_however_a_formula_is_written() -> None:
    formulas = ('<x:f t="shared">IF(A1=&quot;Say ""hi""&quot;,1,2)</x:f>', '<f>SUMIF(A:A,"&gt;=Late")</f>')
    choices = b'<formula1>"Yes, No"</formula1>'
    assert {'say "hi"', "yes", "no", "late"} <= named_values([*(one.encode() for one in formulas), choices])
    assert named_values([b"<f>SUM(A1:A9)</f><v>3</v>"]) == frozenset()


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pdf", "a.epub", "a.odt"])
def test_plain_text_under_the_name_of_a_package_is_a_damaged_file(name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        rewritten(name, "PK was here, and nothing else is left of it.")
    assert refused.value.refusal is Refusal.DAMAGED
