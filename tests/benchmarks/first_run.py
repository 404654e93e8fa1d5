"""The first run and the Models page: how soon they can be used, and how long the Qt thread is ever kept from answering.

    .venv/bin/python tests/benchmarks/first_run.py [--starts N] [--megabytes N]

Each start has an empty home and the whole catalogue. The time counts from the first frame until the recommended set is
shown with a button that works. Then, in one window, the Models page is opened, a made-up model comes from a hub on
loopback while the page shows it, and the pages are changed to and fro; a timer of 5 ms notes how late it comes.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

HEARTBEAT_MS, PAGES_MS = 5, 700
PATIENCE = 60.0


def measure(home: Path, megabytes: int) -> None:
    """Runs in a process of its own, with a display. Without ``megabytes`` only the start is measured."""
    from PySide6.QtCore import Qt, QTimer

    from app import composition
    from app.composition import Alcove
    from app.jobs.launch import open_door
    from app.seal.environment import apply_offline_environment
    from app.seal.main import seal_process
    from app.seal.models import ProcessRole
    from app.settings.file import ValuesFile
    from app.settings.paths import Home
    from app.settings.schema import Settings
    from app.ui.assembly import Assembly
    from app.ui.assets import assets_folder
    from app.ui.main import QT_WAITS_AT_MOST, make_application
    from app.ui.shell.single_instance import SingleInstance
    from app.ui.theme.theme import Theme
    from app.ui.translation import Translations

    place = Home(home)
    place.create()
    door = open_door(place.incoming, dict(os.environ))
    sys.setswitchinterval(QT_WAITS_AT_MOST)
    apply_offline_environment()
    if megabytes:
        endpoint, catalogue = os.environ["ALCOVE_BENCH_HUB"], Path(os.environ["ALCOVE_BENCH_CATALOGUE"])
        composition.catalogue_folder = lambda: catalogue
        ValuesFile(place.settings, Settings).change(
            download_endpoint=endpoint, download_mirrors="", download_proxy="none"
        )
    seal = seal_process(ProcessRole.WINDOW)
    application = make_application()
    theme, translations = Theme(application, assets_folder()), Translations(application, assets_folder() / "i18n")
    translations.apply("en")
    theme.apply("light")
    alcove = Alcove.open(place, seal, door)
    window = Assembly(alcove, theme, translations, SingleInstance(place))
    began, gaps, pages = 0.0, [(0.0, 0.0)], 0
    last, last_cpu = time.perf_counter(), time.thread_time()

    def painted() -> None:
        nonlocal began, last, last_cpu
        began = last = time.perf_counter()
        last_cpu = time.thread_time()
        heart.start(HEARTBEAT_MS)

    def beat() -> None:
        nonlocal last, last_cpu
        now, cpu = time.perf_counter(), time.thread_time()
        gaps.append(((now - last) * 1000 - HEARTBEAT_MS, (cpu - last_cpu) * 1000))
        last, last_cpu = now, cpu
        page = window.shell.page("first_run")
        if not usable and page.welcome.get.isEnabled():  # type: ignore[attr-defined]
            usable.append(now - began)
            if not megabytes:
                application.quit()
                return
            changing.start(PAGES_MS)

    def change() -> None:
        nonlocal pages
        pages += 1
        if pages == 4:
            window.doors.models.get_set()
            return
        window.shell.show_page("models" if pages % 2 else "ask")
        if arrived and not window.doors.trials.is_trying("small-model"):
            application.quit()

    usable: list[float] = []
    arrived: list[str] = []
    heart, changing = QTimer(timerType=Qt.TimerType.PreciseTimer), QTimer()
    heart.timeout.connect(beat)
    changing.timeout.connect(change)
    window.doors.downloads.arrived.connect(arrived.append)
    window.start([], painted)
    QTimer.singleShot(int(PATIENCE * 1000), application.quit)
    application.exec()
    window.close()
    alcove.close()
    gaps.sort()
    most = gaps[int(len(gaps) * 0.999)][0]
    over, worked = sum(gap > 50 for gap, _ in gaps), max(cpu for _, cpu in gaps)
    print(f"{usable[0]:.3f} {gaps[-1][0]:.0f} {most:.0f} {over} {worked:.0f} {len(arrived)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--in", dest="home", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.home:
        measure(arguments.home, arguments.megabytes)
        return
    from window import screen

    from tests.fakes.hub_server import HubServer
    from tests.fakes.model_window import entry_values, write_catalogue
    from tests.fakes.small_model import REPO, make_entry, make_repository

    with tempfile.TemporaryDirectory() as work, screen() as environment:
        environment = environment | {"PYTHONPATH": str(ROOT)}
        found = [_child(Path(work) / f"start{n}", 0, environment)[0] for n in range(arguments.starts + 1)][1:]
        print(
            f"first page usable {statistics.median(found):.2f} s after the first frame (median of {len(found)} warm "
            f"starts with an empty home, {min(found):.2f} to {max(found):.2f}; wanted: 1)"
        )
        make_repository(Path(work) / "hub", model_bytes=arguments.megabytes * 1_000_000)
        with HubServer(Path(work) / "hub") as hub:
            size = arguments.megabytes * 1_000_000
            memory = {"weights": size, "at_4k": size, "at_8k": size}
            entry = make_entry(hub.folder / REPO, hub.revision(REPO), languages=["en", "zh"], recommended_from=1)
            values = entry_values(entry, memory=memory, unverified=[])
            catalogue = write_catalogue(Path(work) / "catalogue", values)
            told = {"ALCOVE_BENCH_HUB": hub.url, "ALCOVE_BENCH_CATALOGUE": str(catalogue)}
            _, longest, most, over, worked, came = _child(Path(work) / "get", arguments.megabytes, environment | told)
        print(
            f"while {arguments.megabytes} MB came and the pages were changed ({came:.0f} model arrived): longest stall "
            f"of the Qt thread {longest:.0f} ms, 99.9 % under {most:.0f} ms, {over:.0f} over 50 ms (wanted: none); the "
            f"longest that it worked itself between two beats: {worked:.0f} ms (the rest is waiting for a core)"
        )


def _child(home: Path, megabytes: int, environment: dict[str, str]) -> list[float]:
    command = [sys.executable, __file__, "--in", str(home), "--megabytes", str(megabytes)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return [float(value) for value in done.stdout.split()]


if __name__ == "__main__":
    main()
