"""Look at this computer. Never raises and changes nothing: what cannot be found out stays unknown."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
from pathlib import Path

from app.machine.handlers import linux, linux_gpu, macos, macos_calls, nvml, windows, windows_calls
from app.machine.models import Gpu, GpuVendor, Machine, Memory, Processor

_ARCHITECTURES = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64"}


def look(home: Path) -> Machine:
    """What this process may use of the computer now; ``home`` need not exist yet. Takes some milliseconds."""
    architecture = platform.machine().lower()
    architecture = _ARCHITECTURES.get(architecture, architecture)
    disk = free_disk(home)
    system = platform.system()
    if system == "Linux":
        root = Path("/")
        gpus = _with_nvml(linux_gpu.gpus(root))
        return Machine("linux", architecture, linux.memory(root), linux.processor(root), gpus, disk)
    if system == "Darwin":
        calls = macos_calls.MacosCalls()
        return Machine("macos", architecture, macos.memory(calls), macos.processor(calls), macos.gpus(calls), disk)
    if system == "Windows":
        asked = windows_calls.WindowsCalls()
        gpus = _with_nvml(windows.gpus(asked))
        return Machine("windows", architecture, windows.memory(asked), windows.processor(asked), gpus, disk)
    return Machine("other", architecture, Memory(), Processor(usable=os.cpu_count() or 1), (), disk)


def memory() -> Memory:
    """What this process may use now; asked before each model is loaded, so nothing else is looked at."""
    system = platform.system()
    if system == "Linux":
        return linux.memory(Path("/"))
    if system == "Darwin":
        return macos.memory(macos_calls.MacosCalls())
    return windows.memory(windows_calls.WindowsCalls()) if system == "Windows" else Memory()


def free_disk(folder: Path) -> int | None:
    """Bytes that this user may still write on the file system of ``folder``, or of its nearest parent that exists."""
    for place in (folder, *folder.parents):
        with contextlib.suppress(OSError, ValueError):
            return shutil.disk_usage(place).free
    return None


def _with_nvml(found: tuple[Gpu, ...]) -> tuple[Gpu, ...]:
    """NVIDIA's own library knows memory that is used already; it is asked only where there is such a card."""
    if not any(gpu.vendor is GpuVendor.NVIDIA for gpu in found):
        return found
    told = nvml.gpus(nvml.load())
    return found if not told else (*told, *(gpu for gpu in found if gpu.vendor is not GpuVendor.NVIDIA))
