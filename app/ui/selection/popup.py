"""The translation of what was selected, in a small window beside the pointer. It never takes the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QEnterEvent, QGuiApplication, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.live_text import LiveText
from app.ui.widgets.text import ElidedLabel, set_role

WIDTH, LEAST_TEXT, MOST_TEXT = 440, 48, 260
AWAY = QPoint(12, 16)
"""From the pointer, so that it hides neither the pointer nor the line."""
STAYS_MS, PROBLEM_MS = 30_000, 6_000


class TranslationPopup(QFrame):
    """Signals: ``replace_asked(text)``, ``copy_asked(text)``, ``page_asked()``, ``hidden()``."""

    replace_asked = Signal(str)
    copy_asked = Signal(str)
    page_asked = Signal()
    hidden = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(None)
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        flags |= Qt.WindowType.WindowDoesNotAcceptFocus | Qt.WindowType.X11BypassWindowManagerHint
        self.setWindowFlags(flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setProperty("role", "overlay")
        self.setFixedWidth(WIDTH)
        self._title, self.text = ElidedLabel("small", Qt.TextElideMode.ElideRight), LiveText(theme)
        self._replace, self._copy, self._page = button("primary"), button("quiet"), button("quiet")
        self._close = IconButton(theme, "close", size=14)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.timeout.connect(self.hide)
        self._lay_out()
        self._replace.clicked.connect(lambda: self.replace_asked.emit(self.text.text))
        self._copy.clicked.connect(lambda: self.copy_asked.emit(self.text.text))
        self._page.clicked.connect(self.page_asked)
        self._close.clicked.connect(self.hide)
        self.text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._retranslate()

    def show_title(self, words: str) -> None:
        """From which language into which, and by what; or what is going on."""
        set_role(self._title, "small")
        self._title.setText(words)

    def show_text(self, text: str, *, done: bool) -> None:
        self.text.show_text(text)
        self.text.setVisible(bool(text))
        for made in (self._replace, self._copy, self._page):
            made.setVisible(done)
        self._appear(STAYS_MS)

    def say(self, title: str, text: str = "") -> None:
        """Why there is no translation."""
        set_role(self._title, "amber")
        self._title.setText(title)
        self.text.show_text(text)
        self.text.setVisible(bool(text))
        for made in (self._replace, self._copy, self._page):
            made.hide()
        self._appear(PROBLEM_MS)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, super().sizeHint().height())

    def enterEvent(self, event: QEnterEvent) -> None:
        self._leave.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._leave.start()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._leave.stop()
        self.hidden.emit()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _appear(self, milliseconds: int) -> None:
        self._leave.setInterval(milliseconds)
        if not self.underMouse():
            self._leave.start()
        if not self.isVisible():
            self._place_at(QCursor.pos())
            self.show()
        self._fit()

    def _fit(self) -> None:
        wanted = round(self.text.document().size().height()) + 4
        self.text.setFixedHeight(min(MOST_TEXT, max(LEAST_TEXT, wanted)))
        self.adjustSize()
        self._stay_on_screen()

    def _place_at(self, pointer: QPoint) -> None:
        self.adjustSize()
        self.move(pointer + AWAY)
        self._stay_on_screen()

    def _stay_on_screen(self) -> None:
        screen = QGuiApplication.screenAt(self.pos()) or QGuiApplication.primaryScreen()
        room, place = screen.availableGeometry(), QRect(self.pos(), self.size())
        place.moveRight(min(place.right(), room.right() - 8))
        place.moveBottom(min(place.bottom(), room.bottom() - 8))
        place.moveLeft(max(place.left(), room.left() + 8))
        place.moveTop(max(place.top(), room.top() + 8))
        self.move(place.topLeft())

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self._page)
        foot.addStretch(1)
        foot.addWidget(self._copy)
        foot.addWidget(self._replace)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.text)
        column.addLayout(foot)

    def _retranslate(self) -> None:
        self._replace.setText(self.tr("Replace"))
        self._replace.setToolTip(self.tr("Puts the translation in the place of what is selected."))
        self._copy.setText(self.tr("Copy"))
        self._page.setText(self.tr("Open in Translate"))
        self._close.set_words(self.tr("Close (Esc)"))
        self.text.setAccessibleName(self.tr("Translation"))
        self.setAccessibleName(self.tr("Translation of the selection"))
