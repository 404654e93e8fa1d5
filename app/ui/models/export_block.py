"""Which models to copy to a folder or a stick: a list to tick, and how far the copying is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.model_files.model_files import InstalledModel
from app.ui.model_parts.actions import Action
from app.ui.model_parts.progress_line import ProgressLine
from app.ui.model_parts.work import Work
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label
from app.wording.quantities import amount


class ExportBlock(QWidget):
    """Signals: ``export_asked(list of ids)``, ``stop_asked()``."""

    export_asked = Signal(list)
    stop_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        self._models: tuple[InstalledModel, ...] = ()
        self._words, self._where = label("body", wrap=True), button()
        self._progress = ProgressLine(theme)
        self._progress.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        line = QHBoxLayout()
        line.addWidget(self._where)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addLayout(self._list)
        column.addLayout(line)
        column.addWidget(self._progress)
        self._where.clicked.connect(lambda: self.export_asked.emit(self.chosen))
        self._progress.asked.connect(self._stop)
        self._retranslate()

    @property
    def chosen(self) -> list[str]:
        return [identifier for identifier, box in self._boxes.items() if box.isChecked()]

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read."""
        return [*self._boxes.values(), self._where, *self._progress.focus_order]

    def show_models(self, models: Sequence[InstalledModel]) -> None:
        """All ticked, except what came with Alcove: the other computer has it."""
        if tuple(models) == self._models:
            return
        self._models = tuple(models)
        kept = {identifier: box.isChecked() for identifier, box in self._boxes.items()}
        for box in self._boxes.values():
            box.hide()
            self._list.removeWidget(box)
            box.deleteLater()
        self._boxes = {}
        for model in models:
            box = QCheckBox(f"{model.manifest.name} · {amount(model.manifest.bytes)}".replace("&", "&&"))
            box.setChecked(kept.get(model.id, not model.embedded))
            box.toggled.connect(self._count)
            self._boxes[model.id] = box
            self._list.addWidget(box)
        self._count()

    def show_work(self, work: Work | None) -> None:
        self._progress.setVisible(work is not None)
        self._where.setVisible(work is None)
        for box in self._boxes.values():
            box.setEnabled(work is None)
        if work is not None:
            self._progress.show_work(work)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _stop(self, action: Action) -> None:
        if action is Action.STOP:
            self.stop_asked.emit()

    def _count(self) -> None:
        self._where.setEnabled(bool(self.chosen))

    def _retranslate(self) -> None:
        self._words.setText(
            self.tr(
                "They are written with their hashes into a folder “alcove-models”; "
                "the other computer takes them from there."
            )
            if self._models
            else self.tr("There is no model to copy yet.")
        )
        self._where.setText(self.tr("Choose where…"))
        self._count()
