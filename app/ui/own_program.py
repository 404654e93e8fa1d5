"""Opens a document in its own program, and never anything that could be a program itself."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

READ_BY_PROGRAMS = frozenset(
    {".pdf", ".docx", ".doc", ".pptx", ".ppt", ".xlsx", ".xls", ".odt", ".ods", ".odp", ".rtf", ".epub", ".csv", ".tsv"}
    | {".txt", ".md", ".markdown", ".eml", ".msg", ".html", ".htm", ".xhtml", ".srt", ".vtt"}
)
"""Endings that a system opens in a reader. Anything else (scripts, starters) could run: only its folder is opened."""


class Opened(enum.Enum):
    FILE = "file"
    FOLDER = "folder"
    """It could run as a program."""
    FOLDER_INSTEAD = "folder_instead"
    """No program took it on, so where it lies is shown."""
    MISSING = "missing"
    NOTHING = "nothing"
    """Nobody took it on; the person can only be told where it lies."""


class Opening(Protocol):
    """What :class:`app.ui.desktop.Desktop` offers."""

    def open_file(self, path: Path, done: Callable[[bool], None]) -> None: ...
    def show_in_folder(self, path: Path, done: Callable[[bool], None]) -> None: ...


def open_in_own_program(path: Path, desktop: Opening, done: Callable[[Opened], None]) -> None:
    """Only on a person's word. The target behind a link decides, not the link's name."""
    target = path.resolve()

    def show(outcome: Opened) -> None:
        desktop.show_in_folder(target, lambda took: done(outcome if took else Opened.NOTHING))

    if not target.is_file():
        done(Opened.MISSING)
    elif target.suffix.lower() in READ_BY_PROGRAMS:
        desktop.open_file(target, lambda took: done(Opened.FILE) if took else show(Opened.FOLDER_INSTEAD))
    else:
        show(Opened.FOLDER)
