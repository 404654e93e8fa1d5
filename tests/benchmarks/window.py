"""The window: how soon it is visible, how much memory it takes, how long the Qt thread is ever kept from answering.

    .venv/bin/python tests/benchmarks/window.py [--starts N] [--documents N]

Starts the real program under Xvfb (or on the screen that there is), several times on the same home: the first start is
cold and not counted. Then, in one window, a folder is indexed and one question after another is asked until it is done,
with the tests' tiny chat model, so that answers stream; a timer of 5 ms notes how late it comes and how much of that
the Qt thread itself had worked: on a shared machine the rest is other programs.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

TINY_CHAT = ROOT / "tests" / "data" / "models" / "tiny-chat"
HEARTBEAT_MS = 5


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment with a display: the one there is, or an Xvfb of our own."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or shutil.which("Xvfb") is None:
        yield dict(os.environ)
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as answer:
            yield os.environ | {"DISPLAY": f":{answer.readline().strip()}"}
    finally:
        server.terminate()
        server.wait()


def measure_starts(home: Path, starts: int, environment: dict[str, str]) -> tuple[list[float], float]:
    """Seconds from the birth of the process to the first paint of each warm start; MB of memory then."""
    found, memory = [], 0.0
    for number in range(starts + 1):
        done = subprocess.run(
            [sys.executable, "-m", "app", "--home", str(home)],
            cwd=ROOT,
            env=environment | {"ALCOVE_MEASURE_START": "quit"},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        line = re.search(r"painted ([\d.]+) s\s+(\d+) MB", done.stderr)
        assert line is not None, done.stderr
        if number:
            found.append(float(line[1]))
        memory = float(line[2])
    return found, memory


def measure_stalls(home: Path, documents: int) -> None:
    """Runs in a process of its own, with a display: index and ask in one window, and note each late heartbeat."""
    from indexing import write_documents
    from PySide6.QtCore import Qt, QTimer

    from app.composition import Alcove
    from app.domain.library.indexing import IndexingSummary
    from app.seal.environment import apply_offline_environment
    from app.seal.main import seal_process
    from app.seal.models import ProcessRole
    from app.settings.paths import Home
    from app.ui.assembly import Assembly
    from app.ui.assets import assets_folder
    from app.ui.main import QT_WAITS_AT_MOST, make_application
    from app.ui.shell.single_instance import SingleInstance
    from app.ui.start_clock import resident_megabytes
    from app.ui.theme.theme import Theme
    from app.ui.translation import Translations

    sys.setswitchinterval(QT_WAITS_AT_MOST)
    apply_offline_environment()
    seal = seal_process(ProcessRole.WINDOW)
    application = make_application()
    theme, translations = Theme(application, assets_folder()), Translations(application, assets_folder() / "i18n")
    translations.apply("en")
    theme.apply("light")
    place = Home(home)
    place.create()
    if TINY_CHAT.is_dir():
        shutil.copytree(TINY_CHAT, place.models / "tiny-chat")
    folder = home / "documents"
    write_documents(folder, documents)
    alcove = Alcove.open(place, seal)
    window = Assembly(alcove, theme, translations, SingleInstance(place))
    gaps: list[tuple[float, float]] = []
    last, last_cpu = time.perf_counter(), time.thread_time()
    done: list[IndexingSummary] = []
    asked = 0

    def beat() -> None:
        nonlocal last, last_cpu
        now, cpu = time.perf_counter(), time.thread_time()
        gaps.append(((now - last) * 1000 - HEARTBEAT_MS, (cpu - last_cpu) * 1000))
        last, last_cpu = now, cpu

    def go_on() -> None:
        nonlocal asked
        if done:
            application.quit()
        elif not window.ask.is_working:
            asked += 1
            if asked % 8 == 0:
                window.ask.new_conversation()
            window.ask.ask(f"Which invoice and contract is about the harbour, the ferry and ticket {asked}?")

    heart, questions = QTimer(timerType=Qt.TimerType.PreciseTimer), QTimer()
    heart.timeout.connect(beat)
    questions.timeout.connect(go_on)
    window.indexing.ended.connect(done.append)

    def begin() -> None:
        nonlocal last, last_cpu
        last, last_cpu = time.perf_counter(), time.thread_time()
        heart.start(HEARTBEAT_MS)
        questions.start(250)
        window.add([folder])

    window.start([])
    QTimer.singleShot(1500, begin)
    application.exec()
    memory = resident_megabytes() or 0.0
    window.close()
    alcove.close()
    gaps.sort()
    over, most = sum(gap > 50 for gap, _ in gaps), gaps[int(len(gaps) * 0.999)][0]
    worked = max(cpu for _, cpu in gaps)
    print(
        f"while {done[0].indexed} files were indexed and {asked} questions answered: longest stall of the Qt thread "
        f"{gaps[-1][0]:.0f} ms, 99.9 % under {most:.0f} ms, {over} over 50 ms (wanted: none); "
        f"the longest that it worked itself between two beats: {worked:.0f} ms (the rest is waiting for a core); "
        f"window {memory:.0f} MB (wanted: 200)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--documents", type=int, default=80)
    parser.add_argument("--stalls-in", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.stalls_in:
        measure_stalls(arguments.stalls_in, arguments.documents)
        return
    with tempfile.TemporaryDirectory() as work, screen() as environment:
        seconds, memory = measure_starts(Path(work) / "starts", arguments.starts, environment)
        print(
            f"window visible after {statistics.median(seconds):.2f} s (median of {len(seconds)} warm starts, "
            f"{min(seconds):.2f} to {max(seconds):.2f}; wanted: 1.0), {memory:.0f} MB"
        )
        command = [sys.executable, __file__, "--documents", str(arguments.documents), "--stalls-in", f"{work}/stalls"]
        subprocess.run(command, cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)}, check=True)


if __name__ == "__main__":
    main()
