"""The text tab: two linked panes in one card, and what is said of a sentence under it. Knows no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from app.domain.text.sentences import Span
from app.ui.announce import announce
from app.ui.theme.theme import Theme
from app.ui.translate.text.back_check import BackCheck
from app.ui.translate.text.half import Half, tool
from app.ui.translate.text.language_bar import EngineChip, LanguageBar
from app.ui.translate.text.linked_text import Piece
from app.ui.translate.text.source_pane import MOST, SourcePane
from app.ui.translate.text.target_pane import TargetPane
from app.ui.translate.text.wordings_popup import WordingsPopup
from app.ui.translate.words import number_words
from app.ui.widgets.buttons import button
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label, set_role

NARROW = 700
"""Below this width the halves stand one above the other."""
COUNT_FROM = 1_000
"""Characters from which the count is worth showing."""


class TextView(QWidget):
    """Signals: ``text_changed()``, ``copy_asked()``, ``speak_asked(of_target)``, ``dictate_asked()``,
    ``back_asked(on)``, ``sentence_meant(n)`` by caret or pointer. Corrections and wordings stand in ``target``.
    """

    text_changed = Signal()
    copy_asked = Signal()
    speak_asked = Signal(bool)
    dictate_asked = Signal()
    back_asked = Signal(bool)
    sentence_meant = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._entered = theme, -1
        self.notice, self.bar, self.engine = Notice(theme), LanguageBar(theme), EngineChip(theme)
        self.source, self.target = SourcePane(theme), TargetPane(theme)
        self.back = BackCheck(theme)
        self.wordings = WordingsPopup(self)
        self._dictate, self._listen, self._clear = tool(theme, "dictate"), tool(theme, "speak"), tool(theme, "close")
        self._copy, self._read = tool(theme, "copy"), tool(theme, "speak")
        self._others, self._check = button("foot"), button("foot")
        self._check.setCheckable(True)
        self._dictate.setEnabled(True)
        self._note = label("small", wrap=True)
        self.left = Half(self.source, (self._dictate, self._listen, self._clear))
        self.right = Half(self.target, (self._copy, self._read, self._others, self._check))
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()
        self._retranslate()
        self._weigh()
        self.offer_dictation(False)

    # what is shown ----------------------------------------------------------------------------------------------------
    def show_cut(self, spans: Sequence[Span], text: str) -> None:
        """The sentences of the source, so that they can be linked."""
        pieces, at = [], 0
        for span in spans:
            pieces.append(Piece(text[at : span.start], span.of(text)))
            at = span.end
        self.source.link(pieces, text[at:])

    def show_translation(
        self, pieces: Sequence[Piece], tail: str, amber: Sequence[int], waiting: Sequence[int]
    ) -> None:
        """The translation so far. ``waiting`` sentences show what was there before, or nothing."""
        self.target.set_pieces(pieces, tail)
        self.target.mark(amber, waiting)
        self._weigh()

    def show_note(self, note: str, *, amber: bool) -> None:
        """What is to be said of the sentence that is meant; '' for nothing."""
        changed = note != self._note.text()
        self._note.setText(note)
        set_role(self._note, "amber" if amber else "small")
        if changed and note and amber:
            announce(self._note, note)

    @property
    def note(self) -> str:
        return self._note.text()

    def tint(self, sentence: int) -> None:
        for pane in (self.source, self.target, self.back.pane):
            pane.tint(sentence)

    def show_progress(self, words: str) -> None:
        self.right.say(words)

    def say_cut_short(self, given: int) -> None:
        self.notice.say(
            self.tr("Only the first {count} characters were taken").format(count=number_words(MOST)),
            self.tr("The text has {count}. Save it as a file and translate that under Documents.").format(
                count=number_words(given)
            ),
        )

    def offer_dictation(self, offered: bool) -> None:
        """Whether speech can go into the text: without anything that listens there is no button."""
        self._dictate.setVisible(offered)

    def show_dictating(self, dictating: bool) -> None:
        """The button that began it ends it."""
        self._dictate.set_icon("stop" if dictating else "dictate", "accent" if dictating else "muted")

    def show_speaking(self, speaking: bool) -> None:
        """The buttons that read aloud stop it, while it goes on."""
        for made in (self._listen, self._read):
            made.set_icon("stop" if speaking else "speak", "accent" if speaking else "muted")

    def say_copied(self) -> None:
        self.show_progress(self.tr("Copied"))
        announce(self.right, self.tr("Copied"))

    def open_wordings(self, sentence: int) -> None:
        self.wordings.open_for(sentence, self.target.place_of(sentence))

    # parts ------------------------------------------------------------------------------------------------------------
    def focusInEvent(self, event: QFocusEvent) -> None:
        """On to the source. Not by a focus proxy: Qt 6.11 tears the chain of the Tab key in two when it is set here."""
        self.source.setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._halves.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        if narrow:
            self._between.setFixedHeight(1)
            self._between.setMinimumWidth(0)
            self._between.setMaximumWidth(16_777_215)
        else:
            self._between.setFixedWidth(1)
            self._between.setMinimumHeight(0)
            self._between.setMaximumHeight(16_777_215)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        self._between, under = QFrame(), QFrame()
        self._between.setProperty("role", "between")
        under.setProperty("role", "line")
        self._halves.setSpacing(0)
        for widget in (self.left, self._between, self.right):
            self._halves.addWidget(widget, 0 if widget is self._between else 1)
        self.right.column.insertWidget(1, self.back)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self.bar)
        inside.addWidget(under)
        inside.addLayout(self._halves, 1)
        foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        foot.setSpacing(12)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.engine, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.notice)
        column.addWidget(card, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.source.textChanged.connect(self._weigh)
        self.source.edited.connect(lambda _touched: self.text_changed.emit())
        self.source.cut_short.connect(self.say_cut_short)
        for pane in (self.source, self.target, self.back.pane):
            pane.sentence_entered.connect(self._enter)
            pane.sentence_pointed.connect(self._point)
        self._clear.clicked.connect(self._empty)
        self._dictate.clicked.connect(self.dictate_asked)
        self._copy.clicked.connect(self.copy_asked)
        self._listen.clicked.connect(lambda: self.speak_asked.emit(False))
        self._read.clicked.connect(lambda: self.speak_asked.emit(True))
        self._others.clicked.connect(self._ask_wordings)
        self._check.toggled.connect(self._toggle_back)
        self.back.close_asked.connect(lambda: self._check.setChecked(False))

    def _enter(self, sentence: int) -> None:
        self._entered = sentence
        self._mean(sentence)

    def _point(self, sentence: int) -> None:
        self._mean(sentence if sentence >= 0 else self._entered)

    def _mean(self, sentence: int) -> None:
        self.tint(sentence)
        sender = self.sender()
        if sentence >= 0:
            for pane in (self.source, self.target):
                if pane is not sender:
                    pane.reveal(sentence)
        self._weigh()
        self.sentence_meant.emit(sentence)

    def _ask_wordings(self) -> None:
        at = self._entered if self._entered >= 0 else 0
        self.target.wordings_asked.emit(at)

    def _toggle_back(self, on: bool) -> None:
        self.back.setVisible(on)
        self.back_asked.emit(on)

    def _empty(self) -> None:
        self.source.put("")
        self._check.setChecked(False)
        self.source.setFocus(Qt.FocusReason.OtherFocusReason)

    def _weigh(self) -> None:
        text, translated = self.source.text, bool(self.target.text.strip())
        filled = bool(text.strip())
        self._listen.setEnabled(filled)
        self._clear.setEnabled(bool(text))
        for widget in (self._copy, self._read, self._others, self._check):
            widget.setEnabled(translated)
        count = len(text)
        words = ""
        if count > MOST:
            words = self.tr("{count} of at most {most} characters").format(
                count=number_words(count), most=number_words(MOST)
            )
        elif count >= COUNT_FROM:
            words = self.tr("{count} characters").format(count=number_words(count))
        self.left.say(words, amber=count > MOST)

    def _retranslate(self) -> None:
        self.source.setPlaceholderText(self.tr("Type or paste text"))
        self.source.setAccessibleName(self.tr("Text to translate"))
        self.target.setPlaceholderText(self.tr("Translation"))
        self.target.setAccessibleName(self.tr("Translation; what you change here is learnt"))
        self._dictate.set_words(self.tr("Speak the text in"))
        self._listen.set_words(self.tr("Read the original aloud"))
        self._clear.set_words(self.tr("Empty both sides"))
        self._copy.set_words(self.tr("Copy the translation"))
        self._read.set_words(self.tr("Read the translation aloud"))
        self._others.setText(self.tr("Other wordings"))
        self._others.setToolTip(self.tr("Other ways to say the sentence at the caret (Alt+Down)"))
        self._check.setText(self.tr("Check back"))
        self._check.setToolTip(self.tr("Translate the translation back, to see what it says"))
        self._weigh()
