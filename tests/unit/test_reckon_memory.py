"""The memory a task's model needs, by its manifest."""

from __future__ import annotations

import json
import mmap
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.models.manifest import Manifest
from app.domain.models.model_memory import LEAST_TOKENS, PROCESS_BYTES, USUAL_TOKENS, need_of
from app.machine.processes import own_bytes, resident_bytes
from app.protocol.tasks import ChatMessage, CountTokens, Describe, Generate
from app.services.models.reckon_memory import ReckonMemory

MANIFEST = {
    "format": 1,
    "id": "m",
    "name": "M",
    "role": "chat",
    "licence": "MIT",
    "source": "here",
    "revision": "1",
    "precision": "int4",
    "languages": ["en"],
    "files": [
        {"name": "model.onnx", "size": 1000, "sha256": "0" * 64},
        {"name": "model.onnx_data", "size": 3_000_000_000, "sha256": "0" * 64},
        {"name": "tokenizer.json", "size": 11_000_000, "sha256": "0" * 64},
    ],
    "chat": {"context_length": 40_960, "cache_bytes_per_token": 229_376, "state_bytes": 5000},
}

A_TOKEN = 229_376
FIXED = 3_000_001_000 + 5000 + PROCESS_BYTES


def write(folder: Path, **chat: int) -> None:
    values = {**MANIFEST, "chat": {**MANIFEST["chat"], **chat}}  # type: ignore[dict-item]
    (folder / "manifest.json").write_text(json.dumps(values))


def task(folder: Path) -> Generate:
    return Generate(folder, (ChatMessage("user", "?"),))


def test_weights_cache_states_and_the_process_are_counted(tmp_path: Path) -> None:
    write(tmp_path)
    need = ReckonMemory().need(task(tmp_path))
    assert need is not None
    assert need.model == tmp_path
    assert need.bytes == 3_000_001_000 + 4096 * 229_376 + 5000 + PROCESS_BYTES


def test_a_short_context_takes_a_short_cache(tmp_path: Path) -> None:
    write(tmp_path, context_length=1024)
    need = ReckonMemory().need(task(tmp_path))
    assert need is not None
    assert need.bytes == 3_000_001_000 + 1024 * 229_376 + 5000 + PROCESS_BYTES


def test_a_manifest_that_changed_is_read_again(tmp_path: Path) -> None:
    reckon = ReckonMemory()
    write(tmp_path)
    before = reckon.need(task(tmp_path))
    write(tmp_path, context_length=1024, state_bytes=0)
    os.utime(tmp_path / "manifest.json", ns=(1, 1))
    after = reckon.need(task(tmp_path))
    assert before is not None
    assert after is not None
    assert after.bytes < before.bytes


def test_what_names_no_model_or_no_manifest_needs_nothing(tmp_path: Path) -> None:
    assert ReckonMemory().need(Describe()) is None
    assert ReckonMemory().need(task(tmp_path / "nowhere")) is None
    (tmp_path / "manifest.json").write_text("{")
    assert ReckonMemory().need(task(tmp_path)) is None


def test_what_is_free_is_asked_of_the_machine() -> None:
    free = ReckonMemory().measures().available()
    assert free is None or free > 1 << 20


def test_a_conversation_of_bounded_memory_needs_no_more_and_the_length_of_a_prompt_the_least(tmp_path: Path) -> None:
    write(tmp_path)
    bounded = ReckonMemory().need(replace(task(tmp_path), cache_bytes=1000))
    counted = ReckonMemory().need(CountTokens(tmp_path, ()))
    assert bounded is not None
    assert counted is not None
    assert bounded.bytes == FIXED + 1000
    assert counted.bytes == FIXED + LEAST_TOKENS * A_TOKEN


@pytest.mark.parametrize(
    ("free", "most", "tokens"),
    [
        pytest.param(0, 0, LEAST_TOKENS, id="the least, which admission asks for"),
        pytest.param(3000, 3000, 3000, id="what is free"),
        pytest.param(3000, 9000, USUAL_TOKENS, id="others leave for a usual conversation"),
        pytest.param(9000, 12_000, 9000, id="and not for a longer one"),
        pytest.param(90_000, 90_000, 40_960, id="never more than the context"),
    ],
)
def test_caches_take_what_is_free_beside_the_model(tmp_path: Path, free: int, most: int, tokens: int) -> None:
    write(tmp_path)
    found = ReckonMemory().cache(tmp_path, FIXED + free * A_TOKEN, FIXED + most * A_TOKEN)
    assert found == tokens * A_TOKEN


def test_nobody_bounds_what_nobody_knows(tmp_path: Path) -> None:
    write(tmp_path, cache_bytes_per_token=0)
    assert ReckonMemory().cache(tmp_path, 0, 0) is None
    assert ReckonMemory().cache(tmp_path / "nowhere", 0, 0) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells them apart")
def test_pages_of_a_mapped_file_are_not_a_process_own(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(b"1" * (64 << 20))
    before = own_bytes(os.getpid()), resident_bytes(os.getpid())
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert mapped[:: mmap.PAGESIZE].count(b"1") == (64 << 20) // mmap.PAGESIZE
        after = own_bytes(os.getpid()), resident_bytes(os.getpid())
    assert None not in (*before, *after)
    assert after[1] - before[1] > 60 << 20  # type: ignore[operator]
    assert after[0] - before[0] < 8 << 20  # type: ignore[operator]


@pytest.mark.parametrize(("megabytes", "needs"), [(100, 25 + 320), (2000, 2000)])
def test_a_speech_model_is_reckoned_as_it_is_read(megabytes: int, needs: int) -> None:
    """At 8 bits with room to work; a large one takes most while its weights are read."""
    size = megabytes << 20
    files = [{"name": n, "size": s, "sha256": "0" * 64} for n, s in (("model.bin", size), ("tokenizer.json", 1))]
    manifest = {
        "format": 1, "id": "whisper", "name": "W", "role": "speech", "licence": "MIT", "source": "s", "revision": "1",
        "precision": "float32", "languages": ["en"], "files": files, "speech": {},
    }  # fmt: skip
    assert need_of(Manifest.from_json(manifest)).total == PROCESS_BYTES + (needs << 20)
