"""`alcove dictate`: speak in the terminal, or tell the window that runs to begin or end a dictation."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from app.cli.output import Output, printable
from app.cli.session import Session
from app.domain.dictate.dictating import TERMINAL, Dictated, DictationWish
from app.jobs.stop_signal import StopSignal
from app.settings.handover import Asked, Handover, leave
from app.wording import Translate

OK, FAILED = 0, 1
TAKEN_SECONDS, LOOK_SECONDS = 3.0, 0.05
"""How long the window may take to see that it was asked."""


def run(session: Session, arguments: argparse.Namespace) -> int:
    """Prints the text; nothing where nobody spoke."""
    alcove, output, translate = session.alcove, session.output, session.translate
    assert session.listen is not None
    settings = alcove.settings.values
    discard = StopSignal()
    wish = DictationWish(arguments.language or settings.dictation_language, TERMINAL, ends_by_itself=True)

    def write(sound: Iterable[bytes], end: Callable[[], None], stop: StopSignal) -> Dictated:
        return alcove.speech.dictate.dictate(sound, wish, stop=stop, discard=discard, on_pause=end)

    def began() -> None:
        output.problem(translate("CLI", "Listening. Enter, or a pause, ends it."))

    done = session.listen(
        alcove.background,
        settings.dictation_microphone,
        write,
        on_began=began,
        on_level=lambda _level: None,
        on_interrupted=discard.stop,
        seconds=arguments.seconds,
    )
    _tell(output, done, translate)
    alcove.speech.dictate.tidy()
    if done.id is not None:
        alcove.speech.remember.catch_up()  # Ask and find reach it from now on
    return OK


def _tell(output: Output, done: Dictated, translate: Translate) -> None:
    if output.json_lines:
        output.object(
            {
                "text": done.text,
                "raw": done.raw,
                "language": done.language,
                "seconds": done.seconds,
                "decode_seconds": done.decode_seconds,
                "id": done.id,
            }
        )
    elif done.text:
        output.line("\n".join(printable(line) for line in done.text.split("\n")))
    else:
        output.problem(translate("CLI", "Nothing was heard."))


def toggle(folder: Path, output: Output, translate: Translate) -> int:
    """Ask the window whose home has ``folder`` for hand-overs to begin or end a dictation."""
    left = leave(folder, Handover(Asked.DICTATION)) if folder.is_dir() else None
    deadline = time.monotonic() + TAKEN_SECONDS
    while left is not None and time.monotonic() < deadline:
        if not left.exists():
            return OK
        time.sleep(LOOK_SECONDS)
    if left is not None:
        left.unlink(missing_ok=True)
    output.problem(translate("CLI", "Alcove's window is not open. Open it first: it listens and inserts."))
    return FAILED
