"""Memory of NVIDIA cards by the library that comes with their driver; asks and never sets anything."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from app.machine.models import Gpu, GpuVendor

_NAME_BYTES = 96
_MOST_CARDS = 64


class _MemoryInfo(ctypes.Structure):
    _fields_ = (("total", ctypes.c_ulonglong), ("free", ctypes.c_ulonglong), ("used", ctypes.c_ulonglong))


def load() -> Any:
    """The library, or None. On Windows only from the system's own folder, where the driver puts it."""
    name = "libnvidia-ml.so.1"
    if sys.platform == "win32":
        name = str(Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32" / "nvml.dll")
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def gpus(library: Any) -> tuple[Gpu, ...]:
    """Empty where there is no library, or where it answers with an error."""
    try:
        if library is None or library.nvmlInit_v2() != 0:
            return ()
        try:
            return tuple(_cards(library))
        finally:
            library.nvmlShutdown()
    except (AttributeError, OSError):  # an old library lacks a function
        return ()


def _cards(library: Any) -> list[Gpu]:
    count = ctypes.c_uint()
    if library.nvmlDeviceGetCount_v2(ctypes.byref(count)) != 0:
        return []
    found = []
    for index in range(min(count.value, _MOST_CARDS)):
        handle, name, info = ctypes.c_void_p(), ctypes.create_string_buffer(_NAME_BYTES), _MemoryInfo()
        if library.nvmlDeviceGetHandleByIndex_v2(ctypes.c_uint(index), ctypes.byref(handle)) != 0:
            continue
        library.nvmlDeviceGetName(handle, name, ctypes.c_uint(_NAME_BYTES))
        known = library.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(info)) == 0
        said = name.value.decode("utf-8", "replace") or "NVIDIA"
        found.append(Gpu(said, GpuVendor.NVIDIA, info.total if known else None, info.free if known else None))
    return found
