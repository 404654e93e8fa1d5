"""Word files: what a reader sees is read, in order and under its headings; what is hostile or broken is refused."""

from __future__ import annotations

import io

import docx
import pytest

from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.office import word
from app.engines.loaders.section import Source
from tests.fakes.office_files import (
    DRAWING,
    WORD,
    loaded,
    paragraph,
    refusal_of,
    relations,
    strict,
    text_of,
    word_parts,
    zipped,
)

STYLES = (
    f'<w:styles xmlns:w="{WORD}">'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>'
    "</w:styles>"
)


def read(body: str, **more: str) -> str:
    return text_of(word.load, zipped(word_parts(body, **more)))


def run(inner: str) -> str:
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def test_sections_follow_the_headings_of_localised_and_own_styles() -> None:
    body = (
        paragraph("before")
        + paragraph("One", "berschrift1")
        + paragraph("in one")
        + paragraph("Two", "Own")
        + paragraph("in two")
        + paragraph("Three", "berschrift1")
        + paragraph("plain", "Loop")
    )
    sections = loaded(word.load, zipped(word_parts(body, styles=STYLES)))
    assert [(s.text, s.place.headings) for s in sections] == [
        ("before", ()),
        ("One\nin one", ("One",)),
        ("Two\nin two", ("One", "Two")),
        ("Three\nplain", ("Three",)),
    ]


def test_an_outline_level_makes_a_heading_and_body_level_unmakes_one() -> None:
    level = '<w:p><w:pPr>{style}<w:outlineLvl w:val="{level}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    body = level.format(style="", level=1, text="Deep") + level.format(
        style='<w:pStyle w:val="H2"/>', level=9, text="body"
    )
    assert [s.place.headings for s in loaded(word.load, zipped(word_parts(body, styles=STYLES)))] == [("Deep",)]


def test_a_file_of_the_common_library_reads_alike() -> None:
    document = docx.Document()
    document.core_properties.title = "The title"
    document.add_heading("Chapter", 1)
    document.add_paragraph("Some words.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 1).text = "a", "b", "d"
    table.cell(1, 0).add_table(1, 1).cell(0, 0).text = "inner"
    document.sections[0].header.paragraphs[0].text = "Head"
    out = io.BytesIO()
    document.save(out)
    result = word.load(Source(out.getvalue()))
    assert (result.kind, result.title) == (DocumentKind.WORD, "The title")
    sections = loaded(word.load, out.getvalue())
    assert [s.text for s in sections] == ["Chapter\nSome words.\na\tb\ninner\td", "Head"]
    assert sections[1].place.headings == ()


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        '<w:p><w:ins w:id="1"><w:r><w:t>new </w:t></w:r></w:ins><w:del w:id="2"><w:r><w:delText>old </w:delText></w:r>'
        '</w:del><w:moveFrom w:id="3"><w:r><w:t>away </w:t></w:r></w:moveFrom><w:moveTo w:id="4"><w:r><w:t>here</w:t>'
        "</w:r></w:moveTo></w:p>"
    )
    assert read(body) == "new here"


def test_characters_and_fields() -> None:
    assert read(run("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>")) == "a\tb\nc-d"
    assert read(run("<w:t>co</w:t><w:softHyphen/><w:t>op</w:t>")) == "coop"
    assert read(run('<w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F061"/>')) == "✓α"
    field = "<w:instrText>HYPERLINK secret</w:instrText><w:t>shown</w:t>"
    assert read(run(field)) == "shown"
    assert read('<w:p><w:hyperlink r:id="x"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>') == "link"
    ruby = "<w:ruby><w:rt><w:r><w:t>かん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby>"
    assert read(run(ruby)) == "漢"


def test_content_controls_and_custom_xml_are_transparent() -> None:
    inner = paragraph("inside")
    assert read(f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>") == "inside"
    assert read(f"<w:customXml><w:customXmlPr/>{inner}</w:customXml>") == "inside"
    row = "<w:tr><w:sdt><w:sdtContent><w:tc>{}</w:tc></w:sdtContent></w:sdt><w:tc>{}</w:tc></w:tr>"
    assert read(f"<w:tbl>{row.format(inner, inner)}</w:tbl>") == "inside\tinside"


def test_notes_and_comments_stand_after_their_paragraph_and_once() -> None:
    notes = (
        f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator" w:id="0">{paragraph("never")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("the note")}<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    comments = (
        f'<w:comments xmlns:w="{WORD}"><w:comment w:id="1" w:author="Ann">{paragraph("why?")}</w:comment></w:comments>'
    )
    body = run(
        '<w:t>text</w:t><w:footnoteReference w:id="2"/><w:commentReference w:id="1"/><w:footnoteReference w:id="9"/>'
    ) + paragraph("next")
    assert read(body, footnotes=notes, comments=comments) == "text\nthe note\nAnn: why?\nnext"


def test_a_text_box_written_twice_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    twice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert read(run("<w:t>before</w:t>" + twice)) == "before\nboxed"


def test_list_numbers_are_the_ones_that_word_shows() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    numbering = (
        f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="7">'
        + level.format(0, 3, "upperRoman", "%1.")
        + level.format(1, 1, "lowerLetter", "%1.%2)")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
        + level.format(0, 1, "bullet", "·")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num></w:numbering>'
    )
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    )
    body = "".join(item.format(*at) for at in [(0, 1), (1, 1), (1, 1), (0, 1), (1, 1), (0, 2), (0, 0), (0, 5)])
    assert read(body, numbering=numbering).split("\n") == [
        "III. x", "III.a) x", "III.b) x", "IV. x", "IV.a) x", "• x", "x", "x",
    ]  # fmt: skip


def test_charts_are_read_as_tables() -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:a="{DRAWING}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx>'
        "</c:title><c:plotArea><c:ser><c:tx><c:v>2026</c:v></c:tx><c:cat><c:strRef><c:strCache>"
        '<c:pt idx="0"><c:v>May</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache>'
        '<c:pt idx="0"><c:v>4.3000000000000001</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:plotArea>'
        "</c:chart></c:chartSpace>"
    )
    drawing = (
        f'<w:drawing><a:graphic xmlns:a="{DRAWING}"><a:graphicData><c:chart '
        'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="rId1"/></a:graphicData></a:graphic>'
        "</w:drawing>"
    )
    assert read(run(drawing), chart1=chart) == "Sales\n\t2026\nMay\t4.3"


def test_an_alternative_chunk_is_part_of_the_text() -> None:
    parts = word_parts(paragraph("before") + '<w:altChunk r:id="rId1"/>' + paragraph("after"))
    parts["word/_rels/document.xml.rels"] = relations(("rId1", "aFChunk", "chunk.html"))
    parts["word/chunk.html"] = "<html><head><title>no</title></head><body><p>from <b>HTML</b></p></body></html>"
    assert text_of(word.load, zipped(parts)) == "before\nfrom HTML\nafter"


def test_strict_files_read_like_transitional_ones() -> None:
    parts = word_parts(paragraph("One", "H2") + paragraph("text"), styles=STYLES)
    sections = loaded(word.load, zipped(strict(parts)))
    assert [(s.text, s.place.headings) for s in sections] == [("One\ntext", ("One",))]


def test_external_relations_are_never_followed() -> None:
    parts = word_parts(paragraph("text") + '<w:altChunk r:id="rId1"/>')
    parts["word/_rels/document.xml.rels"] = relations(
        ("rId1", "aFChunk", "http://127.0.0.1:9/x.html"), ("rId2", "header", "file:///etc/passwd")
    )
    assert text_of(word.load, zipped(parts)) == "text"


@pytest.mark.parametrize(
    "gone", ["[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/styles.xml"]
)
def test_parts_that_only_help_may_be_missing_or_broken(gone: str) -> None:
    parts = word_parts(paragraph("text"), styles=STYLES)
    del parts[gone]
    assert text_of(word.load, zipped(parts)) == "text"
    assert text_of(word.load, zipped({**parts, gone: "<broken"})) == "text"


def test_what_the_document_is_made_of_may_not() -> None:
    parts = word_parts(paragraph("text"))
    assert refusal_of(word.load, zipped({**parts, "word/document.xml": "<broken"})) is Refusal.DAMAGED
    del parts["word/document.xml"]
    assert refusal_of(word.load, zipped(parts)) is Refusal.DAMAGED


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_in_any_part_refuses_the_file(part: str, encoding: str) -> None:
    parts = word_parts(paragraph("text"), styles=STYLES)
    parts[part] = ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + str(parts[part])).encode(encoding)
    assert refusal_of(word.load, zipped(parts)) is Refusal.DAMAGED


@pytest.mark.timeout(120)
@pytest.mark.parametrize("levels", [20, 60, 80, 240])
def test_deep_nesting_is_read_or_refused(levels: int) -> None:
    tables = "<w:tbl><w:tr><w:tc>" * levels + paragraph("deep") + "</w:tc></w:tr></w:tbl>" * levels
    assert refusal_of(word.load, zipped(word_parts(tables))) in (None, Refusal.DAMAGED)
    boxes = (
        "<w:r><w:txbxContent><w:p>" * levels + "<w:r><w:t>deep</w:t></w:r>" + "</w:p></w:txbxContent></w:r>" * levels
    )
    assert refusal_of(word.load, zipped(word_parts(f"<w:p>{boxes}</w:p>"))) in (None, Refusal.DAMAGED)


@pytest.mark.timeout(120)
def test_a_bomb_in_any_part_refuses_the_file() -> None:
    parts = word_parts(paragraph("text"), styles=STYLES)
    for part in ("word/document.xml", "word/styles.xml"):
        bomb = str(parts[part]) + " " * 70_000_000
        assert refusal_of(word.load, zipped({**parts, part: bomb})) is Refusal.TOO_LARGE
