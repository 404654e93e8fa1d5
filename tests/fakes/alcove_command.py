"""The real command line as a person's shell starts it, in a place of its own; for end-to-end tests. Judges nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
SAMPLES = CHECKOUT / "assets" / "samples"
DOCUMENTS = CHECKOUT.parent / "shared" / "data" / "documents"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended. ``status`` is negative for a signal."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects, one a line; raises ValueError where a line is anything else."""
        found = [json.loads(line) for line in self.out.splitlines()]
        if not all(isinstance(one, dict) for one in found):
            raise ValueError(self.out)
        return found

    @property
    def sentence(self) -> str:
        """What a person reads where a command failed: one line, of a sentence or more."""
        (line,) = self.err.splitlines()
        if not line.endswith(".") or len(line.split()) < 7:
            raise AssertionError(line)
        return line

    @property
    def only(self) -> dict[str, Any]:
        (one,) = self.objects
        return one

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """What ``add --json`` said, by path."""
        return {one["path"]: one for one in self.objects if "path" in one}

    @property
    def reasons(self) -> dict[str, str | None]:
        """Of ``add --json``, by the file's name: None for what was indexed or unchanged."""
        return {Path(path).name: one["reason"] for path, one in self.files.items()}


class AlcoveCommand:
    """``python -m app`` with an empty HOME, another current folder and a home whose name has spaces and Chinese."""

    def __init__(self, place: Path, *, python: str = sys.executable) -> None:
        self._python = python
        self.place = place
        self.home = place / "my library 我的资料"
        self.users_home, self.folder, self.temporary = place / "user", place / "elsewhere", place / "temporary"
        for made in (self.users_home, self.folder, self.temporary):
            made.mkdir(parents=True, exist_ok=True)

    def environment(self, **more: str) -> dict[str, str]:
        """What a plain login shell has, and no more: nothing of the test runner's own."""
        plain = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
        return plain | {
            "HOME": str(self.users_home),
            "USERPROFILE": str(self.users_home),
            "TMPDIR": str(self.temporary),
            "PYTHONPATH": str(CHECKOUT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LANG": "C.UTF-8",
            **more,
        }

    def argv(self, *arguments: object, home: bool = True) -> list[str]:
        given = [os.fspath(a) if isinstance(a, Path) else str(a) for a in arguments]
        return [self._python, "-m", "app", *given, *(["--home", str(self.home)] if home else [])]

    def start(
        self, *arguments: object, home: bool = True, before: Sequence[str] = (), **options: Any
    ) -> subprocess.Popen[bytes]:
        """Begin a command, started by the command ``before``; ``options`` are those of Popen. The caller waits."""
        settings: dict[str, Any] = {
            "cwd": self.folder,
            "env": self.environment(),
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "bufsize": 0,  # what readline() takes beyond its line, communicate() would never see
        }
        return subprocess.Popen([*before, *self.argv(*arguments, home=home)], **(settings | options))

    def run(
        self, *arguments: object, stdin: str | None = None, home: bool = True, seconds: float = SECONDS, **options: Any
    ) -> Said:
        """Run a command to its end. A traceback on the screen is a failure wherever it comes."""
        if stdin is not None:
            options["stdin"] = subprocess.PIPE
        with self.start(*arguments, home=home, **options) as process:
            try:
                out, err = process.communicate(stdin.encode() if stdin is not None else None, timeout=seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        said = Said(process.returncode, (out or b"").decode(), (err or b"").decode())
        if "Traceback" in said.err or "Error:" in said.err:
            raise AssertionError(said.err)
        return said

    def workers(self) -> list[int]:
        """Processes alive now that were started for this place, by their environment; Linux only."""
        return [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdecimal() and self._is_ours(entry) and int(entry.name) != os.getpid()
        ]

    def _is_ours(self, process: Path) -> bool:
        try:
            if (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
            return str(self.users_home).encode() in (process / "environ").read_bytes()
        except OSError:
            return False
