"""Office files in place: what moves with the words, what stays where it was, what is never touched."""

from __future__ import annotations

import re
import zipfile

import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import BilingualLayout
from app.domain.translate.segment import Tag, tokens, written
from tests.fakes.document_profiles import members
from tests.fakes.office_files import (
    SHEET,
    WORD,
    odf_parts,
    paragraph,
    relations,
    shape,
    sheet_parts,
    slide_parts,
    strict,
    word_parts,
    zipped,
)
from tests.fakes.rewriting import as_dictionary, rewritten

BELOW = BilingualLayout.BELOW


def runs(*texts: str) -> str:
    """Runs; one that begins with ``*`` is bold."""
    bold = "<w:rPr><w:b/></w:rPr>"
    pairs = ((bold if text[0] == "*" else "", text.lstrip("*")) for text in texts)
    return "".join(f'<w:r>{form}<w:t xml:space="preserve">{text}</w:t></w:r>' for form, text in pairs)


def body_of(data: bytes) -> str:
    text = members(data)["word/document.xml"].decode()
    return re.sub(r' xml:space="preserve"', "", text[text.index("<w:body>") + 8 : text.index("</w:body>")])


def word(body: str, translate: dict[str, str] | None = None, **more: object) -> tuple[list[str], str]:
    data = zipped(word_parts(body))
    found, after = rewritten("a.docx", data, *([as_dictionary(translate)] if translate else []), **more)  # type: ignore[arg-type]
    return found, body_of(after)


def test_formats_change_places_with_their_words() -> None:
    found, after = word(
        f"<w:p>{runs('Press the ', '*red', ' button now.')}</w:p>",
        {"Press the ⟦1⟧red⟦/1⟧ button now.": "现在按⟦1⟧红色⟦/1⟧按钮。"},
    )
    assert found == ["Press the ⟦1⟧red⟦/1⟧ button now."]
    assert after == (
        "<w:p><w:r><w:t>现在按</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>红色</w:t></w:r><w:r><w:t>按钮。</w:t></w:r></w:p>"
    )


def test_runs_that_differ_in_nothing_that_is_seen_are_one() -> None:
    body = (
        '<w:p><w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t>Sp</w:t></w:r><w:proofErr w:type="spellStart"/>'
        "<w:r><w:rPr><w:noProof/></w:rPr><w:t>lit</w:t></w:r>"
        '<w:r w:rsidR="00A"><w:t xml:space="preserve"> words</w:t></w:r></w:p>'
    )
    assert word(body)[0] == ["Split words"]


def test_links_notes_breaks_and_fields() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>7</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = (
        f'<w:p>{runs("On page ")}{field}{runs(" see ")}<w:hyperlink r:id="rId9">{runs("the site")}</w:hyperlink>'
        f'{runs(" for more")}<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:br/></w:r>{runs("and so on.")}</w:p>'
    )
    source = "On page ⟦1/⟧ see ⟦2⟧the site⟦/2⟧ for more⟦3/⟧⟦4/⟧and so on."
    found, after = word(body, {source: "⟦2⟧网站⟦/2⟧在第⟦1/⟧页⟦3/⟧⟦4/⟧等等。"})
    assert found == [source]
    assert after == (
        '<w:p><w:hyperlink r:id="rId9"><w:r><w:t>网站</w:t></w:r></w:hyperlink><w:r><w:t>在第</w:t></w:r>'
        f'{field}<w:r><w:t>页</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:br/></w:r>'
        "<w:r><w:t>等等。</w:t></w:r></w:p>"
    )


def test_bookmarks_and_comments_never_trouble_an_engine() -> None:
    body = (
        f'<w:p><w:bookmarkStart w:id="1" w:name="a"/>{runs("One two ")}<w:commentRangeStart w:id="3"/>{runs("three")}'
        f'<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>{runs(" four.")}'
        '<w:bookmarkEnd w:id="1"/></w:p>'
    )
    found, after = word(body)
    assert found == ["One two three four."]
    assert re.sub(r"</?w:[rt]>|<w:(bookmark|comment)", lambda m: m[0] if m[1] else "", after) == (
        '<w:p><w:bookmarkStart w:id="1" w:name="a"/>oNE TWO <w:commentRangeStart w:id="3"/>THREE'
        '<w:commentRangeEnd w:id="3"/><w:commentReference w:id="3"/> FOUR.<w:bookmarkEnd w:id="1"/></w:p>'
    )


def test_tracked_changes_stay_tracked_and_what_was_deleted_stays_deleted() -> None:
    body = (
        f'<w:p>{runs("Keep ")}<w:ins w:id="1" w:author="A">{runs("new words")}</w:ins>'
        f'<w:del w:id="2" w:author="A"><w:r><w:delText>old</w:delText></w:r></w:del>{runs(" here.")}</w:p>'
    )
    found, after = word(body)
    assert found == ["Keep ⟦1⟧new words⟦/1⟧ here."]
    assert '<w:ins w:id="1" w:author="A"><w:r><w:t>NEW WORDS</w:t></w:r></w:ins>' in after
    assert "<w:delText>old</w:delText>" in after


def test_code_and_what_has_no_words_stays() -> None:
    body = (
        paragraph("Words here") + paragraph("x = y", "SourceCode") + paragraph("12.5") + paragraph("https://a.example")
        + '<w:p><w:r><w:t xml:space="preserve">Call </w:t></w:r><w:r><w:rPr><w:rStyle w:val="VerbatimChar"/></w:rPr>'
        "<w:t>f(x)</w:t></w:r></w:p>"
    )  # fmt: skip
    found, after = word(body)
    assert found == ["Words here", "Call"]
    assert "<w:t>f(x)</w:t>" in after


def test_notes_headers_and_comments_are_parts_of_their_own() -> None:
    def story(name: str) -> str:
        return f'<w:{name} xmlns:w="{WORD}">{paragraph(f"Words of {name}.")}</w:{name}>'

    parts = word_parts(
        paragraph("Body."),
        header1=story("hdr"),
        footer1=story("ftr"),
        footnotes=story("footnotes"),
        endnotes=story("endnotes"),
        comments=story("comments"),
        styles=f'<w:styles xmlns:w="{WORD}"/>',
    )
    found, after = rewritten("a.docx", zipped(parts))
    assert found == ["Body.", *(f"Words of {name}." for name in ("hdr", "ftr", "footnotes", "endnotes", "comments"))]
    assert members(after)["word/styles.xml"].decode() == parts["word/styles.xml"]
    assert b"wORDS OF HDR." in members(after)["word/header1.xml"]


def test_what_a_picture_says_to_those_who_do_not_see_it() -> None:
    drawing = '<w:drawing><wp:docPr xmlns:wp="urn:x" id="1" name="Picture 1" descr="A red boat"/></w:drawing>'
    found, after = word(f"<w:p><w:r>{drawing}</w:r></w:p>")
    assert found == ["A red boat"]
    assert 'name="Picture 1" descr="a RED BOAT"' in after


def test_right_to_left_is_set_where_the_schema_wants_it() -> None:
    body = f'<w:p><w:pPr><w:keepNext/><w:jc w:val="start"/></w:pPr>{runs("Words ", "*here.")}</w:p>'
    _, after = word(body, target="ar")
    assert '<w:pPr><w:keepNext/><w:bidi/><w:jc w:val="start"/></w:pPr>' in after
    assert after.count("<w:rtl/>") == 2


def test_below_no_list_number_note_or_section_comes_twice() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="List"/><w:numPr><w:numId w:val="3"/></w:numPr><w:sectPr/></w:pPr>'
        f'{runs("Words")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    _, after = word(body, layout=BELOW)
    first, second = after.split("</w:p>")[:2]
    assert "sectPr" not in first
    assert '<w:numId w:val="3"/>' in first
    assert second == (
        '<w:p><w:pPr><w:pStyle w:val="List"/><w:pageBreakBefore w:val="0"/>'
        '<w:numPr><w:numId w:val="0"/></w:numPr><w:sectPr/></w:pPr>'
        "<w:r><w:t>wORDS</w:t></w:r>"
    )


def test_strict_documents_are_written_in_their_own_namespaces() -> None:
    parts = strict(word_parts(f"<w:p>{runs('Some ', '*words.')}</w:p>"))
    _, after = rewritten("a.docx", zipped(parts))
    text = members(after)["word/document.xml"].decode()
    assert "WORDS." in text
    assert WORD not in text


def test_what_an_engine_forgot_of_an_object_is_not_lost() -> None:
    body = f'<w:p>{runs("Words with a note")}<w:r><w:footnoteReference w:id="2"/></w:r>{runs(" inside.")}</w:p>'
    data = zipped(word_parts(body))
    # The writer itself is lenient; the service repairs before (placeholders.checked).
    _, after = rewritten("a.docx", data, lambda text: written(t for t in tokens(text) if not isinstance(t, Tag)))
    assert "Words with a note inside." in body_of(after)


def test_slides_keep_tables_groups_and_fields() -> None:
    number = '<a:fld type="slidenum" id="{1}"><a:t>3</a:t></a:fld>'
    rich = (
        '<a:r><a:rPr lang="en-US" b="1" dirty="0"/><a:t>Bold</a:t></a:r>'
        '<a:r><a:rPr lang="en-US"/><a:t> words here</a:t></a:r>'
    )
    cell = "<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Cell</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    slide = (
        shape("Title", placeholder="title")
        + f"<p:grpSp><p:sp><p:txBody><a:p>{rich}{number}<a:endParaRPr/></a:p></p:txBody></p:sp></p:grpSp>"
        + f"<p:graphicFrame>{cell}</p:graphicFrame>"
    )
    found, after = rewritten("a.pptx", zipped(slide_parts(slide)))
    assert found == ["Title", "⟦1⟧Bold⟦/1⟧ words here", "Cell"]
    text = members(after)["ppt/slides/slide1.xml"].decode()
    assert '<a:r><a:rPr b="1"/><a:t>bOLD</a:t></a:r><a:r><a:rPr/><a:t> WORDS HERE</a:t></a:r>' in text
    assert f"{number}<a:endParaRPr/></a:p>" in text
    _, both = rewritten("a.pptx", zipped(slide_parts(shape("Title"))), layout=BELOW, target="he")
    assert '<a:p><a:pPr rtl="1"><a:buNone/></a:pPr><a:r><a:t>tITLE</a:t></a:r></a:p>' in (
        members(both)["ppt/slides/slide1.xml"].decode()
    )


STRINGS = "".join(f"<si><t>{text}</t></si>" for text in ("Name", "Some words", "12.5", "Price"))
ROWS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>3</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>2</v></c>'
    '<c r="C2" t="str"><f>A2&amp;"x"</f><v>Some wordsx</v></c>'
    '<c r="D2" t="inlineStr"><is><r><rPr><b/></rPr><t>In</t></r><r><t xml:space="preserve"> line</t></r></is></c></row>'
)


def with_table(formula: str = "") -> dict[str, str | bytes]:
    parts = sheet_parts(ROWS.replace('A2&amp;"x"', formula or 'A2&amp;"x"'), strings=STRINGS)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = relations(("rId1", "table", "../tables/table1.xml"))
    parts["xl/tables/table1.xml"] = (
        f'<table xmlns="{SHEET}" id="1" name="T1" displayName="T1" ref="A1:B2"><tableColumns count="2">'
        '<tableColumn id="1" name="Name"/><tableColumn id="2" name="Price"/></tableColumns></table>'
    )
    return parts


def test_sheets_keep_formulas_names_and_numbers() -> None:
    found, after = rewritten("a.xlsx", zipped(sheet_parts(ROWS, strings=STRINGS, name="My Data")))
    assert found == ["Name", "Some words", "Price", "⟦1⟧In⟦/1⟧ line"]
    parts = members(after)
    assert b"<si><t>sOME WORDS</t></si><si><t>12.5</t></si>" in parts["xl/sharedStrings.xml"]
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert '<f>A2&amp;"x"</f><v>Some wordsx</v>' in sheet
    assert '<is><r><rPr><b/></rPr><t>iN</t></r><r><t xml:space="preserve"> LINE</t></r></is>' in sheet
    assert b'name="My Data"' in parts["xl/workbook.xml"]


def test_a_tables_columns_are_named_as_their_headers_say() -> None:
    found, after = rewritten("a.xlsx", zipped(with_table()))
    assert "Name" in found
    assert b'name="nAME"' in members(after)["xl/tables/table1.xml"]
    # two columns must never have one name
    _, after = rewritten("a.xlsx", zipped(with_table()), lambda _text: "gleich")
    assert b'name="Name"' in members(after)["xl/tables/table1.xml"]
    assert members(after)["xl/sharedStrings.xml"].count(b"gleich") == 1
    # a formula that names a column keeps the headers as they are
    found, after = rewritten("a.xlsx", zipped(with_table("SUM(T1[Price])")))
    assert found == ["Some words", "⟦1⟧In⟦/1⟧ line"]
    assert b'name="Price"' in members(after)["xl/tables/table1.xml"]


def test_page_headers_of_a_sheet_keep_their_codes() -> None:
    parts = sheet_parts("", strings="")
    parts["xl/worksheets/sheet1.xml"] = (
        f'<worksheet xmlns="{SHEET}"><sheetData/><headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"Left words&amp;C'
        "Page &amp;P of &amp;N&amp;R&amp;D</oddHeader></headerFooter></worksheet>"
    )
    found, after = rewritten("a.xlsx", zipped(parts))
    assert found == ["Left words", "Page ⟦1/⟧ of"]
    assert (
        b'&amp;L&amp;"Arial,Bold"lEFT WORDS&amp;CpAGE &amp;P OF &amp;N&amp;R&amp;D'
        in (members(after)["xl/worksheets/sheet1.xml"])
    )


def test_open_documents_keep_spans_notes_and_spaces() -> None:
    body = (
        '<text:p>Some <text:span text:style-name="B">bold</text:span> words<text:note><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note>"
        ' end<text:s text:c="2"/>here.</text:p>'
        '<text:p><text:a xlink:href="x">A link</text:a></text:p>'
    )
    found, after = rewritten("a.odt", zipped(odf_parts(body)))
    assert found == ["Some ⟦1⟧bold⟦/1⟧ words⟦2/⟧ end   here.".replace("   ", "  "), "A note.", "A link"]
    text = members(after)["content.xml"].decode()
    assert '<text:p>sOME <text:span text:style-name="B">BOLD</text:span> WORDS<text:note>' in text
    assert '</text:note> END <text:s text:c="1"/>HERE.</text:p>' in text
    assert "<text:p>a NOTE.</text:p>" in text
    assert '<text:a xlink:href="x">a LINK</text:a>' in text


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", zipped(word_parts(paragraph("x")))[:-30]),
        ("a.docx", zipped({**word_parts(""), "word/document.xml": "<w:broken"})),
        ("a.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "x": ""})),
        ("a.odt", zipped({**odf_parts(""), "content.xml": "<broken"})),
    ],
)
def test_what_is_broken_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(FileRefused) as refused:
        rewritten(name, data)
    assert refused.value.refusal is Refusal.DAMAGED


def test_open_documents_below_on_the_same_page_and_from_right_to_left() -> None:
    names = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    names += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    parts = odf_parts('<text:p text:style-name="P1">Words here.</text:p>')
    styles = (
        f'<office:automatic-styles {names}><style:style style:name="P1" style:family="paragraph">'
        '<style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>'
    )
    parts["content.xml"] = str(parts["content.xml"]).replace("<office:body>", f"{styles}<office:body>")
    _, after = rewritten("a.odt", zipped(parts), layout=BELOW, target="ar")
    text = members(after)["content.xml"].decode()
    assert '<text:p text:style-name="P1">Words here.</text:p>' in text
    assert '<text:p text:style-name="P1-alcove-below-alcove-rtl">wORDS HERE.</text:p>' in text
    assert 'fo:break-before="auto" fo:break-after="auto" style:writing-mode="rl-tb"' in text


def test_a_paragraph_of_more_than_ten_megabytes_is_said_to_be_too_large() -> None:
    words = "".join(f"Word {number} here. " for number in range(650_000))
    data = zipped(word_parts(paragraph(words)), zipfile.ZIP_STORED)
    with pytest.raises(FileRefused) as refused:
        rewritten("a.docx", data)
    assert refused.value.refusal is Refusal.TOO_LARGE


def test_a_broken_part_costs_only_itself() -> None:
    parts = word_parts(paragraph("Body words."), header1="<w:hdr broken")
    found, after = rewritten("a.docx", zipped(parts))
    assert found == ["Body words."]
    assert members(after)["word/header1.xml"] == b"<w:hdr broken"
