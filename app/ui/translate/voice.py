"""Reads text aloud with the voices of the system, if it has any; loaded at the first use, never before."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech


class VoiceProblem(enum.StrEnum):
    NO_SPEECH = "no_speech"
    """This system has nothing that speaks."""
    NO_VOICE = "no_voice"
    """It speaks, but not this language."""


class Voice(QObject):
    """Signals: ``speaking_changed(bool)``, ``failed(VoiceProblem)``."""

    speaking_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, parent: QObject, engine: str | None = None) -> None:
        """``engine``: one of Qt's; None for the system's."""
        super().__init__(parent)
        self._engine_name = engine
        self._speech: QTextToSpeech | None = None

    @property
    def is_speaking(self) -> bool:
        if self._speech is None:
            return False
        return self._speech.state() in (self._speech.State.Speaking, self._speech.State.Synthesizing)

    def speak(self, text: str, language: str) -> None:
        """Begin, or stop what is being read: the button is one."""
        if self.is_speaking:
            self.stop()
            return
        speech = self._loaded()
        if speech is None or speech.state() == speech.State.Error or not speech.availableLocales():
            self.failed.emit(VoiceProblem.NO_SPEECH)
            return
        wanted = QLocale(language.replace("-", "_"))
        locale = next((one for one in speech.availableLocales() if one.language() == wanted.language()), None)
        if locale is None:
            self.failed.emit(VoiceProblem.NO_VOICE)
            return
        speech.setLocale(locale)
        speech.say(text)

    def stop(self) -> None:
        if self._speech is not None:
            self._speech.stop()

    def _loaded(self) -> QTextToSpeech | None:
        if self._speech is None:
            try:
                from PySide6.QtTextToSpeech import QTextToSpeech
            except ImportError:  # a system without the libraries that Qt's part for speech needs
                return None
            name = self._engine_name
            self._speech = QTextToSpeech(name, self) if name else QTextToSpeech(self)
            self._speech.stateChanged.connect(lambda _state: self.speaking_changed.emit(self.is_speaking))
        return self._speech
