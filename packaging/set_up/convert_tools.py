"""`bootstrap.py convert`: an environment of its own for the tools that convert models; the app's is left as it is.

Its packages know the network and pickles, so they never come near the program: Alcove starts their Python for one
conversion, sealed, and reads what it made as it reads any other model.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from set_up.checkout import Checkout, Group
from set_up.pip_install import PipInstaller
from set_up.say import Speaker
from set_up.trouble import SetUpError, explained
from set_up.turns import turn
from set_up.venv_folder import VenvFolder

ROOM_BYTES = 3_000_000_000
USAGE = "python3 packaging/bootstrap.py convert [--wheels DIR] [--index ADDRESS]"


@dataclass(frozen=True, slots=True)
class ToolCheckout(Checkout):
    """The same checkout with the tools' environment in the place of the app's."""

    @property
    def venv(self) -> Path:
        return self.root / "build" / "convert-tools"

    @property
    def log(self) -> Path:
        return self.root / "build" / "convert-tools.log"


@dataclass(frozen=True, slots=True)
class Source:
    """Where packages come from besides pip's own settings: a folder of ``wheels``, alone; or one more ``index``."""

    wheels: Path | None = None
    index: str = ""

    @classmethod
    def read(cls, words: Sequence[str]) -> Source:
        """Raises SetUpError for words that it does not know."""
        values = dict(zip(words[::2], words[1::2], strict=False))
        if len(words) % 2 or not set(values) <= {"--wheels", "--index"} or len(values) * 2 != len(words):
            raise SetUpError(f"Not understood; it is: {USAGE}")
        wheels = Path(values["--wheels"]).absolute() if "--wheels" in values else None
        if wheels is not None and not wheels.is_dir():
            raise SetUpError(f"There is no folder {wheels}.")
        return cls(wheels, values.get("--index", ""))

    @property
    def arguments(self) -> list[str]:
        """For pip."""
        if self.wheels is not None:
            return ["--no-index", "--find-links", str(self.wheels)]
        return ["--extra-index-url", self.index] if self.index else []


def provide(checkout: Checkout, speaker: Speaker, words: Sequence[str]) -> None:
    """Have the environment as the lock says; does nothing where it is so. Raises SetUpError."""
    source = Source.read(words)
    tools = ToolCheckout(checkout.root)
    folder, digest = VenvFolder(tools), _digest(tools.lock(Group.CONVERT))
    with turn(checkout.root / "build" / "convert-tools.turn", speaker):
        stamp = folder.stamp()
        if stamp is None or not stamp.has(Group.CONVERT.value, digest):
            _check_room(tools)
            with explained("writing the log", tools.log):
                tools.log.write_text("", encoding="utf-8")
            stamp = folder.make()
            speaker.step("Installing the tools that convert models (fetches up to 400 MB, takes 1.5 GB on the disk).")
            try:
                PipInstaller(tools, speaker).install_locked([tools.lock(Group.CONVERT)], more=source.arguments)
            except SetUpError as trouble:
                raise SetUpError(f"{trouble}{_about_torch(tools.log)}") from trouble
            folder.finish(stamp, **{Group.CONVERT.value: digest})
    speaker.step("The tools are ready. Run: alcove models convert CHECKPOINT")


def _about_torch(log: Path) -> str:
    """torch for processors has an index of its own on Linux; the general one holds the build for graphics cards."""
    with explained("reading the log", log):
        said = log.read_text(encoding="utf-8", errors="replace")
    if "torch==" not in said.rpartition("No matching distribution found for")[2]:
        return ""
    return (
        " The build of torch for processors lies in torch's own index: find its address on torch's installation page "
        f"(Pip, CPU), then {USAGE.partition(' [')[0]} --index ADDRESS"
    )


def _check_room(tools: Checkout) -> None:
    tools.venv.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(tools.venv.parent).free
    if free < ROOM_BYTES:
        raise SetUpError(
            f"The tools need about {ROOM_BYTES / 1e9:.0f} GB and {tools.root} has {free / 1e9:.1f} GB left: "
            "free some room and start again."
        )


def _digest(lock: Path) -> str:
    with explained("reading the lock", lock):
        return hashlib.sha256(lock.read_bytes()).hexdigest()
