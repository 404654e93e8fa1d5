"""Makes dictation into other programs and joins it to the window: keys, microphone, overlay, what was left behind."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.desktop.clipboard.main import after_writing, private_mark
from app.desktop.compositing import blends_windows
from app.desktop.hotkeys.main import open_hotkeys
from app.desktop.hotkeys.models import HotkeyHandler, HotkeyRefusal
from app.desktop.insertion.main import open_keys
from app.desktop.insertion.models import KeyPresser, Permit
from app.domain.dictate.dictating import Dictated, DictationState, MicrophoneProblem, Recording
from app.domain.errors import AppError
from app.jobs.stop_signal import StopSignal
from app.ui.assets import assets_folder
from app.ui.bridge import Calls
from app.ui.qt_parts import begin, read_ahead
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.wording.microphone import microphone_sentence

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.ui.dictation.controller import DictationController
    from app.ui.dictation.global_keys import GlobalKeys
    from app.ui.dictation.recorder import Recorder
    from app.ui.dictation.showing import Showing

log = logging.getLogger(__name__)
CANCEL_KEY = "Esc"


class DictationDoors(QObject):
    """Nothing is loaded before :meth:`prepare`; ``controller`` and its neighbours are None where there is no sound.

    Signals: ``ready()`` after :meth:`prepare`; ``key_armed(object)`` with a HotkeyRefusal, or None where it serves;
    ``recovered(Dictated)`` a recording of an earlier run was written; ``waiting_changed(int)`` how many still wait;
    ``other_key(str)`` a global key that is not dictation's own, or Esc where there was nothing to cancel.
    """

    ready = Signal()
    key_armed = Signal(object)
    recovered = Signal(Dictated)
    waiting_changed = Signal(int)
    other_key = Signal(str)

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls) -> None:
        super().__init__()
        self._alcove, self._theme, self._calls = alcove, theme, calls
        self.controller: DictationController | None = None
        self.recorder: Recorder | None = None
        self.keys: GlobalKeys | None = None
        self.showing: Showing | None = None
        self._presser: KeyPresser | None = None
        self.key_refusal: HotkeyRefusal | None = None
        self._toggle_wanted = self._is_closed = False
        self.was_prepared = False
        """Whether it is known if dictation is possible here: where ``controller`` is None then, there is no sound."""

    def prepare(self) -> None:
        """At leisure: load what dictation needs, on another thread; then arm the key, and write down what was left."""
        self._calls.run(lambda _stop: read_ahead("QtMultimedia"), self._begin_sound, self._cannot_load)

    def _begin_sound(self, _read: None) -> None:
        try:
            begin("QtMultimedia")
        except ImportError as error:
            self._cannot_load(error)
            return
        environment = desktop_environment()
        permit = Permit(lambda: self._alcove.state.values.paste_permit, lambda token: _keep(self._alcove, token))
        self._calls.run(lambda _stop: _load(environment, permit), self._make, self._cannot_load)

    def _begin(self) -> None:
        self.apply_settings()
        self.ready.emit()
        self.write_down_waiting()
        if self._toggle_wanted:
            self._toggle_wanted = False
            self.toggle()

    def toggle(self) -> None:
        """Begin or end, at the word of ``alcove dictate --toggle`` or of a button."""
        if self.controller is None:
            self._toggle_wanted = True
        else:
            self.controller.toggle()

    def apply_settings(self) -> HotkeyRefusal | None:
        """After a change: the key, the open microphone, the overlay. Says what stands in the way of the key."""
        if self.keys is None or self.recorder is None or self.showing is None:
            return None
        from app.ui.dictation.global_keys import MAIN

        values = self._alcove.settings.values
        self.showing.is_wanted = values.dictation_overlay
        self.recorder.arm(values.dictation_microphone, listens=values.dictation_pre_roll)
        if values.dictation_hotkey:
            self.key_refusal = self.keys.arm(MAIN, values.dictation_hotkey)
        else:
            self.keys.disarm(MAIN)
            self.key_refusal = None
        self.key_armed.emit(self.key_refusal)
        return self.key_refusal

    def write_down_waiting(self) -> None:
        """Recordings whose program broke off, one after another; what cannot be written waits on."""

        def look(_stop: StopSignal) -> list[Recording]:
            self._alcove.speech.dictate.tidy()
            return self._alcove.speech.dictate.waiting()

        self._calls.run(look, self._recover_all, self._cannot_look)

    @property
    def presser(self) -> KeyPresser | None:
        """Presses keys in other programs, where this desktop allows it."""
        return self._presser

    def close(self) -> None:
        """Let go of the keys, the clipboard and the microphone."""
        self._is_closed = True
        for part in (self.controller, self.keys, self.showing, self._presser):
            if part is not None:
                part.close()

    def _make(self, opened: tuple[KeyPresser | None, HotkeyHandler | None]) -> None:
        from app.ui.dictation.clipboard import LentClipboard
        from app.ui.dictation.controller import DictationController
        from app.ui.dictation.cues import Cues
        from app.ui.dictation.global_keys import GlobalKeys
        from app.ui.dictation.inserter import Inserter
        from app.ui.dictation.recorder import Recorder
        from app.ui.dictation.showing import Showing

        alcove = self._alcove
        self.was_prepared = True
        self._presser, hotkeys = opened
        if self._is_closed:  # the window went while this was loaded
            self.keys = GlobalKeys(hotkeys)
            self.close()
            return
        clipboard = LentClipboard(QGuiApplication.clipboard(), private_mark(), after_writing)
        self.recorder = Recorder()
        self.controller = made = DictationController(
            alcove.speech.dictate,
            self.recorder,
            Inserter(self._presser, clipboard),
            self._calls,
            lambda: alcove.settings.values,
            Cues(assets_folder() / "sounds"),
        )
        self.showing = Showing(
            self._theme,
            made,
            wanted=alcove.settings.values.dictation_overlay,
            blends=lambda: blends_windows(desktop_environment()),
        )
        self.keys = GlobalKeys(hotkeys)
        self.keys.pressed.connect(self._pressed)
        self.keys.released.connect(self._released)
        self.keys.refused.connect(self._key_refused)
        made.state_changed.connect(self._follow)
        made.dictated.connect(self._tidy)
        self._begin()

    def _cannot_load(self, error: BaseException) -> None:
        """The system's sound library is missing."""
        self.was_prepared = True
        log.warning("no dictation: %s", getattr(error, "name", None) or type(error).__name__)

    def _pressed(self, name: str) -> None:
        from app.ui.dictation.global_keys import CANCEL, MAIN

        if self.controller is None or self.keys is None:
            return
        if name == MAIN:
            self.controller.key_pressed(tells_release=self.keys.tells_release)
        elif name != CANCEL or not self.controller.cancel():
            self.other_key.emit(name)

    def _released(self, name: str) -> None:
        from app.ui.dictation.global_keys import MAIN

        if name == MAIN and self.controller is not None:
            self.controller.key_released()

    def _tidy(self, _dictated: Dictated) -> None:
        """The sound of which the text is safe goes, while the text is being inserted."""
        self._calls.run(lambda _stop: self._alcove.speech.dictate.tidy(), lambda _none: None, self._cannot_look)

    def _key_refused(self, refusal: HotkeyRefusal) -> None:
        self.key_refusal = refusal
        self.key_armed.emit(refusal)
        if self.showing is not None:
            self.showing.show_refused_key(refusal)

    def _follow(self, state: DictationState) -> None:
        """Esc is taken from the other programs only while there is something to cancel."""
        from app.ui.dictation.global_keys import CANCEL

        if self.keys is None:
            return
        if state is DictationState.OPENING:
            self.keys.arm(CANCEL, CANCEL_KEY)
            self._ask_for_keys()
        elif state in (DictationState.IDLE, DictationState.INSERTING):
            self.keys.disarm(CANCEL)

    def _ask_for_keys(self) -> None:
        """Where the desktop asks the person first, it does so while the first sentence is spoken."""
        presser = self._presser
        if presser is not None and presser.asks_person:
            self._calls.run(lambda _stop: presser.prepare(), lambda _refusal: None, lambda _error: None)

    def _recover_all(self, waiting: list[Recording]) -> None:
        self.waiting_changed.emit(len(waiting))
        if waiting:
            first, rest = waiting[0], waiting[1:]
            self._calls.run(
                lambda stop: self._recover(first, stop),
                lambda dictated: self._recovered_one(dictated, rest),
                lambda _error: self._recover_all(rest),
            )

    def _recover(self, recording: Recording, stop: StopSignal) -> Dictated | None:
        try:
            return self._alcove.speech.dictate.recover(recording, stop)
        except AppError as error:
            log.warning("recording %d waits on: %s", recording.id, error.code.value)
            return None

    def _recovered_one(self, dictated: Dictated | None, rest: list[Recording]) -> None:
        if dictated is not None and dictated.text:
            self.recovered.emit(dictated)
        if dictated is not None:  # what could not be written now will not be written a moment later either
            self._recover_all(rest)

    def _cannot_look(self, error: BaseException) -> None:
        log.warning("what was spoken could not be looked after: %s", type(error).__name__)


def _load(environment: Mapping[str, str], permit: Permit) -> tuple[KeyPresser | None, HotkeyHandler | None]:
    """On a background thread: what would hold the window up for a moment. Raises ImportError without sound."""
    for name in ("recorder", "controller", "cues", "clipboard", "global_keys", "inserter", "showing"):
        importlib.import_module(f"app.ui.dictation.{name}")
    return open_keys(environment, permit=permit), open_hotkeys(environment)


def no_sound_words() -> str:
    """Why there is no dictation where :attr:`DictationDoors.controller` stays None."""
    return str(microphone_sentence(MicrophoneProblem.NO_SOUND_SYSTEM, translate))


def desktop_environment() -> Mapping[str, str]:
    """What tells the desktop's kind; nothing where the window is drawn on no screen, as in tests."""
    drawn = QGuiApplication.platformName()
    return os.environ if drawn in ("xcb", "wayland", "windows", "cocoa") else {}


def _keep(alcove: Alcove, token: str) -> None:
    alcove.state.change(paste_permit=token)
