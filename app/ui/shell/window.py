"""The one window: rail, pages, side panel, activity strip and drop target. It knows no page from inside."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.shell.activity_strip import ActivityStrip
from app.ui.shell.drop_overlay import DropOverlay, local_paths
from app.ui.shell.rail import DOORS, Rail
from app.ui.shell.side_panel import SidePanel
from app.ui.theme.theme import Theme

PANEL_SHARE = 0.45
MINIMUM = (640, 480)
COMFORTABLE = (1180, 780)


class ShellWindow(QMainWindow):
    """Signals: ``paths_dropped(list[Path])``, ``page_shown(name)``, ``painted()`` (the first time), ``closing()``."""

    paths_dropped = Signal(list)
    page_shown = Signal(str)
    painted = Signal()
    closing = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._was_painted, self._panel_width = False, 0
        self._factories: dict[str, Callable[[], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self._drop_words: Callable[[int], tuple[str, str]] = lambda _count: ("", "")
        self._escapes: list[Callable[[], bool]] = []
        self.page_name = ""
        self.setWindowTitle("Alcove")
        self.setWindowIcon(theme.icon("alcove", "accent", 64))
        self.setMinimumSize(*MINIMUM)
        self.resize(*COMFORTABLE)
        self.setAcceptDrops(True)
        self.rail, self.strip, self.panel = Rail(theme), ActivityStrip(theme), SidePanel(theme)
        self._stack = QStackedWidget()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._stack)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        self.setCentralWidget(self._laid_out())
        self.overlay = DropOverlay(theme, self)
        self.panel.opened.connect(self._make_room)
        self._splitter.splitterMoved.connect(self._remember_panel)
        self.rail.door_chosen.connect(self.show_page)
        self.shortcut("Esc", self._escape)
        self._retranslate()

    def add_page(self, name: str, factory: Callable[[], QWidget]) -> None:
        """``factory`` is called when the page is shown for the first time."""
        self._factories[name] = factory

    def page(self, name: str) -> QWidget:
        """The page, made now if it was not yet."""
        if name not in self._pages:
            made = self._factories[name]()
            made.setProperty("role", "page")
            for child in (made, *made.findChildren(QWidget)):
                child.setAcceptDrops(
                    False
                )  # the whole window is the target; a text field must not take a file's address
            self._stack.addWidget(made)
            self._pages[name] = made
        return self._pages[name]

    def has_page(self, name: str) -> bool:
        """Whether it was made already."""
        return name in self._pages

    def show_page(self, name: str) -> None:
        shown = self.page(name)
        for page in self._pages.values():
            # A page that is not shown must not keep the window, or the side panel, from its width.
            policy = QSizePolicy.Policy.Preferred if page is shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(policy, policy)
        self._stack.setCurrentWidget(shown)
        self.rail.open_door(name)
        self.page_name = name
        self.page_shown.emit(name)

    def say_on_drop(self, words: Callable[[int], tuple[str, str]]) -> None:
        """``words(count)`` gives the two lines that are shown while ``count`` things are dragged over the window."""
        self._drop_words = words

    def on_escape(self, handler: Callable[[], bool]) -> None:
        """Handlers are asked in the order of registration until one did something; the last is to close the panel."""
        self._escapes.append(handler)

    def shortcut(self, keys: str, run: Callable[[], None]) -> QShortcut:
        made = QShortcut(QKeySequence(keys), self)
        made.activated.connect(run)
        return made

    def go_to_area(self, step: int) -> None:
        """Move the focus on (1) or back (-1) among rail, page, side panel and strip, as F6 does everywhere."""
        page = self._stack.currentWidget()
        areas: list[QWidget] = [self.rail, *([page] if page else []), self.panel, self.strip]
        areas = [area for area in areas if area.isVisible()]
        focus = QApplication.focusWidget()
        at = next((n for n, area in enumerate(areas) if focus and (area is focus or area.isAncestorOf(focus))), -step)
        for n in range(1, len(areas) + 1):
            if _focus(areas[(at + n * step) % len(areas)]):
                return

    def come_forward(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def geometry_to_keep(self) -> str:
        return bytes(self.saveGeometry().toBase64().data()).decode()

    def restore_kept_geometry(self, kept: str) -> None:
        if kept:
            self.restoreGeometry(QByteArray.fromBase64(kept.encode()))

    @property
    def panel_width(self) -> int:
        """The width that a person gave the side panel, in px; 0: none yet."""
        return self._panel_width

    def keep_panel_width(self, width: int) -> None:
        self._panel_width = max(0, width)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths := local_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.overlay.light(*self._drop_words(len(paths)))

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.overlay.hide()
        if paths := local_paths(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.paths_dropped.emit(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, as Space does; Qt keeps that to dialogs."""
        focus = QApplication.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focus, QAbstractButton) and self.isAncestorOf(focus) and not event.isAutoRepeat():
            focus.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.overlay.isVisible():
            self.overlay.setGeometry(self.rect())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _laid_out(self) -> QWidget:
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addWidget(self._splitter, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.strip)
        return whole

    def _escape(self) -> None:
        for handler in self._escapes:
            if handler():
                return
        self.panel.close_panel()

    def close_panel_in_use(self) -> bool:
        """Close the side panel if the focus is in it; an escape handler that may come before those of a page."""
        focus = QApplication.focusWidget()
        if focus is None or not self.panel.isAncestorOf(focus):
            return False
        self.panel.close_panel()
        return True

    def _make_room(self) -> None:
        width = self._splitter.width()
        wanted = self._panel_width or round(width * PANEL_SHARE)
        self._splitter.setSizes([max(width - wanted, 0), min(wanted, width)])

    def _remember_panel(self, *_moved: int) -> None:
        if self.panel.is_open:
            self._panel_width = self._splitter.sizes()[1]

    def _retranslate(self) -> None:
        self.rail.name_doors(
            {
                "ask": self.tr("Ask"),
                "library": self.tr("Library"),
                "translate": self.tr("Translate"),
                "dictate": self.tr("Dictate"),
                "models": self.tr("Models"),
                "settings": self.tr("Settings"),
            },
            {door.name: QKeySequence(door.keys).toString(QKeySequence.SequenceFormat.NativeText) for door in DOORS},
        )


def _focus(area: QWidget) -> bool:
    """Give the focus to what the area itself wants it on, else to its first widget that takes it; False without one."""
    reason = Qt.FocusReason.ShortcutFocusReason
    content = area.content if isinstance(area, SidePanel) else area
    if content is not None and content.focusProxy() is not None:
        content.setFocus(reason)
        return True
    inside = content or area
    for child in (inside, *inside.findChildren(QWidget)):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled():
            child.setFocus(reason)
            return True
    return False
