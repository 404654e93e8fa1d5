"""The comparison of engines still runs: its child speaks for the product's own loop, and the figures hang together."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "data" / "models" / "tiny-chat"


@pytest.fixture(scope="module")
def llm() -> ModuleType:
    spec = importlib.util.spec_from_file_location("llm_benchmark", ROOT / "tests" / "benchmarks" / "llm.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def ids(seed: int, count: int) -> list[int]:
    return random.Random(seed).choices(range(3, 1000), k=count)


def test_a_child_measures_and_two_of_them_agree(llm: ModuleType) -> None:
    engines = [llm.start(label, "alcove", sys.executable, TINY, 1) for label in ("alcove", "llama.cpp, not really")]
    for number in range(2):
        for engine in engines:
            prompt, decode = engine.turn(ids(number, 40), 8)
            engine.prompt.append(prompt)
            engine.decode.append(decode)
    rows = llm.compared(engines)["engines"]
    assert [row["same_next_token"] for row in rows] == [1.0, 1.0]
    assert rows[1]["prompt_to_llama"] == rows[1]["decode_to_llama"] == 1.0
    assert min(row["resident_mb"] for row in rows) > 10
    own = engines[0]
    assert own("loop", tokens=8)["ratio"] > 1
    again = own("follow_up", ids=ids(7, 300), more=ids(8, 10))
    assert min(again["reused"], again["fresh"]) > 0
    assert own("arithmetic", tokens=300)["bytes"] > 100_000
    stop = own("stop", ids=ids(9, 300), times=2)
    assert 0 <= stop["median"] <= stop["p95"]
    for engine in engines:
        engine.end()
        assert engine.process.returncode == 0


def test_the_table_says_everything(llm: ModuleType) -> None:
    row: dict[str, Any] = {
        "engine": "alcove", "prompt": 100.0, "decode": 20.0, "prompt_to_llama": 1.25, "decode_to_llama": 1.1,
        "prompt_to_plain": 1.75, "decode_to_plain": 1.5, "resident_mb": 512, "same_next_token": 1.0,
    }  # fmt: skip
    own = {
        "loop_over_session": 1.02, "follow_up_seconds": 0.2, "fresh_seconds": 4.0, "follow_up_ratio": 0.05,
        "stop_median_seconds": 0.001, "stop_p95_seconds": 0.004, "resident_mb": 512, "own_mb": 480,
        "arithmetic_mb": 500,
    }  # fmt: skip
    rounds = {"counted_rounds": 7, "quiet_rounds": 5}
    text = llm.told({"shape": "one", "threads": 2, "load": 0.5, **rounds, "engines": [row], "own": own})
    for part in (
        "7 rounds, 5 of all were quiet",
        "1.25x",
        "1.10x",
        "1.75x",
        "1.50x",
        "512",
        "2.0%",
        "0.050x",
        "0.004 s",
        "500 MB",
    ):
        assert part in text
