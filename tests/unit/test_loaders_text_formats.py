"""Markdown, tables, subtitles, source code and titles: exact offsets in the decoded file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.engines.loaders.chunking import passages
from app.engines.loaders.section import Section, Source
from app.engines.loaders.text import csv_table, markdown, plain_text, subtitle
from app.engines.loaders.title import clean_title

MARKDOWN = """---
title: "From the front"
---
Preface.

# One #

Text under one.

```python
# not a heading
```

Two
===

## Two *a* with `code` and [a link](http://x)

<!--
# hidden
-->
    # indented code

- item
---

After a rule
------------

####### seven is no heading
#no space
"""


def sections_of(loader: object, text: str, name: str) -> list[Section]:
    loaded = loader.load(Source(text.encode(), name))  # type: ignore[attr-defined]
    return list(loaded.sections)


def reference_headings(text: str) -> Iterator[tuple[int, int]]:
    """(line, level) of each heading outside lists and quotes, by markdown-it."""
    depth = 0
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("list_item_open", "blockquote_open"):
            depth += 1
        elif token.type in ("list_item_close", "blockquote_close"):
            depth -= 1
        elif token.type == "heading_open" and depth == 0 and token.map:
            yield token.map[0], int(token.tag[1])


def found_headings(text: str) -> list[tuple[int, int]]:
    return [(text.count("\n", 0, h.start), h.level) for h in markdown.headings(text)]


def test_markdown_has_the_heading_paths_and_covers_the_file() -> None:
    loaded = markdown.load(Source(MARKDOWN.encode(), "a.md"))
    sections = list(loaded.sections)
    assert loaded.title == "From the front"
    assert "".join(s.text for s in sections) == MARKDOWN
    assert [s.place.headings for s in sections] == [
        (),
        ("One",),
        ("Two",),
        ("Two", "Two a with code and a link"),
        ("Two", "After a rule"),
    ]
    for section in sections:
        line = MARKDOWN.count("\n", 0, section.place.start) + 1
        assert section.place.first_line == line


def test_markdown_headings_agree_with_the_reference() -> None:
    body = MARKDOWN.split("---\n", 2)[2]
    assert found_headings(body) == list(reference_headings(body))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "# a",
                "## b ##",
                "#",
                "text",
                "more",
                "===",
                "---",
                "",
                "```",
                "~~~ x",
                "    code",
                "   # three",
                "#x",
                "```y",
            ]
        ),
        max_size=12,
    )
)
def test_markdown_headings_agree_with_the_reference_on_any_mix(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert found_headings(text) == list(reference_headings(text))


def test_csv_rows_keep_their_source_and_quoted_line_ends() -> None:
    note = "x" * 200
    text = f'a,b\r\n{note},"two\r\nlines"\r\n3,"a ""quoted"" word{note}"\r\n4,5"\r\n6,7'
    sections = sections_of(csv_table, text, "a.csv")
    assert "".join(s.text for s in sections) == text
    assert sections[0].text == f'a,b\r\n{note},"two\r\nlines"\r\n'
    assert [(s.place.first_row, s.place.last_row) for s in sections] == [(1, 2), (3, 5)]
    assert [s.place.first_line for s in sections] == [1, 4]
    (passage,) = passages(sections)
    assert passage.text == text
    assert (passage.place.first_row, passage.place.last_row, passage.place.last_line) == (1, 5, 6)


def test_a_quote_that_never_closes_costs_no_more_than_its_rows_shape() -> None:
    text = 'a,b\n"open,1\n' + "".join(f"{n},x\n" for n in range(500))
    sections = sections_of(csv_table, text, "a.csv")
    assert "".join(s.text for s in sections) == text
    assert (sections[0].place.first_row, sections[-1].place.last_row) == (1, 502)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a;b;c\n1,5;2;3\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a|b\nc|d\n", "|"), ("one column\nonly\n", ","), ("", ",")],
)
def test_the_delimiter_is_sniffed(text: str, expected: str) -> None:
    assert csv_table.delimiter(text) == expected


def test_subtitles_are_cut_between_cues_and_cover_the_file() -> None:
    text = "WEBVTT\r\n\r\n" + "".join(f"{n}\r\n00:{n:02}.000 --> 00:{n:02}.900\r\nline {n}\r\n\r\n" for n in range(60))
    sections = sections_of(subtitle, text, "a.vtt")
    assert "".join(s.text for s in sections) == text
    found = list(passages(sections))
    assert all(p.text == text[p.place.start : p.place.start + p.place.length] for p in found)
    assert all(p.text.count("-->") == p.text.count("line ") for p in found)
    assert "59" in found[-1].keywords


def test_subtitles_without_a_word_are_empty() -> None:
    with pytest.raises(FileRefused) as refused:
        subtitle.load(Source(b"WEBVTT\n\n1\n00:01.000 --> 00:02.000\n...\n", "a.vtt"))
    assert refused.value.refusal is Refusal.EMPTY


@pytest.mark.parametrize("name", ["a.py", "Makefile", "run"])
def test_source_code_is_told_from_text(name: str) -> None:
    assert plain_text.load(Source(b"#!/bin/sh\necho hi\n", name)).kind is DocumentKind.CODE
    assert plain_text.load(Source(b"dear diary", "a.txt")).kind is DocumentKind.TEXT


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  A  good\ttitle\r\n", "A good title"),
        ("Microsoft Word - Annual Report", "Annual Report"),
        ("Microsoft Word - report_v2.doc", ""),
        ("Untitled", ""),
        ("untitled 3", ""),
        ("无标题", ""),
        ("PowerPoint Presentation", ""),
        (r"C:\Users\me\thing", ""),
        ("thesis.tex", ""),
        ("(anonymous)", ""),
        ("\x00\x01", ""),
        ("---", ""),
        ("a", ""),
        ("论", "论"),
        ("Bad \ufffd\ufffd", ""),
        ("3.14 and other numbers", "3.14 and other numbers"),
        ("evil \u202egnp.exe", "evil gnp.exe"),
    ],
)
def test_a_title_is_cleaned_or_dropped(raw: str, expected: str) -> None:
    assert clean_title(raw) == expected
