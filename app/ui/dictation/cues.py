"""The two short sounds: it listens, it has stopped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QSoundEffect


class Cues(QObject):
    """Loaded at the first use; a computer without a loudspeaker stays silent."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._sounds: dict[str, QSoundEffect] = {}

    def listen(self) -> None:
        self._play("listen")

    def stop(self) -> None:
        self._play("stop")

    def _play(self, name: str) -> None:
        if name not in self._sounds:
            sound = QSoundEffect(self)
            sound.setSource(QUrl.fromLocalFile(str(self._folder / f"{name}.wav")))
            self._sounds[name] = sound
        self._sounds[name].play()
