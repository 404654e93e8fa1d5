"""The door for models that come without a download, and for taking models to a computer without network."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.model_files.model_files import InstalledModel
from app.ui.model_parts.work import Work
from app.ui.models.export_block import ExportBlock
from app.ui.models.found_row import Candidate, FoundRow
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import button
from app.ui.widgets.text import label


class BringCard(QFrame):
    """Signals: ``folder_asked()``, ``look_asked()``, ``take_asked(Candidate, in_place, variant)``,
    ``stop_asked(Candidate)``, ``export_asked(ids)``, ``export_stop_asked()``,
    ``grown()``: something was made that takes the focus."""

    folder_asked = Signal()
    grown = Signal()
    look_asked = Signal()
    take_asked = Signal(object, bool, str)
    stop_asked = Signal(object)
    export_asked = Signal(list)
    export_stop_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme, self._looking, self._looked, self._elsewhere = theme, False, False, False
        self._rows: dict[str, FoundRow] = {}
        self._words, self._found_words = label("body", wrap=True), label("muted", wrap=True)
        self._folder, self._look, self._export = button(), button(), button()
        self.export = ExportBlock(theme)
        self.export.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        for made in (self._folder, self._look, self._export):
            line.addWidget(made)
        line.addStretch(1)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addLayout(line)
        column.addWidget(self._found_words)
        column.addLayout(self._list)
        column.addWidget(self.export)
        self._folder.clicked.connect(self.folder_asked)
        self._look.clicked.connect(self.look_asked)
        self._export.clicked.connect(lambda: self.export.setVisible(self.export.isHidden()))
        self.export.export_asked.connect(self.export_asked)
        self.export.stop_asked.connect(self.export_stop_asked)
        self.setFocusProxy(self._folder)
        self._retranslate()

    def show_looking(self, *, looking: bool, elsewhere: bool) -> None:
        """``elsewhere``: where other programs keep models, else in a folder that the person chose."""
        self._looking, self._elsewhere, self._looked = looking, elsewhere, not looking
        self._look.setEnabled(not looking)
        self._retranslate()

    def add_found(self, candidate: Candidate) -> FoundRow:
        """The newest stands first; the same folder is shown once."""
        self.remove_found(candidate.key)
        row = self._rows[candidate.key] = FoundRow(self._theme, candidate)
        row.take_asked.connect(self.take_asked)
        row.stop_asked.connect(self.stop_asked)
        self._list.insertWidget(0, row)
        self._retranslate()
        self.grown.emit()
        return row

    def remove_found(self, key: str) -> None:
        if (row := self._rows.pop(key, None)) is not None:
            row.hide()
            self._list.removeWidget(row)
            row.deleteLater()

    def found(self, key: str) -> FoundRow | None:
        return self._rows.get(key)

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read."""
        return [
            self._folder,
            self._look,
            self._export,
            *(widget for row in reversed(self._rows.values()) for widget in row.focus_order),
            *self.export.focus_order,
        ]

    @property
    def rows(self) -> list[FoundRow]:
        return list(self._rows.values())

    def show_models(self, models: Sequence[InstalledModel]) -> None:
        self.export.show_models(models)
        self.grown.emit()

    def show_export(self, work: Work | None) -> None:
        self.export.show_work(work)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self._words.setText(
            self.tr(
                "Models from a folder, a stick or another program: drop the folder here, or choose it. "
                "Alcove looks at the files before anything opens them."
            )
        )
        self._folder.setText(self.tr("Choose a folder…"))
        self._look.setText(self.tr("Look on this computer"))
        self._export.setText(self.tr("Copy to a stick…"))
        words = ""
        if self._looking:
            words = self.tr("Looking into the folder…")
            if self._elsewhere:
                words = self.tr("Looking where other programs keep their models…")
        elif self._looked and self._elsewhere and not self._rows:
            words = self.tr("Nothing was found where other programs keep their models.")
        self._found_words.setText(words)
        self._found_words.setVisible(bool(words))
