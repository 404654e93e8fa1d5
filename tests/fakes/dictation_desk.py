"""A desk for dictation tests: a screen, a microphone into which espeak-ng speaks, Alcove's window, another program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.dictate.dictation import Dictation
from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings
from app.storage.store import Store
from tests.fakes.child_program import ChildProgram
from tests.fakes.screen import Screen
from tests.fakes.sound_server import SoundServer, speak

SENTENCE = "Hello world, this is spoken into the microphone."
HOTKEY = ("ctrl", "alt", "space")
NO_CONTENT = {"TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS"}
"""X11's own questions; they are no content."""
NEVER_TWICE_THE_SAME = {"image/ico", "image/cur"}
"""Qt's writer of icons leaves some bytes as it finds them in memory."""


class Desk:
    """A screen with Alcove and another program that has the focus, and a microphone."""

    def __init__(self, folder: Path, screen: Screen, sound: SoundServer) -> None:
        self.screen, self.sound = screen, sound
        self.home = Home(folder / "home")
        self.environment = screen.environment | sound.environment
        self.microphone = sound.plug_in()
        self.voice = speak(SENTENCE, folder / "voice.wav")

    def alcove(self, *, stand_in: bool = True, slow: bool = False) -> ChildProgram:
        more = ("stand-in",) if stand_in else ()
        more += ("slow",) if slow else ()
        return ChildProgram("dictation_window.py", str(self.home.root), *more, environment=self.environment)

    def other(self, name: str = "editor") -> ChildProgram:
        return ChildProgram("other_program.py", name, environment=self.environment)

    def choose(self, **changes: Any) -> None:
        self.home.create()
        ValuesFile(self.home.settings, Settings).change(**changes)

    def hold(self, *, down: bool) -> None:
        keys = HOTKEY if down else tuple(reversed(HOTKEY))
        self.screen.hands(*[word for key in keys for word in ("keydown" if down else "keyup", key)])

    def history(self) -> list[Dictation]:
        with Store.open(self.home.store) as store:
            return store.dictations.list()


def ready(alcove: ChildProgram) -> list[Any]:
    found: list[Any] = alcove.told_until(lambda said: said[0] == "ready")
    return found


def until(alcove: ChildProgram, *wanted: str) -> list[Any]:
    found: list[Any] = alcove.told_until(lambda said: tuple(said[: len(wanted)]) == wanted)
    return found


def focus(desk: Desk, program: ChildProgram) -> None:
    desk.screen.focus(program.told_until(lambda said: said[0] == "window")[1])


def content(held: dict[str, str]) -> dict[str, str]:
    left_out = NO_CONTENT | NEVER_TWICE_THE_SAME
    return {name: value for name, value in held.items() if name not in left_out}
