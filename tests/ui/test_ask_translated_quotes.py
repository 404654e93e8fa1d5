"""Quotes from documents in another language on the Ask page: translation and original, also in the card."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.ask.conversation import Answer, AnswerKind, Citation
from app.domain.library.place import Place
from app.ui.ask.answer_values import BlockKind
from app.ui.ask.quote_popup import QuotePopup
from app.ui.ask.translated_quotes import has_translations, translated_blocks
from app.ui.ask.words import answer_as_text, kind_words

ORIGINAL, TRANSLATION = "The manager signed\nthe contract.", "经理签署了合同。"


def citation(n: int, translation: str = "") -> Citation:
    return Citation(n, n, n, Path("lease.md"), "Lease", Place(0, 1), ORIGINAL, translation=translation)


def answer(*citations: Citation) -> Answer:
    return Answer("谁签署了合同？", AnswerKind.QUOTES, f"{TRANSLATION} [1]", citations)


def test_the_original_stands_under_its_translation() -> None:
    first, second, third = translated_blocks(answer(citation(1, TRANSLATION), citation(2)))
    assert (first.kind, first.text, first.runs[-1].cite) == (BlockKind.PARAGRAPH, f"{TRANSLATION} [1]", 1)
    assert (second.kind, second.text) == (BlockKind.QUOTE, "The manager signed the contract.")
    assert (third.kind, third.text) == (BlockKind.QUOTE, "The manager signed the contract. [2]")


def test_the_page_says_that_it_is_translated_and_copies_both() -> None:
    told = answer(citation(1, TRANSLATION))
    assert has_translations(told)
    assert not has_translations(answer(citation(1)))
    assert "translated" in kind_words(told)
    assert answer_as_text(told).splitlines()[-2:] == ["    The manager signed the contract.", f"    {TRANSLATION}"]


def test_the_card_shows_the_quote_and_its_translation(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    popup = QuotePopup(parent)
    popup.show_quote("Lease", "page 3", ORIGINAL, QPoint(10, 10), TRANSLATION)
    assert popup.text.splitlines()[-2:] == ["The manager signed the contract.", TRANSLATION]
    popup.show_quote("Lease", "page 3", ORIGINAL, QPoint(10, 10))
    assert TRANSLATION not in popup.text
    popup.hide()
