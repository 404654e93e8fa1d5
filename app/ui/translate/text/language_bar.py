"""From which language into which: two lists, the swap between them, and the engine that serves the pair."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.ui.theme.theme import Theme
from app.ui.translate.values import EngineChoice
from app.ui.translate.words import engine_words, language_words, speed_words
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.choice_box import ChoiceBox

DETECT = ""


class LanguageBar(QWidget):
    """Signals: ``languages_changed()``, ``swap_asked()``."""

    languages_changed = Signal()
    swap_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._detected, self._turned = "", ""
        self._sources, self._targets = tuple[str, ...](), tuple[str, ...]()
        self._from, self._into = ChoiceBox(), ChoiceBox()
        for box in (self._from, self._into):
            box.setProperty("kind", "bare")
            box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaxVisibleItems(16)
            box.activated.connect(self._chosen)
        self._swap = IconButton(theme, "swap", "ink", 18)
        self._swap.clicked.connect(self.swap_asked)
        left, right = QHBoxLayout(), QHBoxLayout()
        for half, box in ((left, self._from), (right, self._into)):
            half.setContentsMargins(10, 0, 10, 0)
            half.addWidget(box)
            half.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 6, 0, 6)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(self._swap)
        line.addLayout(right, 1)
        self._retranslate()

    @property
    def source(self) -> str:
        """'' while it is to be detected."""
        return str(self._from.currentData() or DETECT)

    @property
    def target(self) -> str:
        return str(self._into.currentData() or "")

    @property
    def detected(self) -> str:
        return self._detected

    def offer(self, sources: Sequence[str], targets: Sequence[str]) -> None:
        """The languages that can be chosen; a choice that is still possible stays."""
        source, target = self.source, self.target
        self._sources, self._targets = tuple(sources), tuple(targets)
        self._retranslate()
        self.choose(source, target)

    def choose(self, source: str, target: str) -> None:
        """Emits nothing; a language that is not offered is left out."""
        for box, code in ((self._from, source), (self._into, target)):
            at = box.findData(code)
            if at >= 0:
                box.setCurrentIndex(at)

    def turn_target(self, source: str) -> bool:
        """What is written is in the target language itself: turn to another one. False where there is none."""
        others = [code for code in (self._turned, *self._targets) if code in self._targets and code != source]
        if not others:
            return False
        self._turned = self.target
        self.choose(self.source, others[0])
        return True

    def show_detected(self, code: str) -> None:
        self._detected = code
        self._word_detection()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _chosen(self) -> None:
        self.languages_changed.emit()

    def _word_detection(self) -> None:
        words = self.tr("Detect the language")
        if self._detected:
            words = self.tr("{language} (detected)").format(language=language_words(self._detected))
        if self._from.count():
            self._from.setItemText(0, words)

    def _retranslate(self) -> None:
        source, target = self.source, self.target
        for box, codes in ((self._from, (DETECT, *self._sources)), (self._into, self._targets)):
            box.clear()
            for code in codes:
                box.addItem(language_words(code) if code else "", code)
        self._word_detection()
        self.choose(source, target)
        self._from.setAccessibleName(self.tr("Translate from"))
        self._into.setAccessibleName(self.tr("Translate into"))
        self._swap.set_words(self.tr("Swap the languages"))


class EngineChip(QWidget):
    """Which engine translates, and how fast it is here; a chip with a menu where there are several.

    Signals: ``engine_chosen(id)``.
    """

    engine_chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._engines: tuple[EngineChoice, ...] = ()
        self._chosen = ""
        self._chip, self._menu = button("chip"), QMenu(self)
        self._chip.setCheckable(False)
        self._chip.clicked.connect(self._open)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._chip)
        theme.changed.connect(self._show)
        self._show()

    @property
    def chosen(self) -> str:
        """The engine's id; '' for none."""
        return self._chosen

    @property
    def words(self) -> str:
        return self._chip.text()

    def offer(self, engines: Sequence[EngineChoice]) -> None:
        """Best first; the one that was chosen stays while it is still offered."""
        self._engines = tuple(engines)
        if self._chosen not in {engine.id for engine in engines}:
            self._chosen = engines[0].id if engines else ""
        self._show()

    def choose(self, identifier: str) -> None:
        self._chosen = identifier
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def _open(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for engine in self._engines:
            told = " · ".join(part for part in (engine_words(engine), speed_words(engine)) if part)
            action = self._menu.addAction(told.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(engine.id == self._chosen)
            action.triggered.connect(lambda _on=False, chosen=engine.id: self._choose(chosen))
            group.addAction(action)
        self._menu.popup(self._chip.mapToGlobal(QPoint(0, -self._menu.sizeHint().height() - 4)))

    def _choose(self, identifier: str) -> None:
        self.choose(identifier)
        self.engine_chosen.emit(identifier)

    def _show(self) -> None:
        engine = next((engine for engine in self._engines if engine.id == self._chosen), None)
        self.setVisible(engine is not None)
        if engine is None:
            return
        words = " · ".join(part for part in (engine_words(engine), speed_words(engine)) if part)
        self._chip.setText(words.replace("&", "&&"))
        self._chip.setIcon(self._theme.icon("chevron-down", "muted", 12))
        self._chip.setEnabled(True)
        self._chip.setAccessibleName(self.tr("Translated by: {engine}").format(engine=words))
        self._chip.setToolTip(self.tr("Choose what translates"))
