"""The Models page: what suits this computer, every model by its use, the import door, memory. Knows no service."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.models.manifest import ModelRole
from app.machine.models import Machine
from app.services.models.choose_models import Recommendation
from app.ui.download_words import joined
from app.ui.models.bring_card import BringCard
from app.ui.models.memory_card import MemoryCard
from app.ui.models.role_section import RoleSection
from app.ui.models.row import ModelRow
from app.ui.models.row_values import RowState
from app.ui.models.set_card import SetCard
from app.ui.theme.sizes import MEASURE
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.notice import Notice
from app.ui.widgets.scrolled_column import ScrolledColumn
from app.ui.widgets.text import label
from app.wording import role_name
from app.wording.machine import machine_words
from app.wording.quantities import amount


@dataclass(frozen=True, slots=True)
class PageState:
    """All that the page shows but downloads and work. ``roles_later`` have no door in this version."""

    rows: tuple[RowState, ...]
    told: Recommendation
    machine: Machine
    disk_used: int
    host: str
    roles_later: tuple[ModelRole, ...]


class ModelsPage(QWidget):
    """Signals: ``asked(Action, id)``, ``set_asked()``, ``shown()``, ``hidden()``."""

    asked = Signal(object, str)
    set_asked = Signal()
    shown = Signal()
    hidden = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: PageState | None = None
        self._arranging = False
        self._title, self._machine, self._disk = label("title"), label("body", wrap=True), label("muted", wrap=True)
        self.notice, self.set_card = Notice(theme), SetCard()
        self.sections = {role: RoleSection(theme, role) for role in ModelRole}
        self._later = label("muted", wrap=True)
        self._bring_head, self._memory_head = label("heading"), label("heading")
        self.bring, self.memory = BringCard(theme), MemoryCard()
        self._lay_out()
        self.set_card.get_asked.connect(self._get_set)
        for section in self.sections.values():
            section.asked.connect(self.asked)
            section.grown.connect(self._arrange_soon)
        self.bring.grown.connect(self._arrange_soon)
        self._retranslate()

    def show_state(self, state: PageState) -> None:
        self._state = state
        for role, section in self.sections.items():
            rows = [row for row in state.rows if row.card.role is role]
            if role in state.roles_later:  # no dead ends: what no door uses is not offered, only looked after
                rows = [row for row in rows if row.card.state is not None]
            section.show_rows(rows)
        unknown = [row for row in state.rows if row.card.role is None]
        self.sections[ModelRole.CHAT].add_unknown(unknown)
        coming = {row.card.id for row in state.rows if row.download is not None and row.download.is_running}
        missing = {entry.id for entry in state.told.missing}
        self.set_card.show_set(state.told, state.host, is_coming=missing <= coming)
        self._retranslate()

    def row(self, identifier: str) -> ModelRow | None:
        return next((row for section in self.sections.values() if (row := section.row(identifier)) is not None), None)

    def rows(self) -> Iterable[ModelRow]:
        return (row for section in self.sections.values() for row in section.rows)

    def show_import(self) -> None:
        """Bring the import door into view, with the focus on it."""
        self._area.ensureWidgetVisible(self.bring)
        self.bring.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_row(self, identifier: str) -> None:
        if (row := self.row(identifier)) is not None:
            self._area.ensureWidgetVisible(row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hidden.emit()

    def escape(self) -> bool:
        """Close the question that is open, if any."""
        return any(row.close_question() for row in self.rows())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _get_set(self) -> None:
        self._area.setFocus()  # its button goes, and the focus must not carry the page along
        self.set_asked.emit()

    def _arrange_soon(self) -> None:
        """Once for all that was made in this turn."""
        if not self._arranging:
            self._arranging = True
            QTimer.singleShot(0, self, self._arrange)

    def _arrange(self) -> None:
        """The Tab key walks the page as it is read."""
        self._arranging = False
        sections = (widget for section in self.sections.values() for widget in section.focus_order)
        order = [self._area, *self.set_card.focus_order, *sections, *self.bring.focus_order, *self.memory.focus_order]
        for before, after in itertools.pairwise(order):
            self.setTabOrder(before, after)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(24, 32, 24, 40)
        column.setSpacing(8)
        for widget in (self._title, self._machine, self._disk, self.notice):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self.set_card)
        for section in self.sections.values():
            column.addWidget(section)
        column.addSpacing(8)
        column.addWidget(self._later)
        for head, card in ((self._bring_head, self.bring), (self._memory_head, self.memory)):
            column.addSpacing(16)
            column.addWidget(head)
            column.addWidget(card)
        column.addStretch(1)
        self._area = ScrolledColumn(column, MEASURE + 88)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.setFocusProxy(self._area)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("Models"))
        self._area.setAccessibleName(self._title.text())
        self._bring_head.setText(self.tr("Bring and take along"))
        self._memory_head.setText(self.tr("Memory"))
        state = self._state
        self._machine.setText(self.tr("Looking at this computer…") if state is None else "")
        if state is None:
            return
        words = machine_words(state.machine, translate)
        self._machine.setText(self.tr("This computer: {0}.").format(words))
        used, free = amount(state.disk_used), state.machine.free_disk_bytes
        if free is None:
            self._disk.setText(self.tr("Your models take {0} of the disk.").format(used))
        else:
            self._disk.setText(self.tr("Your models take {0} of the disk; {1} are free.").format(used, amount(free)))
        self._later.setText(later_words(state.roles_later))
        self._later.setVisible(bool(state.roles_later))


def later_words(roles: Sequence[ModelRole]) -> str:
    """What a later version brings, so that nobody downloads what nothing uses yet."""
    names = joined([role_name(role, translate) for role in roles])
    words = translate("ModelsPage", "For a later version: {0}. Alcove offers their models when it can use them.")
    return words.format(names)
