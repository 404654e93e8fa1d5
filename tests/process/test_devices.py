"""A graphics card that fails costs nobody an answer: the same job again on the processor, with real child processes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.jobs.lanes import Lanes
from app.protocol.tasks import ChatMessage, Generate, LaneName, TextPiece
from app.services.devices import Devices, MovedToCpu
from app.settings.file import ValuesFile
from app.settings.schema import Settings, State

TASK = Generate(Path("model"), (ChatMessage("user", "?"),))


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[Callable[[str], Devices]]:
    opened: list[Lanes] = []

    def make(how: str) -> Devices:
        opened.append(
            Lanes(lambda lane: [sys.executable, "-P", "-s", "-m", "tests.fakes.failing_card", lane.value, how])
        )
        settings = ValuesFile(tmp_path / "settings.json", Settings)
        return Devices(opened[-1], settings, ValuesFile(tmp_path / "state.json", State))

    yield make
    for lanes in opened:
        lanes.close()


@pytest.mark.parametrize(
    ("how", "device", "code"),
    [
        ("memory", "webgpu", ErrorCode.OUT_OF_MEMORY),
        ("lost", "webgpu", ErrorCode.DEVICE_FAILED),
        ("crash", "webgpu", ErrorCode.WORKER_CRASHED),
        ("at_start", "auto", ErrorCode.WORKER_CRASHED),
    ],
)
def test_the_same_job_is_done_on_the_processor_and_that_is_said_and_remembered(
    devices: Callable[[str], Devices], how: str, device: str, code: ErrorCode
) -> None:
    run, told, pieces = devices(how), list[MovedToCpu](), list[str]()

    def moved(event: MovedToCpu) -> None:
        told.append(event)
        pieces.clear()

    def take(value: object, _tail: bytes) -> None:
        assert isinstance(value, TextPiece)
        pieces.append(value.text)

    made = run.run(LaneName.LLM, TASK, model_id="m", on_partial=take, on_moved=moved).value
    assert (made.text, made.provider) == ("on the processor", "cpu")
    assert told == [MovedToCpu(device, code)]
    assert pieces == ["on the processor"]
    assert run.provider_for("m") == "cpu"
    assert run.provider_for("another") == "auto"
    told.clear()
    run.run(LaneName.LLM, TASK, model_id="m", on_moved=moved)
    assert told == []
    assert devices(how).provider_for("m") == "cpu"  # the next start knows it too
    run.try_again("m")
    assert run.provider_for("m") == "auto"


def test_a_fault_of_the_processor_is_told_as_it_is(devices: Callable[[str], Devices]) -> None:
    run = devices("no_card")
    with pytest.raises(AppError) as caught:
        run.run(LaneName.LLM, TASK, model_id="m")
    assert caught.value.code is ErrorCode.OUT_OF_MEMORY
    assert run.provider_for("m") == "auto"


def test_who_wants_no_card_gets_none(devices: Callable[[str], Devices], tmp_path: Path) -> None:
    ValuesFile(tmp_path / "settings.json", Settings).change(use_gpu=False)
    assert devices("crash").run(LaneName.LLM, TASK, model_id="m").value.provider == "cpu"
