"""A line in the page that says what happened and what to do; takes the place of a dialog."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.announce import announce
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.text import label, set_property
from app.wording import sentence_for


class Notice(QFrame):
    """Hidden while there is nothing to say. Signals: ``action_chosen()`` when its one action was pressed."""

    action_chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._error: BaseException | None = None
        self._title, self._text = label("strong", wrap=True), label("body", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._action = button("link")
        self._close = IconButton(theme, "close", "ink", 14)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addWidget(self._action)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 8, 10)
        line.addLayout(words, 1)
        line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._close.clicked.connect(self.clear)
        self._action.clicked.connect(self.action_chosen)
        self._retranslate()
        self.clear()

    def show_error(self, error: BaseException) -> None:
        """Any failure, in words."""
        sentence = sentence_for(error, translate)
        self.say(sentence.title, str(sentence), tone="red")
        self._error = error

    def say(self, title: str, text: str = "", *, tone: str = "amber", action: str = "") -> None:
        """``tone`` is calm, amber ('look here') or red (something was lost or did not work)."""
        self._error = None
        set_property(self, "tone", tone)
        for widget, words in ((self._title, title), (self._text, text), (self._action, action)):
            widget.setText(words)
            widget.setVisible(bool(words))
        self.setAccessibleName(f"{title} {text}".strip())
        self.show()
        announce(self, self.accessibleName(), urgent=tone == "red")

    def clear(self) -> None:
        self._error = None
        self.hide()

    @property
    def text(self) -> str:
        """All that it says now; '' while hidden."""
        return "" if self.isHidden() else f"{self._title.text()} {self._text.text()}".strip()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._close.set_words(self.tr("Hide this notice"))
        if self._error is not None and not self.isHidden():
            self.show_error(self._error)
