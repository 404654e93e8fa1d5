"""What the command line understands. Its help speaks the person's language."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from app import __version__
from app.cli.model_arguments import add_models
from app.cli.speech_arguments import add_transcribe
from app.cli.translation_arguments import add_glossary, add_memory, add_translate
from app.cli.vocabulary_arguments import add_vocabulary
from app.domain.library.document import DocumentKind, DocumentState
from app.wording import Translate


def parser(translate: Translate) -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="alcove",
        allow_abbrev=False,
        description=translate(
            "CLI", "A private assistant that lives on your own computer and never sends a word away."
        ),
        epilog=translate("CLI", "Without a command, the window opens; paths after it are added to the library."),
    )
    top.add_argument("--version", action="version", version=f"Alcove {__version__}")
    _home(top, None)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    window = _command(commands, "window", translate("CLI", "open the window"), json=None)
    window.add_argument(
        "paths", nargs="*", type=_path, metavar="PATH", help=translate("CLI", "files or folders to add")
    )

    json = translate("CLI", "print one JSON object a line")
    add = _command(commands, "add", translate("CLI", "add files and folders to the library"), json)
    add.add_argument("paths", nargs="*", type=_path, metavar="PATH", help=translate("CLI", "files or folders"))
    add.add_argument(
        "--collection", metavar="NAME", help=translate("CLI", "put them into this collection, made if needed")
    )
    add.add_argument(
        "--resume", action="store_true", help=translate("CLI", "go on with what an earlier run left unfinished")
    )

    find = _command(commands, "find", translate("CLI", "find passages"), json)
    find.add_argument("query", nargs="?", metavar="QUERY", help=translate("CLI", "words or a question"))
    find.add_argument("-k", type=_positive, default=10, metavar="N", help=translate("CLI", "how many passages (10)"))
    find.add_argument(
        "--stdin", action="store_true", help=translate("CLI", "read one query a line from the standard input")
    )
    _filters(find, translate)

    ask = _command(commands, "ask", translate("CLI", "ask a question, get an answer with its sources"), json)
    ask.add_argument("question", metavar="QUESTION", help=translate("CLI", "the question, in your own words"))
    ask.add_argument(
        "--think", action="store_true", help=translate("CLI", "let a model that can think do so before it answers")
    )
    ask.add_argument(
        "--show-thinking", action="store_true", help=translate("CLI", "print what the model thinks before it answers")
    )
    ask.add_argument(
        "--continue",
        dest="go_on",
        action="store_true",
        help=translate("CLI", "go on with the last conversation, so that 'and how much?' is understood"),
    )
    _filters(ask, translate)

    add_translate(lambda name, text: _command(commands, name, text, json), _path, translate)
    glossary = _command(commands, "glossary", translate("CLI", "your own terms for translations"), None)
    add_glossary(glossary, lambda actions, name, text: _command(actions, name, text, json), _path, translate)
    memory = _command(commands, "memory", translate("CLI", "what was translated before, for translations"), None)
    add_memory(memory, lambda actions, name, text: _command(actions, name, text, json), _path, translate)

    library = _command(commands, "library", translate("CLI", "list the documents"), json)
    library.add_argument(
        "text", nargs="?", default="", metavar="TEXT", help=translate("CLI", "only names with these words")
    )
    library.add_argument("--collection", metavar="NAME", help=translate("CLI", "only this collection"))
    library.add_argument(
        "--state", choices=[s.value for s in DocumentState], help=translate("CLI", "only in this state")
    )

    forget = _command(commands, "forget", translate("CLI", "take documents out of the library; the files stay"), json)
    forget.add_argument(
        "documents", nargs="+", metavar="DOCUMENT", help=translate("CLI", "a number of `alcove library`, or a path")
    )

    doctor = _command(commands, "doctor", translate("CLI", "show what is installed and whether it is well"), json)
    doctor.add_argument("--full", action="store_true", help=translate("CLI", "read every page of the store"))

    dictate = _command(commands, "dictate", translate("CLI", "speak, and get the text"), json)
    dictate.add_argument(
        "--toggle",
        action="store_true",
        help=translate("CLI", "begin or end a dictation in the window that runs, for a key of the desktop"),
    )
    dictate.add_argument(
        "--language", metavar="CODE", default="", help=translate("CLI", "what is spoken: en, zh …; else found out")
    )
    dictate.add_argument("--seconds", type=_positive, metavar="N", help=translate("CLI", "end after so many seconds"))

    transcribe = _command(commands, "transcribe", translate("CLI", "write recordings down as text with times"), json)
    add_transcribe(transcribe, _path, _folder, translate)

    vocabulary = _command(commands, "vocabulary", translate("CLI", "words and rules for what is spoken"), None)
    add_vocabulary(vocabulary, lambda actions, name, text: _command(actions, name, text, json), _path, translate)

    models = _command(commands, "models", translate("CLI", "get, check and choose models"), None)
    add_models(models, lambda actions, name, text: _command(actions, name, text, json), _path, translate)

    bench = _command(
        commands, "bench", translate("CLI", "measure how fast answers, speech or translation are here"), json
    )
    bench.add_argument("what", choices=["llm", "speech", "translate"], help=translate("CLI", "what to measure"))
    bench.add_argument(
        "--model", type=_folder, metavar="DIR", help=translate("CLI", "the model in this folder instead of the default")
    )
    bench.add_argument("--from", dest="source", default="en", metavar="L", help=translate("CLI", "from this language"))
    bench.add_argument("--to", default="zh", metavar="L", help=translate("CLI", "into this language"))
    bench.add_argument(
        "--clip", type=_path, metavar="FILE", help=translate("CLI", "a short recording of speech to measure with")
    )
    bench.add_argument("--quick", action="store_true", help=translate("CLI", "short: less exact"))
    bench.add_argument(
        "--peers", type=_folder, metavar="DIR", help=translate("CLI", "compare with other engines; for developers")
    )
    return top


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help_text: str, json: str | None
) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=help_text, description=help_text, allow_abbrev=False)
    _home(made, argparse.SUPPRESS)
    if json is not None:
        made.add_argument("--json", action="store_true", help=json)
    return made


def _home(made: argparse.ArgumentParser, default: object) -> None:
    made.add_argument("--home", type=_folder, metavar="DIR", default=default, help="ALCOVE_HOME")


def _filters(made: argparse.ArgumentParser, translate: Translate) -> None:
    made.add_argument("--collection", metavar="NAME", help=translate("CLI", "only in this collection"))
    made.add_argument(
        "--type",
        action="append",
        choices=[k.value for k in DocumentKind if k is not DocumentKind.UNKNOWN],
        help=translate("CLI", "only in documents of this type; may be given more than once"),
    )
    made.add_argument(
        "--since", type=_date, metavar="DATE", help=translate("CLI", "only files changed on or after YYYY-MM-DD")
    )
    made.add_argument(
        "--until", type=_date, metavar="DATE", help=translate("CLI", "only files changed before YYYY-MM-DD")
    )


def _path(text: str) -> Path:
    """As with folders: an empty name would add all of the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("PATH")
    return Path(text)


def _folder(text: str) -> Path:
    """An empty name would be the current folder: a variable that a script forgot to set must not fill that."""
    if not text.strip():
        raise argparse.ArgumentTypeError("DIR")
    return Path(text)


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 1 <= int(text) <= 1000):
        raise argparse.ArgumentTypeError("1 … 1000")
    return int(text)


def _date(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise argparse.ArgumentTypeError("YYYY-MM-DD") from error
