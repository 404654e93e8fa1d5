"""Opens a document in its own program, and never anything that could be a program itself."""

from __future__ import annotations

import enum
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

READ_BY_PROGRAMS = frozenset(
    {".pdf", ".docx", ".doc", ".pptx", ".ppt", ".xlsx", ".xls", ".odt", ".ods", ".odp", ".rtf", ".epub", ".csv", ".tsv"}
    | {".txt", ".md", ".markdown", ".eml", ".msg", ".html", ".htm", ".xhtml", ".srt", ".vtt"}
)
"""Endings that a system opens in a reader. Anything else (scripts, starters) could run: only its folder is opened."""


class Opened(enum.Enum):
    FILE = "file"
    FOLDER = "folder"
    MISSING = "missing"
    NO_PROGRAM = "no_program"


def open_in_own_program(path: Path, open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> Opened:
    """Only on a person's word. The target behind a link decides, not the link's name."""
    target = path.resolve()
    if not target.is_file():
        return Opened.MISSING
    readable = target.suffix.lower() in READ_BY_PROGRAMS
    if not open_url(QUrl.fromLocalFile(str(target if readable else target.parent))):
        return Opened.NO_PROGRAM
    return Opened.FILE if readable else Opened.FOLDER
