"""Memory, processor and graphics of a Windows computer, from the answers of its own calls (unconfirmed on one)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from app.machine.models import Gpu, GpuVendor, Memory, Processor

_FEATURES = {39: "avx", 40: "avx2", 41: "avx512", 19: "neon", 43: "dotprod", 66: "i8mm"}
"""PF_…_AVAILABLE of IsProcessorFeaturePresent (winnt.h)."""
_VENDORS = {"10DE": GpuVendor.NVIDIA, "1002": GpuVendor.AMD, "8086": GpuVendor.INTEL}
_SHARED_BELOW = 1 << 30
"""What the registry gives for a card inside the processor is only the piece that the firmware put aside."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """A display adapter of the registry. ``device`` is its MatchingDeviceId, ``memory`` the driver's figure."""

    name: str
    device: str
    memory: int | None


class Calls(Protocol):
    def memory(self) -> tuple[int, int]:
        """(total, available) bytes; zeros where it cannot be asked."""

    def has_feature(self, number: int) -> bool: ...

    def cores(self) -> int:
        """Physical cores, 0 unknown."""

    def usable(self) -> int: ...

    def processor_name(self) -> str: ...

    def adapters(self) -> list[Adapter]: ...


def memory(calls: Calls) -> Memory:
    total, free = calls.memory()
    return Memory(total, min(free, total))


def processor(calls: Calls) -> Processor:
    instructions = frozenset(name for number, name in _FEATURES.items() if calls.has_feature(number))
    return Processor(calls.processor_name().strip(), calls.cores(), max(1, calls.usable()), instructions)


def gpus(calls: Calls) -> tuple[Gpu, ...]:
    """Only adapters on the PCI bus: those of remote desktops and virtual screens compute nothing. Largest first."""
    found: dict[tuple[str, str], Gpu] = {}
    for adapter in calls.adapters():
        vendor_id = re.match(r"PCI\\VEN_([0-9A-F]{4})", adapter.device, re.I)
        if not vendor_id or vendor_id[1] in ("1414", "15AD", "80EE", "1AF4", "1B36", "1234"):
            continue
        vendor = _VENDORS.get(vendor_id[1].upper(), GpuVendor.OTHER)
        small = (adapter.memory or 0) < _SHARED_BELOW
        shared = small and vendor in (GpuVendor.INTEL, GpuVendor.AMD)
        gpu = Gpu(adapter.name, vendor, None if shared else adapter.memory, shared=shared)
        found.setdefault((adapter.name, adapter.device), gpu)  # an old driver's entry may still stand there
    return tuple(sorted(found.values(), key=lambda gpu: -(gpu.memory_bytes or 0)))
