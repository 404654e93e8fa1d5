"""OpenDocument files: headings, notes, lists and tables of texts; displayed cells of sheets; slides with notes."""

from __future__ import annotations

import pytest

from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.office import odf
from app.engines.loaders.section import Source
from tests.fakes.office_files import loaded, odf_parts, refusal_of, text_of, zipped


def read(body: str) -> str:
    return text_of(odf.load, zipped(odf_parts(body)))


def row(*cells: str, repeated: int = 1) -> str:
    inner = "".join(
        f"<table:table-cell>{f'<text:p>{cell}</text:p>' if cell else ''}</table:table-cell>" for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


def test_sections_follow_the_headings() -> None:
    body = (
        '<text:p>before</text:p><text:h text:outline-level="1">One</text:h><text:p>in one</text:p>'
        '<text:section><text:h text:outline-level="2">Two</text:h><text:p>in two</text:p></text:section>'
    )
    data = zipped(odf_parts(body))
    assert odf.load(Source(data)).kind is DocumentKind.ODT
    assert [(s.text, s.place.headings) for s in loaded(odf.load, data)] == [
        ("before", ()),
        ("One\nin one", ("One",)),
        ("Two\nin two", ("One", "Two")),
    ]


def test_white_space_is_what_the_standard_says() -> None:
    assert read('<text:p>a \n  b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e</text:p>') == "a b   c\td\ne"
    assert read("<text:p><text:span>a</text:span> <text:span>b</text:span>\n</text:p>") == "a b"
    assert len(read('<text:p>a<text:s text:c="999999999"/>b</text:p>')) < 2_000


def test_deleted_text_is_not_read_and_notes_follow_their_paragraph() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>text<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>the note</text:p></text:note-body></text:note> goes on<office:annotation>"
        "<dc:creator>Ann</dc:creator><dc:date>2026</dc:date><text:p>why?</text:p></office:annotation></text:p>"
    )
    assert read(body) == "text goes on\nthe note\nAnn: why?"


def test_lists_tables_and_frames() -> None:
    body = (
        "<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>deep</text:p></text:list-item>"
        f"</text:list></text:list-item></text:list><table:table>{row('a', '', 'c')}<table:table-header-rows>{row('h')}"
        "</table:table-header-rows></table:table><text:p>p<draw:frame><draw:text-box><text:p>boxed</text:p>"
        "</draw:text-box></draw:frame></text:p>"
    )
    assert read(body) == "one\ndeep\na\t\tc\nh\np\nboxed"


def test_an_embedded_chart_is_read_from_the_same_file_once() -> None:
    inner = odf_parts("<text:p>in the object</text:p>")["content.xml"]
    frame = '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
    parts = odf_parts(f"<text:p>x{frame}{frame}</text:p>")
    assert text_of(odf.load, zipped({**parts, "Object 1/content.xml": inner})) == "x\nin the object"


def test_an_object_that_holds_itself_ends() -> None:
    parts = odf_parts('<text:p>x<draw:frame><draw:object xlink:href="./"/></draw:frame></text:p>')
    own = '<text:p>y<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    parts["Object 1/content.xml"] = odf_parts(own)["content.xml"]
    parts["content.xml"] = odf_parts(own)["content.xml"]
    assert text_of(odf.load, zipped(parts)) == "y\ny"


def test_sheets_by_row_without_the_rows_that_are_only_declared() -> None:
    body = (
        f'<table:table table:name="Data">{row("a", "", "c")}{row("", repeated=1048570)}{row("z", repeated=2)}'
        '<table:table-row><table:table-cell table:number-columns-repeated="1020"/><table:table-cell><text:p>far'
        "</text:p></table:table-cell></table:table-row></table:table><table:table/>"
    )
    sections = loaded(odf.load, zipped(odf_parts(body, "spreadsheet")))
    assert [(s.text, s.place.sheet, s.place.first_row) for s in sections] == [
        ("a\t\tc", "Data", 1),
        ("z", "Data", 1048572),
        ("z", "Data", 1048573),
        ("\tfar", "Data", 1048574),
        ("", "Sheet2", None),
    ]


def test_slides_with_title_and_notes() -> None:
    body = (
        "<draw:page><draw:frame><draw:text-box><text:list><text:list-item><text:p>point</text:p></text:list-item>"
        '</text:list></draw:text-box></draw:frame><draw:frame presentation:class="title"><draw:text-box><text:p>Title'
        '</text:p></draw:text-box></draw:frame><presentation:notes><draw:frame presentation:class="notes">'
        "<draw:text-box><text:p>say this</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>"
        "<draw:page/>"
    )
    data = zipped(odf_parts(body, "presentation"))
    assert odf.load(Source(data)).pages == 2
    assert [(s.text, s.place.slide, s.place.headings) for s in loaded(odf.load, data)] == [
        ("Title\npoint\nsay this", 1, ("Title",)),
        ("", 2, ()),
    ]


def test_a_password_is_its_own_reason() -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="{}"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    )
    parts = {**odf_parts(""), "content.xml": b"\x8f\x01\x02", "META-INF/manifest.xml": manifest.format("content.xml")}
    assert refusal_of(odf.load, zipped(parts)) is Refusal.ENCRYPTED
    wrapped = {"mimetype": "application/vnd.oasis.opendocument.text", "encrypted-package": b"x"}
    assert refusal_of(odf.load, zipped(wrapped)) is Refusal.ENCRYPTED
    picture = {**odf_parts("<text:p>read</text:p>"), "META-INF/manifest.xml": manifest.format("Pictures/a.png")}
    assert text_of(odf.load, zipped(picture)) == "read"


def test_the_document_type_of_openoffice_is_tolerated_others_are_not() -> None:
    parts = odf_parts("<text:p>read</text:p>")
    content = str(parts["content.xml"])
    old = '<!DOCTYPE office:document-content PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "office.dtd">'
    assert text_of(odf.load, zipped({**parts, "content.xml": old + content})) == "read"
    for encoding in ("utf-8", "utf-16"):
        hostile = ("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + content.replace("read", "&e;")).encode(
            encoding
        )
        assert refusal_of(odf.load, zipped({**parts, "content.xml": hostile})) is Refusal.DAMAGED


def test_broken_files_are_damage() -> None:
    parts = odf_parts("<text:p>read</text:p>")
    assert refusal_of(odf.load, zipped({**parts, "content.xml": "<broken"})) is Refusal.DAMAGED
    assert refusal_of(odf.load, zipped({"mimetype": "x"})) is Refusal.DAMAGED
    assert (
        text_of(odf.load, zipped({**parts, "styles.xml": "<broken", "meta.xml": "", "META-INF/manifest.xml": "<"}))
        == "read"
    )


@pytest.mark.timeout(120)
@pytest.mark.parametrize("levels", [30, 70, 240])
def test_deep_nesting_is_read_or_refused(levels: int) -> None:
    for opening, closing in (
        ("<text:list><text:list-item>", "</text:list-item></text:list>"),
        ("<table:table><table:table-row><table:table-cell>", "</table:table-cell></table:table-row></table:table>"),
        ("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>"),
    ):
        body = opening * levels + "<text:p>deep</text:p>" + closing * levels
        assert refusal_of(odf.load, zipped(odf_parts(body))) in (None, Refusal.DAMAGED)
