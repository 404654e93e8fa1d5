"""One term to write or to change: what it is, what it becomes, or that it stays; for which languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from app.domain.translate.glossary import StoredTerm, Term
from app.ui.translate.words import language_words
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.text import label

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Draft:
    """A term as it was written. ``replaces``: the id of the stored one that it takes the place of."""

    term: Term
    source: str
    target: str
    replaces: int | None


class TermEditor(QFrame):
    """Hidden while nothing is edited. Signals: ``saved(Draft)``, ``deleted(id)``, ``cancelled()``."""

    saved = Signal(object)
    deleted = Signal(int)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stored: StoredTerm | None = None
        self.setProperty("role", "card")
        self.source, self.target = QLineEdit(), QLineEdit()
        self._from, self._into = ChoiceBox(), ChoiceBox()
        self.stays, self.case = QCheckBox(), QCheckBox()
        self._save, self._cancel, self._delete = button("primary"), button(), button("danger")
        self._arrow = label("muted", "→")
        for box in (self.source, self.target):
            box.setMaxLength(LONGEST)
            box.returnPressed.connect(self._say_saved)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for row, widgets in enumerate(((self._from, self._into), (self.source, self.target))):
            grid.addWidget(widgets[0], row, 0)
            grid.addWidget(widgets[1], row, 2)
        grid.addWidget(self._arrow, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        checks, foot = QHBoxLayout(), QHBoxLayout()
        checks.setSpacing(16)
        checks.addWidget(self.stays)
        checks.addWidget(self.case)
        checks.addStretch(1)
        foot.setSpacing(8)
        foot.addWidget(self._delete)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(grid)
        column.addLayout(checks)
        column.addLayout(foot)
        self.source.textChanged.connect(self._weigh)
        self.target.textChanged.connect(self._weigh)
        self.stays.toggled.connect(self._weigh)
        self._save.clicked.connect(self._say_saved)
        self._cancel.clicked.connect(self.cancelled)
        self._delete.clicked.connect(self._say_deleted)
        self.setFocusProxy(self.source)
        self._retranslate()
        self._weigh()
        self.hide()

    def offer(self, languages: Sequence[str]) -> None:
        chosen = str(self._from.currentData() or ""), str(self._into.currentData() or "")
        for box, code in zip((self._from, self._into), chosen, strict=True):
            box.clear()
            for language in languages:
                box.addItem(language_words(language), language)
            if (at := box.findData(code)) >= 0:
                box.setCurrentIndex(at)

    def begin(self, source: str, target: str, word: str = "") -> None:
        """A new term for this pair; ``word`` is its source where that is known."""
        self._stored = None
        self._choose(source, target)
        self.source.setText(word)
        self.target.clear()
        self.stays.setChecked(False)
        self.case.setChecked(False)
        self._open()

    def edit(self, stored: StoredTerm) -> None:
        self._stored = stored
        self._choose(stored.source_language, stored.target_language)
        self.source.setText(stored.term.source)
        self.target.setText(stored.term.target)
        self.stays.setChecked(stored.term.stays)
        self.case.setChecked(stored.term.keeps_case)
        self._open()

    def draft(self) -> Draft:
        target = "" if self.stays.isChecked() else self.target.text().strip()
        kept = self._stored.term if self._stored is not None else Term("")
        term = Term(self.source.text().strip(), target, self.case.isChecked(), kept.inflects, kept.note)
        replaces = self._stored.id if self._stored is not None else None
        return Draft(term, str(self._from.currentData() or ""), str(self._into.currentData() or ""), replaces)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            for box in (self._from, self._into):
                for at in range(box.count()):
                    box.setItemText(at, language_words(str(box.itemData(at))))
        super().changeEvent(event)

    def _open(self) -> None:
        self._delete.setVisible(self._stored is not None)
        self._weigh()
        self.show()
        (self.target if self.source.text() and self._stored is None else self.source).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _choose(self, source: str, target: str) -> None:
        for box, code in ((self._from, source), (self._into, target)):
            if code and box.findData(code) < 0:
                box.addItem(language_words(code), code)
            if code:
                box.setCurrentIndex(box.findData(code))

    def _is_whole(self) -> bool:
        draft = self.draft()
        told = bool(draft.term.source) and (self.stays.isChecked() or bool(draft.term.target))
        return told and bool(draft.source) and bool(draft.target) and draft.source != draft.target

    def _say_saved(self) -> None:
        if self._is_whole():
            self.saved.emit(self.draft())

    def _say_deleted(self) -> None:
        if self._stored is not None:
            self.deleted.emit(self._stored.id)

    def _weigh(self) -> None:
        self.target.setEnabled(not self.stays.isChecked())
        self._save.setEnabled(self._is_whole())

    def _retranslate(self) -> None:
        self.source.setPlaceholderText(self.tr("Term"))
        self.source.setAccessibleName(self.tr("Term"))
        self.target.setPlaceholderText(self.tr("Its translation"))
        self.target.setAccessibleName(self.tr("Its translation"))
        self.stays.setText(self.tr("Do not translate"))
        self.case.setText(self.tr("Only when written with these capitals"))
        self._save.setText(self.tr("Save"))
        self._cancel.setText(self.tr("Cancel"))
        self._delete.setText(self.tr("Delete"))
        self._from.setAccessibleName(self.tr("Language of the term"))
        self._into.setAccessibleName(self.tr("Language of its translation"))
