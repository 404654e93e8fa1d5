"""The real window over a real home: documents are dropped, read by real workers, found, and everything is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.library.document import DocumentState
from app.seal.models import SealState
from app.settings.paths import Home
from app.settings.schema import Theme as Choice
from app.ui.assembly import Assembly
from app.ui.assets import assets_folder
from app.ui.shell.single_instance import SingleInstance
from app.ui.theme.theme import Theme
from app.ui.translation import Translations


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def alcove(home: Home) -> Iterator[Alcove]:
    made = Alcove.open(home, SealState(sealed=False, means=""))
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, alcove: Alcove, home: Home) -> Iterator[Assembly]:
    translations = Translations(qapp, assets_folder() / "i18n")
    translations.apply("en")
    theme = Theme(qapp, assets_folder())
    theme.apply(Choice.LIGHT)
    instance = SingleInstance(home)
    assert instance.is_first()
    made = Assembly(alcove, theme, translations, instance)
    qtbot.addWidget(made.shell)
    with qtbot.waitSignal(made.shell.painted):
        made.start([])
    yield made
    made.close()
    instance.release()


def drop(window: Assembly, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window.shell, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(window.shell, QDropEvent(QPointF(300, 300), *how))


def test_dropped_files_are_read_listed_found_and_kept(
    qtbot: QtBot, window: Assembly, alcove: Alcove, tmp_path: Path
) -> None:
    (tmp_path / "tea.md").write_text("# Tea\n\nLongjing comes from Hangzhou.\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    with qtbot.waitSignal(window.indexing.ended) as ended:
        drop(window, tmp_path / "tea.md", tmp_path / "empty.txt")
    assert (ended.args[0].indexed, ended.args[0].refused) == (1, 1)
    assert "1 document added" in window.shell.strip.text
    assert "1 could not be read" in window.shell.strip.text
    window.shell.strip.result_opened.emit()
    library = window.library
    qtbot.waitUntil(lambda: [r.path.name for r in library.shown] == ["empty.txt"])
    states = {d.path.name: d.state for d in alcove.library.documents()}
    assert states == {"tea.md": DocumentState.INDEXED, "empty.txt": DocumentState.REFUSED}
    window.palette.open()
    window.palette._box.setText("tea")
    qtbot.waitUntil(lambda: "tea.md" in window.palette.titles)
    window.palette.close_palette()
    window.choose_language("zh_CN")
    window.choose_theme(Choice.DARK)
    QApplication.processEvents()
    assert window.shell.rail._buttons["library"].text() == "文库"
    window.shell.close()
    kept = Home(alcove.home.root)
    assert '"zh_CN"' in kept.settings.read_text(encoding="utf-8")
    assert '"dark"' in kept.settings.read_text(encoding="utf-8")
    assert '"library"' in kept.state.read_text(encoding="utf-8")
    window.choose_language("en")


def test_a_hand_over_adds_its_paths(qtbot: QtBot, window: Assembly, home: Home, alcove: Alcove, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Words.", encoding="utf-8")
    with qtbot.waitSignal(window.indexing.ended):
        SingleInstance(home).hand_over([tmp_path / "a.txt"])
    assert [d.path.name for d in alcove.library.documents()] == ["a.txt"]


def test_every_page_and_panel_opens_by_keyboard(qtbot: QtBot, window: Assembly) -> None:
    shell = window.shell
    shell.activateWindow()
    control = Qt.KeyboardModifier.ControlModifier
    for key, page in ((Qt.Key.Key_2, "library"), (Qt.Key.Key_Comma, "settings"), (Qt.Key.Key_1, "ask")):
        qtbot.keyClick(shell, key, control)
        assert shell.page_name == page
    qtbot.keyClick(shell, Qt.Key.Key_H, control)
    assert shell.panel.is_open
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    assert not shell.panel.is_open
    qtbot.keyClick(shell, Qt.Key.Key_K, control)
    assert window.palette.is_open
    qtbot.keyClick(shell, Qt.Key.Key_Escape)
    assert not window.palette.is_open
    qtbot.keyClick(shell, Qt.Key.Key_2, control)
    qtbot.keyClick(shell, Qt.Key.Key_N, control)
    assert shell.page_name == "ask"
