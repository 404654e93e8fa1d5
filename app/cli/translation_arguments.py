"""What `alcove translate`, `alcove glossary` and `alcove memory` understand."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.domain.translate.document_translation import BilingualLayout
from app.wording import Translate

Command = Callable[[str, str], argparse.ArgumentParser]
"""(name, help) -> the parser of one command, with what every command has."""
ActionCommand = Callable[..., argparse.ArgumentParser]
"""(actions, name, help) -> the same for an action of a command."""


def add_translate(command: Command, path: Callable[[str], Path], translate: Translate) -> None:
    made = command("translate", translate("CLI", "translate text and documents; documents keep their format"))
    made.add_argument(
        "what",
        nargs="*",
        metavar="TEXT|FILE",
        help=translate("CLI", "a text, the path of a document, or - for the standard input"),
    )
    made.add_argument("--to", type=_language, metavar="L", help=translate("CLI", "into this language: en, zh, de …"))
    _from(made, translate)
    made.add_argument("--engine", metavar="ID", help=translate("CLI", "with this model instead of the best one"))
    made.add_argument(
        "--glossary",
        action="append",
        type=path,
        default=[],
        metavar="FILE",
        help=translate("CLI", "with the terms of this CSV or TBX file; may be given more than once"),
    )
    made.add_argument(
        "--collection", metavar="NAME", help=translate("CLI", "with the terms that are kept for this collection")
    )
    made.add_argument(
        "--bilingual", action="store_true", help=translate("CLI", "the original, and the translation below it")
    )
    made.add_argument(
        "--beside", action="store_true", help=translate("CLI", "the original, and the translation beside it")
    )
    made.add_argument(
        "--column",
        action="append",
        type=_column,
        default=[],
        metavar="N",
        help=translate("CLI", "of a CSV file only this column, counted from 1; may be given more than once"),
    )
    made.add_argument(
        "--output", type=path, metavar="FILE", help=translate("CLI", "write the translated document to this new file")
    )
    made.add_argument(
        "--resume", action="store_true", help=translate("CLI", "go on with documents that an earlier run left")
    )
    made.add_argument("--no-memory", action="store_true", help=translate("CLI", "without what was translated before"))


def add_glossary(
    made: argparse.ArgumentParser, command: ActionCommand, path: Callable[[str], Path], translate: Translate
) -> None:
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)
    taken = command(actions, "import", translate("CLI", "keep the terms of a CSV or TBX file"))
    taken.add_argument("path", type=path, metavar="FILE")
    _from(taken, translate)
    taken.add_argument("--to", type=_language, metavar="L", help=translate("CLI", "into this language"))
    listed = command(actions, "list", translate("CLI", "list the terms that are kept"))
    handed = command(actions, "export", translate("CLI", "write the terms to a CSV or TBX file"))
    handed.add_argument("path", type=path, metavar="FILE")
    offered = command(actions, "suggest", translate("CLI", "name words of the documents that may want a term"))
    for one in (taken, listed, handed, offered):
        one.add_argument("--collection", metavar="NAME", help=translate("CLI", "only for this collection's documents"))


def add_memory(
    made: argparse.ArgumentParser, command: ActionCommand, path: Callable[[str], Path], translate: Translate
) -> None:
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)
    taken = command(actions, "import", translate("CLI", "learn the translations of a TMX file"))
    taken.add_argument("path", type=path, metavar="FILE")
    _from(taken, translate)
    taken.add_argument("--to", type=_language, metavar="L", help=translate("CLI", "into this language"))
    handed = command(actions, "export", translate("CLI", "write all that was learnt to a TMX file"))
    handed.add_argument("path", type=path, metavar="FILE")
    command(actions, "list", translate("CLI", "say how much is remembered"))


def layout_of(arguments: argparse.Namespace) -> BilingualLayout:
    if arguments.beside:
        return BilingualLayout.BESIDE
    return BilingualLayout.BELOW if arguments.bilingual else BilingualLayout.TRANSLATION


def _from(made: argparse.ArgumentParser, translate: Translate) -> None:
    made.add_argument(
        "--from",
        dest="source",
        type=_language,
        metavar="L",
        help=translate("CLI", "from this language; found out where it is not given"),
    )


def _language(text: str) -> str:
    code = text.strip().lower().replace("_", "-")
    if not (2 <= len(code) <= 12 and code.replace("-", "").isalnum() and code.isascii() and code[:2].isalpha()):
        raise argparse.ArgumentTypeError("en, zh, de …")
    return code


def _column(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= 20_000):
        raise argparse.ArgumentTypeError("1 …")
    return int(text)
