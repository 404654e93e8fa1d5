"""The calls of Windows that the handler asks, by ctypes and winreg; each gives nothing where the system refuses."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import os
from typing import Any

from app.machine.handlers.windows import Adapter

_DISPLAYS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"
_PROCESSOR = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
_RELATION_CORE = 0
_MOST_ADAPTERS = 64


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of sysinfoapi.h."""

    _fields_ = (
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64),
        ("rest", ctypes.c_uint64 * 5),
    )


class WindowsCalls:
    def __init__(self) -> None:
        self._kernel: Any = getattr(ctypes, "windll", None) and ctypes.windll.kernel32  # type: ignore[attr-defined]

    def memory(self) -> tuple[int, int]:
        status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
        if not self._kernel or not self._kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
            return 0, 0
        return status.total, status.available

    def has_feature(self, number: int) -> bool:
        return bool(self._kernel and self._kernel.IsProcessorFeaturePresent(number))

    def cores(self) -> int:
        """One record a core; each begins with its relation and its own length."""
        size = ctypes.c_uint32(0)
        if not self._kernel:
            return 0
        self._kernel.GetLogicalProcessorInformationEx(_RELATION_CORE, None, ctypes.byref(size))
        buffer = ctypes.create_string_buffer(size.value or 1)
        if not self._kernel.GetLogicalProcessorInformationEx(_RELATION_CORE, buffer, ctypes.byref(size)):
            return 0
        return count_records(buffer.raw[: size.value])

    def usable(self) -> int:
        return os.cpu_count() or 1

    def processor_name(self) -> str:
        with contextlib.suppress(ImportError, OSError):
            registry: Any = importlib.import_module("winreg")
            with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, _PROCESSOR) as key:
                return str(registry.QueryValueEx(key, "ProcessorNameString")[0])
        return ""

    def adapters(self) -> list[Adapter]:
        found = []
        with contextlib.suppress(ImportError, OSError):
            registry: Any = importlib.import_module("winreg")
            with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, _DISPLAYS) as displays:
                for index in range(_MOST_ADAPTERS):
                    name = registry.EnumKey(displays, index)  # raises OSError after the last
                    with contextlib.suppress(OSError), registry.OpenKey(displays, name) as key:
                        found.append(_adapter(registry, key))
        return found


def count_records(data: bytes) -> int:
    """How many SYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX stand in ``data``."""
    count = at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if length < 8:
            break
        count, at = count + 1, at + length
    return count


def _adapter(registry: Any, key: Any) -> Adapter:
    def value(name: str) -> Any:
        with contextlib.suppress(OSError):
            return registry.QueryValueEx(key, name)[0]
        return None

    memory = value("HardwareInformation.qwMemorySize")
    if memory is None:
        memory = value("HardwareInformation.MemorySize")
    if isinstance(memory, bytes):
        memory = int.from_bytes(memory, "little")
    told = memory if isinstance(memory, int) and memory > 0 else None
    return Adapter(str(value("DriverDesc") or ""), str(value("MatchingDeviceId") or "").upper(), told)
