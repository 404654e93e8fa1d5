"""The answer on the page: chips, keyboard, copying, streaming, and that nothing is ever loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QImage, QPixmap, QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from app.ui.ask.answer_blocks import AnswerText
from app.ui.ask.answer_values import Block
from app.ui.ask.answer_view import AnswerView
from app.ui.theme.theme import Theme

TEXT = "First [1] and second [2].\n\nThird paragraph [1]."


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> AnswerView:
    made = AnswerView(theme)
    qtbot.addWidget(made)
    made.resize(600, 100)
    made.show()
    return made


def blocks(text: str) -> tuple[Block, ...]:
    return AnswerText(frozenset({1, 2})).blocks(text)


def test_arrows_walk_the_citations_and_enter_opens(view: AnswerView, qtbot: QtBot) -> None:
    view.show_blocks(blocks(TEXT))
    pointed: list[int] = []
    view.citation_pointed.connect(lambda ordinal, _place: pointed.append(ordinal))
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert pointed == [0, 1, 2, 2]
    qtbot.keyClick(view, Qt.Key.Key_Left)
    with qtbot.waitSignal(view.citation_chosen) as chosen:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen.args == [2]


def test_a_click_on_a_chip_chooses_it(view: AnswerView, qtbot: QtBot) -> None:
    view.show_blocks(blocks(TEXT))
    rect = view._chip_rect(1)
    place = QPoint(round(rect.left() + 9), round(rect.center().y()))
    with qtbot.waitSignal(view.citation_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [2]


def test_a_web_address_is_offered_for_copying_and_never_opened(view: AnswerView, qtbot: QtBot) -> None:
    view.show_blocks(blocks("[x](https://x.example/)"))
    assert not view.openLinks()
    assert not view.openExternalLinks()
    with qtbot.waitSignal(view.address_chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 10))
    assert chosen.args == ["https://x.example/"]


def test_copied_text_names_citations_and_holds_no_markup(view: AnswerView) -> None:
    view.show_blocks(blocks(TEXT))
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.text() == "First [1] and second [2].\nThird paragraph [1]."
    assert not data.hasHtml()
    cursor = view.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(10, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.selected_text() == "First [1] an"


def test_it_is_as_high_as_its_text_and_never_scrolls(view: AnswerView, qtbot: QtBot) -> None:
    view.show_blocks(blocks("word " * 30))
    low = view.height()
    view.show_blocks(blocks("word " * 300))
    assert view.height() > 3 * low
    assert view.verticalScrollBar().maximum() == 0


def test_streaming_rewrites_only_the_last_blocks(view: AnswerView) -> None:
    reader = AnswerText(frozenset({1}))
    text = "A paragraph that stays as it is [1].\n\n" * 20
    view.show_blocks(reader.blocks(text))
    written = view.answer.written
    first = view.document().begin().layout().boundingRect()
    for end in range(1, 30):
        view.show_blocks(reader.blocks(text + "and it goes on " * end))
    assert view.answer.written <= written + 29
    assert view.document().begin().layout().boundingRect() == first
    assert view.answer.plain_text.count("stays") == 20
    assert view.document().blockCount() == 21


def test_text_that_shrinks_or_changes_leaves_nothing_behind(view: AnswerView) -> None:
    for text in (TEXT, "Only this [2].", "", "# Head\n\n- a\n- b", TEXT):
        view.show_blocks(blocks(text))
        assert view.answer.plain_text == "\n\n".join(
            (f"{block.marker} " if block.marker else "") + block.text for block in blocks(text)
        )
    assert view.answer.citations == (1, 2, 1)


def test_no_resource_is_ever_opened(view: AnswerView, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    QImage(30, 30, QImage.Format.Format_RGB32).save(str(secret))
    for name in (secret.as_uri(), str(secret), "//host/share/x.png", "http://x.example/x.png", "qrc:/x"):
        for kind in (QTextDocument.ResourceType.ImageResource, QTextDocument.ResourceType.StyleSheetResource):
            loaded = view.document().resource(int(kind.value), QUrl(name))
            assert isinstance(loaded, QImage | QPixmap), "None would make Qt open the file itself"
            assert loaded.width() == 1, "the file was read"
    view.show_blocks(blocks(f"![x]({secret.as_uri()}) ![y](//host/share/x.png) <img src='{secret}'>"))
    assert "<img" in view.answer.plain_text
    assert "![y]" in view.answer.plain_text


def test_hostile_text_is_laid_out_in_bounded_pieces(view: AnswerView) -> None:
    view.show_blocks(blocks("[" * 50_000))
    assert view.answer.written < 20


@pytest.mark.parametrize("text", ["", "年假是28天[1]。", "**x**"])
def test_theme_change_keeps_the_text(view: AnswerView, theme: Theme, text: str) -> None:
    view.show_blocks(blocks(text))
    before = view.answer.plain_text
    theme.changed.emit()
    assert view.answer.plain_text == before
