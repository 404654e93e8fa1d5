"""Joins the page's microphone to dictation: what is spoken is shown, remembered, and may go to another page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence

from app.desktop.insertion.models import InsertRefusal
from app.domain.dictate.dictating import Dictated, DictationState, DictationText, MicrophoneProblem
from app.ui.bridge import Calls
from app.ui.dictation_doors import DictationDoors
from app.ui.shell.window import ShellWindow
from app.ui.translation import translate
from app.wording import sentence_for
from app.wording.dictation import insertion_sentence
from app.wording.microphone import microphone_sentence
from app.wording.sentence import Sentence

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.ui.dictate.page import DictatePage

AWAY_MS = 500
"""After the window made room, the program before it has the focus again."""


class DictateLive(QObject):
    """Signals: ``kept(dictation id)`` what was spoken stands in the history; ``listening(bool)`` for a page other than
    its own, and ``refused(title, text)`` why nothing is heard for that page and what helps.
    """

    kept = Signal(int)
    listening = Signal(bool)
    refused = Signal(str, str)

    def __init__(self, alcove: Alcove, calls: Calls, shell: ShellWindow, dictation: DictationDoors) -> None:
        super().__init__(shell)
        self._alcove, self._calls, self._shell, self._dictation = alcove, calls, shell, dictation
        self._page: DictatePage | None = None
        self._receive: Callable[[str], None] | None = None
        self._elsewhere = False
        dictation.ready.connect(self._follow)
        dictation.recovered.connect(self._keep)

    def attach(self, page: DictatePage) -> None:
        self._page = page
        page.reworded.connect(self._show_key)
        page.live.begin_asked.connect(lambda: self._speak(lambda _text: None, elsewhere=False))
        page.live.finish_asked.connect(self._dictation.toggle)
        page.live.cancel_asked.connect(self.cancel)
        page.live.copy_asked.connect(lambda text: QGuiApplication.clipboard().setText(text))
        self._show_key()

    def speak_into(self, receive: Callable[[str], None]) -> None:
        """Listen now; what is said goes to ``receive`` instead of into another program. Asked again, it ends."""
        self._speak(receive, elsewhere=True)

    def _speak(self, receive: Callable[[str], None], *, elsewhere: bool) -> None:
        controller = self._dictation.controller
        if controller is None:
            self._refuse_without_sound()
        elif controller.is_live:
            controller.toggle()
        else:
            self._receive, self._elsewhere = receive, elsewhere
            controller.start(here=True)

    def cancel(self) -> bool:
        """Throw away what is being spoken; says whether there was anything."""
        controller, self._receive = self._dictation.controller, None
        return controller is not None and controller.cancel()

    def insert_again(self, text: str) -> None:
        """Into the program that had the focus before this window."""
        controller = self._dictation.controller
        if controller is not None and text:
            self._shell.showMinimized()
            QTimer.singleShot(AWAY_MS, controller, lambda: controller.insert(text))

    def _follow(self) -> None:
        controller = self._dictation.controller
        assert controller is not None
        controller.state_changed.connect(self._show_state)
        controller.level_changed.connect(self._show_level)
        controller.text_changed.connect(self._show_text)
        controller.dictated.connect(self._dictated)
        controller.not_inserted.connect(self._show_not_inserted)
        controller.failed.connect(self._show_error)
        controller.microphone_failed.connect(self._show_microphone_problem)
        self._dictation.key_armed.connect(lambda _refusal: self._show_key())
        self._show_key()

    def _show_state(self, state: DictationState) -> None:
        from app.ui.dictate.live_card import LiveState

        shown = {
            DictationState.IDLE: LiveState.READY,
            DictationState.OPENING: LiveState.STARTING,
            DictationState.LISTENING: LiveState.LISTENING,
        }.get(state, LiveState.WRITING)
        controller = self._dictation.controller
        if state is DictationState.OPENING and controller is not None and not controller.is_for_page:
            self._receive, self._elsewhere = None, False  # what was asked before was cancelled
        if self._elsewhere:
            self.listening.emit(shown in (LiveState.STARTING, LiveState.LISTENING))
            self._elsewhere = shown is not LiveState.READY or self._receive is not None
        if self._page is None:
            return
        if shown is LiveState.STARTING:
            self._page.notice.clear()
            self._page.live.show_text("")
        self._page.live.show_state(shown)

    def _show_level(self, level: float) -> None:
        if self._page is not None:
            self._page.live.meter.show_level(level)

    def _show_text(self, text: DictationText) -> None:
        if self._page is not None:
            self._page.live.show_text(text.committed, text.tentative)

    def _dictated(self, dictated: Dictated) -> None:
        receive, self._receive = self._receive, None
        if receive is not None and not dictated.text:
            self._refuse(self.tr("Nothing was said"))
        if self._page is not None:
            self._page.live.show_text(dictated.text)
            if not dictated.text:
                self._page.notice.say(self.tr("Nothing was said"), tone="calm")
        if receive is not None and dictated.text:
            receive(dictated.text)
        self._keep(dictated)

    def _keep(self, dictated: Dictated) -> None:
        if dictated.id is not None:
            self.kept.emit(dictated.id)

    def _show_not_inserted(self, _dictated: Dictated, refusal: InsertRefusal) -> None:
        self._say(insertion_sentence(refusal, translate))

    def _show_microphone_problem(self, problem: MicrophoneProblem) -> None:
        sentence, controller = microphone_sentence(problem, translate), self._dictation.controller
        over = controller is None or controller.state is DictationState.IDLE
        self._refuse(sentence.title, str(sentence), over=over)
        self._say(sentence)

    def _show_error(self, error: BaseException) -> None:
        sentence = sentence_for(error, translate)
        self._refuse(sentence.title, str(sentence))
        if self._page is not None:
            self._page.notice.show_error(error)

    def _refuse(self, title: str, text: str = "", *, over: bool = True) -> None:
        """To the other page that wanted to hear, if there is one; not ``over``: what was said is on its way."""
        if self._elsewhere:
            self.refused.emit(title, text)
        if over:
            self._receive, self._elsewhere = None, False

    def _refuse_without_sound(self) -> None:
        """Whoever asked hears why nothing listens, and what to do."""
        if self._dictation.was_prepared:
            sentence = microphone_sentence(MicrophoneProblem.NO_SOUND_SYSTEM, translate)
            self.refused.emit(sentence.title, str(sentence))
        else:
            self.refused.emit(self.tr("The microphone is not ready yet"), self.tr("Try again in a moment."))

    def _say(self, sentence: Sentence) -> None:
        if self._page is not None:
            self._page.notice.say(sentence.title, str(sentence))

    def _show_key(self) -> None:
        chosen = self._alcove.settings.values.dictation_hotkey
        serves = self._dictation.keys is not None and self._dictation.key_refusal is None
        keys = QKeySequence(chosen).toString(QKeySequence.SequenceFormat.NativeText) if serves else ""
        if self._page is not None:
            self._page.live.show_keys(keys)
