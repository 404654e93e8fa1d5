"""Killed, interrupted and started twice: what was said is kept, the rest goes on, and no process stays behind."""

from __future__ import annotations

import contextlib
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app.domain.library.document import DocumentState
from app.storage.store import Store
from tests.fakes.alcove_command import SAMPLES, AlcoveCommand, Said

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs kill -9 and /proc")
PATIENCE = 120.0


def many_files(folder: Path, count: int, words: int = 150) -> Path:
    """Small texts of one to three passages, with a sample of another kind between them."""
    folder.mkdir()
    samples = sorted(SAMPLES.iterdir())
    for number in range(count):
        if number % 10 == 9:
            sample = samples[number // 10 % len(samples)]
            shutil.copy(sample, folder / f"{number:03} {sample.name}")
        else:
            text = " ".join(f"heron{number}weir{n % 7}" for n in range(1 + number * 37 % words))
            (folder / f"{number:03}.txt").write_text(f"Note {number}. {text}")
    return folder


def assert_no_process_left(command: AlcoveCommand) -> None:
    for worker in command.workers():
        try:
            leaving = os.pidfd_open(worker)
        except ProcessLookupError:
            continue
        select.select([leaving], [], [], PATIENCE)
        os.close(leaving)
    assert command.workers() == []


def passages(command: AlcoveCommand) -> dict[str, list[str]]:
    """The texts of every indexed document, by path."""
    with Store.open(command.home / "library.db") as store:
        rows = store.documents.list(state=DocumentState.INDEXED, limit=100_000)
        return {str(row.path): [p.text for p in store.passages.of_document(row.id)] for row in rows}


def assert_well(command: AlcoveCommand) -> dict[str, Any]:
    report: dict[str, Any] = command.run("doctor", "--full", "--json").only["store"]
    assert report["problems"] == []
    assert report["consistent"]
    assert report["passages"] == report["keyword_rows"] == report["vectors"]
    return report


def killed(process: subprocess.Popen[bytes], seconds: float, lines: int) -> list[dict[str, Any]]:
    """Kill after so many seconds, or so many lines; returns the whole lines that it had printed."""
    assert process.stdout is not None
    seen, deadline = b"", time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0 and seen.count(b"\n") < lines:
        if select.select([process.stdout], [], [], left)[0]:
            block = os.read(process.stdout.fileno(), 65536)
            if not block:
                break
            seen += block
    process.kill()
    rest, _ = process.communicate(timeout=PATIENCE)
    *whole, _cut = (seen + rest).split(b"\n")
    return [json.loads(line) for line in whole]


def kill_again_and_again(command: AlcoveCommand, folder: Path, kills: int, dice: random.Random) -> None:
    files = {str(path) for path in folder.iterdir()}
    acknowledged: dict[str, int] = {}
    journalled = False
    for number in range(kills):
        arguments: tuple[object, ...] = ("add", "--resume") if journalled and number % 2 else ("add", folder)
        # Half of the kills come at a moment of the clock, half right after an acknowledgement.
        seconds, lines = (dice.uniform(0.05, 1.6), 10_000) if number % 2 else (PATIENCE, dice.randint(1, 8))
        said = killed(command.start(*arguments, "--json"), seconds, lines)
        for one in said:
            if one.get("status") == "indexed":
                acknowledged[one["path"]] = one["passages"]
        journalled = journalled or bool(acknowledged)
        if (command.home / "library.db").exists():
            with Store.open(command.home / "library.db") as store:
                assert store.health().problems == ()
                rows = {str(r.path): r for r in store.documents.list(state=DocumentState.INDEXED, limit=10_000)}
            lost = {path: n for path, n in acknowledged.items() if path not in rows or rows[path].passages != n}
            assert lost == {}, f"after kill {number}"
        if acknowledged.keys() == files:
            for path in dice.sample(sorted(files), len(files) // 2):
                if path.endswith(".txt"):
                    Path(path).write_text(Path(path).read_text() + " And then the heron left.")
                    acknowledged.pop(path, None)
    assert_no_process_left(command)
    assert command.run("add", "--resume", "--json").status == 0
    last = command.run("add", folder, "--json")
    assert last.status == 0
    assert {one["status"] for one in last.files.values()} <= {"unchanged", "indexed"}
    assert set(passages(command)) == files
    assert_well(command)
    assert command.run("add", "--resume", "--json").objects[0]["summary"]["indexed"] == 0, "nothing waits any more"
    fresh = AlcoveCommand(command.place / "fresh")
    assert fresh.run("add", folder, "--json").status == 0
    assert passages(fresh) == passages(command), "as if nothing had happened"
    assert_no_process_left(command)


def test_killed_at_random_moments_nothing_said_is_lost(alcove: AlcoveCommand, tmp_path: Path) -> None:
    kill_again_and_again(alcove, many_files(tmp_path / "files", 40), 12, random.Random(7))


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_sixty_times(alcove: AlcoveCommand, tmp_path: Path) -> None:
    kill_again_and_again(alcove, many_files(tmp_path / "files", 150, words=1500), 60, random.Random(11))


def test_the_workers_end_when_the_program_is_killed(alcove: AlcoveCommand, tmp_path: Path) -> None:
    process = alcove.start("add", many_files(tmp_path / "files", 60), "--json")
    assert process.stdout is not None
    process.stdout.readline()
    assert len(alcove.workers()) > 1, "the detector sees the workers while they work"
    process.kill()
    process.communicate()
    assert_no_process_left(alcove)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_an_interruption_ends_in_order_and_the_rest_waits(
    alcove: AlcoveCommand, tmp_path: Path, number: signal.Signals
) -> None:
    folder = many_files(tmp_path / "files", 36)
    process = alcove.start("add", folder, "--json", start_new_session=True)
    assert process.stdout is not None
    first = process.stdout.readline()
    os.killpg(process.pid, number)
    rest, errors = process.communicate(timeout=PATIENCE)
    said = Said(process.returncode, (first + rest).decode(), errors.decode())
    assert said.status == 130
    assert said.err.splitlines() == ["Stopped. What was reported is kept."]
    assert_no_process_left(alcove)
    before = passages(alcove)
    assert set(said.files) == set(before)
    waiting = alcove.run("library", "--state", "waiting", "--json").objects
    assert {row["path"] for row in waiting} | set(before) == {str(path) for path in folder.iterdir()}
    resumed = alcove.run("add", "--resume", "--json")
    assert resumed.status == 0
    assert set(resumed.files) == {row["path"] for row in waiting}
    assert set(passages(alcove)) == {str(path) for path in folder.iterdir()}
    assert_well(alcove)


def test_an_interrupted_start_shows_no_traceback(alcove: AlcoveCommand) -> None:
    for number, after in enumerate((0.02, 0.1, 0.2, 0.3, 0.5)):
        process = alcove.start("library", "--json")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(after)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        # Until Python itself has started nobody but Python can answer.
        if b"app" in errors:
            assert b"Traceback" not in errors, (number, errors.decode())
        assert process.returncode in (0, 130, 1, -signal.SIGINT)


def test_two_programs_add_to_one_library_at_once(alcove: AlcoveCommand, tmp_path: Path) -> None:
    shared, own = many_files(tmp_path / "shared", 20), many_files(tmp_path / "own", 20)
    started = [alcove.start("add", shared, "--json"), alcove.start("add", own, shared, "--json")]
    searching = [alcove.run("find", "heron", "--json").status for _ in range(2)]
    assert searching == [0, 0], "people may search meanwhile"
    said = []
    for process in started:
        out, errors = process.communicate(timeout=PATIENCE)
        said.append(Said(process.returncode, out.decode(), errors.decode()))
    assert [(one.status, one.err) for one in said] == [(0, ""), (0, "")]
    assert set(said[0].files) == {str(path) for path in shared.iterdir()}
    assert set(said[1].files) == {str(path) for folder in (shared, own) for path in folder.iterdir()}
    assert set(passages(alcove)) == set(said[1].files)
    assert_well(alcove)
    assert alcove.run("library", "--state", "waiting", "--json").out == ""
    assert_no_process_left(alcove)


def test_forgetting_while_another_program_adds(alcove: AlcoveCommand, tmp_path: Path) -> None:
    folder = many_files(tmp_path / "files", 60)
    process = alcove.start("add", folder, "--json")
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    later = str(folder / "058.txt")
    forgotten = alcove.run("forget", first["path"], later, "--json")
    assert forgotten.status == 0
    rest, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, errors) == (0, b"")
    assert b"summary" in rest
    assert not {first["path"], later} & set(passages(alcove))
    assert len(passages(alcove)) == 58
    assert_well(alcove)
