"""Everything that can have the focus has a name that a screen reader can speak, in each language, on every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.ask.search import Hit
from app.domain.library.document import DocumentKind
from app.domain.library.place import Place
from app.seal.models import SealState
from app.settings.paths import Home
from app.ui.assembly import Assembly
from app.ui.assets import assets_folder
from app.ui.document_view.panel import DocumentPanel
from app.ui.shell.single_instance import SingleInstance
from app.ui.theme.theme import Theme
from app.ui.translation import Translations

ROOT = Path(__file__).parents[2]


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path) -> Iterator[Assembly]:
    home = Home(tmp_path / "home")
    alcove = Alcove.open(home, SealState(sealed=True, means="test"))
    translations = Translations(qapp, assets_folder() / "i18n")
    translations.apply("en")
    instance = SingleInstance(home)
    assert instance.is_first()
    made = Assembly(alcove, theme, translations, instance)
    qtbot.addWidget(made.shell)
    made.start([])
    yield made
    made.close()
    alcove.close()
    instance.release()


def unnamed(root: QWidget) -> list[str]:
    """Widgets that take the focus by the keyboard and say nothing."""
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        takes_focus = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        inside = isinstance(widget, QScrollBar) or isinstance(widget.parentWidget(), QAbstractScrollArea)
        if not takes_focus or not widget.isVisibleTo(root) or inside or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def wait_for_document(qtbot: QtBot, window: Assembly, kind: DocumentKind) -> None:
    panel = window.shell.panel.content
    assert isinstance(panel, DocumentPanel)
    qtbot.waitUntil(lambda: panel.shown is (panel.text if kind is DocumentKind.TEXT else panel.pdf))


def test_every_page_and_panel_names_what_takes_the_focus(qtbot: QtBot, window: Assembly, tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("The rent is 900 euros. It is due on the third day of each month.")
    pdf = ROOT / "assets" / "samples" / "lease-agreement.pdf"
    with qtbot.waitSignal(window.indexing.ended):
        window.add([text, pdf])
    shown = {}
    for page in ("ask", "library", "translate", "dictate", "models", "settings", "first_run"):
        window.shell.show_page(page)
        shown[page] = unnamed(window.shell)
    doors = window.translate_doors
    for tab in ("text", "documents", "terms"):
        doors.show_tab(tab)
        shown[f"translate {tab}"] = unnamed(window.shell)
    doors.new_term()
    shown["new term"] = unnamed(window.shell)
    doors.take_files([tmp_path / "letter.docx"])
    page = window.shell.page("translate")
    page.show_offer(can_translate=True)  # type: ignore[attr-defined]
    shown["documents to translate"] = unnamed(window.shell)
    doors.show_tab("text")
    shown["text to translate"] = unnamed(window.shell)
    doors.show_history()
    shown["earlier translations"] = unnamed(window.shell)
    window.shell.panel.close_panel()
    models = window.shell.page("models")
    qtbot.waitUntil(lambda: bool(list(models.rows())))  # type: ignore[attr-defined]
    window.shell.show_page("models")
    models.bring.export.show()  # type: ignore[attr-defined]
    for row in models.rows():  # type: ignore[attr-defined]
        row.open_details()
    shown["models with details"] = unnamed(window.shell)
    qtbot.waitUntil(lambda: len(window.library.shown) == 2)
    window.shell.show_page("library")
    window.shell.page("library").view.selectAll()  # type: ignore[attr-defined]
    shown["selected"] = unnamed(window.shell)
    window.ask.ask("How much is the rent?")
    qtbot.waitUntil(lambda: not window.ask.is_working)
    window.shell.show_page("ask")
    shown["answer"] = unnamed(window.shell)
    for path, kind in ((text, DocumentKind.TEXT), (pdf, DocumentKind.PDF)):
        place = Place(page=1 if kind is DocumentKind.PDF else None)
        window.sides.show_hit(Hit(1, 1.0, 1, 1, path, "Lease", kind, place, ""))
        wait_for_document(qtbot, window, kind)
        shown[kind] = unnamed(window.shell)
    window.sides.show_history(window.ask)
    shown["history"] = unnamed(window.shell)
    for name, open_side in (
        ("dictation words", window.dictate_doors.sides.show_words),
        ("dictation choices", window.dictate_doors.sides.show_choices),
        ("transcript", lambda: window.dictate_doors.open_transcript(1)),
    ):
        open_side()
        shown[name] = unnamed(window.shell)
    window.palette.open()
    shown["palette"] = unnamed(window.shell)
    assert {place: names for place, names in shown.items() if names} == {}


def test_a_widget_without_a_name_is_found(qtbot: QtBot) -> None:
    root, nameless = QWidget(), QWidget()
    qtbot.addWidget(root)
    nameless.setParent(root)
    nameless.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    assert unnamed(root) == ["QWidget in QWidget"]
    nameless.setAccessibleName("Pages")
    assert unnamed(root) == []
