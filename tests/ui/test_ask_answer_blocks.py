"""Answer text to blocks: the safe part of Markdown, citations, hostile text, and the work it costs."""

from __future__ import annotations

import pytest

from app.domain.ask.citation import Support
from app.ui.ask.answer_blocks import CHUNK_LIMIT, TOTAL_LIMIT, AnswerText, quote_blocks, split_chunks
from app.ui.ask.answer_doubts import check_blocks
from app.ui.ask.answer_values import Block, BlockKind, Run

LONG = """# Title

Some **bold [1]** text and `code [1]` here [2][1], also [9].
Soft break.

1. first [1]
2. second
   - nested

> quoted

```py
x = [1]

y
```
after"""


def blocks(text: str, cited: frozenset[int] = frozenset({1, 2})) -> tuple[Block, ...]:
    return AnswerText(cited).blocks(text)


def runs(text: str) -> list[Run]:
    return [run for block in blocks(text) for run in block.runs]


def test_kinds() -> None:
    found = [(block.kind, block.level, block.marker, block.text) for block in blocks(LONG)]
    assert found == [
        (BlockKind.HEADING, 1, "", "Title"),
        (BlockKind.PARAGRAPH, 0, "", "Some bold [1] text and code [1] here [2][1], also [9]. Soft break."),
        (BlockKind.ITEM, 1, "1.", "first [1]"),
        (BlockKind.ITEM, 1, "2.", "second"),
        (BlockKind.ITEM, 2, "•", "nested"),
        (BlockKind.QUOTE, 0, "", "quoted"),
        (BlockKind.CODE, 0, "", "x = [1]\n\ny"),
        (BlockKind.PARAGRAPH, 0, "", "after"),
    ]


def test_only_known_numbers_outside_code_are_citations() -> None:
    assert [run.cite for run in runs(LONG) if run.cite] == [1, 2, 1, 1]
    assert [run.text for run in runs("see [1, 2]") if run.cite] == ["[1]", "[2]"]


@pytest.mark.parametrize(
    "text",
    [
        "![x](file:///etc/passwd)",
        "![x](//host/share/x.png)",
        "<img src='file:///etc/passwd'>",
        "<b>bold</b> <script>x</script>",
        "[x](javascript:alert(1))",
        "[x](file:///etc/passwd)",
        "[x](vbscript:y) [x](data:text/html,x) [x](ms-settings:z)",
    ],
)
def test_images_markup_and_strange_links_stay_text(text: str) -> None:
    assert "".join(run.text for run in runs(text)) == text
    assert all(run.address is None for run in runs(text))


def test_a_web_link_shows_its_address() -> None:
    assert [(run.text, run.address) for run in runs("[bank](https://evil.example/?q=1)")] == [
        ("bank", "https://evil.example/?q=1"),
        (" (https://evil.example/?q=1)", "https://evil.example/?q=1"),
    ]


def test_hidden_characters_are_taken_out() -> None:
    assert blocks("a\u202eb\x00c\ufffcd\u2066e")[0].text == "abcde"


def test_streaming_gives_the_same_as_all_at_once_and_parses_only_what_is_new() -> None:
    text = LONG + "\n\nA paragraph of the usual kind, with a citation [1].\n\n" * 100
    reader = AnswerText(frozenset({1, 2}))
    for end in range(0, len(text), 40):
        reader.blocks(text[:end])
    assert reader.blocks(text) == blocks(text)
    assert reader.parsed < 4 * len(text), "blocks that are complete must not be parsed again"


def test_chunks_are_exactly_the_text() -> None:
    assert "".join(split_chunks(LONG * 3)) == LONG * 3


@pytest.mark.parametrize("text", ["[" * 50_000, "*a_" * 17_000, "- " * 25_000, "<div>" * 10_000, ">" * 50_000])
def test_hostile_text_is_not_parsed(text: str) -> None:
    reader = AnswerText(frozenset())
    found = reader.blocks(text)
    assert reader.parsed <= CHUNK_LIMIT
    assert all(len(block.text) <= CHUNK_LIMIT for block in found)
    assert len(found) < 20


def test_at_most_64_kb_are_shown() -> None:
    found = blocks("word " * 40_000)
    assert sum(len(block.text) for block in found) <= TOTAL_LIMIT


def test_quotes_are_word_for_word() -> None:
    found = quote_blocks("As *shown* in [3] & <b>it</b> [1]\n\nSecond one. [2]\n\nNo mark", frozenset({1, 2}))
    assert [(block.kind, block.text) for block in found] == [
        (BlockKind.QUOTE, "As *shown* in [3] & <b>it</b> [1]"),
        (BlockKind.QUOTE, "Second one. [2]"),
        (BlockKind.PARAGRAPH, "No mark"),
    ]
    assert [run.cite for block in found for run in block.runs if run.cite] == [1, 2]


def test_doubtful_sentences_are_marked_and_nothing_else() -> None:
    passages = {1: "Every employee is entitled to 28 days of paid leave a year."}
    text = "Employees get **28 days** of paid leave [1]. Employees get 99 days of leave [1]. Good."
    checked = check_blocks(blocks(text, frozenset({1})), passages)
    assert [doubt.support for doubt in checked.doubts] == [Support.NUMBER_MISSING]
    marked = "".join(run.text for block in checked.blocks for run in block.runs if run.doubt == 0)
    assert marked == "Employees get 99 days of leave [1]."
    assert (
        checked.blocks[0].text == "Employees get 28 days of paid leave [1]. Employees get 99 days of leave [1]. Good."
    )


def test_a_table_becomes_rows_whose_cells_stand_under_each_other() -> None:
    text = "Prices:\n\n| Job | Price |\n|---|---|\n| Wheel trued | 22 [1] |\n| 补胎 | 9 |\n\nAnd more."
    blocks = AnswerText(frozenset({1})).blocks(text)
    assert [block.kind for block in blocks] == [
        BlockKind.PARAGRAPH,
        *[BlockKind.ROW] * 3,
        BlockKind.PARAGRAPH,
    ]
    head, row, chinese = blocks[1:4]
    assert [run.bold for run in head.runs if run.text != "\t"] == [True, True]
    assert head.tabs == row.tabs == chinese.tabs == (14,)
    assert row.text == "Wheel trued\t22 [1]"
    assert [run.cite for run in row.runs][-1] == 1


def test_a_wide_table_becomes_a_list_that_says_each_column() -> None:
    wide = "word " * 12
    blocks = AnswerText(frozenset()).blocks(f"| Name | What it is |\n|---|---|\n| A {wide} | B {wide} |")
    assert [(block.kind, block.marker) for block in blocks] == [(BlockKind.ITEM, "•"), (BlockKind.ITEM, "")]
    assert blocks[0].text.startswith("Name: A word")
    assert blocks[1].text.startswith("What it is: B word")


def test_half_a_table_while_it_streams_is_text() -> None:
    whole = "| A | B |\n|---|---|\n| 1 | 2 |\n"
    reader = AnswerText(frozenset())
    for end in range(len(whole)):
        reader.blocks(whole[:end])
    assert [block.text for block in reader.blocks(whole)] == ["A\tB", "1\t2"]


def test_words_that_a_pdf_broke_at_a_line_are_whole() -> None:
    (quote,) = quote_blocks("An ef\ufffeficient and per\u00adfect machine. [1]", frozenset({1}))
    assert quote.text == "An efficient and perfect machine. [1]"
