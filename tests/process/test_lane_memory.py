"""Memory and urgency across lanes, with real child processes; only the machine's figures are made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode
from app.jobs.job import JobProgress, JobState, Priority
from app.jobs.lanes import Lanes
from app.jobs.memory import RESERVE_BYTES, Measures, ModelNeed
from app.machine.processes import resident_bytes
from app.protocol.tasks import LaneName
from tests.fakes.acting import Act, Acted
from tests.fakes.acting_lanes import Listener, acting_command, is_alive, until

GIB = 1 << 30


class Machine:
    """``text`` of a task names its model, ``sizes`` what that model takes; ``free`` is what no child holds."""

    def __init__(self) -> None:
        self.free = 4 * GIB + RESERVE_BYTES
        self.sizes: dict[str, int] = {}
        self.resident: dict[int, int] = {}

    def need(self, task: Any) -> ModelNeed | None:
        text = getattr(task, "text", "")
        return ModelNeed(Path(text), self.sizes[text]) if text in self.sizes else None

    def available(self) -> int:
        return self.free

    def measures(self) -> Measures:
        return Measures(self.need, self.available, lambda _pid: 7, lambda pid: self.resident.get(pid, 0), self.cache)

    def cache(self, _model: Path, free: int, most: int) -> int:
        return free + most // GIB


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def lanes(machine: Machine) -> Iterator[Lanes]:
    lanes = Lanes(acting_command(), measures=machine.measures(), grace_seconds=0.5)
    yield lanes
    lanes.close()


def pid_of(lanes: Lanes, lane: LaneName) -> int:
    return int(lanes.run(lane, Act("who")).value.facts["pid"])


def test_what_does_not_fit_is_refused_with_numbers_before_a_child_starts(lanes: Lanes, machine: Machine) -> None:
    machine.sizes["giant"] = 5 * GIB
    with pytest.raises(AppError) as caught:
        lanes.run(LaneName.LLM, Act("count", text="giant"))
    assert caught.value.code is ErrorCode.MODEL_DOES_NOT_FIT
    assert caught.value.details == {"model": "giant", "needs": 5 * GIB, "has": 4 * GIB}
    assert lanes.memory() == ()
    assert lanes.run(LaneName.LLM, Act("count", text="small")).value == Acted("small")


def test_an_idle_lane_gives_way_to_what_needs_its_memory(lanes: Lanes, machine: Machine) -> None:
    machine.sizes.update(encoder=3 * GIB, chat=2 * GIB)
    lanes.run(LaneName.EMBEDDING, Act("count", text="encoder"))
    before = pid_of(lanes, LaneName.EMBEDDING)
    assert lanes.run(LaneName.LLM, Act("count", text="chat")).value == Acted("chat")
    assert [held.lane for held in lanes.memory()] == [LaneName.LLM]
    assert not is_alive(before)


def test_what_idle_lanes_hold_counts_for_a_usual_conversation(lanes: Lanes, machine: Machine) -> None:
    machine.sizes["encoder"] = 3 * GIB
    lanes.run(LaneName.EMBEDDING, Act("count", text="encoder"))
    machine.resident[pid_of(lanes, LaneName.EMBEDDING)] = GIB  # and two more that it was promised
    assert lanes.cache_bytes(LaneName.LLM, Path("chat")) == 2 * GIB + 5
    listener = Listener()
    job = lanes.submit(LaneName.EMBEDDING, Act("wait_for_cancel", text="encoder"), on_event=listener)
    listener.wait_for(JobProgress)
    assert lanes.cache_bytes(LaneName.LLM, Path("chat")) == 2 * GIB + 2
    lanes.cancel(job)
    listener.ended()


def test_a_busy_lane_is_never_taken_away(lanes: Lanes, machine: Machine) -> None:
    machine.sizes.update(encoder=3 * GIB, chat=2 * GIB)
    listener = Listener()
    job = lanes.submit(LaneName.EMBEDDING, Act("wait_for_cancel", text="encoder"), on_event=listener)
    listener.wait_for(JobProgress)
    with pytest.raises(AppError) as caught:
        lanes.run(LaneName.LLM, Act("count", text="chat"))
    assert caught.value.details["has"] == GIB
    lanes.cancel(job)
    assert listener.ended().state is JobState.CANCELLED


def test_a_lane_that_changes_its_model_gives_the_old_one_back_first(lanes: Lanes, machine: Machine) -> None:
    machine.sizes.update(one=3 * GIB, other=3 * GIB)
    lanes.run(LaneName.LLM, Act("count", text="one"))
    machine.resident[pid_of(lanes, LaneName.LLM)] = 3 * GIB
    machine.free -= 3 * GIB
    assert lanes.run(LaneName.LLM, Act("count", text="other")).value == Acted("other")


def test_a_model_that_is_loaded_is_not_asked_to_fit_again(lanes: Lanes, machine: Machine) -> None:
    machine.sizes["chat"] = 3 * GIB
    lanes.run(LaneName.LLM, Act("count", text="chat"))
    machine.free = 0
    assert lanes.run(LaneName.LLM, Act("count", text="chat")).value == Acted("chat")


def test_memory_of_a_child_that_died_is_free_again(lanes: Lanes, machine: Machine) -> None:
    machine.sizes.update(chat=3 * GIB, encoder=3 * GIB)
    with pytest.raises(AppError):
        lanes.run(LaneName.LLM, Act("abort", text="chat"))
    assert lanes.run(LaneName.EMBEDDING, Act("count", text="encoder")).value == Acted("encoder")


def test_free_memory_now_lets_every_idle_child_go(lanes: Lanes) -> None:
    pids = [pid_of(lanes, lane) for lane in (LaneName.LLM, LaneName.EMBEDDING)]
    lanes.free_memory()
    until(lambda: lanes.memory() == ())
    assert not any(is_alive(pid) for pid in pids)
    assert lanes.run(LaneName.LLM, Act("count", text="again")).value == Acted("again")


def test_the_idle_time_counts_for_children_that_already_wait(lanes: Lanes) -> None:
    pid = pid_of(lanes, LaneName.LLM)
    lanes.set_idle(0.0)
    until(lambda: not is_alive(pid))


def test_background_work_waits_while_a_person_waits_elsewhere(lanes: Lanes) -> None:
    answer, indexing = Listener(), Listener()
    job = lanes.submit(LaneName.LLM, Act("wait_for_cancel"), priority=Priority.INTERACTIVE, on_event=answer)
    answer.wait_for(JobProgress)
    lanes.submit(LaneName.EMBEDDING, Act("count", text="batch"), on_event=indexing)
    quick = lanes.run(LaneName.EMBEDDING, Act("count", text="query"))  # what a person waits for goes on
    assert quick.value == Acted("query")
    assert indexing.events == []
    lanes.cancel(job)
    assert indexing.ended().value == Acted("batch")


def test_no_background_work_slips_in_between_two_jobs_that_a_person_waits_for(lanes: Lanes) -> None:
    done, indexing = list[str](), Listener()
    with lanes.person_waits():
        lanes.submit(LaneName.EMBEDDING, Act("count", text="batch"), on_event=indexing)
        for lane in (LaneName.EMBEDDING, LaneName.LLM):
            done.append(lanes.run(lane, Act("count", text="asked")).value.text)
        assert indexing.events == []
    assert done == ["asked", "asked"]
    assert indexing.ended().value == Acted("batch")


def test_background_work_of_two_lanes_runs_side_by_side(lanes: Lanes) -> None:
    first, second = Listener(), Listener()
    job = lanes.submit(LaneName.READING, Act("wait_for_cancel"), on_event=first)
    first.wait_for(JobProgress)
    lanes.submit(LaneName.EMBEDDING, Act("count", text="batch"), on_event=second)
    assert second.ended().value == Acted("batch")
    lanes.cancel(job)


def test_what_a_child_holds_is_measured(open_real: Callable[[], Lanes]) -> None:
    lanes = open_real()
    pid = pid_of(lanes, LaneName.LLM)
    (held,) = lanes.memory()
    assert held.resident is not None
    assert held.resident == pytest.approx(resident_bytes(pid), rel=0.2)
    assert held.resident > 5_000_000


@pytest.fixture
def open_real() -> Iterator[Callable[[], Lanes]]:
    opened: list[Lanes] = []

    def make() -> Lanes:
        opened.append(Lanes(acting_command(), measures=Measures(resident=resident_bytes)))
        return opened[-1]

    yield make
    for lanes in opened:
        lanes.close()
