"""A Word document with formatting in the middle of sentences, translated by the command line with the small model."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from tests.fakes.alcove_command import AlcoveCommand

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
Run = tuple[str, str]
"""A text, and its formatting as letters: b, i, u."""

LETTER: tuple[tuple[Run, ...], ...] = (
    (("Please ", ""), ("sign", "b"), (" the ", ""), ("contract", "i"), (" by ", ""), ("15 July 2026", "u"), (".", "")),
    (("Dr Kowalska", "b"), (" will translate the ", ""), ("annual report", "bi"), (" on Monday.", "")),
    (("The buyer pays the ", ""), ("deposit", "b"), (" of ", ""), ("€950.50", "bi"), (" by 1 March 2027.", "")),
    (("All rights reserved.", "i"),),
)
CHINESE = (
    [("请在", ""), ("2026年7月15日", "u"), ("之前", ""), ("签署", "b"), ("合同", "i"), ("。", "")],
    [("Kowalska医生", "b"), ("星期一将翻译", ""), ("年度报告", "bi"), ("。", "")],
    [("买方在2027年3月1日之前支付", ""), ("950.50欧元", "bi"), ("的", ""), ("押金", "b"), ("。", "")],
    [("保留所有权利。", "i")],
)


@pytest.fixture
def alcove(by_words: AlcoveCommand) -> AlcoveCommand:
    for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
        shutil.copytree(MODELS / name, by_words.home / "models" / name)
    return by_words


def test_the_formatting_stands_on_the_words_that_mean_the_same(alcove: AlcoveCommand, tmp_path: Path) -> None:
    source, chinese, again = (tmp_path / name for name in ("letter.docx", "letter.zh.docx", "letter.en.docx"))
    made = docx.Document()
    for runs in LETTER:
        paragraph = made.add_paragraph()
        for text, how in runs:
            run = paragraph.add_run(text)
            run.bold, run.italic, run.underline = ("b" in how) or None, ("i" in how) or None, ("u" in how) or None
    table = made.add_table(2, 2)
    for row, cells in enumerate((("Date", "Amount"), ("15 July 2026", "€950.50"))):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    made.save(str(source))
    assert alcove.run("translate", "--to", "zh", "--output", chinese, source).status == 0
    assert tuple(runs_of(chinese)) == CHINESE
    cells = [cell.text for row in docx.Document(str(chinese)).tables[0].rows for cell in row.cells]
    assert cells == ["日期", "金额", "2026年7月15日", "€950.50"]  # a sum is left alone
    assert alcove.run("translate", "--to", "en", "--output", again, chinese).status == 0
    texts = ["".join(text for text, _ in runs) for runs in runs_of(again)]
    assert texts == ["".join(text for text, _ in runs) for runs in LETTER]


def runs_of(path: Path) -> Iterator[list[Run]]:
    """Neighbours that look alike count as one."""
    for paragraph in docx.Document(str(path)).paragraphs:
        found: list[Run] = []
        for run in paragraph.runs:
            how = "".join(letter for letter, on in zip("biu", (run.bold, run.italic, run.underline), strict=True) if on)
            if found and found[-1][1] == how:
                found[-1] = (found[-1][0] + run.text, how)
            elif run.text:
                found.append((run.text, how))
        if found:
            yield found
