"""Whether a model fits a computer, why, and which set suits it. Arithmetic alone: it looks at nothing itself."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.domain.models.catalogue import SHORT_CONTEXT, CatalogueEntry, Target
from app.domain.models.manifest import Manifest, ModelRole
from app.domain.models.model_memory import ENCODER_WORKING_BYTES, PROCESS_BYTES, need_of
from app.machine.models import Gpu, Machine

KEPT_FOR_THE_SYSTEM = 1 << 30
"""What a computer cannot give to a model however many programs are closed."""
COMFORT_BYTES = 1 << 30
"""With less than this left, one more program makes the computer swap."""
KEPT_ON_DISK = 1 << 30
_MANY_CORES, _LARGE_FOR_FEW_CORES = 4, 1_000_000_000
"""One core decoded 16 tokens/s of half a billion 4-bit weights: a gigabyte and more is slower than one reads."""
_TOO_LARGE_FOR_FEW_CORES = 2_000_000_000
"""By that figure two cores would write some three tokens a second: nobody is advised to wait for them."""
_FAST_INSTRUCTIONS = frozenset({"avx2", "neon"})
ROLES_OF_A_SET = (ModelRole.EMBEDDING, ModelRole.CHAT, ModelRole.RERANKING, ModelRole.SPEECH)
"""In the order in which they take the memory: search works without an answer, no answer works without search."""
ROLES_IN_USE = (ModelRole.EMBEDDING, ModelRole.CHAT, ModelRole.SPEECH, ModelRole.TRANSLATION)
"""Those that something in this version works with; models of the other roles are not offered to a person yet."""
ROLES_AT_FIRST = (ModelRole.EMBEDDING, ModelRole.CHAT)
"""What a new person gets at once; the rest comes when it is wanted."""


class FitLabel(enum.StrEnum):
    """From best to worst."""

    GOOD = "good"
    SLOW = "slow"
    TIGHT = "tight"
    UNKNOWN = "unknown"
    DOES_NOT_FIT = "does_not_fit"


class FitReason(enum.StrEnum):
    """Why a label; the numbers stand beside it, the sentence is made where a person reads it."""

    ROOM = "room"
    """Fits, with ``has_bytes`` free."""
    FEW_CORES = "few_cores"
    """Fits, but this processor writes slowly with so large a model (an estimate until its self-test)."""
    MEMORY_CLOSE = "memory_close"
    """Fits into what is free now, with little left."""
    MEMORY_FREE = "memory_free"
    """The computer has enough, but other programs hold it now."""
    MEMORY_TOTAL = "memory_total"
    """More than the computer has."""
    DISK = "disk"
    NO_GPU = "no_gpu"
    GPU_MEMORY = "gpu_memory"
    GPU_UNKNOWN = "gpu_unknown"
    """There is a graphics card, but nobody tells its memory."""
    SIZE_UNKNOWN = "size_unknown"
    """What the model needs is known only when the hub was asked."""
    MEMORY_UNKNOWN = "memory_unknown"
    """This computer does not tell its memory."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``needs_bytes`` and ``has_bytes`` are of what ``reason`` speaks of: memory, graphics memory, disk; 0 unknown."""

    label: FitLabel
    reason: FitReason
    needs_bytes: int = 0
    has_bytes: int = 0

    @property
    def runs(self) -> bool:
        return self.label is not FitLabel.DOES_NOT_FIT


def fit(
    model: CatalogueEntry | Manifest,
    machine: Machine,
    *,
    tokens: int = SHORT_CONTEXT,
    beside: int = 0,
    installed: bool = False,
) -> Fit:
    """How ``model`` fits with a talk of ``tokens``, with ``beside`` bytes taken by other models at the same time.

    ``installed``: the files are already here, so that the disk does not count. A manifest counts as installed.
    """
    weights, needs, download, target = _needs(model, tokens)
    if not (installed or isinstance(model, Manifest)) and machine.free_disk_bytes is not None and download is not None:
        on_disk = download + KEPT_ON_DISK
        if on_disk > machine.free_disk_bytes:
            return Fit(FitLabel.DOES_NOT_FIT, FitReason.DISK, download, machine.free_disk_bytes)
    if target is Target.GPU and not machine.gpus:
        return Fit(FitLabel.DOES_NOT_FIT, FitReason.NO_GPU, needs or 0)
    if needs is None:
        return Fit(FitLabel.UNKNOWN, FitReason.SIZE_UNKNOWN)
    if target is Target.GPU:
        return _fit_gpu(needs, machine, beside)
    return _fit_memory(needs + beside, machine, few_cores=_few_cores(weights, machine))


def set_fit(entries: Iterable[CatalogueEntry], machine: Machine) -> Fit:
    """How several models fit together: all in memory at once, all on the disk."""
    chosen = list(entries)
    needs = sum(_taken(entry) for entry in chosen)
    download = total_download(chosen)
    if machine.free_disk_bytes is not None and download + KEPT_ON_DISK > machine.free_disk_bytes:
        return Fit(FitLabel.DOES_NOT_FIT, FitReason.DISK, download, machine.free_disk_bytes)
    slow = any(entry.target is Target.CPU and _few_cores(_weights(entry), machine) for entry in chosen)
    return _fit_memory(needs, machine, few_cores=slow)


def total_download(entries: Iterable[CatalogueEntry]) -> int:
    """Bytes to fetch; entries whose size nobody knows count nothing."""
    return sum(entry.download_bytes or 0 for entry in entries)


def recommended(
    entries: Iterable[CatalogueEntry],
    machine: Machine,
    languages: Collection[str] = ("en", "zh"),
    roles: Iterable[ModelRole] = ROLES_OF_A_SET,
) -> tuple[CatalogueEntry, ...]:
    """One set for this computer: at most one model a role, all of them in memory at once at a short talk.

    Of each role the entry for the largest computer that this one still is, in all ``languages``; a role for which
    nothing fits is left out. A graphics card that holds the chat model takes it from the processor.
    """
    chosen: list[CatalogueEntry] = []
    taken = 0
    offered = [e for e in entries if e.recommended_from is not None and set(languages) <= set(e.languages)]
    for role in roles:
        for entry in sorted((e for e in offered if e.role is role), key=_preference, reverse=True):
            if not _suits(entry, machine, taken, total_download(chosen)):
                continue
            chosen.append(entry)
            taken += _taken(entry)
            break
    order = list(ModelRole)
    return tuple(sorted(chosen, key=lambda entry: order.index(entry.role)))


def _preference(entry: CatalogueEntry) -> tuple[bool, int]:
    return entry.target is Target.GPU, entry.recommended_from or 0


def _suits(entry: CatalogueEntry, machine: Machine, taken: int, downloads: int) -> bool:
    """By what the computer has, not by what is free this minute: closing a browser must not change the advice."""
    needs, disk = entry.memory_at(SHORT_CONTEXT), entry.download_bytes
    if needs is None or disk is None:
        return False
    if machine.free_disk_bytes is not None and downloads + disk + KEPT_ON_DISK > machine.free_disk_bytes:
        return False
    if entry.target is Target.GPU:
        return any(_room(gpu, machine) >= needs + COMFORT_BYTES for gpu in machine.gpus)
    if _weights(entry) > _TOO_LARGE_FOR_FEW_CORES and _few_cores(_weights(entry), machine):
        return False
    total = machine.memory.total_bytes
    enough = taken + _taken(entry) + KEPT_FOR_THE_SYSTEM <= total
    return enough and total >= (entry.recommended_from or 0)


def _needs(model: CatalogueEntry | Manifest, tokens: int) -> tuple[int, int | None, int | None, Target]:
    """Bytes of weights, of memory in all (None unknown), of the download, and where it is to run."""
    if isinstance(model, CatalogueEntry):
        weights = _weights(model)
        held = min(tokens, model.context) if model.context else tokens
        needed = model.memory_at(held)
        return weights, None if needed is None else needed + _working(model), model.download_bytes, model.target
    return model.bytes, need_of(model, tokens).total, model.bytes, Target.CPU


def _weights(entry: CatalogueEntry) -> int:
    return entry.memory.weights if entry.memory else 0


def _working(entry: CatalogueEntry) -> int:
    """The process itself, and what an encoder's batch takes; the same figures as for an installed model."""
    return PROCESS_BYTES + (0 if entry.role is ModelRole.CHAT else ENCODER_WORKING_BYTES)


def _taken(entry: CatalogueEntry) -> int:
    """Main memory while it runs; a card's model keeps its weights there, its process here."""
    on_card = entry.target is Target.GPU
    return _working(entry) + (0 if on_card else entry.memory_at(SHORT_CONTEXT) or 0)


def _fit_memory(needs: int, machine: Machine, *, few_cores: bool) -> Fit:
    total, free = machine.memory.total_bytes, machine.memory.free_bytes
    if not total:
        return Fit(FitLabel.UNKNOWN, FitReason.MEMORY_UNKNOWN, needs)
    if needs + KEPT_FOR_THE_SYSTEM > total:
        return Fit(FitLabel.DOES_NOT_FIT, FitReason.MEMORY_TOTAL, needs, total)
    if needs > free:
        return Fit(FitLabel.TIGHT, FitReason.MEMORY_FREE, needs, free)
    if needs + COMFORT_BYTES > free:
        return Fit(FitLabel.TIGHT, FitReason.MEMORY_CLOSE, needs, free)
    if few_cores:
        return Fit(FitLabel.SLOW, FitReason.FEW_CORES, needs, free)
    return Fit(FitLabel.GOOD, FitReason.ROOM, needs, free)


def _fit_gpu(needs: int, machine: Machine, beside: int) -> Fit:
    best = max(machine.gpus, key=lambda gpu: _room(gpu, machine))
    if best.shared:
        return _fit_memory(needs + beside, machine, few_cores=False)
    room = _room(best, machine)
    if not room:
        return Fit(FitLabel.UNKNOWN, FitReason.GPU_UNKNOWN, needs)
    if needs > room:
        return Fit(FitLabel.DOES_NOT_FIT, FitReason.GPU_MEMORY, needs, room)
    label = FitLabel.GOOD if needs + COMFORT_BYTES <= room else FitLabel.TIGHT
    return Fit(label, FitReason.ROOM if label is FitLabel.GOOD else FitReason.GPU_MEMORY, needs, room)


def _room(gpu: Gpu, machine: Machine) -> int:
    if gpu.shared:
        return max(0, machine.memory.total_bytes - KEPT_FOR_THE_SYSTEM)
    return gpu.memory_bytes or 0


def _few_cores(weights: int, machine: Machine) -> bool:
    processor = machine.processor
    cores = min(processor.cores or processor.usable, processor.usable)
    weak = bool(processor.instructions) and not processor.instructions & _FAST_INSTRUCTIONS
    return weights > _LARGE_FOR_FEW_CORES and (cores < _MANY_CORES or weak)
