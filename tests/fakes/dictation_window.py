"""Alcove's real window for dictation tests; says what dictation does, as JSON lines.

``python dictation_window.py HOME [stand-in [slow]]``: with ``stand-in`` the speech lane is one that 'hears' how long it
was spoken to, with ``slow`` one that takes a minute for it. Commands on the standard input: ``toggle``, ``cancel``,
``cpu`` (seconds of processor time), ``quit``.
Says ``["selection", TEXT, [X, Y]]`` when a selection was translated, with the place of the button 'Replace'.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from app.jobs.stop_signal import StopSignal
from app.seal.main import probe, seal_process
from app.seal.models import ProcessRole
from app.services.dictate.dictate import Afterwards, Dictate, Heard
from app.settings.paths import Home
from app.settings.schema import Theme as Choice


def say(*what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class StandIn:
    """Hears nothing where all is silent, else how many tenths of a second were loud."""

    def __init__(self, *, is_slow: bool) -> None:
        self.is_slow = is_slow

    def begin(self, _language: str, on_text: Callable[..., None], on_pause: Callable[[], None]) -> StandIn:
        from app.domain.dictate.dictating import DictationText

        self.sound, self._on_text, self._text, self._on_pause = b"", on_text, DictationText, on_pause
        self._quiet, self._spoke = 0, False
        return self

    def feed(self, samples: bytes) -> None:
        from app.ui.dictation.sound_frames import level

        self.sound += samples
        loud = level(samples) > 0.2
        self._spoke |= loud
        self._quiet = 0 if loud else self._quiet + len(samples)
        if self._spoke and self._quiet > 48_000:
            self._on_pause()
        self._on_text(self._text("committed ", f"tentative {len(self.sound) // 32000}"))

    def finish(self, stop: StopSignal) -> Heard:
        from app.ui.dictation.sound_frames import level

        if self.is_slow:
            stop.wait(60)
        loud = sum(level(self.sound[n : n + 3200]) > 0.2 for n in range(0, len(self.sound), 3200))
        return Heard(f"heard {loud} tenths, 听到了" if loud else "", "en", "stand-in")

    def cancel(self) -> None:
        self.sound = b""


def main(home: Home, *, stand_in: bool) -> int:
    seal = seal_process(ProcessRole.WINDOW)
    refused = [attempt.refused for attempt in probe(ProcessRole.WINDOW)]
    from PySide6.QtCore import QSocketNotifier, QTimer

    from app.composition import Alcove
    from app.ui.assembly import Assembly
    from app.ui.assets import assets_folder
    from app.ui.main import make_application
    from app.ui.shell.single_instance import SingleInstance
    from app.ui.theme.theme import Theme
    from app.ui.translation import Translations

    application = make_application()
    theme = Theme(application, assets_folder())
    theme.apply(Choice.LIGHT)
    translations = Translations(application, assets_folder() / "i18n")
    home.create()
    instance = SingleInstance(home)
    assert instance.is_first()
    alcove = Alcove.open(home, seal)
    if stand_in:
        afterwards = Afterwards(remember=lambda new: alcove.store.dictations.add(new).id)
        object.__setattr__(
            alcove.speech, "dictate", Dictate(StandIn(is_slow="slow" in sys.argv), alcove.speech.recordings, afterwards)
        )
    window = Assembly(alcove, theme, translations, instance)
    doors = window.dictation

    def tell() -> None:
        controller = doors.controller
        if controller is None:
            say("no sound")
            return
        controller.state_changed.connect(lambda state: say("state", state.value, time.monotonic()))
        controller.text_changed.connect(lambda text: say("text", text.committed, text.tentative))
        controller.dictated.connect(lambda done: say("dictated", done.text, done.seconds, time.monotonic()))
        controller.inserted.connect(lambda done, program: say("inserted", done.text, program, time.monotonic()))
        controller.not_inserted.connect(lambda done, refusal: say("not inserted", done.text, refusal.value))
        controller.failed.connect(lambda error: say("failed", repr(error)))
        controller.microphone_failed.connect(lambda problem: say("microphone failed", problem.value))
        controller.microphone_changed.connect(lambda name: say("microphone changed", name))
        say("ready", doors.key_refusal, seal.sealed and all(refused), [m.name for m in doors.recorder.microphones()])

    def tell_selection(text: str) -> None:
        button = window.selections.popup._replace
        centre = button.mapToGlobal(button.rect().center())
        say("selection", text, [centre.x(), centre.y()])

    window.selections.translated.connect(tell_selection)
    doors.ready.connect(tell)
    doors.recovered.connect(lambda done: say("recovered", done.text, done.seconds))
    doors.waiting_changed.connect(lambda count: say("waiting", count))

    def command() -> None:
        asked = sys.stdin.readline().strip()
        if asked == "toggle":
            doors.toggle()
        elif asked == "cancel":
            say("cancelled", doors.controller is not None and doors.controller.cancel())
        elif asked == "cpu":
            say("cpu", time.process_time())
        elif asked in ("", "quit"):
            application.quit()

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(command)
    QTimer.singleShot(600_000, application.quit)
    window.start([])
    try:
        return application.exec()
    finally:
        window.close()
        alcove.close()
        instance.release()


if __name__ == "__main__":
    sys.exit(main(Home(Path(sys.argv[1])), stand_in="stand-in" in sys.argv))
