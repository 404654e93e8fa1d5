"""What `alcove vocabulary` understands."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from app.wording import Translate

ActionCommand = Callable[..., argparse.ArgumentParser]
"""(actions, name, help) -> the parser of an action, with what every command has."""


def add_vocabulary(
    made: argparse.ArgumentParser, command: ActionCommand, path: Callable[[str], Path], translate: Translate
) -> None:
    actions = made.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = command(actions, "list", translate("CLI", "list words and replacement rules"))
    added = command(actions, "add", translate("CLI", "keep a word, or what is written for what is heard"))
    added.add_argument("written", metavar="WRITTEN", help=translate("CLI", "as it is to be written"))
    added.add_argument("heard", nargs="*", metavar="HEARD", help=translate("CLI", "what is recognised instead"))
    added.add_argument(
        "--pattern", action="store_true", help=translate("CLI", r"HEARD is a regular expression; \1 is its first group")
    )
    added.add_argument("--case", action="store_true", help=translate("CLI", "only with these capitals"))
    removed = command(actions, "remove", translate("CLI", "remove rules by their numbers"))
    removed.add_argument("rules", nargs="+", type=int, metavar="NUMBER")
    taken = command(actions, "import", translate("CLI", "take the rules of a CSV, JSON or text file"))
    handed = command(actions, "export", translate("CLI", "write the rules to a CSV, JSON or text file"))
    for one in (taken, handed):
        one.add_argument("path", type=path, metavar="FILE")
    tried = command(actions, "try", translate("CLI", "show what recognised words would become"))
    tried.add_argument("text", metavar="TEXT")
    tried.add_argument("--language", default="en", metavar="CODE", help=translate("CLI", "what is spoken: en, zh …"))
    suggested = command(actions, "suggest", translate("CLI", "names and terms that stand often in your documents"))
    for one in (listed, added, removed, taken, handed, tried, suggested):
        one.add_argument("--collection", metavar="NAME", help=translate("CLI", "only for this collection"))
