"""Jobs through real child processes: progress, pieces, endings, cancel, kill, priorities."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.errors import AppError, ErrorCode, FileRefused, JobCancelled
from app.domain.library.document import Refusal
from app.jobs.job import JobEnded, JobPartial, JobProgress, JobState, Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.protocol.tasks import Describe, LaneName
from tests.fakes.acting import Act, Acted, Piece
from tests.fakes.acting_lanes import Listener, acting_command, is_alive, until

LANE = LaneName.EMBEDDING


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


@pytest.fixture
def lanes(open_lanes: Callable[..., Lanes]) -> Lanes:
    """They give a cancelled job all the time it wants: a busy machine makes none of them a killed one."""
    return open_lanes(grace_seconds=100)


@pytest.fixture
def impatient(open_lanes: Callable[..., Lanes]) -> Lanes:
    """They kill what does not heed a cancel."""
    return open_lanes(grace_seconds=0.3)


def pid_of(lanes: Lanes) -> int:
    return int(lanes.run(LANE, Act("who")).value.facts["pid"])


def test_progress_and_pieces_come_in_order_and_then_one_ending(lanes: Lanes) -> None:
    listener = Listener()
    job = lanes.submit(LANE, Act("count", n=3, text="文"), tail=b"tail", on_event=listener)
    ended = listener.ended()
    expected: list[object] = []
    for i in range(3):
        expected += [JobProgress(i, 3, "counting"), JobPartial(Piece(i), bytes([i]))]
    assert listener.events == [*expected, JobEnded(JobState.DONE, Acted("文"), b"tail")]
    assert job.ended == ended
    assert job.state is JobState.DONE


def test_run_waits_and_calls_back_on_the_calling_thread(lanes: Lanes) -> None:
    pieces: list[tuple[Piece, bytes, int]] = []
    steps: list[JobProgress] = []
    outcome = lanes.run(
        LANE,
        Act("count", n=2, text="x"),
        tail=b"t",
        on_partial=lambda value, tail: pieces.append((value, tail, threading.get_ident())),
        on_progress=steps.append,
    )
    assert (outcome.value, outcome.tail) == (Acted("x"), b"t")
    assert pieces == [(Piece(0), b"\0", threading.get_ident()), (Piece(1), b"\1", threading.get_ident())]
    assert [step.done for step in steps] == [0, 1]


def test_a_cooperative_cancel_keeps_the_worker(lanes: Lanes) -> None:
    before = pid_of(lanes)
    listener = Listener()
    job = lanes.submit(LANE, Act("wait_for_cancel"), on_event=listener)
    listener.wait_for(JobProgress)
    lanes.cancel(job)
    assert listener.ended() == JobEnded(JobState.CANCELLED)
    assert pid_of(lanes) == before


@pytest.mark.parametrize("what", ["hold_the_lock", "deaf"])
def test_what_ignores_a_cancel_is_killed_and_the_next_job_gets_a_fresh_worker(impatient: Lanes, what: str) -> None:
    before = pid_of(impatient)
    listener = Listener()
    job = impatient.submit(LANE, Act(what), on_event=listener)
    listener.wait_for(JobProgress)
    impatient.cancel(job)
    assert listener.ended() == JobEnded(JobState.CANCELLED)
    assert pid_of(impatient) != before
    assert not is_alive(before)


def test_a_job_that_ends_well_in_spite_of_a_cancel_keeps_its_result(lanes: Lanes) -> None:
    listener = Listener()
    job = lanes.submit(LANE, Act("finish_anyway"), on_event=listener)
    listener.wait_for(JobProgress)
    lanes.cancel(job)
    assert listener.ended() == JobEnded(JobState.DONE, Acted("finished"))


def test_cancel_while_queued_never_runs_the_job(lanes: Lanes) -> None:
    first, second, third = Listener(), Listener(), Listener()
    running = lanes.submit(LANE, Act("wait_for_cancel"), on_event=first)
    queued = lanes.submit(LANE, Act("count", n=1), on_event=second)
    lanes.submit(LANE, Act("count", text="third"), on_event=third)
    first.wait_for(JobProgress)
    lanes.cancel(queued)
    assert second.ended() == JobEnded(JobState.CANCELLED)
    lanes.cancel(queued)
    lanes.cancel(running)
    assert third.ended().value == Acted("third")
    assert second.events == [JobEnded(JobState.CANCELLED)]
    lanes.cancel(running)


def test_a_native_abort_is_a_failed_job(lanes: Lanes) -> None:
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Act("abort"))
    assert caught.value.code is ErrorCode.WORKER_CRASHED
    assert caught.value.details == {"lane": "embedding", "exit": -6}
    assert lanes.run(LANE, Act("count", text="again")).value == Acted("again")


def test_an_exit_code_is_told(lanes: Lanes) -> None:
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Act("leave", n=9))
    assert (caught.value.code, caught.value.details["exit"]) == (ErrorCode.WORKER_CRASHED, 9)


def test_errors_cross_as_codes(lanes: Lanes) -> None:
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Act("known_error"))
    assert caught.value.code is ErrorCode.MODEL_MISSING
    assert caught.value.details == {"role": "chat", "seen": [1, 2], "path": "/x"}
    with pytest.raises(FileRefused) as refused:
        lanes.run(LANE, Act("refuse"))
    assert refused.value.refusal is Refusal.ENCRYPTED
    assert refused.value.details == {"refusal": "encrypted", "page": 3}


@pytest.mark.parametrize(
    ("what", "name"), [("bug", "ValueError"), ("panic", "PanicException"), ("wrong_type", "TypeError")]
)
def test_a_bug_fails_the_job_keeps_the_worker_and_logs_no_text(
    open_lanes: Callable[..., Lanes], tmp_path: Path, what: str, name: str
) -> None:
    lanes = open_lanes(logs=tmp_path)
    before = pid_of(lanes)
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Act(what, text="a private sentence"))
    assert (caught.value.code, caught.value.details["error"]) == (ErrorCode.BUG, name)
    assert pid_of(lanes) == before
    log = (tmp_path / "worker-embedding.log").read_text()
    assert name in log
    assert "loop.py" in log
    assert "private sentence" not in log


def test_a_result_that_cannot_be_written_fails_the_job_only(lanes: Lanes) -> None:
    before = pid_of(lanes)
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Act("unwritable"))
    assert caught.value.code is ErrorCode.BUG
    assert pid_of(lanes) == before


def test_an_unknown_task_is_a_bug(lanes: Lanes) -> None:
    class Unknown(Act):
        name = "unknown"

    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Unknown("count"))
    assert caught.value.code is ErrorCode.BUG


def test_a_request_that_cannot_be_written_fails_its_job_only(lanes: Lanes) -> None:
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Act("count", text=object()))  # type: ignore[arg-type]
    assert caught.value.code is ErrorCode.WORKER_PROTOCOL
    assert lanes.run(LANE, Act("count", text="next")).value == Acted("next")


def test_prints_do_not_corrupt_the_protocol(open_lanes: Callable[..., Lanes], tmp_path: Path) -> None:
    lanes = open_lanes(logs=tmp_path)
    assert lanes.run(LANE, Act("print_everywhere")).value == Acted("printed", {"stdin": ""})
    log = (tmp_path / "worker-embedding.log").read_text()
    assert all(line in log for line in ("from Python", "from fd 1", "from C"))


def test_a_file_name_that_is_not_utf8_survives(lanes: Lanes) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    assert lanes.run(LANE, Act("count", text=name)).value == Acted(name)


def test_submit_with_a_large_payload_returns_before_the_worker_is_ready(
    open_lanes: Callable[..., Lanes], tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    lanes = open_lanes(f"gate:{gate}")
    listener = Listener()
    job = lanes.submit(LANE, Act("who"), tail=b"x" * 20_000_000, on_event=listener)
    assert job.state is JobState.QUEUED  # the worker cannot be ready: the gate is shut
    gate.touch()
    assert listener.ended().value.facts["size"] == 20_000_000


def test_submit_and_cancel_return_while_the_worker_reads_nothing(impatient: Lanes) -> None:
    held, large = Listener(), Listener()
    pid_of(impatient)
    holding = impatient.submit(LANE, Act("hold_the_lock"), on_event=held)
    held.wait_for(JobProgress)
    impatient.submit(LANE, Act("who", text="y" * 3_000_000), tail=b"x" * 20_000_000, on_event=large)
    impatient.cancel(holding)
    assert held.ended().state is JobState.CANCELLED
    assert large.ended().value.facts["size"] == 20_000_000


def test_an_interactive_job_overtakes_queued_background_ones(lanes: Lanes) -> None:
    order: list[str] = []
    ended = threading.Semaphore(0)

    def note(name: str, priority: Priority) -> None:
        def on_event(job: object, event: object) -> None:
            if isinstance(event, JobEnded):
                order.append(name)
                ended.release()

        lanes.submit(LANE, Act("count"), priority=priority, on_event=on_event)

    first = Listener()
    running = lanes.submit(LANE, Act("wait_for_cancel"), on_event=first)
    first.wait_for(JobProgress)
    note("background 1", Priority.BACKGROUND)
    note("background 2", Priority.BACKGROUND)
    note("interactive 1", Priority.INTERACTIVE)
    note("interactive 2", Priority.INTERACTIVE)
    lanes.cancel(running)
    for _ in range(4):
        assert ended.acquire(timeout=60)
    assert order == ["interactive 1", "interactive 2", "background 1", "background 2"]


@pytest.mark.parametrize("what", ["hold_the_lock", "deaf"])
def test_a_job_over_its_time_limit_is_killed(lanes: Lanes, what: str) -> None:
    before = pid_of(lanes)
    with pytest.raises(AppError) as caught:
        lanes.run(LANE, Act(what), time_limit=0.2)
    assert (caught.value.code, caught.value.details) == (
        ErrorCode.WORKER_TIMEOUT,
        {"lane": "embedding", "seconds": 0.2},
    )
    assert pid_of(lanes) != before


def test_the_time_limit_does_not_count_waiting(
    open_lanes: Callable[..., Lanes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, hours = tmp_path / "gate", [0]
    monkeypatch.setattr("app.jobs.lane.time", SimpleNamespace(monotonic=lambda: time.monotonic() + hours[0] * 3600))
    lanes = open_lanes(f"gate:{gate}", start_seconds=1_000_000, grace_seconds=1_000_000)
    first, second = Listener(), Listener()
    running = lanes.submit(LANE, Act("wait_for_cancel"), on_event=first)
    lanes.submit(LANE, Act("count", text="in time"), time_limit=100.0, on_event=second)
    hours[0] = 1  # longer than the limit, spent waiting for a worker
    gate.touch()
    first.wait_for(JobProgress)
    hours[0] = 2  # and for another job
    lanes.cancel(running)
    assert second.ended().value == Acted("in time")


def test_run_stops_when_its_signal_is_set(lanes: Lanes) -> None:
    stop = StopSignal()
    with pytest.raises(JobCancelled):
        lanes.run(LANE, Act("wait_for_cancel"), stop=stop, on_progress=lambda _step: stop.stop())
    with pytest.raises(JobCancelled):
        lanes.run(LANE, Act("count"), stop=stop)


def test_a_callback_that_raises_cancels_its_run(lanes: Lanes) -> None:
    def fail(_step: JobProgress) -> None:
        raise KeyboardInterrupt

    before = pid_of(lanes)
    with pytest.raises(KeyboardInterrupt):
        lanes.run(LANE, Act("wait_for_cancel"), on_progress=fail)
    assert pid_of(lanes) == before


def test_a_callback_that_raises_on_the_lane_does_not_stop_the_lane(lanes: Lanes) -> None:
    ended = threading.Event()

    def fail(job: object, event: object) -> None:
        if isinstance(event, JobEnded):
            ended.set()
        raise ValueError

    lanes.submit(LANE, Act("wait_for_cancel"), on_event=fail)
    following = lanes.run(LANE, Act("count", text="next"), priority=Priority.BACKGROUND)
    assert following.value == Acted("next")
    assert ended.is_set()


def test_a_callback_may_submit_and_cancel(lanes: Lanes) -> None:
    second = Listener()

    def chain(job: object, event: object) -> None:
        if isinstance(event, JobEnded):
            lanes.submit(LANE, Act("count", text="second"), on_event=second)

    lanes.submit(LANE, Act("count"), on_event=chain)
    assert second.ended().value == Acted("second")


def test_lanes_run_side_by_side(lanes: Lanes) -> None:
    listener = Listener()
    running = lanes.submit(LaneName.READING, Act("wait_for_cancel"), on_event=listener)
    listener.wait_for(JobProgress)
    assert lanes.run(LANE, Act("count", text="meanwhile")).value == Acted("meanwhile")
    lanes.cancel(running)
    listener.ended()


def test_park_and_idle_give_the_child_back(open_lanes: Callable[..., Lanes]) -> None:
    lanes = open_lanes()
    first = pid_of(lanes)
    lanes.park(LANE)
    until(lambda: not is_alive(first))
    assert pid_of(lanes) != first
    idle = open_lanes(idle_seconds=0.05)
    second = pid_of(idle)
    until(lambda: not is_alive(second))
    assert pid_of(idle) != second


def test_park_waits_for_the_running_job(lanes: Lanes) -> None:
    listener, after = Listener(), Listener()
    before = pid_of(lanes)
    job = lanes.submit(LANE, Act("wait_for_cancel"), on_event=listener)
    lanes.submit(LANE, Act("who"), on_event=after)
    listener.wait_for(JobProgress)
    lanes.park(LANE)
    assert is_alive(before)
    lanes.cancel(job)
    assert after.ended().value.facts["pid"] != before


def test_describe_answers_in_every_lane(lanes: Lanes) -> None:
    description = lanes.run(LANE, Describe()).value
    assert description.versions["acting"] == "1.0"
    assert "python" in description.versions
    assert set(description.seal) >= {"sealed", "means"}
