"""Play, stop and where it stands, on one line; knows no sound."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from app.ui.dictate.times import clock
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.text import label

STEPS_A_SECOND = 10


class PlayerBar(QWidget):
    """Signals: ``play_asked(second)``, ``stop_asked()``."""

    play_asked = Signal(float)
    stop_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._duration, self._playing = 0.0, False
        self._button = IconButton(theme, "play", "accent", 20)
        self._slider, self._times = QSlider(Qt.Orientation.Horizontal), label("small")
        self._slider.setPageStep(10 * STEPS_A_SECOND)
        self._slider.setSingleStep(STEPS_A_SECOND)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self._button)
        line.addWidget(self._slider, 1)
        line.addWidget(self._times)
        self._button.clicked.connect(self._pressed)
        self._slider.sliderReleased.connect(self._seek)
        self._slider.actionTriggered.connect(self._keyed)
        self.show_length(0.0)
        self._retranslate()

    def show_length(self, seconds: float) -> None:
        self._duration = seconds
        self._slider.setRange(0, int(seconds * STEPS_A_SECOND))
        self.show_second(0.0)

    def show_second(self, second: float) -> None:
        if not self._slider.isSliderDown():
            self._slider.setValue(int(second * STEPS_A_SECOND))
        self._times.setText(f"{clock(second)} / {clock(self._duration)}")

    def show_playing(self, playing: bool) -> None:
        self._playing = playing
        self._button.set_icon("stop" if playing else "play")
        self._retranslate()

    @property
    def second(self) -> float:
        return self._slider.value() / STEPS_A_SECOND

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _pressed(self) -> None:
        if self._playing:
            self.stop_asked.emit()
        else:
            self.play_asked.emit(0.0 if self._slider.value() >= self._slider.maximum() else self.second)

    def _keyed(self, action: int) -> None:
        """Arrows and Page keys move the slider without a release; what plays goes on from there."""
        if action != QSlider.SliderAction.SliderMove.value and self._playing:
            self.play_asked.emit(self._slider.sliderPosition() / STEPS_A_SECOND)

    def _seek(self) -> None:
        if self._playing:
            self.play_asked.emit(self.second)
        else:
            self.show_second(self.second)

    def _retranslate(self) -> None:
        self._button.set_words(self.tr("Stop the recording") if self._playing else self.tr("Play the recording"))
        self._slider.setAccessibleName(self.tr("Where the recording stands"))
