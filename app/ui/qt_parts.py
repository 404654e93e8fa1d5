"""Parts of Qt that the window wants later: read from the disk beside it, begun on the Qt thread alone.

A module of PySide6 registers its types with the running application while it is imported. On another thread that may
meet the Qt thread in the middle of its own work: it ended the whole program, seldom, with a segmentation fault.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import PySide6


def read_ahead(part: str) -> None:
    """On any thread: bring the files of ``part`` ('QtPdf') into memory, where :func:`begin` finds them at once."""
    package = Path(PySide6.__file__).parent
    for folder in (package, package / "Qt" / "lib"):
        for file in folder.glob(f"*{part.removeprefix('Qt')}.*"):
            file.read_bytes()


def begin(part: str) -> None:
    """On the Qt thread: import ``part``; raises ImportError where the system lacks a library of it."""
    importlib.import_module(f"PySide6.{part}")
