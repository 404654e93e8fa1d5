"""What the overlay shows of a dictation, and for how long what went wrong stays there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.desktop.hotkeys.models import HotkeyRefusal
from app.desktop.insertion.models import InsertRefusal
from app.domain.dictate.dictating import Dictated, DictationState, DictationText, MicrophoneProblem
from app.ui.announce import announce
from app.ui.dictation.controller import DictationController
from app.ui.dictation.overlay import DictationOverlay
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.wording.dictation import (
    dictation_sentence,
    hotkey_sentence,
    insertion_sentence,
    state_words,
)
from app.wording.microphone import microphone_sentence
from app.wording.sentence import Sentence

PROBLEM_MS, NOTHING_MS = 7_000, 1_600


class Showing(QObject):
    """``wanted`` False hides everything but problems. The overlay is made when it is first needed; ``blends`` says then
    whether this desktop lets it have empty corners."""

    def __init__(
        self,
        theme: Theme,
        controller: DictationController,
        *,
        wanted: bool,
        blends: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__()
        self._blends = blends
        self._theme, self._controller, self.is_wanted = theme, controller, wanted
        self._made: DictationOverlay | None = None
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.timeout.connect(self._hide)
        controller.state_changed.connect(self._show_state)
        controller.level_changed.connect(self._show_level)
        controller.text_changed.connect(self._show_text)
        controller.dictated.connect(self._show_nothing_said)
        controller.failed.connect(lambda error: self.show_problem(dictation_sentence(error, translate)))
        controller.not_inserted.connect(self._show_not_inserted)
        controller.microphone_failed.connect(self._show_microphone)
        controller.microphone_changed.connect(self._show_other_microphone)

    def show_problem(self, sentence: Sentence) -> None:
        self.overlay.show_text(DictationText())
        joint = "：" if sentence.title[-1:] > "\u2e80" else ": "
        self.overlay.show_status(f"{sentence.title}{joint}{sentence}", tone="amber")
        self.overlay.appear()
        announce(self.overlay, str(sentence), urgent=True)
        self._leave.start(PROBLEM_MS)

    def show_refused_key(self, refusal: HotkeyRefusal) -> None:
        self.show_problem(hotkey_sentence(refusal, translate))

    def close(self) -> None:
        self._leave.stop()
        if self._made is not None:
            self._made.close()
            self._made.deleteLater()
            self._made = None

    @property
    def overlay(self) -> DictationOverlay:
        if self._made is None:
            self._made = DictationOverlay(self._theme, blends=self._blends())
        return self._made

    @property
    def _is_ours(self) -> bool:
        return self.is_wanted and not self._controller.is_for_page

    def _show_state(self, state: DictationState) -> None:
        if state is DictationState.IDLE:
            if not self._leave.isActive():
                self._hide()
            return
        self._leave.stop()
        if not self._is_ours:
            self._hide()
            return
        if state is DictationState.OPENING:
            self.overlay.show_text(DictationText())
        self.overlay.show_status(state_words(state, translate))
        self.overlay.appear()

    def _show_level(self, level: float) -> None:
        if self._made is not None and self._made.isVisible():
            self._made.show_level(level)

    def _show_text(self, text: DictationText) -> None:
        if self._made is not None and self._made.isVisible():
            self._made.show_text(text)

    def _show_nothing_said(self, dictated: Dictated) -> None:
        if dictated.text or not self._is_ours:
            return
        self.overlay.show_status(translate("Dictation", "Nothing was heard, so nothing is inserted."))
        self.overlay.appear()
        self._leave.start(NOTHING_MS)

    def _show_not_inserted(self, _dictated: Dictated, refusal: InsertRefusal) -> None:
        self.show_problem(insertion_sentence(refusal, translate))

    def _show_microphone(self, problem: MicrophoneProblem) -> None:
        self.show_problem(microphone_sentence(problem, translate))

    def _show_other_microphone(self, name: str) -> None:
        words = translate("Dictation", "The microphone went away; {0} listens now.").format(name)
        if self._is_ours:
            self.overlay.show_status(words)

    def _hide(self) -> None:
        if self._made is not None:
            self._made.hide()
