"""The files that were just chosen, and how they are to be translated; nothing begins before the person says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices
from app.ui.friendly_path import friendly_path
from app.ui.theme.theme import Theme
from app.ui.translate.documents.words import DocumentCounts, layout_words
from app.ui.translate.words import language_words
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.text import ElidedLabel, label

MOST_NAMES = 5
MOST_COLUMNS = 24


class SetupCard(QFrame):
    """Hidden while no file is chosen. Signals: ``confirmed()``, ``folder_asked()``, ``cancelled()``."""

    confirmed = Signal()
    folder_asked = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._paths = tuple[Path, ...]()
        self._folder: Path | None = None
        self._sources, self._targets = tuple[str, ...](), tuple[str, ...]()
        self._columns: tuple[str, ...] = ()
        self._chips: list[QPushButton] = []
        self._title, self._names = label("heading"), label("muted", wrap=True)
        self._close = IconButton(theme, "close", "muted", 16)
        self._from, self._into = ChoiceBox(), ChoiceBox()
        self._from.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)  # 'Detect the language' is long
        self._layouts = {layout: button("segment") for layout in BilingualLayout}
        self._group = QButtonGroup(self)
        self._where, self._change = ElidedLabel("body", Qt.TextElideMode.ElideMiddle), button("link")
        self._column_line, self._note = QWidget(), label("small", wrap=True)
        self._begin = button("primary")
        self._labels = {name: label("muted") for name in ("from", "into", "layout", "where", "columns")}
        self._lay_out()
        self._layouts[BilingualLayout.TRANSLATION].setChecked(True)
        self._begin.clicked.connect(self.confirmed)
        self._change.clicked.connect(self.folder_asked)
        self._close.clicked.connect(self.cancelled)
        self._group.buttonClicked.connect(self._retranslate)
        self._retranslate()
        self.hide()

    # what is chosen ---------------------------------------------------------------------------------------------------
    @property
    def paths(self) -> tuple[Path, ...]:
        return self._paths

    @property
    def source(self) -> str:
        """'' while it is to be found out."""
        return str(self._from.currentData() or "")

    @property
    def target(self) -> str:
        return str(self._into.currentData() or "")

    @property
    def folder(self) -> Path | None:
        """Where to save; None: beside the originals."""
        return self._folder

    def choices(self) -> DocumentChoices:
        layout = next(layout for layout, made in self._layouts.items() if made.isChecked())
        chosen = tuple(n for n, chip in enumerate(self._chips, 1) if chip.isChecked())
        every = len(chosen) == len(self._chips)
        return DocumentChoices(self.target, layout, () if every else chosen)

    def show_files(self, paths: Sequence[Path], columns: Sequence[str] = ()) -> None:
        """``columns``: the heads of a CSV's columns, where exactly one was chosen."""
        self._paths, self._columns = tuple(paths), tuple(columns)[:MOST_COLUMNS]
        self._make_chips()
        self.setVisible(bool(paths))
        self._retranslate()

    def offer(self, sources: Sequence[str], targets: Sequence[str], source: str, target: str) -> None:
        """Languages, and which are chosen at first."""
        source, target = self.source or source, self.target or target
        self._sources, self._targets = tuple(sources), tuple(targets)
        self._fill()
        self.choose(source, target)

    def choose(self, source: str, target: str) -> None:
        for box, code in ((self._from, source), (self._into, target)):
            if (at := box.findData(code)) >= 0:
                box.setCurrentIndex(at)

    def show_folder(self, folder: Path | None) -> None:
        self._folder = folder
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            source, target = self.source, self.target
            self._fill()
            self.choose(source, target)
            self._retranslate()
        super().changeEvent(event)

    # parts ------------------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        pair, switch, where = QHBoxLayout(), QFrame(), QHBoxLayout()
        pair.setSpacing(8)
        for widget in (self._from, self._labels["into"], self._into):
            pair.addWidget(widget)
        pair.addStretch(1)
        switch.setProperty("role", "sunken")
        inside = QHBoxLayout(switch)
        inside.setContentsMargins(3, 3, 3, 3)
        inside.setSpacing(2)
        for made in self._layouts.values():
            self._group.addButton(made)
            inside.addWidget(made)
        choose = QHBoxLayout()
        choose.addWidget(switch)
        choose.addStretch(1)
        where.setSpacing(8)
        self._where.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        where.addWidget(self._where)
        where.addWidget(self._change)
        where.addStretch(1)
        self._chip_line = QHBoxLayout(self._column_line)
        self._chip_line.setContentsMargins(0, 0, 0, 0)
        self._chip_line.setSpacing(6)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self._labels["from"], pair)
        form.addRow(self._labels["layout"], choose)
        form.addRow(self._labels["columns"], self._column_line)
        form.addRow(self._labels["where"], where)
        foot = QHBoxLayout()
        foot.addWidget(self._note, 1)
        foot.addWidget(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 14, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._names)
        column.addLayout(form)
        column.addLayout(foot)

    def _make_chips(self) -> None:
        while (item := self._chip_line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._chips = []
        for head in self._columns:
            chip = button("chip")
            chip.setText(head.replace("&", "&&"))
            chip.setAccessibleName(self.tr("Translate the column {name}").format(name=head))
            chip.setChecked(True)
            self._chips.append(chip)
            self._chip_line.addWidget(chip)
        self._chip_line.addStretch(1)
        self._column_line.setVisible(bool(self._chips))
        self._labels["columns"].setVisible(bool(self._chips))

    def _fill(self) -> None:
        for box, codes in ((self._from, ("", *self._sources)), (self._into, self._targets)):
            box.clear()
            for code in codes:
                box.addItem(language_words(code) if code else self.tr("Detect the language"), code)

    def _retranslate(self, *_clicked: object) -> None:
        count = len(self._paths)
        self._title.setText(self._paths[0].name if count == 1 else DocumentCounts().files(count))
        names = [path.name for path in self._paths[:MOST_NAMES]]
        self._names.setText(", ".join(names) + (" …" if count > MOST_NAMES else ""))
        self._names.setVisible(count > 1)
        for layout, made in self._layouts.items():
            made.setText(layout_words(layout))
        self._where.setText(self.tr("Beside the original") if self._folder is None else friendly_path(self._folder))
        self._change.setText(self.tr("Another folder…"))
        self._begin.setText(self.tr("Translate"))
        self._close.set_words(self.tr("Translate none of them"))
        self._from.setAccessibleName(self.tr("Language of the document"))
        self._into.setAccessibleName(self.tr("Translate the document into"))
        pdf = any(path.suffix.lower() == ".pdf" for path in self._paths)
        kept = self.tr("The original is only read. The translation is a new file.")
        told = self.tr("A PDF becomes a Word document of two columns, page by page.")
        self._note.setText(f"{told} {kept}" if pdf else kept)
        words = {
            "from": self.tr("From"),
            "into": self.tr("into"),
            "layout": self.tr("Translation"),
            "where": self.tr("Saved"),
            "columns": self.tr("Columns"),
        }
        for name, told_by in self._labels.items():
            told_by.setText(words[name])
