"""One segment to look at: the original, its translation to write in, why it needs a look, accept and go on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from app.domain.translate.document_translation import DocumentSegment, SegmentState
from app.domain.translate.segment import Tag, plain, tokens
from app.ui.theme.theme import Theme
from app.ui.translate.wide_type import fitted, is_wide
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording.translation import mark_words

TALL, SHOWN = 84, 1200


class SegmentEditor(QFrame):
    """Signals: ``accepted(text)``, ``skipped()``, ``went_back()``."""

    accepted = Signal(str)
    skipped = Signal()
    went_back = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._segment: DocumentSegment | None = None
        self.setProperty("role", "card")
        self._source, self._why, self._hint = (
            label("reading", wrap=True),
            label("amber", wrap=True),
            label("small", wrap=True),
        )
        self._source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.box = _Box()
        self.box.setMaximumHeight(TALL)
        self._accept, self._skip, self._back = button("primary"), button(), button("quiet")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._hint, 1)
        for made in (self._back, self._skip, self._accept):
            foot.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for widget in (self._source, self._why, self.box):
            column.addWidget(widget)
        column.addLayout(foot)
        self._accept.clicked.connect(self._say_accepted)
        self._skip.clicked.connect(self.skipped)
        self._back.clicked.connect(self.went_back)
        self.box.accept_pressed.connect(self._say_accepted)
        self.box.step_pressed.connect(lambda step: (self.skipped if step > 0 else self.went_back).emit())
        self.setFocusProxy(self.box)
        self._retranslate()
        self.hide()

    @property
    def segment(self) -> DocumentSegment | None:
        return self._segment

    @property
    def why(self) -> str:
        return "" if self._why.isHidden() else self._why.text()

    def show_segment(self, segment: DocumentSegment | None) -> None:
        self._segment = segment
        self.setVisible(segment is not None)
        if segment is not None:
            shown = plain(segment.source)
            self._source.setText(shown if len(shown) <= SHOWN else shown[:SHOWN] + "…")
            font = fitted(self.font(), wide=is_wide(segment.target or segment.source))
            font.setPixelSize(self._theme.sizes.reading)
            self.box.setFont(font)
            self.box.setPlainText(segment.target if segment.target is not None else segment.source)
            self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _say_accepted(self) -> None:
        if self.box.toPlainText().strip():
            self.accepted.emit(self.box.toPlainText())

    def _retranslate(self) -> None:
        self._accept.setText(self.tr("Accept and next"))
        self._skip.setText(self.tr("Next"))
        self._back.setText(self.tr("Previous"))
        keys = QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText)
        self._accept.setToolTip(self.tr("The translation is right as it stands now ({keys})").format(keys=keys))
        self.box.setAccessibleName(self.tr("Translation of this part"))
        segment = self._segment
        if segment is None:
            return
        why = [mark_words(mark, translate) for mark in segment.marks]
        if segment.state is SegmentState.KEPT and not why:
            why = [self.tr("It was not translated")]
        self._why.setText(" · ".join(why))
        self._why.setVisible(bool(why))
        marked = any(isinstance(part, Tag) for part in tokens(segment.source))
        hint = self.tr("⟦1⟧ and the like stand for formatting, links and notes: leave them around the same words.")
        self._hint.setText(hint if marked else "")


class _Box(QPlainTextEdit):
    accept_pressed = Signal()
    step_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept_pressed.emit()
        elif control and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step_pressed.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)
