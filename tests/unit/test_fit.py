"""Whether a model fits, with the numbers that the sentence needs, and the one set for each class of computer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.domain.models.catalogue import Catalogue, CatalogueEntry
from app.domain.models.fit import FitLabel, FitReason, fit, recommended, set_fit, total_download
from app.domain.models.manifest import ChatFacts, Manifest, ModelFile, ModelRole
from app.domain.models.model_memory import PROCESS_BYTES
from app.machine.models import Gpu, GpuVendor, Machine, Memory, Processor

GB = 1 << 30
FOLDER = Path(__file__).resolve().parents[2] / "models" / "catalogue"
CATALOGUE = Catalogue.load(FOLDER)
CARD = Gpu("card", GpuVendor.NVIDIA, 8 * GB, 7 * GB)


def machine(
    total: float, free: float, *, cores: int = 8, gpus: tuple[Gpu, ...] = (), disk: float | None = 100
) -> Machine:
    processor = Processor("", cores, cores, frozenset({"avx2"}))
    free_disk = None if disk is None else int(disk * GB)
    return Machine("linux", "x86_64", Memory(int(total * GB), int(free * GB)), processor, gpus, free_disk)


def entry(identifier: str) -> CatalogueEntry:
    found = CATALOGUE.by_id(identifier)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("here", "label", "reason"),
    [
        (machine(16, 12), FitLabel.GOOD, FitReason.ROOM),
        (machine(16, 12, cores=2), FitLabel.SLOW, FitReason.FEW_CORES),
        (machine(16, 4.3), FitLabel.TIGHT, FitReason.MEMORY_CLOSE),
        (machine(16, 3.2), FitLabel.TIGHT, FitReason.MEMORY_FREE),
        (machine(4, 3.2), FitLabel.DOES_NOT_FIT, FitReason.MEMORY_TOTAL),
        (machine(16, 12, disk=3), FitLabel.DOES_NOT_FIT, FitReason.DISK),
        (machine(0, 0), FitLabel.UNKNOWN, FitReason.MEMORY_UNKNOWN),
    ],
)
def test_the_label_and_its_reason(here: Machine, label: FitLabel, reason: FitReason) -> None:
    found = fit(entry("qwen3-4b"), here)
    assert (found.label, found.reason) == (label, reason)
    assert found.runs == (label is not FitLabel.DOES_NOT_FIT)
    if reason in (FitReason.MEMORY_FREE, FitReason.MEMORY_CLOSE, FitReason.ROOM):
        assert found.needs_bytes == 519_634 + 2_885_434_880 + 4096 * 294_912 + PROCESS_BYTES
        assert found.has_bytes == here.memory.free_bytes
    if reason is FitReason.DISK:
        assert (found.needs_bytes, found.has_bytes) == (2_897_393_599, 3 * GB)


def test_a_longer_talk_and_other_models_take_memory() -> None:
    here, chat = machine(16, 12), entry("qwen3-4b")
    short, long = fit(chat, here).needs_bytes, fit(chat, here, tokens=8192).needs_bytes
    assert long - short == 4096 * 294_912
    assert fit(chat, here, beside=5 * GB).needs_bytes == short + 5 * GB
    assert fit(chat, here, tokens=1 << 30).needs_bytes == fit(chat, here, tokens=40960).needs_bytes


def test_what_is_here_already_needs_no_disk() -> None:
    full = machine(16, 12, disk=0.5)
    assert fit(entry("qwen3-4b"), full).reason is FitReason.DISK
    assert fit(entry("qwen3-4b"), full, installed=True).label is FitLabel.GOOD


def test_an_unknown_size_is_said_and_promises_nothing() -> None:
    found = fit(entry("smollm3-3b"), machine(16, 12))
    assert (found.label, found.reason) == (FitLabel.UNKNOWN, FitReason.SIZE_UNKNOWN)


def test_nobody_is_advised_to_wait_for_a_large_model_on_two_cores() -> None:
    def advised(**here: Any) -> tuple[list[str], FitLabel]:
        computer = machine(16, 12, **here)
        chosen = recommended(CATALOGUE, computer, roles=(ModelRole.CHAT,))
        return [item.id for item in chosen], set_fit(chosen, computer).label

    assert advised() == (["qwen3-4b"], FitLabel.GOOD)
    assert advised(cores=2) == (["qwen3-1.7b"], FitLabel.SLOW)
    assert advised(cores=2, gpus=(CARD,)) == (["qwen3-4b-instruct-2507-q4f16"], FitLabel.GOOD)


@pytest.mark.parametrize(
    ("gpus", "label", "reason"),
    [
        ((), FitLabel.DOES_NOT_FIT, FitReason.NO_GPU),
        ((CARD,), FitLabel.GOOD, FitReason.ROOM),
        ((Gpu("small", GpuVendor.AMD, 2 * GB),), FitLabel.DOES_NOT_FIT, FitReason.GPU_MEMORY),
        ((Gpu("just", GpuVendor.AMD, 4 * GB),), FitLabel.TIGHT, FitReason.GPU_MEMORY),
        ((Gpu("silent", GpuVendor.INTEL),), FitLabel.UNKNOWN, FitReason.GPU_UNKNOWN),
        ((Gpu("M", GpuVendor.APPLE, shared=True),), FitLabel.GOOD, FitReason.ROOM),
    ],
)
def test_a_model_for_the_graphics_card(gpus: tuple[Gpu, ...], label: FitLabel, reason: FitReason) -> None:
    found = fit(entry("qwen3-4b-instruct-2507-q4f16"), machine(16, 12, gpus=gpus))
    assert (found.label, found.reason) == (label, reason)


def test_an_installed_model_is_judged_by_its_manifest() -> None:
    facts = ChatFacts(32768, cache_bytes_per_token=229_376, state_bytes=1000)
    files = (ModelFile("model.onnx", 1 * GB, "0" * 64), ModelFile("tokenizer.json", 1, "0" * 64))
    manifest = Manifest("m", "M", ModelRole.CHAT, "MIT", "x", "1", "int4", ("en",), files, chat=facts)
    found = fit(manifest, machine(8, 6))
    assert found.label is FitLabel.GOOD
    assert found.needs_bytes - fit(manifest, machine(8, 6), tokens=0).needs_bytes == 4096 * 229_376


@pytest.mark.parametrize(
    ("total", "chat", "embedding"),
    [
        (3.8, None, "granite-embedding-97m-multilingual-r2"),
        (7.6, "qwen3-1.7b", "gte-multilingual-base"),
        (15.4, "qwen3-4b", "gte-multilingual-base"),
        (31, "qwen3-4b", "gte-multilingual-base"),
    ],
)
def test_one_set_for_each_class(total: float, chat: str | None, embedding: str) -> None:
    chosen = recommended(CATALOGUE, machine(total, total / 2))
    by_role = {item.role: item.id for item in chosen}
    assert len(by_role) == len(chosen)
    assert by_role.get(ModelRole.CHAT) == chat
    assert by_role[ModelRole.EMBEDDING] == embedding
    assert recommended(CATALOGUE, machine(total, 0.1)) == chosen  # a browser that is open changes no advice
    assert set_fit(chosen, machine(total, total)).label is not FitLabel.DOES_NOT_FIT
    assert total_download(chosen) == sum(item.download_bytes or 0 for item in chosen)


def test_the_set_keeps_to_the_disk_to_the_card_and_to_the_roles_asked_for() -> None:
    assert recommended(CATALOGUE, machine(16, 12, disk=0.5)) == ()
    with_card = recommended(CATALOGUE, machine(16, 12, gpus=(CARD,)))
    assert "qwen3-4b-instruct-2507-q4f16" in [item.id for item in with_card]
    only = recommended(CATALOGUE, machine(16, 12), roles=(ModelRole.EMBEDDING, ModelRole.CHAT))
    assert {item.role for item in only} == {ModelRole.EMBEDDING, ModelRole.CHAT}
    assert recommended(CATALOGUE, machine(16, 12), languages=("sw",)) == ()


def test_the_whole_set_on_a_full_disk_says_so() -> None:
    chosen = recommended(CATALOGUE, machine(16, 12))
    assert set_fit(chosen, machine(16, 12, disk=2)).reason is FitReason.DISK
