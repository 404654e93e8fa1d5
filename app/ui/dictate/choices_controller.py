"""Joins how dictation works to the settings, the key and the microphone. Knows no layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from app.desktop.hotkeys.models import HotkeyRefusal
from app.settings.schema import Settings
from app.ui.bridge import Calls
from app.ui.dictate.choices_panel import ChoicesPanel
from app.ui.translation import translate
from app.wording.dictation import hotkey_sentence


class Choices(Protocol):
    """What :class:`app.settings.file.ValuesFile` offers of the settings."""

    @property
    def values(self) -> Settings: ...
    def change(self, **values: Any) -> Any: ...


class Dictating(Protocol):
    """What :class:`app.ui.dictation_doors.DictationDoors` offers."""

    @property
    def recorder(self) -> Any: ...
    @property
    def key_refusal(self) -> HotkeyRefusal | None: ...
    @property
    def key_armed(self) -> Any: ...
    def apply_settings(self) -> HotkeyRefusal | None: ...


class ChoicesController(QObject):
    """``programs`` names those that were dictated into, the latest first; blocking."""

    def __init__(
        self,
        panel: ChoicesPanel,
        settings: Choices,
        dictating: Dictating,
        programs: Callable[[], Sequence[str]],
        calls: Calls,
    ) -> None:
        super().__init__(panel)
        self._programs, self._calls = programs, calls
        self._panel, self._settings, self._dictating = panel, settings, dictating
        self._let_go: Callable[[], None] = lambda: None
        panel.changed.connect(self._change)
        panel.listen_asked.connect(self._listen)
        dictating.key_armed.connect(self._show_key)
        if dictating.recorder is not None:
            dictating.recorder.devices_changed.connect(self._show_microphones)

    def refresh(self) -> None:
        self._show_microphones()
        self._panel.show_choices(self._settings.values)
        self._calls.run(
            lambda _stop: self._programs(),
            lambda found: self._panel.programs.show_programs(found, self._settings.values.dictation_insert_by_program),
            lambda _error: None,  # those with a choice of their own are shown at the next look
        )
        self._show_key(self._dictating.key_refusal)

    def end_trial(self) -> None:
        self._panel.end_trial()

    def _change(self, values: dict[str, Any]) -> None:
        if all(getattr(self._settings.values, name) == value for name, value in values.items()):
            return
        before, served = self._settings.values.dictation_hotkey, self._dictating.key_refusal is None
        self._settings.change(**values)
        refusal = self._dictating.apply_settings()
        if refusal is not None and served and before and "dictation_hotkey" in values:
            self._keep_key(before, refusal)

    def _keep_key(self, before: str, refusal: HotkeyRefusal) -> None:
        """The key that was refused takes no place: the one before still serves."""
        self._settings.change(dictation_hotkey=before)
        if self._dictating.apply_settings() is None:
            self._panel.show_choices(self._settings.values)
            keys = QKeySequence(before).toString(QKeySequence.SequenceFormat.NativeText)
            words = self.tr("{0} {1} stays the key.").format(hotkey_sentence(refusal, translate), keys)
            self._panel.show_key_state(words, works=False)

    def _listen(self, on: bool) -> None:
        """Show how loud the microphone is; nothing of it is kept."""
        self._let_go()
        self._let_go = lambda: None
        recorder = self._dictating.recorder
        if recorder is None or not on or recorder.is_recording:
            if on:
                self._panel.end_trial()
            return
        recorder.level_changed.connect(self._panel.meter.show_level)
        recorder.failed.connect(self._panel.end_trial)
        recorder.start(self._settings.values.dictation_microphone)

        def let_go() -> None:
            recorder.level_changed.disconnect(self._panel.meter.show_level)
            recorder.failed.disconnect(self._panel.end_trial)
            recorder.stop()

        self._let_go = let_go

    def _show_microphones(self) -> None:
        recorder = self._dictating.recorder
        found = recorder.microphones() if recorder is not None else []
        self._panel.show_microphones([(one.id, one.name) for one in found])

    def _show_key(self, refusal: HotkeyRefusal | None) -> None:
        if refusal is not None:
            self._panel.show_key_state(str(hotkey_sentence(refusal, translate)), works=False)
        elif self._settings.values.dictation_hotkey:
            self._panel.show_key_state(self.tr("It works in every program."), works=True)
        else:
            self._panel.show_key_state(self.tr("Without a key, the button on the page listens."), works=True)
