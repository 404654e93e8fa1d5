"""A model that was found in a folder: what it is, whether it is copied or stays there; or why it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.services.models.import_models import Importable
from app.ui.friendly_path import friendly_path
from app.ui.model_parts.actions import Action
from app.ui.model_parts.progress_line import ProgressLine
from app.ui.model_parts.work import Work
from app.ui.models.card_words import language_words
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.text import ElidedLabel, label, set_role
from app.wording import role_name, sentence_for
from app.wording.quantities import amount


@dataclass(frozen=True, slots=True)
class Candidate:
    """``origin``: the program whose folder it is, or ''. Exactly one of ``model`` and ``error`` is set."""

    path: Path
    origin: str = ""
    model: Importable | None = None
    error: BaseException | None = None

    @property
    def key(self) -> str:
        return f"import:{self.path}"


class FoundRow(QFrame):
    """Signals: ``take_asked(Candidate, in_place, variant)``, ``stop_asked(Candidate)``."""

    take_asked = Signal(object, bool, str)
    stop_asked = Signal(object)

    def __init__(self, theme: Theme, candidate: Candidate) -> None:
        super().__init__()
        self.setProperty("role", "sunken")
        self.candidate = candidate
        self._done, self._error, self._work = "", candidate.error, False
        self._name, self._facts = label("strong"), label("small", wrap=True)
        self._name.setMinimumWidth(80)
        self._place, self._say = ElidedLabel("small"), label("body", wrap=True)
        self._variants, self._copy, self._stay = ChoiceBox(), button("primary"), button()
        self._progress = ProgressLine(theme)
        self._progress.hide()
        line = QHBoxLayout()
        line.setSpacing(8)
        for control in (self._copy, self._stay, self._variants):
            line.addWidget(control)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for widget in (self._name, self._facts, self._place, self._say):
            column.addWidget(widget)
        column.addLayout(line)
        column.addWidget(self._progress)
        self._copy.clicked.connect(lambda: self._take(in_place=False))
        self._stay.clicked.connect(lambda: self._take(in_place=True))
        self._progress.asked.connect(self._stop)
        self._fill_variants()
        self._retranslate()

    def show_work(self, work: Work | None) -> None:
        self._work = work is not None
        self._progress.setVisible(self._work)
        if work is not None:
            self._progress.show_work(work)
        self._retranslate()

    def show_taken(self) -> None:
        self._done = self.candidate.key
        self._retranslate()

    def show_error(self, error: BaseException) -> None:
        self._error = error
        self._retranslate()

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read."""
        return [self._copy, self._stay, self._variants, *self._progress.focus_order]

    @property
    def text(self) -> str:
        return "\n".join(one.text() for one in (self._name, self._facts, self._say) if not one.isHidden())

    def press(self, *, in_place: bool = False) -> None:
        (self._stay if in_place else self._copy).click()

    def choose_variant(self, name: str) -> None:
        self._variants.setCurrentIndex(max(0, self._variants.findData(name)))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _stop(self, action: Action) -> None:
        if action is Action.STOP:
            self.stop_asked.emit(self.candidate)

    def _take(self, *, in_place: bool) -> None:
        self._error = None
        self.take_asked.emit(self.candidate, in_place, str(self._variants.currentData() or ""))

    def _fill_variants(self) -> None:
        model = self.candidate.model
        if model is not None and len(model.variants) > 1:
            self._variants.addItem("", "")
            for name in model.variants:
                self._variants.addItem(name, name)

    def _retranslate(self) -> None:
        model = self.candidate.model
        self._name.setText(model.name if model is not None else self.candidate.path.name)
        self._facts.setText(self._fact_words(model))
        self._facts.setVisible(model is not None)
        origin = f"{self.candidate.origin} · " if self.candidate.origin else ""
        self._place.setText(f"{origin}{friendly_path(self.candidate.path)}")
        self._place.setToolTip(str(self.candidate.path))
        words, role = "", "body"
        if self._error is not None:
            words, role = str(sentence_for(self._error, translate)), "amber"
        elif self._done:
            words = self.tr("It is here and whole.")
        elif model is not None:
            words = self._remarks(model)
        set_role(self._say, role)
        self._say.setText(words)
        self._say.setVisible(bool(words))
        free = model is not None and not self._work and not self._done
        self._copy.setText(self.tr("Copy into Alcove"))
        self._copy.setAccessibleName(f"{self._copy.text()}: {self._name.text()}")
        self._copy.setVisible(free)
        self._stay.setText(self.tr("Use it where it is"))
        self._stay.setAccessibleName(f"{self._stay.text()}: {self._name.text()}")
        self._stay.setVisible(free and model is not None and model.can_stay and not model.packed)
        self._variants.setVisible(free and self._variants.count() > 0)
        self._variants.setAccessibleName(self.tr("Which form of it"))
        if self._variants.count() and model is not None:
            self._variants.setItemText(0, self.tr("{0}, the best for this processor").format(model.precision))
        self.setAccessibleName(f"{self._name.text()} {words}".strip())

    def _fact_words(self, model: Importable | None) -> str:
        if model is None:
            return ""
        licence = model.licence or self.tr("licence not stated")
        parts = (role_name(model.role, translate), amount(model.bytes), licence, language_words(model.languages))
        return " · ".join(part for part in parts if part)

    def _remarks(self, model: Importable) -> str:
        parts = []
        if model.replaces:
            parts.append(self.tr("It takes the place of the one that is installed."))
        if model.entry is not None:
            parts.append(self.tr("Alcove's catalogue knows it."))
        elif model.guessed:
            parts.append(self.tr("Not everything about it stands in its files; try it out once it is here."))
        if model.ignored:
            parts.append(self.tr("{0} files that it does not need are left out.").format(len(model.ignored)))
        return " ".join(parts)
