"""The calls of macOS that the handler asks, by ctypes; each gives nothing where the system refuses."""

from __future__ import annotations

import ctypes
from typing import Any

_HOST_VM_INFO64 = 4
_NATURALS_BEFORE, _LONGS, _NATURALS_AFTER = 4, 9, 20


class _Pages(ctypes.Structure):
    """vm_statistics64 of mach/vm_statistics.h, with room for fields that later systems added."""

    _fields_ = (
        ("first", ctypes.c_uint * _NATURALS_BEFORE),  # free, active, inactive, wired
        ("counters", ctypes.c_ulonglong * _LONGS),
        ("second", ctypes.c_uint * _NATURALS_AFTER),  # purgeable, speculative, …
    )


class MacosCalls:
    def __init__(self) -> None:
        try:
            self._system: Any = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
        except OSError:
            self._system = None

    def _value(self, name: str) -> bytes:
        if self._system is None:
            return b""
        size, buffer = ctypes.c_size_t(256), ctypes.create_string_buffer(256)
        refused = self._system.sysctlbyname(name.encode(), buffer, ctypes.byref(size), None, ctypes.c_size_t(0))
        return b"" if refused else buffer.raw[: size.value]

    def number(self, name: str) -> int | None:
        value = self._value(name)
        return int.from_bytes(value, "little") if len(value) in (4, 8) else None

    def text(self, name: str) -> str:
        return self._value(name).rstrip(b"\0").decode("utf-8", "replace")

    def free_bytes(self) -> int | None:
        page = self.number("hw.pagesize")
        if self._system is None or not page:
            return None
        pages = _Pages()
        count = ctypes.c_uint(ctypes.sizeof(_Pages) // 4)
        self._system.mach_host_self.restype = ctypes.c_uint
        host = ctypes.c_uint(self._system.mach_host_self())
        if self._system.host_statistics64(host, _HOST_VM_INFO64, ctypes.byref(pages), ctypes.byref(count)) != 0:
            return None
        return int(page * (pages.first[0] + pages.first[2] + pages.second[0] + pages.second[1]))
