"""From arguments to an exit status: seal the process, open the program, run one command, put errors into words."""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib
import logging
import os
import signal
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from app.cli.arguments import parser
from app.cli.language import translate_for
from app.cli.output import Output, OutputLost, printable, stop_after
from app.cli.screen import has_screen
from app.cli.session import Listen, Session
from app.cli.streams import complete_standard_streams, let_go_of_the_output
from app.composition import Alcove
from app.domain.dictate.dictating import MicrophoneProblem
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.jobs.door import Door
from app.jobs.launch import open_door
from app.seal.environment import apply_offline_environment
from app.seal.main import seal_process
from app.seal.models import ProcessRole
from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings
from app.wording import Translate, sentence_for

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
_COMMANDS = frozenset(
    {
        "window",
        "add",
        "find",
        "ask",
        "library",
        "forget",
        "doctor",
        "models",
        "bench",
        "dictate",
        "translate",
        "glossary",
        "memory",
        "transcribe",
        "vocabulary",
    }
)
_MAY_FETCH = frozenset({"models", "doctor"})
"""What is started after the seal inherits it: for these commands the way to the fetcher is opened before."""
TRANSLATIONS = Path(__file__).resolve().parents[2] / "assets" / "i18n"


def run(argv: list[str]) -> int:
    """0 only when the whole request was carried out."""
    as_given = dict(os.environ)
    apply_offline_environment()
    complete_standard_streams()
    # Until there is a home folder there is no log; without a handler warnings would stand on the person's screen.
    logging.getLogger().addHandler(logging.NullHandler())
    settings = ValuesFile(Home.choose(_home_in(argv)).settings, Settings).values
    translate = translate_for(settings.language, TRANSLATIONS)
    try:
        arguments = parser(translate).parse_args(_with_command(argv))
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else USAGE
    home = Home.choose(arguments.home)
    if arguments.command == "window":
        if not has_screen():
            print(
                translate(
                    "CLI", "There is no screen here for the window. The command line does the same: alcove --help"
                ),
                file=sys.stderr,
            )
            return FAILED
        from app.ui.main import run as run_window

        return run_window(home, arguments.paths, open_door(home.incoming, as_given))
    if arguments.command == "dictate" and arguments.toggle:
        from app.cli.commands.dictate import toggle

        return toggle(home.handover, Output(json_lines=arguments.json), translate)
    door = open_door(home.incoming, as_given) if arguments.command in _MAY_FETCH else None
    return _command(arguments, home, translate, door)


def _command(arguments: argparse.Namespace, home: Home, translate: Translate, door: Door | None) -> int:
    output = Output(json_lines=arguments.json)
    signal.signal(signal.SIGTERM, _interrupt)
    sys.excepthook = functools.partial(_tell_a_bug, output, translate)
    try:
        return _carried_out(arguments, home, output, translate, door)
    except OutputLost as lost:
        let_go_of_the_output()
        if not isinstance(lost.__cause__, BrokenPipeError):
            _told(AppError(ErrorCode.DISK_FULL), Output(json_lines=False), translate)
        return FAILED


def _carried_out(
    arguments: argparse.Namespace, home: Home, output: Output, translate: Translate, door: Door | None
) -> int:
    seal = seal_process(ProcessRole.WINDOW)
    command = importlib.import_module(f"app.cli.commands.{arguments.command}")
    try:
        alcove = Alcove.open(home, seal, door)
    except AppError as error:
        return _told(error, output, translate)
    _log_to(home)
    try:
        listen = _microphone() if arguments.command == "dictate" else None
        status: int = command.run(Session(alcove, output, translate, listen), arguments)
        return status
    except AppError as error:
        return _told(error, output, translate)
    except (KeyboardInterrupt, JobCancelled):
        output.problem(translate("CLI", "Stopped. What was reported is kept."))
        return INTERRUPTED
    finally:
        alcove.close()


def _microphone() -> Listen:
    """Sound comes through Qt, which no other command needs. Raises MICROPHONE."""
    # Which sound libraries Qt tried in vain, said while it is imported, is nothing for a person's terminal.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*.info=false;qt.multimedia.*.warning=false")
    try:
        from app.ui.dictation.terminal import listen
    except ImportError as error:  # the system's sound library is missing
        raise AppError(ErrorCode.MICROPHONE, problem=MicrophoneProblem.NO_SOUND_SYSTEM.value) from error
    return listen


def _told(error: AppError, output: Output, translate: Translate) -> int:
    words = sentence_for(error, translate)
    if output.json_lines:
        output.object({"error": error.code.value, "message": str(words), **_details(error)})
    output.problem(printable(f"{words.title}{stop_after(words.title)}{words}"))
    return FAILED


def _details(error: AppError) -> dict[str, object]:
    return {"details": error.details} if error.details else {}


def _tell_a_bug(
    output: Output, translate: Translate, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A fault of our own: what failed goes to the log, and the person reads a sentence."""
    logging.getLogger(__name__).critical("the command broke off", exc_info=(kind, error, trace))
    with contextlib.suppress(OutputLost):
        _told(AppError(ErrorCode.BUG), output, translate)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _log_to(home: Home) -> None:
    """Ids and codes only, never a word of a document or a question."""
    handler = RotatingFileHandler(home.logs / "alcove.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)


def _home_in(argv: list[str]) -> Path | None:
    """The language is a setting in the home folder, so that folder is needed before the arguments are understood."""
    found = ""
    for position, argument in enumerate(argv):
        if argument == "--":
            break
        if argument == "--home" and position + 1 < len(argv):
            found = argv[position + 1]
        elif argument.startswith("--home="):
            found = argument.partition("=")[2]
    return Path(found) if found.strip() else None


def _with_command(argv: list[str]) -> list[str]:
    """No command means the window: `alcove`, `alcove --home DIR`, `alcove report.pdf` (as a desktop opens files)."""
    rest = list(argv)
    leading: list[str] = []
    while rest and rest[0].startswith("--home"):
        leading.append(rest.pop(0))
        if leading[-1] == "--home" and rest:
            leading.append(rest.pop(0))
    if rest and (rest[0] in _COMMANDS or rest[0].startswith("-") or not Path(rest[0]).exists()):
        return argv
    return [*leading, "window", *rest]
