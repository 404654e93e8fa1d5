"""Excel workbooks: one section a row, numbers as people read them, nothing laid out that is only declared."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from app.domain.library.document import Refusal
from app.engines.loaders.office import sheet
from app.engines.loaders.office.cell_format import cell_format
from tests.fakes.office_files import loaded, refusal_of, relations, sheet_parts, strict, text_of, zipped


def number(code: str, value: float | str, date_1904: bool = False) -> str:
    return cell_format(164, code, date_1904).show(str(value))


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 12345678901234, "12345678901234"),
        ("General", 1e20, "1e+20"),
        ("0", 2.5000001, "3"),
        ("0.00", 1234.5, "1234.50"),
        ("#,##0.00", 1234567.891, "1,234,567.89"),
        ("#,##0.##", 1234.5, "1,234.5"),
        ("0.0#", 1, "1.0"),
        ("0%", 0.125, "12%"),
        ("0.00%", 0.125, "12.50%"),
        ('"$"#,##0.00', 1234.5, "$1,234.50"),
        ("[$€-407] #,##0.00", 1234.5, "€ 1,234.50"),
        ("#,##0.00\\ [$€-407]", -1234.5, "-1,234.50 €"),
        ('#,##0" kg"', 1200, "1,200 kg"),
        ("#,##0_);[Red](#,##0)", -1200, "(1,200)"),
        ("#,##0_);[Red](#,##0)", 1200, "1,200"),
        ('0;-0;"none"', 0, "none"),
        ("0;;;", 5, "5"),
        (";;;", 5, "5"),
        ("00000", 123, "00123"),
        ("000-00-0000", 123456789, "123-45-6789"),
        ("(000) 000-0000", 5551234567, "(555) 123-4567"),
        ("0.00E+00", 12345.678, "1.23E+04"),
        ("#,##0,", 1234567, "1,235"),
        ("# ?/?", 0.5, "0.5"),
        ("0.0", -0.01, "0.0"),
        ("yyyy-mm-dd", 45292, "2024-01-01"),
        ("d. mmm yy", 45292.75, "2024-01-01"),
        ("[$-409]d-mmm-yyyy h:mm AM/PM;@", 45292.75, "2024-01-01 18:00"),
        ("h:mm", 0.5, "12:00"),
        ("h:mm:ss", 0.5, "12:00:00"),
        ("[h]:mm", 1.5, "36:00:00"),
        ("yyyy", 60, "1900-02-28"),
        ("yyyy", 1, "1900-01-01"),
        ("yyyy-mm-dd", -1, "-1"),
        ("yyyy-mm-dd", 1e300, "1e+300"),
        ("0", "nan", "nan"),
        ("0", "words", "words"),
        ("[", 5, "5"),
        ('"', 5, "5"),
        ("\\", 5, "5"),
        ("", 5, "5"),
    ],
)
def test_numbers_are_shown_as_the_sheet_shows_them(code: str, value: float | str, shown: str) -> None:
    assert number(code, value) == shown


def test_dates_of_the_other_calendar_and_of_built_in_formats() -> None:
    assert number("yyyy-mm-dd", 43830, date_1904=True) == "2024-01-01"
    assert cell_format(14, None, False).show("45292") == "2024-01-01"
    assert cell_format(22, None, False).show("45292.5") == "2024-01-01 12:00"
    assert cell_format(9, None, False).show("0.5") == "50%"
    assert cell_format(31, None, False).show("45292") == "2024-01-01"


def test_a_workbook_of_the_common_library() -> None:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Prices"
    first.append(["Name", "Price", "Since"])
    first.append(["Tea\nblack", 1234.5, datetime.date(2024, 1, 1)])
    first["B2"].number_format = "#,##0.00"
    first["D5"] = True
    first["A2"].comment = Comment("check this", "Ann")
    first.oddHeader.center.text = "Internal"
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden["C3"] = "found"
    chart = BarChart()
    chart.title = "By tea"
    chart.add_data(Reference(first, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    hidden.add_chart(chart)
    book.create_sheet("Empty")
    out = io.BytesIO()
    book.save(out)
    sections = loaded(sheet.load, out.getvalue())
    assert [(s.text, s.place.sheet, s.place.first_row, s.place.last_row) for s in sections] == [
        ("Name\tPrice\tSince", "Prices", 1, 1),
        ("Tea black\t1,234.50\t2024-01-01", "Prices", 2, 2),
        ("\t\t\tTRUE", "Prices", 5, 5),
        ("Ann: check this", "Prices", 2, 2),
        ("Internal", "Prices", None, None),
        ("\t\tfound", "Hidden", 3, 3),
        ("By tea", "Hidden", None, None),
        ("", "Empty", None, None),
    ]


def test_threaded_comments_and_notes_stand_side_by_side() -> None:
    parts = sheet_parts('<row r="1"><c r="A1"><v>5</v></c></row>')
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(
        ("r1", "threadedComment", "../threadedComments/t1.xml"), ("r2", "comments", "../comments1.xml")
    )
    parts["xl/threadedComments/t1.xml"] = (
        '<ThreadedComments xmlns="urn:x"><threadedComment ref="A1"><text>a thread</text></threadedComment>'
        "</ThreadedComments>"
    )
    note = '<comment ref="A{0}" authorId="{1}"><text><t>{2}</t></text></comment>'
    parts["xl/comments1.xml"] = (
        "<comments><authors><author>tc={1}</author><author>Ann</author></authors><commentList>"
        + note.format(1, 0, "[Threaded comment] a thread")
        + note.format(2, 1, "a note")
        + "</commentList></comments>"
    )
    assert [(s.text, s.place.first_row) for s in loaded(sheet.load, zipped(parts))] == [
        ("5", 1),
        ("a thread", 1),
        ("Ann: a note", 2),
    ]


def rows(*cells: str) -> bytes:
    inner = "".join(cells)
    strings = "<si><t>shared</t></si><si><r><t>ri</t></r><r><t>ch_x000D_</t></r><rPh><t>kana</t></rPh></si>"
    return zipped(sheet_parts(f'<row r="7">{inner}</row>', strings=strings))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A7" t="s"><v>0</v></c>', "shared"),
        ('<c r="A7" t="s"><v>1</v></c>', "rich"),
        ('<c r="A7" t="inlineStr"><is><t>in</t><rPh><t>x</t></rPh></is></c>', "in"),
        ('<c r="A7" t="str"><f>A1&amp;B1</f><v>result</v></c>', "result"),
        ('<c r="A7"><f>SUM(A1:A6)</f><v>3</v></c>', "3"),
        ('<c r="A7"><f>SUM(A1:A6)</f></c>', "=SUM(A1:A6)"),
        ('<c r="A7" t="e"><v>#DIV/0!</v></c>', "#DIV/0!"),
        ('<c r="A7" t="d"><v>2024-01-01T00:00:00</v></c>', "2024-01-01"),
        ('<c r="A7" s="99"><v>5</v></c>', "5"),
        ('<c r="A7" s="x"><v>007</v></c>', "7"),
        ("<c><v>1</v></c><c><v>2</v></c>", "1\t2"),
        ('<c r="C7"><v>1</v></c><c r="F7"><v>2</v></c>', "\t\t1\t\t\t2"),
        ('<c r="A7"><v>1</v></c><c r="XFD7"><v>2</v></c>', "1\t2"),
        ('<c r="A7"><v>1</v></c><c r="A7"><v>2</v></c>', "1\t2"),
        ('<c r="????"><v>1</v></c>', "1"),
    ],
)
def test_cells(cell: str, text: str) -> None:
    (section,) = loaded(sheet.load, rows(cell))
    assert (section.text, section.place.first_row) == (text, 7)


@pytest.mark.parametrize(
    "cell", ['<c r="A7" t="s"><v>99</v></c>', '<c r="A7" t="s"><v>-1</v></c>', '<c r="A7"/>', '<c r="A7"><v/></c>']
)
def test_cells_without_text(cell: str) -> None:
    assert text_of(sheet.load, rows(cell)) == ""


def test_rows_that_are_only_declared_cost_nothing() -> None:
    data = zipped(
        sheet_parts('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')
    )
    assert [s.place.first_row for s in loaded(sheet.load, data)] == [1, 1048576]


@pytest.mark.timeout(120)
def test_a_sheet_with_more_cells_than_can_be_read_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_CELLS", 100)
    parts = sheet_parts("<row><c><v>1</v></c></row>" * 101)
    cells = sheet._Cells([], [], left=100)
    monkeypatch.setattr(sheet, "_Cells", lambda *_: cells)
    assert refusal_of(sheet.load, zipped(parts)) is Refusal.TOO_LARGE


def test_two_sheets_of_one_name_are_two_containers() -> None:
    parts = sheet_parts("<row><c><v>1</v></c></row>")
    workbook = str(parts["xl/workbook.xml"])
    entry = workbook[workbook.index("<sheet ") : workbook.index("</sheets>")]
    parts["xl/workbook.xml"] = workbook.replace(entry, entry * 2)
    assert [s.place.sheet for s in loaded(sheet.load, zipped(parts))] == ["Data", "Data (2)"]


def test_strict_files_and_files_without_relations_are_read() -> None:
    parts = sheet_parts("<row><c><v>1</v></c></row>")
    assert text_of(sheet.load, zipped(strict(parts))) == "1"
    for gone in ("_rels/.rels", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        del parts[gone]
    assert text_of(sheet.load, zipped(parts)) == "1"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_any_part_refuses_the_file(part: str, encoding: str) -> None:
    parts = sheet_parts("<row><c><v>1</v></c></row>")
    parts[part] = ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + str(parts[part])).encode(encoding)
    assert refusal_of(sheet.load, zipped(parts)) is Refusal.DAMAGED


def test_a_sheet_cut_off_is_damage() -> None:
    parts = sheet_parts("<row><c><v>1</v></c></row>" * 3)
    parts["xl/worksheets/sheet1.xml"] = str(parts["xl/worksheets/sheet1.xml"])[:-30]
    assert refusal_of(sheet.load, zipped(parts)) is Refusal.DAMAGED


@pytest.mark.timeout(120)
def test_a_bomb_in_a_sheet_is_refused() -> None:
    parts = sheet_parts("<row><c><v>1</v></c></row>" + "<row/>" * 2_000_000)
    assert refusal_of(sheet.load, zipped(parts)) is Refusal.TOO_LARGE
