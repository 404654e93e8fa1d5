"""PowerPoint files: one section a slide, title first, with tables, groups, notes and comments."""

from __future__ import annotations

import io

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.office import slides
from app.engines.loaders.section import Source
from tests.fakes.office_files import loaded, refusal_of, relations, shape, slide_parts, strict, zipped


def texts(data: bytes) -> list[str]:
    return [section.text for section in loaded(slides.load, data)]


def test_one_section_a_slide_with_its_title_as_heading() -> None:
    data = zipped(slide_parts(shape("body") + shape("The title", placeholder="title"), "", shape("last", "line")))
    sections = loaded(slides.load, data)
    assert [(s.text, s.place.slide, s.place.headings) for s in sections] == [
        ("The title\nbody", 1, ("The title",)),
        ("", 2, ()),
        ("last\nline", 3, ()),
    ]
    result = slides.load(Source(data))
    assert (result.kind, result.pages) == (DocumentKind.SLIDES, 3)


def test_the_order_is_that_of_the_show() -> None:
    parts = slide_parts(shape("one"), shape("two"))
    parts["ppt/_rels/presentation.xml.rels"] = relations(
        ("rId1", "slide", "slides/slide2.xml"), ("rId2", "slide", "/ppt/slides/slide1.xml")
    )
    assert texts(zipped(parts)) == ["two", "one"]


def test_a_file_of_the_common_library_reads_alike() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Figures"
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "a", "b", "c\nd"
    data = CategoryChartData()
    data.categories = ["North", "South"]
    data.add_series("2026", (1.5, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(4), Inches(3), data)
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, 10, 10).text_frame.text = "grouped"
    slide.notes_slide.notes_text_frame.text = "say this"
    out = io.BytesIO()
    deck.save(out)
    (section,) = loaded(slides.load, out.getvalue())
    assert section.text.split("\n") == [
        "Figures", "a\tb", "c d", "\t2026", "North\t1.5", "South\t2", "grouped", "say this",
    ]  # fmt: skip


def test_page_numbers_and_dates_are_left_out() -> None:
    boxes = shape("7", placeholder="sldNum") + shape("1/1/2026", placeholder="dt") + shape("Acme", placeholder="ftr")
    assert texts(zipped(slide_parts(boxes))) == ["Acme"]


def test_words_of_the_master_are_read_with_the_first_slide_only() -> None:
    parts = slide_parts(shape("one"), shape("two"))
    for number in (1, 2):
        parts[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(("r1", "slideLayout", "../slideLayouts/l.xml"))
    parts["ppt/slideLayouts/l.xml"] = str(parts["ppt/slides/slide1.xml"]).replace("one", "Confidential")
    assert texts(zipped(parts)) == ["one\nConfidential", "two"]


def test_comments_of_both_generations() -> None:
    parts = slide_parts(shape("text"))
    parts["ppt/slides/_rels/slide1.xml.rels"] = relations(("r1", "comments", "../comments/c1.xml"))
    parts["ppt/comments/c1.xml"] = (
        '<p:cmLst xmlns:p="p" xmlns:a="a"><p:cm authorId="0"><p:text>old</p:text></p:cm><p:cm authorId="9"><p:txBody>'
        "<a:p><a:r><a:t>new</a:t></a:r></a:p></p:txBody></p:cm></p:cmLst>"
    )
    parts["ppt/authors.xml"] = '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor id="0" name="Ann"/></p:cmAuthorLst>'
    parts["ppt/_rels/presentation.xml.rels"] = relations(
        ("rId1", "slide", "slides/slide1.xml"), ("rId2", "commentAuthors", "authors.xml")
    )
    assert texts(zipped(parts)) == ["text\nAnn: old\nnew"]


def test_strict_files_and_files_without_relations_are_read() -> None:
    assert texts(zipped(strict(slide_parts(shape("one"), shape("two"))))) == ["one", "two"]
    parts = slide_parts(*(shape(f"n{n}") for n in range(1, 12)))
    for gone in ("_rels/.rels", "ppt/_rels/presentation.xml.rels", "[Content_Types].xml"):
        del parts[gone]
    assert texts(zipped(parts)) == [f"n{n}" for n in range(1, 12)]


def test_a_broken_slide_does_not_take_the_others_with_it() -> None:
    parts = slide_parts(shape("one"), shape("two"), shape("three"))
    parts["ppt/slides/slide2.xml"] = "<broken"
    assert texts(zipped(parts)) == ["one", "", "three"]


@pytest.mark.parametrize("part", ["ppt/slides/slide1.xml", "ppt/presentation.xml"])
def test_a_document_type_in_any_part_refuses_the_file(part: str) -> None:
    parts = slide_parts(shape("one"))
    parts[part] = "<!DOCTYPE x [<!ENTITY e 'x'>]>" + str(parts[part])
    assert refusal_of(slides.load, zipped(parts)) is Refusal.DAMAGED


@pytest.mark.timeout(120)
@pytest.mark.parametrize("levels", [100, 240])
def test_deep_groups_are_read_or_refused(levels: int) -> None:
    parts = slide_parts("<p:grpSp>" * levels + shape("deep") + "</p:grpSp>" * levels, shape("other"))
    assert "other" in texts(zipped(parts))
