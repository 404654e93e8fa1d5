"""What this program is and what it is made of, in a few lines."""

from __future__ import annotations

import importlib.metadata
import platform

import PySide6
from PySide6.QtCore import QCoreApplication


def version() -> str:
    """The installed version; 'development' when run from a checkout that was never installed."""
    try:
        return importlib.metadata.version("alcove")
    except importlib.metadata.PackageNotFoundError:
        return "development"


def about_lines() -> list[str]:
    return [
        QCoreApplication.translate("About", "Alcove {0}, MIT licence").format(version()),
        QCoreApplication.translate("About", "A private assistant that never sends a word away."),
        f"Qt {PySide6.__version__} (LGPL 3) · Python {platform.python_version()}",
        f"{platform.system()} {platform.machine()}",
    ]
