"""Where the files that ship with the window lie; reads nothing itself."""

from __future__ import annotations

import sys
from pathlib import Path


def assets_folder() -> Path:
    """The checkout's ``assets``, or the installed copy. Raises FileNotFoundError where neither is there."""
    candidates = (Path(__file__).resolve().parents[2] / "assets", Path(sys.prefix) / "share" / "alcove" / "assets")
    for folder in candidates:
        if (folder / "icons").is_dir():
            return folder
    raise FileNotFoundError(f"no assets in {candidates[0]}")
