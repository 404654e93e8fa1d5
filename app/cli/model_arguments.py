"""What `alcove models` understands: an action and what it acts on."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.domain.models.conversion import Precision
from app.domain.models.manifest import ModelRole
from app.wording import Translate

Command = Callable[..., argparse.ArgumentParser]
"""(commands, name, help) -> the parser of one command, with what every command has."""


def add_models(
    made: argparse.ArgumentParser, command: Command, path: Callable[[str], Path], translate: Translate
) -> None:
    """The actions of `alcove models`; ``command`` makes one with its ``--json``, ``path`` reads a path."""
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = command(actions, "list", translate("CLI", "list the models that are known and those that are here"))
    listed.add_argument("--role", choices=[r.value for r in ModelRole], help=translate("CLI", "only of this kind"))
    listed.add_argument("--installed", action="store_true", help=translate("CLI", "only those that are here"))
    listed.add_argument("--all", action="store_true", help=translate("CLI", "also those that nothing here can use yet"))

    command(actions, "recommend", translate("CLI", "name the models that suit this computer"))

    get = command(actions, "get", translate("CLI", "download models; the same command goes on after a stop"))
    _models(get, "*", translate)
    get.add_argument("--recommended", action="store_true", help=translate("CLI", "those that suit this computer"))

    taken = command(actions, "import", translate("CLI", "take models in from folders or a stick"))
    taken.add_argument(
        "paths",
        nargs="*",
        type=lambda text: _from_home(path(text)),
        metavar="FOLDER",
        help=translate("CLI", "folders with models"),
    )
    taken.add_argument("--in-place", action="store_true", help=translate("CLI", "use the files where they are"))
    taken.add_argument("--look", action="store_true", help=translate("CLI", "only say what they are"))
    taken.add_argument(
        "--variant", default="", metavar="FILE", help=translate("CLI", "of several graphs in the folder, this one")
    )
    taken.add_argument(
        "--found", action="store_true", help=translate("CLI", "list models that other programs keep on this computer")
    )

    export = command(actions, "export", translate("CLI", "write models to a folder or a stick"))
    _models(export, "+", translate)
    export.add_argument(
        "--to",
        required=True,
        type=lambda text: _from_home(path(text)),
        metavar="FOLDER",
        help=translate("CLI", "where to write them"),
    )

    _models(command(actions, "verify", translate("CLI", "read models again and compare every byte")), "*", translate)
    _models(command(actions, "test", translate("CLI", "load models and measure them")), "*", translate)
    _models(command(actions, "remove", translate("CLI", "delete models")), "+", translate)
    _convert(command, actions, path, translate)
    use = command(actions, "use", translate("CLI", "use this model for its work from now on"))
    use.add_argument("model", metavar="MODEL", help=translate("CLI", "a name of `alcove models list`"))


def _from_home(path: Path) -> Path:
    """'~' as a shell has it: in quotes, for a name with spaces, the shell leaves it as it is."""
    if path.parts[:1] != ("~",) or path.exists():
        return path
    try:
        return path.expanduser()
    except RuntimeError:  # no such user
        return path


def _models(made: argparse.ArgumentParser, count: str, translate: Translate) -> None:
    made.add_argument("models", nargs=count, metavar="MODEL", help=translate("CLI", "a name of `alcove models list`"))


def _convert(
    command: Command,
    actions: argparse._SubParsersAction[argparse.ArgumentParser],
    path: Callable[[str], Path],
    translate: Translate,
) -> None:
    made = command(actions, "convert", translate("CLI", "make a model of a checkpoint folder (safetensors)"))
    made.add_argument("checkpoint", type=path, metavar="FOLDER", help=translate("CLI", "the folder with config.json"))
    made.add_argument(
        "--precision",
        choices=[precision.value for precision in Precision],
        help=translate("CLI", "the size of its numbers; int4 for chat models, else int8, if you do not say"),
    )
    made.add_argument("--name", default="", metavar="NAME", help=translate("CLI", "what it is to be called"))
    made.add_argument("--look", action="store_true", help=translate("CLI", "only say what it is and what it takes"))
    made.add_argument(
        "--anyway",
        action="store_true",
        help=translate("CLI", "with little memory too, and even if it differs from the original"),
    )
