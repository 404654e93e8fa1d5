"""Passages: exactly the characters at their place, neither too long nor needlessly small."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.library.place import Place
from app.engines.loaders.chunking import CJK_CAPACITY, LATIN_CAPACITY, capacity, passages
from app.engines.loaders.layout import Layout
from app.engines.loaders.preview import assemble
from app.engines.loaders.section import Section

WORDS = st.lists(
    st.sampled_from(["word", "longer-word", "。", "文字", "😀", "\n", "\n\n", " ", "x" * 700, "\ud800", "a\r\nb"])
)
PATHS = st.sampled_from([(), ("One",), ("One", "Two"), ("Three",)])


def whole(text: str, **place: int) -> list[Section]:
    return [Section(text, Place(length=len(text), **place))]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, PATHS, st.booleans()), max_size=30))
def test_a_passage_is_exactly_the_text_at_its_place(pieces: list[tuple[list[str], tuple[str, ...], bool]]) -> None:
    layout, sections = Layout(), []
    parts = 0
    for words, path, new_part in pieces:
        if new_part:
            layout, parts = Layout(), parts + 1
        sections.append(layout.section("".join(words), part=str(parts), headings=path))
    containers = {str(n): assemble([s for s in sections if s.place.part == str(n)], 10**9) for n in range(parts + 1)}
    found = list(passages(sections))
    for passage in found:
        text = containers[passage.place.part or ""]
        assert passage.text == text[passage.place.start : passage.place.start + passage.place.length]
        assert 0 < len(passage.text) <= LATIN_CAPACITY
        passage.text.encode()
        assert passage.text == passage.text.strip()
    kept = "".join(c for p in found for c in p.text if c.isalnum())
    assert kept == "".join(c for s in sections for c in s.text if c.isalnum())


def test_a_usual_paragraph_stays_one_passage() -> None:
    english = "This is a sentence of a paragraph in some encyclopedia. " * 18
    chinese = "这是百科全书里一个段落中的一句话，" * 20
    assert len(list(passages(whole(english)))) == 1
    assert len(list(passages(whole(chinese)))) == 1


def test_the_capacity_follows_the_script() -> None:
    assert capacity("plain words") == LATIN_CAPACITY
    assert capacity("全是汉字") == CJK_CAPACITY
    assert CJK_CAPACITY < capacity("half 汉字汉字汉") < LATIN_CAPACITY


def test_rows_are_joined_up_to_a_passage_with_their_range() -> None:
    layout = Layout()
    rows = [layout.section(f"row {n} of the table", sheet="S", row=n) for n in range(1, 201)]
    found = list(passages(rows))
    assert 3 <= len(found) <= 8
    assert found[0].place.first_row == 1
    assert found[-1].place.last_row == 200
    for before, after in pairwise(found):
        assert after.place.first_row == (before.place.last_row or 0) + 1
    assert found[0].text.startswith("row 1 of the table\nrow 2 of")


def test_what_follows_the_rows_leaves_their_range_as_it_is() -> None:
    layout = Layout()
    rows = [layout.section(f"row {n}", sheet="S", row=n) for n in (2, 3, 4)]
    rows += [layout.section("a comment", sheet="S", row=1), layout.section("a header", sheet="S")]
    (found,) = passages(rows)
    assert (found.place.first_row, found.place.last_row) == (1, 4)


def test_pages_slides_and_parts_are_never_joined() -> None:
    sections = [Section("tiny", Place(length=4, page=n)) for n in (1, 2)]
    sections += [Section("tiny", Place(length=4, part=name)) for name in ("a", "b")]
    assert [p.place.page or p.place.part for p in passages(sections)] == [1, 2, "a", "b"]


def test_a_lone_heading_joins_its_own_first_section_and_keeps_the_longer_path() -> None:
    layout = Layout()
    sections = [layout.section("Title", headings=("Title",)), layout.section("Intro text", headings=("Title", "Intro"))]
    (passage,) = passages(sections)
    assert passage.text == "Title\nIntro text"
    assert passage.place.headings == ("Title", "Intro")


def test_sections_of_two_headings_keep_what_they_share() -> None:
    layout = Layout()
    sections = [layout.section(f"text {n}", headings=("Book", f"Part {n}")) for n in (1, 2)]
    (passage,) = passages(sections)
    assert passage.place.headings == ("Book",)


def test_long_sections_under_different_headings_stay_apart() -> None:
    layout = Layout()
    sections = [layout.section("some words here " * 25, headings=(f"Part {n}",)) for n in (1, 2)]
    assert [p.place.headings for p in passages(sections)] == [("Part 1",), ("Part 2",)]


def test_lines_are_counted_by_all_three_line_ends() -> None:
    text = "one\r\ntwo\rthree\n" + "four " * 300
    found = list(passages(whole(text, first_line=1)))
    assert (found[0].place.first_line, found[-1].place.last_line) == (1, 4)
    assert all((p.place.first_line or 0) <= (p.place.last_line or 0) for p in found)


def test_indexes_of_a_foreign_reader_are_used() -> None:
    section = Section("a𝑥b", Place(page=1), indexes=(0, 1, 3, 4))
    (passage,) = passages([section])
    assert (passage.place.start, passage.place.length) == (0, 4)


def test_text_without_a_letter_or_symbol_is_no_passage() -> None:
    assert list(passages(whole("---- ....\n\u200b\ufffd"))) == []
    assert len(list(passages(whole("☃")))) == 1


def test_words_cut_by_hyphens_are_found_whole() -> None:
    (passage,) = passages(whole("a com\ufffepiler and a pro\u00ad\r\ngram"))
    assert passage.keywords == "a compiler and a program"


def test_times_of_subtitles_are_no_keywords() -> None:
    (passage,) = passages(whole("7\n00:01:02,500 --> 00:01:04,000\nHello there"))
    assert passage.keywords == "7 hello there"


def test_a_huge_line_without_spaces_is_cut_in_bounded_pieces() -> None:
    found = list(passages(whole("x" * 300_000)))
    assert sum(len(p.text) for p in found) == 300_000
    assert max(len(p.text) for p in found) <= LATIN_CAPACITY
