"""The models of one role: those that matter now, the others behind one line. Keeps its rows while they are updated."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.models.manifest import ModelRole
from app.ui.models.row import ModelRow
from app.ui.models.row_values import RowState
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording import role_name

SHOWN = 3
"""Rows of a role before somebody asks for all; what is here or recommended is always shown."""

MADE_AT_ONCE = 3
"""Rows; the others follow when the window has answered in between."""


class RoleSection(QWidget):
    """Hidden while it has no row. Signals: ``asked(Action, id)``, ``grown()``: something was made that takes the
    focus."""

    asked = Signal(object, str)
    grown = Signal()

    def __init__(self, theme: Theme, role: ModelRole) -> None:
        super().__init__()
        self._theme, self._role, self._all = theme, role, False
        self._states: list[RowState] = []
        self._rows: dict[str, ModelRow] = {}
        self._head, self._about, self._more = label("heading"), label("muted", wrap=True), button("link")
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._head)
        column.addWidget(self._about)
        column.addLayout(self._column)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more.clicked.connect(self._show_all_or_few)
        self.hide()

    @property
    def rows(self) -> list[ModelRow]:
        return list(self._rows.values())

    @property
    def focus_order(self) -> list[QWidget]:
        return [*(widget for row in self._rows.values() for widget in row.focus_order), self._more]

    def row(self, identifier: str) -> ModelRow | None:
        return self._rows.get(identifier)

    def show_rows(self, states: Sequence[RowState]) -> None:
        order = lambda state: (state.card.state is None, not state.card.is_recommended)  # noqa: E731
        self._states = sorted(states, key=order)
        self._fill()

    def add_unknown(self, states: Sequence[RowState]) -> None:
        """Damaged folders of which nobody can tell what they were."""
        if states:
            self._states += states
            self._fill()

    def show_all(self) -> None:
        self._all = True
        self._fill()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _fill(self) -> None:
        shown = self._shown()
        ids = [state.card.id for state in shown]
        for identifier in [one for one in self._rows if one not in ids]:
            gone = self._rows.pop(identifier)
            gone.hide()
            self._column.removeWidget(gone)
            gone.deleteLater()
        made = 0
        for at, state in enumerate(shown):
            if (row := self.row(state.card.id)) is None:
                if made == MADE_AT_ONCE:
                    QTimer.singleShot(0, self, self._fill)
                    break
                made += 1
                row = self._rows[state.card.id] = ModelRow(self._theme, state)
                row.asked.connect(self.asked)
                row.grown.connect(self.grown)
            else:
                row.show_state(state)
            if self._column.indexOf(row) != at:
                self._column.insertWidget(at, row)
        self._rows = {identifier: self._rows[identifier] for identifier in ids if identifier in self._rows}
        self.setVisible(bool(shown))
        self._retranslate()
        if made:
            self.grown.emit()

    def _shown(self) -> list[RowState]:
        if self._all:
            return self._states
        must = [s for s in self._states if s.card.state is not None or s.card.is_recommended or s.download is not None]
        fitting = [s for s in self._states if s not in must and s.card.fit is not None and s.card.fit.runs]
        chosen = [*must, *fitting[: max(0, SHOWN - len(must))]]
        return [state for state in self._states if state in chosen]

    def _show_all_or_few(self) -> None:
        self._all = not self._all
        self._fill()

    def _retranslate(self) -> None:
        self._head.setText(role_name(self._role, translate))
        self._about.setText(self._purpose())
        self._about.setVisible(bool(self._about.text()))
        hidden = len(self._states) - len(self._shown())
        self._more.setVisible(hidden > 0 or (self._all and len(self._states) > SHOWN))
        self._more.setText(self.tr("Show fewer") if self._all else self.tr("Show {0} more").format(hidden))
        self._more.setAccessibleName(f"{self._more.text()}: {self._head.text()}")

    def _purpose(self) -> str:
        return {
            ModelRole.CHAT: self.tr(
                "Write answers from your documents. Without one, answers are quotes word for word."
            ),
            ModelRole.EMBEDDING: self.tr("Find passages that mean the same in other words, also across languages."),
        }.get(self._role, "")
