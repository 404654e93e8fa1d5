"""The translation, sentence for sentence; a person may write into it, and a sentence left behind is a correction."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent

from app.ui.theme.theme import Theme
from app.ui.translate.text.linked_pane import LinkedPane

SETTLED_MS = 1_200
"""A correction is taken when the person has not typed for so long, or left the sentence."""


class TargetPane(LinkedPane):
    """Signals: ``corrected(n, text)``; ``wordings_asked(n)``: other ways to say the sentence."""

    corrected = Signal(int, str)
    wordings_asked = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._changed: int | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SETTLED_MS)
        self._pause.timeout.connect(self.settle)
        self.edited.connect(self._note_edit)
        self.sentence_entered.connect(self._leave)

    @property
    def is_being_corrected(self) -> bool:
        return self._changed is not None

    def settle(self) -> None:
        """Tell the correction that is under way, if there is one."""
        self._pause.stop()
        changed, self._changed = self._changed, None
        if changed is not None and changed < len(self.sentences):
            self.corrected.emit(changed, self.sentences[changed].strip())

    def forget_edit(self) -> None:
        """What was typed belongs to a text that is gone."""
        self._pause.stop()
        self._changed = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.current >= 0:
                self.wordings_asked.emit(self.current)
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        cursor = self.cursorForPosition(event.pos())
        sentence = self._sentence_at(cursor.position())
        if sentence >= 0:
            menu.addSeparator()
            menu.addAction(self.tr("Other wordings")).triggered.connect(lambda: self.wordings_asked.emit(sentence))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()

    def _note_edit(self, touched: tuple[int, ...]) -> None:
        if self._changed is not None and touched and self._changed not in touched:
            self.settle()
        if len(touched) == 1:
            self._changed = touched[0]
            self._pause.start()
        elif touched:
            self.forget_edit()  # over a border: which sentence it corrects cannot be said

    def _leave(self, sentence: int) -> None:
        if self._changed is not None and sentence != self._changed:
            self.settle()
