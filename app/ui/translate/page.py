"""The Translate page: text, documents and terms behind three tabs. Shows and emits intentions; knows no service."""

from __future__ import annotations

import enum

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.ui.theme.theme import Theme
from app.ui.translate.text.view import TextView
from app.ui.translate.values import GetThis
from app.ui.translate.words import nothing_words
from app.ui.widgets.buttons import button
from app.ui.widgets.empty_state import EmptyState


class Tab(enum.StrEnum):
    TEXT = "text"
    DOCUMENTS = "documents"
    TERMS = "terms"


class TranslatePage(QWidget):
    """Signals: ``shown()``, ``history_asked()``, ``models_asked()``, ``tab_shown(Tab)``.

    ``documents`` and ``terms`` are given, and ``text`` where it was made ahead.
    """

    shown = Signal()
    history_asked = Signal()
    models_asked = Signal()
    tab_shown = Signal(object)

    def __init__(self, theme: Theme, documents: QWidget, terms: QWidget, text: TextView | None = None) -> None:
        super().__init__()
        self._theme, self._get = theme, GetThis("", 0)
        self._can_translate = True
        self.text, self.documents = text or TextView(theme), documents
        self._tabs = {Tab.TEXT: self.text, Tab.DOCUMENTS: documents, Tab.TERMS: terms}
        self._buttons = {tab: button("segment") for tab in Tab}
        self._group = QButtonGroup(self)
        for tab, made in self._buttons.items():
            self._group.addButton(made)
            made.clicked.connect(lambda _on=False, tab=tab: self.show_tab(tab))
        self._history, self._models = button("quiet"), button("primary")
        self.nothing = EmptyState(theme, "translate", (self._models,))
        self._body = QStackedWidget()
        for widget in (*self._tabs.values(), self.nothing):
            self._body.addWidget(widget)
        self._history.clicked.connect(self.history_asked)
        self._models.clicked.connect(self.models_asked)
        theme.changed.connect(self._paint_icons)
        self._lay_out()
        self._paint_icons()
        self._retranslate()
        self.show_tab(Tab.TEXT)

    @property
    def tab(self) -> Tab:
        return next(tab for tab, made in self._buttons.items() if made.isChecked())

    @property
    def can_translate(self) -> bool:
        return self._can_translate

    def show_tab(self, tab: Tab) -> None:
        self._buttons[tab].setChecked(True)
        self._show_body()
        self.tab_shown.emit(tab)

    def show_offer(self, *, can_translate: bool, get: GetThis | None = None) -> None:
        """While nothing that is installed can translate, the page says what to get. Terms can be kept all the same."""
        self._can_translate, self._get = can_translate, get or GetThis("", 0)
        self._retranslate()
        self._show_body()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _show_body(self) -> None:
        tab = self.tab
        shown: QWidget = self._tabs[tab] if self._can_translate or tab is Tab.TERMS else self.nothing
        self._body.setCurrentWidget(shown)
        self._history.setVisible(tab is Tab.TEXT and self._can_translate)
        self.setFocusProxy(shown if shown is not self.nothing else self._models)

    def _lay_out(self) -> None:
        switch = QFrame()
        switch.setProperty("role", "sunken")
        line = QHBoxLayout(switch)
        line.setContentsMargins(3, 3, 3, 3)
        line.setSpacing(2)
        for made in self._buttons.values():
            line.addWidget(made)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(switch)
        head.addStretch(1)
        head.addWidget(self._history)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._body, 1)

    def _paint_icons(self) -> None:
        self._history.setIcon(self._theme.icon("history", "muted", 16))

    def _retranslate(self) -> None:
        words = {Tab.TEXT: self.tr("Text"), Tab.DOCUMENTS: self.tr("Documents"), Tab.TERMS: self.tr("Terms")}
        for tab, made in self._buttons.items():
            made.setText(words[tab])
            made.setAccessibleName(words[tab])
        self._history.setText(self.tr("History"))
        self._history.setToolTip(self.tr("Earlier translations"))
        self._models.setText(self.tr("Go to Models"))
        self.nothing.say(
            self.tr("Nothing here can translate yet"), nothing_words(self._get if self._get.name else None)
        )
        self.setAccessibleName(self.tr("Translate"))
