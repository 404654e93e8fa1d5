"""The Ask page: conversation above, question below. Shows and emits intentions; knows no service."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.ask.conversation import Turn
from app.domain.ask.search import SearchFilter
from app.domain.library.document import Collection
from app.ui.ask.composer import Composer
from app.ui.ask.conversation_view import ConversationView
from app.ui.ask.empty_ask import EmptyAsk
from app.ui.ask.turn_view import TurnView
from app.ui.theme.sizes import MEASURE
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import ElidedLabel

_TITLE_FROM = 56
"""px that the conversation is scrolled when its first heading is gone."""


class AskPage(QWidget):
    """Signals: ``question_asked(str)``, ``stop_asked()``, ``new_asked()``, ``history_asked()``, ``add_asked()``,
    ``collections_asked()``, ``shown()``, ``citation_chosen(TurnView, n)``, ``copy_asked(TurnView)``,
    ``again_asked(TurnView)``, ``address_chosen(str)``, ``earlier_asked()``.
    """

    question_asked = Signal(str)
    stop_asked = Signal()
    new_asked = Signal()
    history_asked = Signal()
    add_asked = Signal()
    collections_asked = Signal()
    shown = Signal()
    citation_chosen = Signal(object, int)
    copy_asked = Signal(object)
    again_asked = Signal(object)
    address_chosen = Signal(str)
    earlier_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._left, self._name = theme, 0, ""
        self._title = ElidedLabel("muted", Qt.TextElideMode.ElideRight)
        self._new, self._history = button("quiet"), button("quiet")
        self.conversation, self.empty = ConversationView(), EmptyAsk()
        self.notice, self.composer = Notice(theme), Composer(theme)
        self._middle = QStackedWidget()
        self._lay_out()
        self._connect()
        self._paint_icons()
        self._retranslate()
        self.setFocusProxy(self.composer.box)

    # what is shown ----------------------------------------------------------------------------------------------------
    def add_turn(self, question: str) -> TurnView:
        """A new question at the end of the page, not answered yet."""
        view = self._made(question)
        self._middle.setCurrentIndex(1)
        self.conversation.add(view)
        self._arrange()
        return view

    def add_earlier(self, turns: Sequence[Turn], left: int) -> None:
        """Kept turns above those on the page; ``left`` are still earlier and can be asked for."""
        views = []
        for turn in turns:
            view = self._made(turn.answer.question)
            view.finish(turn)
            views.append(view)
        self.conversation.add_above(views)
        self._left = left
        self._offer_earlier()
        self._arrange()

    def replace_turn(self, old: TurnView) -> TurnView:
        """The same question in the same place, to be answered anew."""
        view = self._made(old.question)
        self.conversation.replace(old, view)
        self._arrange()
        return view

    def put_back(self, view: TurnView, old: TurnView) -> None:
        self.conversation.replace(view, old)
        view.deleteLater()

    def remove_turn(self, view: TurnView) -> None:
        self.conversation.remove(view)
        self._arrange()
        if not self.conversation.turns:
            self._middle.setCurrentIndex(0)

    def clear(self) -> None:
        """An empty page, ready for a new question."""
        self.conversation.clear()
        self._left = 0
        self.notice.clear()
        self.set_title("")
        self._arrange()
        self._middle.setCurrentIndex(0)

    def set_title(self, title: str) -> None:
        self._name = title
        self._show_title()

    def set_busy(self, busy: bool) -> None:
        self.composer.set_busy(busy)

    def set_collections(self, collections: Sequence[Collection]) -> None:
        self.composer.scope.set_collections(collections)

    @property
    def scope(self) -> SearchFilter:
        return self.composer.scope.scope

    def say_write_first(self) -> None:
        self.notice.say(self.tr("Write a question first."), tone="calm")

    def say_copied(self, address: str = "") -> None:
        text = self.tr("The address is copied; Alcove opens no web page.") if address else self.tr("Copied.")
        self.notice.say(text, address, tone="calm")

    # keyboard ---------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {
            Qt.Key.Key_PageDown: 0.9,
            Qt.Key.Key_PageUp: -0.9,
            Qt.Key.Key_Down: 0.1,
            Qt.Key.Key_Up: -0.1,
        }.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.composer.busy:
            self.stop_asked.emit()
        elif pages is not None:
            self.conversation.page_by_key(pages)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.shown.emit()  # examples are asked for anew, in the other language
        super().changeEvent(event)

    # parts ------------------------------------------------------------------------------------------------------------
    def _made(self, question: str) -> TurnView:
        view = TurnView(self._theme, question)
        view.citation_chosen.connect(lambda n, view=view: self.citation_chosen.emit(view, n))
        view.copy_asked.connect(lambda view=view: self.copy_asked.emit(view))
        view.again_asked.connect(lambda view=view: self.again_asked.emit(view))
        view.address_chosen.connect(self.address_chosen)
        return view

    def _ask(self) -> None:
        if self.composer.busy:
            return
        if not self.composer.question:
            self.say_write_first()
            return
        self.notice.clear()
        self.question_asked.emit(self.composer.question)

    def _connect(self) -> None:
        self.composer.asked.connect(self._ask)
        self.composer.box.left_upwards.connect(self._into_answer)
        self.conversation.verticalScrollBar().valueChanged.connect(self._show_title)
        self.composer.stop_asked.connect(self.stop_asked)
        self.composer.scope.menu_opening.connect(self.collections_asked)
        self.conversation.earlier_asked.connect(self.earlier_asked)
        self.empty.add_asked.connect(self.add_asked)
        self.empty.example_chosen.connect(self._take_example)
        self._new.clicked.connect(self.new_asked)
        self._history.clicked.connect(self.history_asked)
        self._theme.changed.connect(self._paint_icons)

    def _take_example(self, question: str) -> None:
        self.composer.set_question(question)
        self.composer.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _paint_icons(self) -> None:
        self._new.setIcon(self._theme.icon("plus", "muted", 16))
        self._history.setIcon(self._theme.icon("history", "muted", 16))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(40, 12, 12, 4)
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        head.addWidget(self._new)
        head.addWidget(self._history)
        start = QWidget()
        centred = QHBoxLayout(start)
        centred.setContentsMargins(40, 0, 40, 0)
        centred.addStretch(1)
        centred.addWidget(self.empty, 1000)
        centred.addStretch(1)
        self._middle.addWidget(start)
        self._middle.addWidget(self.conversation)
        foot_column = QVBoxLayout()
        foot_column.setSpacing(8)
        foot_column.addWidget(self.notice)
        foot_column.addWidget(self.composer)
        holder = QWidget()
        holder.setMaximumWidth(MEASURE + 34)  # the card's own margins, so that its text stands under the column
        holder.setLayout(foot_column)
        foot_column.setContentsMargins(0, 0, 0, 0)
        foot = QHBoxLayout()
        foot.setContentsMargins(23, 8, 23, 16)
        foot.addStretch(1)
        foot.addWidget(holder, 1000)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._middle, 1)
        column.addLayout(foot)

    def _arrange(self) -> None:
        """The Tab key walks the page as it is read, and the box says whether a question follows another."""
        turns = self.conversation.turns
        widgets = [self._history, *(widget for turn in turns for widget in turn.focus_order), self.composer.box]
        for before, after in itertools.pairwise(widgets):
            self.setTabOrder(before, after)
        self.composer.set_following(bool(turns))
        for view in turns:
            view.set_said_before(view is not turns[0])

    def _into_answer(self) -> None:
        if self.conversation.turns:
            self.conversation.turns[-1].follow()

    def _show_title(self, *_position: int) -> None:
        """Only once the first question is out of sight: the same words twice would say nothing."""
        beyond = self.conversation.verticalScrollBar().value() > _TITLE_FROM
        self._title.setText(self._name if beyond else "")

    def _offer_earlier(self) -> None:
        words = self.tr("Show earlier questions ({count})").format(count=self._left)
        self.conversation.offer_earlier(words if self._left else "")

    def _retranslate(self) -> None:
        self._offer_earlier()
        self._new.setText(self.tr("New question"))
        self._new.setToolTip(self.tr("Start a new conversation (Ctrl+N)"))
        self._history.setText(self.tr("History"))
        self._history.setToolTip(self.tr("Earlier conversations"))
        self.conversation.setAccessibleName(self.tr("Conversation"))
