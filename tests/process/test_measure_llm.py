"""`alcove bench llm`: what it measures of a real worker, and what it says where it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import JobCancelled
from app.domain.models.manifest import Manifest
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import ChatMessage, Generate, LaneName
from app.services.models.measure_llm import Effort, MeasureLlm, comparison_script
from app.services.models.reckon_memory import ReckonMemory

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "data" / "models" / "tiny-chat"
SHORT = Effort(prompt=200, answer=8, rounds=1, stops=2)


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    opened = Lanes(measures=ReckonMemory().measures(), grace_seconds=100)
    yield opened
    opened.close()


@pytest.fixture
def model() -> InstalledModel:
    return InstalledModel(Manifest.load(TINY), TINY)


def test_every_figure_is_measured(lanes: Lanes, model: InstalledModel) -> None:
    steps = list[tuple[int, int]]()
    measured = MeasureLlm(lanes).measure(model, SHORT, on_step=lambda done, of: steps.append((done, of)))
    assert measured.model == "tiny-chat"
    assert measured.provider == "cpu"
    assert min(measured.prompt_speed, measured.decode_speed, measured.load_seconds) > 0
    assert measured.shared_tokens > 100
    assert measured.follow_up > 0
    assert measured.stop >= 0
    assert measured.reckoned_bytes is not None
    assert sys.platform != "linux" or (measured.resident_bytes or 0) > 10_000_000
    assert steps == [(number, steps[-1][1]) for number in range(1, len(steps) + 1)]
    assert steps[-1][0] == steps[-1][1]


def test_a_stop_ends_it_and_the_lane_answers_again(lanes: Lanes, model: InstalledModel) -> None:
    stop = StopSignal()
    with pytest.raises(JobCancelled):
        MeasureLlm(lanes).measure(model, SHORT, stop=stop, on_step=lambda _done, _of: stop.stop())
    assert lanes.run(LaneName.LLM, Generate(TINY, (ChatMessage("user", "Hello"),), 4)).value.new_tokens > 0


def alcove(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", "bench", "llm", "--home", str(home), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_prints_one_object(tmp_path: Path) -> None:
    done = alcove(tmp_path / "home", "--quick", "--json", "--model", str(TINY))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["model"] == "tiny-chat"
    assert told["decode_speed"] > 0


def test_without_a_model_and_without_peers_it_says_so(tmp_path: Path) -> None:
    done = alcove(tmp_path / "home", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"] == "model.missing"
    done = alcove(tmp_path / "home", "--peers", str(tmp_path))
    assert done.returncode == 1
    assert "prepare_peers.py" in done.stderr


def test_the_comparison_is_part_of_the_source_folder_only(tmp_path: Path) -> None:
    assert comparison_script(ROOT) == ROOT / "tests" / "benchmarks" / "llm.py"
    assert comparison_script(tmp_path) is None
