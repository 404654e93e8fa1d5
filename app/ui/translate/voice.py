"""Reads text aloud with the voices of the system, if it has any; loaded at the first use, never before."""

from __future__ import annotations

import enum
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal

from app.ui.bridge import Calls

if TYPE_CHECKING:
    from PySide6.QtTextToSpeech import QTextToSpeech, QVoice

PLAIN_VOICES = ("(America)", "(Great Britain)", "(Mandarin")
"""Where a language has many voices of one engine: those that most people expect."""


class VoiceProblem(enum.StrEnum):
    NO_SPEECH = "no_speech"
    """This system has nothing that speaks."""
    NO_VOICE = "no_voice"
    """It speaks, but not this language."""


class Voice(QObject):
    """Signals: ``speaking_changed(bool)``, ``failed(VoiceProblem)``."""

    speaking_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, parent: QObject, calls: Calls | None = None, engine: str | None = None) -> None:
        """``calls``: where the system's speech may be started without the window waiting: speech-dispatcher takes a
        second or two for its first words. ``engine``: one of Qt's; None for the system's."""
        super().__init__(parent)
        self._engine_name = engine
        self._calls = calls if sys.platform.startswith("linux") else None  # the others want their own thread
        self._speech: QTextToSpeech | None = None
        self._waiting: tuple[str, str] | None = None
        self._is_begun = False  # told to speak, and not heard of yet

    @property
    def is_speaking(self) -> bool:
        """It reads, or is about to."""
        if self._waiting is not None or self._is_begun:
            return True
        if self._speech is None:
            return False
        return self._speech.state() in (self._speech.State.Speaking, self._speech.State.Synthesizing)

    def speak(self, text: str, language: str) -> None:
        """Begin, or stop what is being read: the button is one."""
        if self.is_speaking:
            self.stop()
        elif self._speech is not None:
            self._say(self._speech, text, language)
        elif (kind := _kind()) is None:
            self.failed.emit(VoiceProblem.NO_SPEECH)
        elif self._calls is None:
            self._take(self._made(kind), text, language)
        else:
            self._waiting = text, language
            self.speaking_changed.emit(True)
            self._calls.run(lambda _stop: self._made(kind), self._take_waiting, lambda _error: self._take_waiting(None))

    def stop(self) -> None:
        if self._waiting is not None:
            self._waiting = None
            self.speaking_changed.emit(False)
        self._is_begun = False
        if self._speech is not None:
            self._speech.stop()

    def _made(self, kind: type[QTextToSpeech]) -> QTextToSpeech:
        """On any thread; what is made belongs to this object's."""
        speech = kind(self._engine_name) if self._engine_name else kind()
        speech.moveToThread(self.thread())
        return speech

    def _take_waiting(self, speech: QTextToSpeech | None) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            self._keep(speech)
            return
        self._take(speech, *waiting)
        if not self.is_speaking:
            self.speaking_changed.emit(False)

    def _take(self, speech: QTextToSpeech | None, text: str, language: str) -> None:
        self._keep(speech)
        if speech is None:
            self.failed.emit(VoiceProblem.NO_SPEECH)
        else:
            self._say(speech, text, language)

    def _keep(self, speech: QTextToSpeech | None) -> None:
        if speech is None or self._speech is not None:
            return
        speech.setParent(self)
        self._speech = speech
        speech.stateChanged.connect(self._tell)

    def _tell(self, _state: QTextToSpeech.State) -> None:
        self._is_begun = False
        self.speaking_changed.emit(self.is_speaking)

    def _say(self, speech: QTextToSpeech, text: str, language: str) -> None:
        locales = speech.availableLocales()
        if speech.state() == speech.State.Error or not locales:
            self.failed.emit(VoiceProblem.NO_SPEECH)
        elif self._chosen(speech, locales, language):
            self._is_begun = True
            speech.say(text)
        else:
            self.failed.emit(VoiceProblem.NO_VOICE)

    def _chosen(self, speech: QTextToSpeech, locales: Iterable[QLocale], language: str) -> bool:
        """A voice of that language is set: of the system's own country, else of the usual one, else any."""
        wanted = QLocale(language.replace("-", "_"))
        if wanted.language() == QLocale.Language.C:
            return False
        own = [one for one in locales if one.language() == wanted.language()]
        if own:
            liked = [QLocale.system(), wanted]
            speech.setLocale(next((one for one in liked if one in own), own[0]))
            voices = speech.availableVoices()
        else:  # espeak's 'cmn' is a language that Qt does not know: its voices stand among those of none
            name = QLocale.languageToString(wanted.language())
            speech.setLocale(QLocale.c())
            voices = [voice for voice in speech.availableVoices() if voice.name().startswith(name)]
        voice = _plainest(voices)
        if voice is not None:
            speech.setVoice(voice)
        return bool(own) or voice is not None


def _kind() -> type[QTextToSpeech] | None:
    """Loaded on the Qt thread, where alone PySide's modules may be loaded; None on a system that lacks a library."""
    try:
        from PySide6.QtTextToSpeech import QTextToSpeech
    except ImportError:
        return None
    _touched = QTextToSpeech.State.Ready  # its types are made now, too, not on the thread that makes one
    return QTextToSpeech


def _plainest(voices: Iterable[QVoice]) -> QVoice | None:
    """Not one that is played with ('English+whisper')."""
    plain = [voice for voice in voices if "+" not in voice.name()]
    usual = (voice for voice in plain if any(sign in voice.name() for sign in PLAIN_VOICES))
    return next(usual, plain[0] if plain else None)
