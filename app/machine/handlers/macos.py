"""Memory, processor and graphics of a Mac, from sysctl and the kernel's page counts (unconfirmed on one)."""

from __future__ import annotations

from typing import Protocol

from app.machine.models import Gpu, GpuVendor, Memory, Processor

_FEATURES = {
    "hw.optional.avx1_0": "avx", "hw.optional.avx2_0": "avx2", "hw.optional.avx512f": "avx512",
    "hw.optional.fma": "fma", "hw.optional.f16c": "f16c", "hw.optional.neon": "neon",
    "hw.optional.arm.FEAT_DotProd": "dotprod", "hw.optional.arm.FEAT_I8MM": "i8mm",
}  # fmt: skip


class Calls(Protocol):
    def number(self, name: str) -> int | None:
        """The sysctl value of ``name``."""

    def text(self, name: str) -> str: ...

    def free_bytes(self) -> int | None:
        """Free, inactive, purgeable and speculative pages: what a program can get without swapping."""


def memory(calls: Calls) -> Memory:
    total, free = calls.number("hw.memsize") or 0, calls.free_bytes()
    return Memory(total, total // 2 if free is None else min(free, total))


def processor(calls: Calls) -> Processor:
    instructions = {name for key, name in _FEATURES.items() if calls.number(key)}
    if calls.number("hw.optional.arm64"):
        instructions.add("neon")
    cores = calls.number("hw.physicalcpu") or 0
    return Processor(
        calls.text("machdep.cpu.brand_string"),
        cores,
        calls.number("hw.logicalcpu") or max(1, cores),
        frozenset(instructions),
    )


def gpus(calls: Calls) -> tuple[Gpu, ...]:
    """Apple's own chips share the computer's memory; the cards of older Macs cannot be asked without libraries."""
    if not calls.number("hw.optional.arm64"):
        return ()
    return (Gpu(calls.text("machdep.cpu.brand_string") or "Apple", GpuVendor.APPLE, shared=True),)
