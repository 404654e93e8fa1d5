"""Where the tools that convert models are, if they are here: an environment of their own, never the program's."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError, ErrorCode

GIVEN = "ALCOVE_CONVERT_PYTHON"
"""Names the Python of an environment made after packaging/lock/convert.txt; for installed builds."""
_STAMP = "alcove-set-up.json"


@dataclass(frozen=True, slots=True)
class ConversionTools:
    """``code`` is the folder of the program, ``given`` what the environment variable says ('' for nothing)."""

    code: Path
    script: Path
    given: str = ""

    def python(self) -> Path:
        """The tools' own. Raises CONVERSION_TOOLS (``path`` where one was named that is not there)."""
        if self.given:
            named = Path(self.given)
            if not named.is_file():
                raise AppError(ErrorCode.CONVERSION_TOOLS, path=str(named))
            found = named
        else:
            found = self._made_by_set_up()
        if not self.script.is_file():
            raise AppError(ErrorCode.CONVERSION_TOOLS, path=str(self.script))
        return found

    @property
    def are_here(self) -> bool:
        try:
            self.python()
        except AppError:
            return False
        return True

    def digest(self) -> str:
        """Of the lock that the environment follows; '' where there is no lock beside the program."""
        try:
            return hashlib.sha256((self.code / "packaging" / "lock" / "convert.txt").read_bytes()).hexdigest()
        except OSError:
            return ""

    def _made_by_set_up(self) -> Path:
        """As `bootstrap.py convert` leaves it: whole, and after today's lock."""
        folder = self.code / "build" / "convert-tools"
        python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        try:
            stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
            whole = not stamp["changing"] and stamp["installed"].get("convert") == self.digest()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            whole = False
        if not whole or not python.is_file():
            raise AppError(ErrorCode.CONVERSION_TOOLS)
        return python


def tools_environment(base: dict[str, str], scratch: Path) -> dict[str, str]:
    """``base`` (a worker's) with every folder in which the tools would leave something set to ``scratch``."""
    places = ("TMPDIR", "TEMP", "TMP", "HF_HOME", "XDG_CACHE_HOME", "TORCHINDUCTOR_CACHE_DIR", "TORCH_HOME", "HOME")
    offline = {"TRANSFORMERS_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    threads = {"OMP_NUM_THREADS": str(max(1, (os.cpu_count() or 2)))}
    return base | dict.fromkeys(places, str(scratch)) | offline | threads
