"""What a look at the computer tells, as plain values; what could not be found out is 0, None or empty."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class GpuVendor(enum.StrEnum):
    NVIDIA = "nvidia"
    AMD = "amd"
    INTEL = "intel"
    APPLE = "apple"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Gpu:
    """``memory_bytes`` is the card's own, None where nobody tells. ``shared``: it works in the computer's memory."""

    name: str
    vendor: GpuVendor
    memory_bytes: int | None = None
    free_bytes: int | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes this process may use, 0 where unknown; ``limited`` where a container allows less than there is."""

    total_bytes: int = 0
    free_bytes: int = 0
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Processor:
    """``cores`` are physical (0 unknown), ``usable`` the logical ones this process may run on.

    ``instructions`` holds names of one spelling for all systems: avx, avx2, avx512, avx_vnni, avx512_vnni, fma, f16c,
    neon, dotprod, i8mm, sve.
    """

    name: str = ""
    cores: int = 0
    usable: int = 1
    instructions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Machine:
    """``system`` is 'linux', 'windows', 'macos' or 'other'; ``architecture`` 'x86_64', 'arm64' or the system's word.

    ``free_disk_bytes`` is of the file system that holds the home, None where it cannot be asked.
    """

    system: str
    architecture: str
    memory: Memory
    processor: Processor
    gpus: tuple[Gpu, ...] = ()
    free_disk_bytes: int | None = None
