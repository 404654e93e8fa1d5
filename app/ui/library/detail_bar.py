"""What is known about the selected documents and what can be done with them; asks before anything is removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from app.domain.library.document import SPOKEN_KINDS, Collection, Document, DocumentKind, DocumentState
from app.ui.friendly_path import friendly_path
from app.ui.library.row_words import name_words, needs_a_look, pages_words, passages_words, state_words, when_words
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.text import ElidedLabel, label, set_role
from app.wording import collection_name, kind_name

NARROWEST, ROOMY = 280, 620
"""From this width on, the buttons say what they do; below they are icons."""


class DetailBar(QFrame):
    """Hidden while nothing is selected. Signals are intentions about the documents it shows:
    ``show_asked``, ``ask_asked``, ``open_asked``, ``reread_asked``, ``move_asked(collection_id)``,
    ``removal_confirmed``."""

    show_asked = Signal()
    ask_asked = Signal()
    open_asked = Signal()
    reread_asked = Signal()
    move_asked = Signal(int)
    removal_confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._documents: list[Document] = []
        self._collections: list[Collection] = []
        self._confirmed: Callable[[], None] | None = None
        self.setProperty("role", "card")
        self._name, self._state = ElidedLabel("strong"), label("muted", wrap=True)
        self._question = label("strong", wrap=True)
        self._facts = ElidedLabel("small", Qt.TextElideMode.ElideMiddle)
        icons = {"show": "eye", "ask": "ask", "open": "open", "reread": "refresh", "move": "folder", "remove": "trash"}
        self._icons, self._tools = icons, {name: QToolButton() for name in icons}
        line = QHBoxLayout()
        line.setSpacing(4)
        for tool in self._tools.values():
            tool.setIconSize(QSize(16, 16))
            tool.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            line.addWidget(tool)
        line.addStretch(1)
        self._menu = QMenu(self)
        self._tools["move"].setMenu(self._menu)
        self._tools["move"].setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._yes, self._no = button("danger"), button()
        question = QHBoxLayout()
        question.setContentsMargins(0, 0, 0, 0)
        question.addWidget(self._yes)
        question.addWidget(self._no)
        question.addStretch(1)
        self._doing, self._asking = QWidget(), QWidget()
        line.setContentsMargins(0, 0, 0, 0)
        self._doing.setLayout(line)
        self._asking.setLayout(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 10)
        column.setSpacing(4)
        for widget in (self._name, self._question, self._state, self._facts, self._doing, self._asking):
            column.addWidget(widget)
        self._tools["show"].clicked.connect(self.show_asked)
        self._tools["ask"].clicked.connect(self.ask_asked)
        self._tools["open"].clicked.connect(self.open_asked)
        self._tools["reread"].clicked.connect(self.reread_asked)
        self._tools["remove"].clicked.connect(self.ask_to_remove)
        self._yes.clicked.connect(self._confirm)
        self._no.clicked.connect(self.cancel_question)
        theme.changed.connect(self._paint_icons)
        self._paint_icons()
        self._retranslate()
        self.hide()

    def show_documents(self, documents: list[Document]) -> None:
        """A question that is open stays open while the same documents are meant."""
        same = [d.id for d in documents] == [d.id for d in self._documents]
        self._documents = documents
        if self._confirmed is None or not same:
            self._confirmed = None
            self._show_details()

    def show_collections(self, collections: list[Collection]) -> None:
        self._collections = collections

    def ask_to_remove(self) -> None:
        """Also by the Delete key."""
        if not self._documents:
            return
        count = len(self._documents)
        title = (
            self.tr("Remove “{0}” from the library?").format(name_words(self._documents[0]))
            if count == 1
            else self.tr("Remove %n document(s) from the library?", "", count)
        )
        text = (
            self.tr("What Alcove read of it is deleted for good. The file itself stays where it is.")
            if count == 1
            else self.tr("What Alcove read of them is deleted for good. The files themselves stay where they are.")
        )
        if any(document.kind in SPOKEN_KINDS for document in self._documents):
            text = self.tr(
                "What Alcove read is deleted for good, and what was spoken leaves the history on the Dictate page, "
                "too. Files stay where they are."
            )
        self.ask(title, text, self.tr("Remove"), self.removal_confirmed.emit)

    def ask(self, title: str, text: str, yes: str, confirmed: Callable[[], None]) -> None:
        """Ask one thing in place; ``confirmed`` is called if the person agrees."""
        self._confirmed = confirmed
        self._question.setText(title)
        self._state.setText(text)
        set_role(self._state, "body")
        self._name.hide()
        self._question.show()
        self._state.show()
        self._yes.setText(yes)
        self._asking.show()
        self._doing.hide()
        self._facts.hide()
        self.setAccessibleName(f"{title} {text}")
        self.show()
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel_question(self) -> bool:
        """Back to the details; False when nothing was asked."""
        was = self._confirmed is not None
        self._confirmed = None
        self._show_details()
        return was

    @property
    def is_asking(self) -> bool:
        return self._confirmed is not None

    def minimumSizeHint(self) -> QSize:
        """As narrow as with icons alone: it gives its words up before it takes room from a side panel."""
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        style = beside if self.width() >= ROOMY else Qt.ToolButtonStyle.ToolButtonIconOnly
        for tool in self._tools.values():
            tool.setToolButtonStyle(style)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _confirm(self) -> None:
        confirmed, self._confirmed = self._confirmed, None
        if confirmed is not None:
            confirmed()
        self._show_details()

    def _show_details(self) -> None:
        documents = self._documents
        self.setVisible(bool(documents))
        self._asking.hide()
        self._question.hide()
        self._name.show()
        self._doing.show()
        if not documents:
            return
        self._fill_menu()
        one = documents[0] if len(documents) == 1 else None
        self._tools["show"].setVisible(one is not None and one.state is DocumentState.INDEXED)
        self._tools["ask"].setVisible(any(d.state is DocumentState.INDEXED for d in documents))
        self._tools["open"].setVisible(one is not None and one.kind is not DocumentKind.DICTATION)
        self._tools["reread"].setVisible(any(document.kind is not DocumentKind.DICTATION for document in documents))
        self._state.setVisible(one is not None)
        self._facts.setVisible(one is not None)
        if one is None:
            self._name.setText(self.tr("%n document(s) selected", "", len(documents)))
        else:
            self._name.setText(name_words(one))
            self._state.setText(state_words(one))
            set_role(self._state, "amber" if needs_a_look(one) else "muted")
            when = when_words(one.indexed_at or one.added_at)
            is_file = one.kind is not DocumentKind.DICTATION
            facts = (
                kind_name(one.kind, translate),
                pages_words(one),
                passages_words(one),
                when,
                friendly_path(one.path.parent) if is_file else "",
            )
            self._facts.setText(" · ".join(dict.fromkeys(fact for fact in facts if fact)))
            self._state.setVisible(needs_a_look(one) or one.state is DocumentState.WAITING)
        self.setAccessibleName(self._name.text())

    def _fill_menu(self) -> None:
        self._menu.clear()
        here = {document.collection_id for document in self._documents}
        others = [c for c in self._collections if here != {c.id}]
        self._tools["move"].setVisible(bool(others))
        for collection in others:
            action = QAction(collection_name(collection, translate).replace("&", "&&"), self._menu)
            action.triggered.connect(lambda _checked=False, chosen=collection.id: self.move_asked.emit(chosen))
            self._menu.addAction(action)

    def _paint_icons(self) -> None:
        for name, tool in self._tools.items():
            tool.setIcon(self._theme.icon(self._icons[name], "ink", 16))

    def _retranslate(self) -> None:
        words = {
            "show": self.tr("Show"),
            "ask": self.tr("Ask about it"),
            "open": self.tr("Open"),
            "reread": self.tr("Read again"),
            "move": self.tr("Move to"),
            "remove": self.tr("Remove"),
        }
        tips = {"open": self.tr("Open in its own program"), "ask": self.tr("Ask about the selected documents only")}
        for name, tool in self._tools.items():
            tool.setText(words[name])
            tool.setToolTip(tips.get(name, words[name]))
            tool.setAccessibleName(words[name])
        self._no.setText(self.tr("Keep"))
        if self._confirmed is None:
            self._show_details()
