"""The one folder that holds everything the program writes."""

from __future__ import annotations

import contextlib
import errno
import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from app.domain.errors import AppError, ErrorCode


@dataclass(frozen=True, slots=True)
class Home:
    """Everything Alcove writes stands below ``root``; nothing is written anywhere else."""

    root: Path

    @classmethod
    def choose(cls, given: Path | None = None) -> Home:
        """``given`` (``--home``), else the environment's ALCOVE_HOME, else the system's folder for user data."""
        chosen = given or _from_environment() or Path(platformdirs.user_data_dir("Alcove", appauthor=False))
        try:
            with contextlib.suppress(RuntimeError):  # no such user: then it is a name like any other, as for a shell
                chosen = chosen.expanduser()
            return cls(Path(os.path.abspath(chosen)))  # noqa: PTH100 - resolve() would follow links
        except OSError:  # the current folder was removed: ``create`` will say that nothing can be made there
            return cls(chosen)

    def create(self) -> None:
        """Make the folder, for this user only. Raises HOME_UNWRITABLE, or DISK_FULL."""
        try:
            str(self.root).encode()
        except UnicodeEncodeError as error:  # bytes that are no text: the store could not be named to SQLite
            raise AppError(ErrorCode.HOME_UNWRITABLE, path=ascii(str(self.root))[1:-1]) from error
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (self.models, self.logs, self.handover):
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            code = ErrorCode.DISK_FULL if error.errno == errno.ENOSPC else ErrorCode.HOME_UNWRITABLE
            raise AppError(code, path=str(self.root)) from error

    @property
    def store(self) -> Path:
        return self.root / "library.db"

    @property
    def recordings(self) -> Path:
        """Sound that waits for its text."""
        return self.root / "recordings.db"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def incoming(self) -> Path:
        """Models on their way: the one folder that the fetcher may write."""
        return self.models / ".incoming"

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def state(self) -> Path:
        return self.root / "state.json"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def handover(self) -> Path:
        """A second start leaves what it was asked to open here, for the first one to pick up."""
        return self.root / "handover"

    @property
    def lock(self) -> Path:
        return self.root / "window.lock"


def _from_environment() -> Path | None:
    value = os.environ.get("ALCOVE_HOME", "").strip()
    return Path(value) if value else None
