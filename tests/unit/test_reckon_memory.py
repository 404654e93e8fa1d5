"""The memory a task's model needs, by its manifest."""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.domain.model_memory import PROCESS_BYTES
from app.protocol.tasks import ChatMessage, Describe, Generate
from app.services.reckon_memory import ReckonMemory

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
