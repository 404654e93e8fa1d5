"""The frame: doors, side panel, drop target, palette and strip, by mouse and by keyboard, without any real page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.shell.command_palette import Command, CommandPalette, matching
from app.ui.shell.window import ShellWindow
from app.ui.theme.theme import Theme

COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier


def page_with_a_box() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(QLineEdit())
    return page


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> ShellWindow:
    made = ShellWindow(theme)
    qtbot.addWidget(made)
    for name in ("ask", "library", "settings"):
        made.add_page(name, page_with_a_box)
    made.show_page("ask")
    made.show()
    qtbot.waitExposed(made)
    return made


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag_over(window: ShellWindow, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(300, 300), COPY, data, LEFT, NO_KEY)
    event.ignore()
    QApplication.sendEvent(window, event)
    return event


def test_pages_are_made_when_they_are_first_shown(qtbot: QtBot, window: ShellWindow) -> None:
    assert not window.has_page("library")
    with qtbot.waitSignal(window.page_shown) as shown:
        window.rail.door_chosen.emit("library")
    assert shown.args == ["library"]
    assert window.has_page("library")
    assert window.page("library").isVisible()


def test_files_over_the_window_light_all_of_it(window: ShellWindow, tmp_path: Path) -> None:
    window.say_on_drop(lambda count: (f"{count} things", "they stay"))
    event = drag_over(window, files(tmp_path / "a", tmp_path / "b"))
    assert event.isAccepted()
    assert window.overlay.isVisible()
    assert window.overlay.geometry() == window.rect()
    assert window.overlay.accessibleName() == "2 things"
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.overlay.isVisible()


def test_a_drop_says_which_files_and_folders(qtbot: QtBot, window: ShellWindow, tmp_path: Path) -> None:
    data = files(tmp_path, tmp_path / "文档.pdf")
    drag_over(window, data)
    with qtbot.waitSignal(window.paths_dropped) as dropped:
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), COPY, data, LEFT, NO_KEY))
    assert dropped.args == [[tmp_path, tmp_path / "文档.pdf"]]
    assert not window.overlay.isVisible()


def test_text_and_web_addresses_are_no_files(window: ShellWindow) -> None:
    data = QMimeData()
    data.setText("words")
    assert not drag_over(window, data).isAccepted()
    data.setUrls([QUrl("https://example.org/a.pdf")])
    assert not drag_over(window, data).isAccepted()
    assert not window.overlay.isVisible()


def test_no_field_of_a_page_takes_a_drop_for_itself(window: ShellWindow) -> None:
    assert not any(child.acceptDrops() for child in window.page("ask").findChildren(QWidget))


def test_escape_asks_one_after_the_other(qtbot: QtBot, window: ShellWindow) -> None:
    asked: list[str] = []
    window.on_escape(lambda: asked.append("first") is not None)
    window.on_escape(lambda: asked.append("second") is None)
    window.on_escape(lambda: asked.append("third") is None)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert asked == ["first", "second"]


def test_the_side_panel_shows_one_thing_and_gives_the_focus_back(qtbot: QtBot, window: ShellWindow) -> None:
    box = window.page("ask").findChild(QLineEdit)
    window.activateWindow()
    box.setFocus()
    first, second = QLineEdit("one"), QLabel("two")
    qtbot.addWidget(first)
    qtbot.addWidget(second)
    window.panel.show_widget(first, "First")
    assert window.panel.content is first
    first.setFocus()
    window.panel.show_widget(second, "Second")
    assert window.panel.content is second
    assert first.isHidden()
    window.panel.show_widget(first, "First")
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    with qtbot.waitSignal(window.panel.closed):
        qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert not window.panel.is_open
    assert window.panel.content is None
    assert box.hasFocus()


def test_the_side_panel_leaves_the_page_the_larger_part(qtbot: QtBot, window: ShellWindow) -> None:
    window.resize(1280, 800)
    content = QLabel("x")
    qtbot.addWidget(content)
    window.panel.show_widget(content, "x")
    qtbot.waitUntil(lambda: window.panel.width() > 400)
    assert window.panel.width() < window.page("ask").width()


def test_the_window_remembers_where_it_was(qtbot: QtBot, window: ShellWindow, theme: Theme) -> None:
    window.resize(760, 600)
    kept = window.geometry_to_keep()
    other = ShellWindow(theme)
    qtbot.addWidget(other)
    other.restore_kept_geometry(kept)
    assert (other.width(), other.height()) == (760, 600)
    other.restore_kept_geometry("not geometry")
    assert (other.width(), other.height()) == (760, 600)


def test_everything_that_can_be_reached_has_a_name(window: ShellWindow) -> None:
    window.strip.show_work("3 of 9", "a.pdf", 3, 9, paused=False)
    for child in window.findChildren(QWidget):
        if child.isVisible() and child.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(child, QLineEdit):
            assert child.accessibleName() or child.property("text"), child


def test_the_strip_says_what_and_how_far(qtbot: QtBot, window: ShellWindow) -> None:
    strip = window.strip
    strip.show_work("3 of 9", "contract.pdf", 3, 9, paused=False)
    assert strip.text == "3 of 9"
    with qtbot.waitSignal(strip.pause_asked):
        button(strip, "Pause").click()
    strip.show_work("3 of 9 · paused", "", 3, 9, paused=True)
    with qtbot.waitSignal(strip.resume_asked):
        button(strip, "Go on").click()
    with qtbot.waitSignal(strip.stop_asked):
        button(strip, "Stop").click()
    strip.show_result("9 added", "Show why")
    assert strip.text == "9 added"
    button(strip, "Hide").click()
    assert strip.text == ""


def test_the_lock_is_honest(window: ShellWindow) -> None:
    window.strip.show_seal(sealed=True)
    assert button(window.strip, "offline · sealed").isVisible()
    window.strip.show_seal(sealed=False)
    assert button(window.strip, "offline · not sealed").property("tone") == "amber"


def button(parent: QWidget, name: str) -> QWidget:
    return next(child for child in parent.findChildren(QWidget) if child.accessibleName() == name)


class TestPalette:
    @pytest.fixture
    def ran(self) -> list[str]:
        return []

    @pytest.fixture
    def palette(self, theme: Theme, window: ShellWindow, ran: list[str]) -> CommandPalette:
        def command(title: str) -> Command:
            return Command(title, "ask", lambda: ran.append(title), "Ctrl+X")

        return CommandPalette(theme, window, lambda: [command(t) for t in ("Ask", "Add files", "Add a folder", "Quit")])

    def test_words_find_actions_those_that_begin_so_first(self) -> None:
        commands = [Command(t, "ask", lambda: None) for t in ("A folder to add", "Add a folder", "Quit")]
        assert [c.title for c in matching(commands, "add")] == ["Add a folder", "A folder to add"]
        assert [c.title for c in matching(commands, "fold add")] == ["A folder to add", "Add a folder"]
        assert len(matching(commands, "")) == 3

    def test_keyboard_alone_reaches_an_action(self, qtbot: QtBot, palette: CommandPalette, ran: list[str]) -> None:
        palette.open()
        box = palette.findChild(QLineEdit)
        qtbot.keyClicks(box, "add")
        assert palette.titles == ["Add files", "Add a folder"]
        qtbot.keyClick(box, Qt.Key.Key_Down)
        qtbot.keyClick(box, Qt.Key.Key_Down)
        qtbot.keyClick(box, Qt.Key.Key_Return)
        assert ran == ["Add a folder"]
        assert not palette.is_open

    def test_what_was_found_for_other_words_is_left_out(self, palette: CommandPalette) -> None:
        palette.open()
        found = [Command("lease.pdf", "pdf", lambda: None)]
        palette.add_found("lea", found)
        assert "lease.pdf" not in palette.titles
        palette.findChild(QLineEdit).setText("lea")
        palette.add_found("lea", found)
        assert palette.titles == ["lease.pdf"]

    def test_escape_closes_it_first(self, qtbot: QtBot, palette: CommandPalette, window: ShellWindow) -> None:
        window.on_escape(palette.close_palette)
        palette.open()
        qtbot.keyClick(palette.findChild(QLineEdit), Qt.Key.Key_Escape)
        assert not palette.is_open
        assert not palette.close_palette()


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, window: ShellWindow) -> None:
    door = next(b for b in window.rail.findChildren(QAbstractButton) if b.text() == "Library")
    door.setFocus()
    qtbot.keyClick(door, Qt.Key.Key_Return)
    assert window.page_name == "library"
    box = window.page("library").findChild(QLineEdit)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.page_name == "library"


def test_f6_walks_the_areas_and_back(qtbot: QtBot, window: ShellWindow) -> None:
    box, beside = window.page("ask").findChild(QLineEdit), QLineEdit()
    window.panel.show_widget(beside, "Beside")
    box.setFocus()
    walked = []
    for step in (1, 1, 1, 1, -1):
        window.go_to_area(step)
        walked.append(QApplication.focusWidget())
    assert walked[0] is beside
    assert window.strip.isAncestorOf(walked[1])
    assert window.rail.isAncestorOf(walked[2])
    assert walked[3] is box
    assert window.rail.isAncestorOf(walked[4])


def test_a_page_that_is_not_shown_takes_no_room_from_the_panel(qtbot: QtBot, window: ShellWindow) -> None:
    window.resize(1200, 700)
    window.page("library").setMinimumWidth(0)
    wide = QWidget(window.page("library"))
    window.page("library").layout().addWidget(wide)
    wide.setMinimumWidth(1000)
    window.show_page("library")
    window.show_page("ask")
    window.panel.show_widget(QLabel("beside"), "Beside")
    qtbot.waitUntil(lambda: abs(window.panel.width() - 0.45 * (1200 - window.rail.width())) < 4)
