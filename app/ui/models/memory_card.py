"""What models hold of the memory now, when they let go of it, and whether a graphics card is used."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.jobs.memory import LaneMemory
from app.ui.download_words import joined
from app.ui.widgets.buttons import button
from app.ui.widgets.choice_box import ChoiceBox
from app.ui.widgets.text import label
from app.wording.quantities import amount

IDLE_MINUTES = (0, 2, 5, 15, 60, 24 * 60)
"""The last stands for 'while Alcove is open'."""
_ALWAYS = 24 * 60


class MemoryCard(QFrame):
    """Signals: ``free_asked()``, ``idle_chosen(minutes)``, ``gpu_chosen(bool)``."""

    free_asked = Signal()
    idle_chosen = Signal(int)
    gpu_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._held: tuple[LaneMemory, ...] = ()
        self._names: dict[str, str] = {}
        self._words, self._idle_words, self._gpu_words = (label("body", wrap=True) for _ in range(3))
        self._free, self._idle, self._gpu = button(), ChoiceBox(), QCheckBox()
        for minutes in IDLE_MINUTES:
            self._idle.addItem("", minutes)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for words, control in (
            (self._words, self._free),
            (self._idle_words, self._idle),
            (self._gpu_words, self._gpu),
        ):
            line = QHBoxLayout()
            line.setSpacing(16)
            line.addWidget(words, 1)
            line.addWidget(control)
            column.addLayout(line)
        self._free.clicked.connect(self.free_asked)
        self._idle.activated.connect(lambda row: self.idle_chosen.emit(self._idle.itemData(row)))
        self._gpu.clicked.connect(self.gpu_chosen)
        self._retranslate()

    def show_memory(self, held: tuple[LaneMemory, ...], names: dict[str, str]) -> None:
        """``names`` of models by the name of their folder."""
        if (held, names) != (self._held, self._names):
            self._held, self._names = held, names
            self._say_held()

    def show_choices(self, idle_minutes: int, *, use_gpu: bool) -> None:
        nearest = min(IDLE_MINUTES, key=lambda minutes: abs(minutes - idle_minutes))
        self._idle.setCurrentIndex(IDLE_MINUTES.index(nearest))
        self._gpu.setChecked(use_gpu)

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read."""
        return [self._free, self._idle, self._gpu]

    @property
    def text(self) -> str:
        return self._words.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _say_held(self) -> None:
        models = [one for one in self._held if one.model is not None]
        whole = sum(one.resident or one.reckoned for one in self._held)
        if not models:
            self._words.setText(self.tr("No model is in the memory now."))
        else:
            named = joined(
                [
                    self.tr("{0} ({1})").format(
                        self._names.get(one.model.name, one.model.name), amount(one.resident or one.reckoned)
                    )
                    for one in models
                    if one.model is not None
                ]
            )
            self._words.setText(self.tr("In the memory now: {0}.").format(named))
        self._free.setEnabled(bool(self._held))
        self._free.setToolTip(self.tr("Frees {0}").format(amount(whole)) if whole else "")

    def _retranslate(self) -> None:
        self._free.setText(self.tr("Free memory now"))
        self._idle_words.setText(self.tr("A model that nobody uses leaves the memory after"))
        self._idle.setAccessibleName(self._idle_words.text())
        for row, minutes in enumerate(IDLE_MINUTES):
            if minutes == 0:
                words = self.tr("each answer")
            elif minutes == _ALWAYS:
                words = self.tr("Alcove is closed")
            else:
                words = self.tr("{0} minutes").format(minutes)
            self._idle.setItemText(row, words)
        self._gpu_words.setText(
            self.tr("Run models on the graphics card where one can; if it fails, the processor does.")
        )
        self._gpu.setText(self.tr("Use the card"))
        self._say_held()
