"""Graphics cards as Linux lists them in /sys and /proc, without any library of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.machine.handlers.linux import number, read
from app.machine.models import Gpu, GpuVendor

_VENDORS = {"0x10de": GpuVendor.NVIDIA, "0x1002": GpuVendor.AMD, "0x8086": GpuVendor.INTEL}
_NAMES = {GpuVendor.NVIDIA: "NVIDIA", GpuVendor.AMD: "AMD Radeon", GpuVendor.INTEL: "Intel"}
_PICTURES_ONLY = frozenset({"0x1234", "0x1af4", "0x15ad", "0x1b36", "0x1414", "0x1a03", "0x80ee", "0x102b"})
"""Screens of virtual machines and servers: they draw, they do not compute."""
_LISTS = ("usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids")


def gpus(root: Path) -> tuple[Gpu, ...]:
    """``root`` is '/' except in tests. The largest first."""
    found = list(_drm(root))
    if not any(gpu.vendor is GpuVendor.NVIDIA for gpu in found):
        found += [Gpu(name, GpuVendor.NVIDIA) for name in _nvidia_names(root).values()]
    return tuple(sorted(found, key=lambda gpu: -(gpu.memory_bytes or 0)))


def _drm(root: Path) -> Iterator[Gpu]:
    nvidia = _nvidia_names(root)
    for card in _children(root / "sys/class/drm"):
        device = card / "device"
        vendor_id = read(device / "vendor").strip().lower()
        if not re.fullmatch(r"card\d+", card.name) or not vendor_id or vendor_id in _PICTURES_ONLY:
            continue
        vendor = _VENDORS.get(vendor_id, GpuVendor.OTHER)
        memory, used = number(device / "mem_info_vram_total"), number(device / "mem_info_vram_used")
        own = nvidia.get(_address(device)) if vendor is GpuVendor.NVIDIA else None
        name = own or _listed(root, vendor_id, read(device / "device").strip()) or _NAMES.get(vendor, "")
        free = memory - used if memory is not None and used is not None else None
        # Intel's discrete cards tell their memory in lmem_total_bytes; those that do not, work in the computer's.
        local = number(card / "lmem_total_bytes")
        yield Gpu(name, vendor, memory or local, free, shared=vendor is GpuVendor.INTEL and local is None)


def _nvidia_names(root: Path) -> dict[str, str]:
    """Name by PCI address, as the proprietary driver tells it."""
    found = {}
    for folder in _children(root / "proc/driver/nvidia/gpus"):
        model = re.search(r"^Model:\s+(.+)$", read(folder / "information"), re.M)
        found[folder.name] = f"NVIDIA {model[1].strip().removeprefix('NVIDIA ')}" if model else "NVIDIA"
    return found


def _address(device: Path) -> str:
    found = re.search(r"^PCI_SLOT_NAME=(.+)$", read(device / "uevent"), re.M)
    return found[1] if found else ""


def _listed(root: Path, vendor: str, device: str) -> str:
    """The name in the system's list of PCI ids, where it has one."""
    for name in _LISTS:
        text = read(root / name)
        section = re.search(rf"^{re.escape(vendor[2:])}  (.+)\n((?:[#\t].*\n)*)", text, re.M)
        found = section and re.search(rf"^\t{re.escape(device.lower()[2:])}  (.+)$", section[2], re.M)
        if section and found:
            return f"{section[1]} {found[1]}"[:200]
    return ""


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
