"""Broken words are shown whole, and nothing else of a text changes."""

from __future__ import annotations

import pytest

from app.domain.library.document import Passage
from app.domain.library.embedding_text import embedded_text
from app.domain.library.place import Place
from app.domain.text.readable import readable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("infor\ufffemation", "information"),
        ("infor\ufffe\r\nmation", "information"),
        ("Silben\u00adtrennung", "Silbentrennung"),
        ("2019\ufffe2020", "2019-2020"),
        ("an oﬃce for uniﬁed ﬂoors", "an office for unified floors"),
        ("well-known ünd\r\nso", "well-known ünd\r\nso"),
    ],
)
def test_broken_words_become_whole(text: str, shown: str) -> None:
    assert readable(text) == shown


def test_the_embedding_reads_whole_words() -> None:
    assert embedded_text("", Passage("infor\ufffemation", Place(length=12))) == "information"
