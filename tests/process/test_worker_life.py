"""How workers begin and end: starts that fail, frames that are none, closing, and a window that is killed."""

from __future__ import annotations

import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.jobs import launch
from app.jobs.job import JobEnded, JobProgress, JobState
from app.jobs.lanes import Lanes
from app.protocol.channel import MessageWriter, read_event
from app.protocol.messages import Run
from app.protocol.tasks import Describe, LaneName
from tests.fakes.acting import Act, Acted
from tests.fakes.acting_lanes import Listener, acting_command, is_alive, until

LANE = LaneName.EMBEDDING
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def open_lanes() -> Iterator[Callable[..., Lanes]]:
    opened: list[Lanes] = []

    def make(*how: str, **options: object) -> Lanes:
        options.setdefault("launch", acting_command(*how))
        lanes = Lanes(**options)  # type: ignore[arg-type]
        opened.append(lanes)
        return lanes

    yield make
    for lanes in opened:
        lanes.close()


def failure(lanes: Lanes, act: Act | None = None, tail: bytes = b"") -> tuple[ErrorCode, dict[str, object]]:
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, act or Act("count"), tail=tail)
    return caught.value.code, caught.value.details


def test_a_missing_executable_is_a_failed_job(open_lanes: Callable[..., Lanes], tmp_path: Path) -> None:
    lanes = open_lanes(launch=lambda _lane: [str(tmp_path / "nothing here")])
    code, details = failure(lanes)
    assert code is ErrorCode.WORKER_CANNOT_START
    assert details["command"] == str(tmp_path / "nothing here")
    assert failure(lanes)[0] is ErrorCode.WORKER_CANNOT_START


def test_a_worker_that_dies_at_its_start_fails_each_job_once(open_lanes: Callable[..., Lanes], tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    lanes = open_lanes(f"count:{starts}")
    listeners = [Listener() for _ in range(3)]
    for listener in listeners:
        lanes.submit(LANE, Act("count"), on_event=listener)
    for listener in listeners:
        ended = listener.ended()
        assert ended.error is not None
        assert (ended.error.code, ended.error.details["exit"]) == (ErrorCode.WORKER_CANNOT_START, 5)
        assert len(listener.events) == 1
    lanes.close()
    assert starts.read_text().count("start") == 3


def test_a_worker_that_never_gets_ready_is_killed(open_lanes: Callable[..., Lanes]) -> None:
    code, details = failure(open_lanes("hang", start_seconds=0.5))
    assert (code, details["seconds"]) == (ErrorCode.WORKER_CANNOT_START, 0.5)


def test_a_job_can_be_cancelled_while_its_worker_starts(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes("hang")
    listener = Listener()
    job = lanes.submit(LANE, Act("count"), on_event=listener)
    lanes.cancel(job)
    assert listener.ended() == JobEnded(JobState.CANCELLED)


def test_another_protocol_version_is_refused(open_lanes: Callable[..., Lanes]) -> None:
    code, details = failure(open_lanes("version"))
    assert (code, details) == (ErrorCode.WORKER_PROTOCOL, {"expected": 1, "got": 999})


@pytest.mark.parametrize("how", ["garbage", "oversized"])
def test_no_frames_at_the_start_fail_the_job(open_lanes: Callable[..., Lanes], how: str) -> None:
    assert failure(open_lanes(how))[0] is ErrorCode.WORKER_PROTOCOL


@pytest.mark.parametrize(
    "raw",
    [
        b"a stray print, longer than the head of a frame",
        struct.pack(">II", 2**31, 0),
        struct.pack(">II", 2, 2**31) + b"{}",
        struct.pack(">II", 4, 0) + b"\xff\xfe{}",
        struct.pack(">II", 2, 0) + b"[]",
        struct.pack(">II", 2, 0) + b"{}",
        struct.pack(">II", 200_000, 0) + b"[" * 200_000,
        struct.pack(">II", 21, 0) + b'{"message":"progress"}'[:21],
        struct.pack(">II", 22, 0) + b'{"message":"progress"}',
        struct.pack(">II", 30, 0) + b'{"message":"done","job":["x"]}',
    ],
)
def test_frames_that_are_none_fail_the_job_and_not_the_program(open_lanes: Callable[..., Lanes], raw: bytes) -> None:
    lanes = open_lanes()
    assert failure(lanes, Act("write_raw"), raw)[0] is ErrorCode.WORKER_PROTOCOL
    assert lanes.run(LANE, Act("count", text="next")).value == Acted("next")


def test_an_event_of_another_job_is_ignored(open_lanes: Callable[..., Lanes]) -> None:
    listener = Listener()
    raw = b'{"message":"partial","job":"another","value":{"n":1}}'
    frame = struct.pack(">II", len(raw), 0) + raw
    open_lanes().submit(LANE, Act("write_raw", n=1), tail=frame, on_event=listener)
    assert listener.ended().value == Acted("written")
    assert len(listener.events) == 1


@pytest.mark.parametrize("what", ["who", "deaf"])
def test_a_worker_leaves_when_its_input_ends(what: str) -> None:
    """While the parent lives on, so that the kernel's own tie to the parent has no part in it."""
    command = acting_command()(LANE)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=launch.environment(), cwd=ROOT
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        assert isinstance(read_event(worker.stdout), tuple)
        MessageWriter(worker.stdin).send(Run("1", "act", {"what": what}))
        assert isinstance(read_event(worker.stdout), tuple)
        worker.stdin.close()
        assert worker.wait(60) == 0


def test_a_worker_that_gets_no_frames_leaves() -> None:
    command = acting_command()(LANE)
    worker = subprocess.run(
        command, input=b"\xff" * 64, capture_output=True, env=launch.environment(), cwd=ROOT, timeout=150, check=False
    )
    assert worker.returncode == 70


def test_close_ends_every_job_and_every_child(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes(leave_seconds=0.5)
    pids = [int(lanes.run(lane, Act("who")).value.facts["pid"]) for lane in (LANE, LaneName.READING, LaneName.LLM)]
    held, polite, queued = Listener(), Listener(), Listener()
    lanes.submit(LANE, Act("hold_the_lock"), on_event=held)
    lanes.submit(LaneName.READING, Act("wait_for_cancel"), on_event=polite)
    held.wait_for(JobProgress)
    polite.wait_for(JobProgress)
    lanes.submit(LANE, Act("count"), on_event=queued)
    lanes.close()
    until(lambda: not any(is_alive(pid) for pid in pids))
    for listener in (held, polite, queued):
        assert listener.events[-1] == JobEnded(JobState.CANCELLED)
    with pytest.raises(JobCancelled):
        lanes.submit(LANE, Act("count"), on_event=queued)
    with pytest.raises(JobCancelled):
        lanes.run(LaneName.SPEECH, Act("count"))
    lanes.close()


def test_close_does_not_wait_for_a_callback_that_never_returns(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes(leave_seconds=0.2)
    pid = int(lanes.run(LANE, Act("who")).value.facts["pid"])
    inside, release = threading.Event(), threading.Event()

    def stuck(job: object, event: object) -> None:
        inside.set()
        release.wait()

    lanes.submit(LANE, Act("wait_for_cancel"), on_event=stuck)
    assert inside.wait(60)
    lanes.close()
    until(lambda: not is_alive(pid))
    release.set()


def test_close_works_from_a_callback(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes(leave_seconds=0.2)
    closed = threading.Event()

    def close(job: object, event: object) -> None:
        if isinstance(event, JobEnded):
            lanes.close()
            closed.set()

    lanes.submit(LANE, Act("who"), on_event=close)
    assert closed.wait(60)


_WINDOW = """
import sys, threading
from app.jobs.lanes import Lanes
from app.jobs.job import JobProgress
from app.protocol.tasks import LaneName
from tests.fakes.acting import Act
from tests.fakes.acting_lanes import acting_command
lanes = Lanes(acting_command())
print(lanes.run(LaneName.EMBEDDING, Act("who")).value.facts["pid"], flush=True)
def tell(job, event):
    if isinstance(event, JobProgress):
        print("running", flush=True)
if sys.argv[1] != "nothing":
    lanes.submit(LaneName.EMBEDDING, Act(sys.argv[1]), on_event=tell)
if sys.argv[2] == "wait":
    threading.Event().wait()
"""


@pytest.mark.parametrize("what", ["nothing", "deaf", "hold_the_lock"])
@pytest.mark.parametrize("end", ["SIGKILL", "exit"])
def test_a_worker_leaves_when_its_window_does(what: str, end: str) -> None:
    then = "wait" if end == "SIGKILL" else "exit"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _WINDOW, what, then]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=ROOT) as window:
        assert window.stdout is not None
        pid = int(window.stdout.readline())
        if end == "SIGKILL":
            assert is_alive(pid)
            if what != "nothing":
                assert window.stdout.readline() == b"running\n"
            window.send_signal(signal.SIGKILL)
        window.wait(60)
        until(lambda: not is_alive(pid))


def test_the_environment_of_a_worker_is_an_allow_list(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_ENDPOINT", "https_proxy", "HTTP_PROXY", "PYTHONSTARTUP", "PYTHONHOME", "MY_SECRET", "LD_PRELOAD"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("PYTHONPATH", "/foreign")
    lanes = Lanes(acting_command())
    try:
        facts = lanes.run(LANE, Act("surroundings")).value.facts
    finally:
        lanes.close()
    environment = facts["environment"]
    assert "/nowhere" not in environment.values()
    assert environment["PYTHONPATH"] == str(ROOT)
    assert environment["ORT_DISABLE_TELEMETRY"] == environment["HF_HUB_OFFLINE"] == environment["DO_NOT_TRACK"] == "1"
    assert "/foreign" not in facts["path"]
    assert "" not in facts["path"]


def test_a_worker_imports_nothing_of_the_window(open_lanes: Callable[..., Lanes]) -> None:
    modules = set(open_lanes().run(LANE, Act("surroundings")).value.facts["modules"])
    assert not modules & {"PySide6", "apsw", "app.jobs", "app.storage", "app.services", "app.settings"}


@pytest.mark.skipif(sys.platform != "linux", reason="these limits are Linux's")
def test_the_limits_of_a_worker(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes()
    facts = lanes.run(LANE, Act("limits")).value.facts
    assert (facts["RLIMIT_CORE"], facts["dumpable"], facts["oom_score_adj"]) == (0, 0, "500")
    assert facts["nice"] == min(os.nice(0) + 10, 19), "the window goes first"
    assert facts["RLIMIT_FSIZE"] == 64 * 1024 * 1024
    reading = lanes.run(LaneName.READING, Act("limits")).value.facts
    assert reading["RLIMIT_DATA"] == 1536 * 1024 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="this limit is Linux's")
def test_reading_runs_out_of_memory_before_the_machine_does(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes()
    with pytest.raises(AppError) as caught:
        lanes.run(LaneName.READING, Act("out_of_memory", n=2 * 1024**3))
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert lanes.run(LaneName.READING, Act("out_of_memory", n=2**28)).value.facts["size"] == 2**28


def test_reading_loads_no_pickle_that_names_objects(open_lanes: Callable[..., Lanes]) -> None:
    lanes, harmful = open_lanes(), pickle.dumps(os.getcwd)
    with pytest.raises(AppError) as caught:
        lanes.run(LaneName.READING, Act("unpickle"), tail=harmful)
    assert caught.value.details["error"] == "PermissionError"
    assert "getcwd" in lanes.run(LANE, Act("unpickle"), tail=harmful).value.text  # where nobody refuses it


@pytest.mark.parametrize("lane", ["nothing", "", "reading llm"])
def test_a_wrong_lane_is_a_usage_error(lane: str) -> None:
    command = [sys.executable, "-P", "-s", "-m", "app.worker", *lane.split()]
    worker = subprocess.run(command, env=launch.environment(), capture_output=True, timeout=150, check=False)
    assert worker.returncode == 64
    assert b"usage" in worker.stderr


def test_a_lane_that_this_build_lacks_cannot_start(tmp_path: Path) -> None:
    # No worker serves the fetcher's lane: it is a program of its own.
    command = [*launch.worker_command(LANE)[:-1], LaneName.FETCHER.value]
    lanes = Lanes(lambda _lane: command, logs=tmp_path)
    try:
        with pytest.raises(AppError) as caught:
            lanes.run(LANE, Describe())
    finally:
        lanes.close()
    assert caught.value.code is ErrorCode.WORKER_CANNOT_START
    assert "ModuleNotFoundError" in (tmp_path / f"worker-{LANE.value}.log").read_text()


def test_the_worker_starts_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit('a foreign app package')")
    monkeypatch.chdir(tmp_path)
    lanes = Lanes(acting_command())
    try:
        assert lanes.run(LANE, Act("count", text="here")).value == Acted("here")
    finally:
        lanes.close()


def test_the_log_is_bounded(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "worker-embedding.log"
    log.parent.mkdir()
    log.write_bytes(b"old\n" * 400_000)
    lanes = Lanes(acting_command(), logs=log.parent)
    try:
        lanes.run(LANE, Act("print_everywhere"))
    finally:
        lanes.close()
    assert log.stat().st_size < 1000
    assert log.with_suffix(".log.1").stat().st_size == 1_600_000
