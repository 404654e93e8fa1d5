"""Makes the checkout's `.venv` and knows whether it is whole; installs nothing into it.

A stamp names what was installed; it is written last. Before a change the stamp says so, and a folder that was left in
the middle of a change is made anew.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from set_up.checkout import Checkout, child_environment
from set_up.trouble import SetUpError, explained

STAMP_VERSION = 1
PROBE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is in a `.venv`: where it was made, by which Python, and the digest of each thing installed since."""

    root: str
    python: str
    installed: dict[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    changing: bool = False
    version: int = STAMP_VERSION

    def has(self, name: str, digest: str) -> bool:
        return self.installed.get(name) == digest


@dataclass(frozen=True, slots=True)
class VenvFolder:
    checkout: Checkout

    @property
    def _stamp_file(self) -> Path:
        return self.checkout.venv / "alcove-set-up.json"

    def stamp(self) -> Stamp | None:
        """The stamp of a `.venv` that is whole and stands where it was made; None means: make it anew."""
        try:
            values = json.loads(self._stamp_file.read_text(encoding="utf-8"))
            stamp = Stamp(**(values | {"folders": tuple(values["folders"])}))
        except (OSError, ValueError, TypeError, KeyError):
            return None
        if stamp.version != STAMP_VERSION or stamp.changing or stamp.root != str(self.checkout.root):
            return None
        if self._python_version() != stamp.python or not set(stamp.folders) <= self._package_folders():
            return None
        return stamp

    def make(self) -> Stamp:
        """Remove what is there and make an empty environment, without pip; raises SetUpError."""
        venv = self.checkout.venv
        with explained("making .venv", venv):
            if venv.is_symlink() or venv.is_file():
                venv.unlink()
            elif venv.exists():
                shutil.rmtree(venv)
        try:
            import venv as standard_venv
        except ImportError as error:
            raise SetUpError(
                f"This Python ({sys.executable}) lacks its own venv module: install the full Python of your system "
                "(Debian and Ubuntu: apt-get install python3-venv) and start again."
            ) from error
        with explained("making .venv", venv):
            try:
                standard_venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(venv)
            except subprocess.CalledProcessError as error:
                raise SetUpError(f"Python could not make .venv: {error}.") from error
        version = self._python_version()
        if version is None:
            raise SetUpError(f"The Python in {venv} does not start: install Python again and start again.")
        return self.begin(Stamp(root=str(self.checkout.root), python=version))

    def begin(self, stamp: Stamp) -> Stamp:
        """Note that a change has begun; whoever finds this note makes the folder anew."""
        return self._write(replace(stamp, changing=True))

    def finish(self, stamp: Stamp, **installed: str) -> Stamp:
        """Note that the change is complete, together with what is there now."""
        folders = tuple(sorted(self._package_folders()))
        return self._write(replace(stamp, changing=False, folders=folders, installed=stamp.installed | installed))

    def _write(self, stamp: Stamp) -> Stamp:
        with explained("writing the set-up stamp", self._stamp_file):
            part = self._stamp_file.with_suffix(".part")
            part.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
            part.replace(self._stamp_file)
        return stamp

    def _python_version(self) -> str | None:
        try:
            told = subprocess.run(
                [self.checkout.python, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                env=child_environment(), capture_output=True, text=True, timeout=PROBE_SECONDS, check=True,
            ).stdout.strip()  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return None
        return told or None

    def _package_folders(self) -> set[str]:
        return {
            folder.name
            for pattern in ("lib/python3*/site-packages/*.dist-info", "Lib/site-packages/*.dist-info")
            for folder in self.checkout.venv.glob(pattern)
            if (folder / "RECORD").is_file()
        }


def without_own_python(checkout: Checkout) -> str | None:
    """The Python to start again with, where this one runs from the very `.venv` to be remade; else None."""
    if Path(sys.prefix).resolve() != checkout.venv.resolve():
        return None
    executable: str = getattr(sys, "_base_executable", "")
    return executable or None
