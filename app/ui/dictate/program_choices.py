"""How text gets into single programs, where that differs: a line for each program that was dictated into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.ui.dictate.choice_names import InsertNames
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.text import ElidedLabel

METHODS = ("", "paste", "terminal_paste", "type", "clipboard")
"""The first: as everywhere."""


class ProgramChoices(QWidget):
    """Signals: ``chosen(dict)`` program, in lower case → way; without those that are as everywhere."""

    chosen = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self._names = InsertNames(self)
        self._boxes: dict[str, ChoiceBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self.hide()

    def show_programs(self, programs: Sequence[str], chosen: Mapping[str, str]) -> None:
        """``programs`` were dictated into; those with a choice of their own are shown as well. Emits nothing."""
        wanted = list(dict.fromkeys([*programs, *chosen]))
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = {}
        for row, program in enumerate(wanted):
            name, box = ElidedLabel(), ChoiceBox()
            name.setText(program)
            name.setToolTip(program)
            for method in METHODS:
                box.addItem("", method)
            method = chosen.get(program.lower(), "")
            if box.findData(method) < 0:
                box.addItem(method, method)
            box.setCurrentIndex(box.findData(method))
            box.setAccessibleName(program)
            box.activated.connect(lambda _row: self._tell())
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(box, row, 1)
            self._boxes[program.lower()] = box
        self._word()
        self.setVisible(bool(wanted))

    def begin_fields_at(self, width: int) -> None:
        """So that they stand below those of a form; ``width`` of its names, in px."""
        self._grid.setColumnMinimumWidth(0, width)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._word()
        super().changeEvent(event)

    def _tell(self) -> None:
        picked = {program: str(box.currentData() or "") for program, box in self._boxes.items()}
        self.chosen.emit({program: method for program, method in picked.items() if method})

    def _word(self) -> None:
        for box in self._boxes.values():
            box.setItemText(0, self.tr("as everywhere"))
            for row in range(1, box.count()):
                box.setItemText(row, self._names.of(str(box.itemData(row))))
