"""The commands of ``bootstrap.py`` and the order of their steps; each step stands in a file beside this one."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from set_up import convert_tools, demo, qt_libraries
from set_up.checkout import Checkout, Group, child_environment
from set_up.demonstration_model import DemonstrationModel
from set_up.embedded_model import EmbeddedModel
from set_up.pip_install import PipInstaller
from set_up.pointer import pointer_lock
from set_up.qt_libraries import Need
from set_up.say import Speaker
from set_up.trouble import SetUpError, explained
from set_up.turns import turn
from set_up.venv_folder import Stamp, VenvFolder, without_own_python

ROOM_BYTES = 2_500_000_000
MODEL, COMMAND, SYSTEM = "model", "command", "system"
MOST_WORKERS = 4
COMMANDS = ("run", "test", "setup", "cuda", "convert")
USAGE = """python3 packaging/bootstrap.py            set up what is missing, then run Alcove
python3 packaging/bootstrap.py test ...   set up what is missing, then test it (arguments go to pytest)
python3 packaging/bootstrap.py setup      set up for both, and run nothing
python3 packaging/bootstrap.py cuda       set up to run models on an NVIDIA card (fetches about 1.5 GB)
python3 packaging/bootstrap.py convert    set up the tools that convert models (fetches up to 400 MB)
"""


@dataclass(frozen=True, slots=True)
class SetUp:
    """Brings a checkout from any state to the one a command needs; does nothing where nothing is missing."""

    checkout: Checkout
    speaker: Speaker

    def ready(self, groups: Sequence[Group], *, window: bool, screen_programs: bool) -> Sequence[Need]:
        """Have ``groups``, the command, the model and, for a ``window``, what Qt needs; raises SetUpError.

        Returns what the system still lacks, where this process may not install it; the person has been told.
        """
        folder = VenvFolder(self.checkout)
        stamp = folder.stamp()
        if stamp is not None and self._complete(stamp, groups, window, screen_programs):
            return ()
        with turn(self.checkout.root / "build" / "set-up.turn", self.speaker):
            stamp = folder.stamp()  # another set-up may have done it all meanwhile
            if stamp is not None and self._complete(stamp, groups, window, screen_programs):
                return ()
            with explained("writing the log", self.checkout.log):
                self.checkout.log.write_text("", encoding="utf-8")
            stamp = self._packages(folder, stamp, groups)
            stamp = self._model(folder, stamp, tests=Group.TEST in groups)
            DemonstrationModel(self.checkout).provide()
            needs = self._system(folder, stamp, screen_programs) if window else ()
            shutil.rmtree(self.checkout.scratch, ignore_errors=True)
            if not needs:
                self.speaker.step("Set-up is complete.")
            return needs

    def _complete(self, stamp: Stamp, groups: Sequence[Group], window: bool, screen_programs: bool) -> bool:
        return (
            not self._missing_groups(stamp, groups)
            and stamp.has(COMMAND, self._command_digest())
            and self._has_model(stamp, reference=Group.TEST in groups)
            and DemonstrationModel(self.checkout).is_there()
            and (not window or any(stamp.has(SYSTEM, _system_digest(more)) for more in {screen_programs, True}))
        )

    def _packages(self, folder: VenvFolder, stamp: Stamp | None, groups: Sequence[Group]) -> Stamp:
        if stamp is None:
            if self.checkout.venv.exists():
                self.speaker.step("The .venv here is broken, was moved or is not Alcove's: making it anew.")
            self._check_room()
            stamp = folder.make()
        missing = self._missing_groups(stamp, groups)
        if Group.APP in missing and Group.CUDA.value in stamp.installed and Group.CUDA not in missing:
            missing.append(Group.CUDA)  # the app's lock brings its own onnxruntime back
        if not missing and stamp.has(COMMAND, self._command_digest()):
            return stamp
        stamp = folder.begin(stamp)
        pip = PipInstaller(self.checkout, self.speaker)
        if missing:
            self.speaker.step(f"Installing the packages of: {', '.join(missing)} (fetches up to 300 MB).")
        command = pointer_lock(self.checkout.root, self.checkout.scratch)
        first = [self.checkout.lock(group) for group in missing if group is not Group.CUDA]
        pip.install_locked([*first, command])
        if Group.CUDA in missing:
            pip.remove("onnxruntime")
            pip.remove("onnxruntime-gpu")
            pip.install_locked([self.checkout.lock(Group.CUDA)])
        digests = {group.value: self._lock_digest(group) for group in missing}
        return folder.finish(stamp, **digests, **{COMMAND: self._command_digest()})

    def _model(self, folder: VenvFolder, stamp: Stamp, tests: bool) -> Stamp:
        if self._has_model(stamp, reference=tests):
            return stamp
        maker = self._model_maker()
        self.speaker.step("Preparing the embedding model (fetches about 80 MB, then turns it into a small one).")
        try:
            maker.prepare(reference=tests)
        except SetUpError as trouble:
            if tests:
                raise
            self.speaker.step(f"{trouble} Until then Alcove finds passages by their words alone.")
            return stamp
        return folder.finish(stamp, **{MODEL: maker.digest()})

    def _system(self, folder: VenvFolder, stamp: Stamp, screen_programs: bool) -> Sequence[Need]:
        programs = qt_libraries.TEST_PROGRAMS if screen_programs else ()
        needs = qt_libraries.missing(self.checkout, programs)
        if needs and qt_libraries.provide(needs, self.checkout, self.speaker):
            needs = qt_libraries.missing(self.checkout, programs)
            if needs:
                self.speaker.step(qt_libraries.advice(needs))
        if not needs:
            folder.finish(stamp, **{SYSTEM: _system_digest(screen_programs)})
        return needs

    def _missing_groups(self, stamp: Stamp, groups: Sequence[Group]) -> list[Group]:
        chosen = [Group.CUDA] if Group.CUDA.value in stamp.installed and Group.CUDA not in groups else []
        return [group for group in (*groups, *chosen) if not stamp.has(group.value, self._lock_digest(group))]

    def _has_model(self, stamp: Stamp, *, reference: bool) -> bool:
        maker = self._model_maker()
        return stamp.has(MODEL, maker.digest()) and maker.is_there(reference=reference)

    def _model_maker(self) -> EmbeddedModel:
        return EmbeddedModel(self.checkout, PipInstaller(self.checkout, self.speaker))

    def _lock_digest(self, group: Group) -> str:
        return _file_digest(self.checkout.lock(group))

    def _command_digest(self) -> str:
        return _file_digest(self.checkout.root / "pyproject.toml")

    def _check_room(self) -> None:
        with explained("looking for room", self.checkout.root):
            free = shutil.disk_usage(self.checkout.root).free
        if free < ROOM_BYTES:
            raise SetUpError(
                f"Set-up needs about {ROOM_BYTES / 1e9:.1f} GB and {self.checkout.root} has {free / 1e9:.1f} GB left: "
                "free some room and start again."
            )


def main(arguments: Sequence[str]) -> int:
    """Carry one command out; exit status of Alcove or pytest; 1 where set-up failed, 2 for a wrong word."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a path or a question may hold what this terminal cannot show
    checkout, speaker = Checkout(Path(__file__).resolve().parents[2]), Speaker()
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("run", [])
    if command not in COMMANDS or (rest and command not in ("test", "convert")):
        asked = command in ("-h", "--help", "help")
        (sys.stdout if asked else sys.stderr).write(USAGE)
        return 0 if asked else 2
    if other := without_own_python(checkout):
        return hand_over([other, *sys.argv])
    try:
        return _carry_out(command, rest, SetUp(checkout, speaker))
    except SetUpError as trouble:
        speaker.step(f"Stopped. {trouble}")
        return 1
    except KeyboardInterrupt:
        speaker.step("Stopped, as you asked. The same command goes on from here.")
        return 130


def _carry_out(command: str, rest: list[str], set_up: SetUp) -> int:
    checkout = set_up.checkout
    if command == "run":
        screen = has_screen()
        needs = set_up.ready([Group.APP], window=screen, screen_programs=False)
        if qt_libraries.prevents_a_window(needs):
            return 1
        return hand_over([str(checkout.alcove)]) if screen else demo.show(checkout)
    if command == "cuda":
        if sys.platform == "darwin":
            raise SetUpError("There is no CUDA on a Mac; Alcove uses its graphics through WebGPU without this.")
        set_up.ready([Group.APP, Group.CUDA], window=False, screen_programs=False)
        set_up.speaker.step("Run: python3 packaging/bootstrap.py. `alcove doctor` names the graphics card's provider.")
        return 0
    if command == "convert":
        convert_tools.provide(checkout, set_up.speaker, rest)
        return 0
    set_up.ready([Group.APP, Group.TEST], window=True, screen_programs=not has_screen())
    if command == "setup":
        set_up.speaker.step("Run: python3 packaging/bootstrap.py. Test: python3 packaging/bootstrap.py test.")
        return 0
    set_up.speaker.step("Testing.")
    os.chdir(checkout.root)
    compile_sources(checkout)
    return hand_over([str(checkout.python), "-m", "pytest", *(rest or side_by_side(cores()))])


def side_by_side(cores: int) -> list[str]:
    """What lets pytest run as many files at once as there are cores; the short ones, its last, fill the end."""
    workers = min(cores, MOST_WORKERS)
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"] if workers > 1 else []


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def compile_sources(checkout: Checkout) -> None:
    """The tests start Alcove some hundred times, and most environments that they make let Python keep no bytecode."""
    folders = [folder for folder in ("app", "tests") if (checkout.root / folder).is_dir()]
    command = [str(checkout.python), "-m", "compileall", "-qq", "-j", str(cores()), *folders]
    subprocess.run(command, env=child_environment(), check=False)


def has_screen() -> bool:
    """Whether a window can be shown; Windows and macOS always have a screen here."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def hand_over(command: list[str]) -> int:
    """Let ``command`` take this process's place (Windows cannot: there it is waited for) and return its exit status."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, child_environment())
    return subprocess.run(command, env=child_environment(), check=False).returncode


def _file_digest(path: Path) -> str:
    with explained("reading the checkout", path):
        return hashlib.sha256(path.read_bytes()).hexdigest()


def _system_digest(screen_programs: bool) -> str:
    text = f"{qt_libraries.LIBRARIES}{qt_libraries.CHINESE_FONT}{qt_libraries.TEST_PROGRAMS if screen_programs else ''}"
    return hashlib.sha256(text.encode()).hexdigest()
