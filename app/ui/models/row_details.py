"""What a row shows when it is opened: licence, source, files with their hashes, and what else can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.models.fit import FitLabel
from app.model_files.model_files import ModelState
from app.ui.model_parts.actions import Action
from app.ui.models.card_words import licence_lines
from app.ui.models.row_values import RowState
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording.quantities import amount

_SHOWN_FILES = 12
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse


class RowDetails(QWidget):
    """Filled anew each time it is shown. Signals: ``asked(Action)``."""

    asked = Signal(object)

    def __init__(self, _theme: Theme) -> None:
        super().__init__()
        self._buttons: dict[Action, QPushButton] = {}
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(4)
        self._lines.setColumnStretch(1, 1)
        self._files = label("proof", wrap=True)
        self._files.setTextInteractionFlags(_SELECTABLE)
        self._files_head = label("strong")
        doing = QHBoxLayout()
        doing.setSpacing(8)
        for action in (Action.CHECK, Action.TRY, Action.GET, Action.COPY_SOURCE, Action.REMOVE):
            made = button("quiet")
            made.clicked.connect(lambda _on=False, action=action: self.asked.emit(action))
            self._buttons[action] = made
            doing.addWidget(made)
        doing.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._lines)
        for widget in (self._files_head, self._files):
            column.addWidget(widget)
        column.addLayout(doing)

    def show_state(self, state: RowState) -> None:
        self._fill_lines(licence_lines(state.card))
        files = file_words(state)
        self._files_head.setText(self._head_of_files(state))
        self._files_head.setVisible(bool(files))
        self._files.setText("\n".join(files))
        self._files.setVisible(bool(files))
        self._show_buttons(state)

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read: what is made late would else come last of all."""
        return list(self._buttons.values())

    @property
    def text(self) -> str:
        return f"{self._files_head.text()}\n{self._files.text()}"

    def offers(self, action: Action) -> bool:
        return not self._buttons[action].isHidden()

    def press(self, action: Action) -> None:
        self._buttons[action].click()

    def _fill_lines(self, lines: list[tuple[str, str]]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, (name, value) in enumerate(lines):
            said = label("body", value, wrap=True)
            said.setTextInteractionFlags(_SELECTABLE)
            head = label("muted", name)
            self._lines.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(said, row, 1)

    def _show_buttons(self, state: RowState) -> None:
        card = state.card
        here = card.installed is not None
        idle = state.download is None and state.work is None
        removable = card.broken is not None or (card.installed is not None and not card.installed.embedded)
        not_fitting = card.fit is not None and card.fit.label is FitLabel.DOES_NOT_FIT
        shown = {
            Action.CHECK: here and idle,
            Action.TRY: here and idle and state.can_try,
            Action.GET: card.state is None and card.entry is not None and not_fitting and idle,
            Action.COPY_SOURCE: card.entry is not None,
            Action.REMOVE: removable and idle,
        }
        words = {
            Action.CHECK: self.tr("Check every byte"),
            Action.TRY: self.tr("Try it out"),
            Action.GET: self.tr("Get it for another computer"),
            Action.COPY_SOURCE: self.tr("Copy the address"),
            Action.REMOVE: self.tr("Remove…"),
        }
        for action, made in self._buttons.items():
            made.setVisible(shown[action])
            made.setText(words[action])
            made.setAccessibleName(f"{words[action]}: {card.name}")

    def _head_of_files(self, state: RowState) -> str:
        plan = state.download.plan if state.download is not None else None
        if plan is not None and plan.listed_by:
            return self.tr("Files with their fingerprints (SHA-256), as {0} tells them").format(plan.listed_by)
        if state.card.installed is not None and state.card.state is ModelState.READY:
            return self.tr("Files with their fingerprints (SHA-256), checked on this computer")
        return self.tr("Files with their fingerprints (SHA-256)")


def file_words(state: RowState) -> list[str]:
    """Name, size and hash of each file, as far as they are known."""
    plan, card = state.download.plan if state.download is not None else None, state.card
    if plan is not None:
        known = [(file.name, file.size, file.sha256 or file.blob_sha1) for file in plan.files]
    elif card.installed is not None:
        known = [(file.name, file.size, file.sha256) for file in card.installed.manifest.files]
    elif card.entry is not None:
        known = [(file.name, file.size, file.sha256) for file in card.entry.files]
    else:
        known = []
    lines = [f"{name} · {amount(size) if size is not None else '?'} · {digest or '?'}" for name, size, digest in known]
    return lines if len(lines) <= _SHOWN_FILES else [*lines[:_SHOWN_FILES], "…"]
