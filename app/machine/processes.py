"""How much memory a running process holds, by its number. Reads what the system tells; changes nothing."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_PAGE_FIELD = 1


def resident_bytes(pid: int) -> int | None:
    """Bytes of physical memory that process ``pid`` holds; None where there is none, or this system does not tell."""
    measure = {"linux": _linux, "darwin": _darwin, "win32": _windows}.get(sys.platform)
    return None if measure is None else measure(pid)


def own_bytes(pid: int) -> int | None:
    """Bytes that are free again once process ``pid`` is gone; None as above.

    Without the pages of mapped files (a model's weights) where the system counts those as available to everyone.
    """
    if sys.platform != "linux":
        return resident_bytes(pid)
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
        fields = dict(line.split(":", 1) for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
        return sum(int(value.split()[0]) for value in fields.values()) << 10 if fields else resident_bytes(pid)
    except (OSError, ValueError, IndexError):
        return None


def _linux(pid: int) -> int | None:
    try:
        fields = Path(f"/proc/{pid}/statm").read_text("ascii").split()
        return int(fields[_PAGE_FIELD]) * _page_bytes()
    except (OSError, ValueError, IndexError):
        return None


def _page_bytes() -> int:
    import resource

    return resource.getpagesize()


class _TaskInfo(ctypes.Structure):
    """``struct proc_taskinfo`` of <sys/proc_info.h>; only its first two fields are read."""

    _fields_ = [("virtual", ctypes.c_uint64), ("resident", ctypes.c_uint64), ("rest", ctypes.c_byte * 80)]


def _darwin(pid: int) -> int | None:
    """``proc_pidinfo(pid, PROC_PIDTASKINFO, …)``; written to Apple's headers, never run by us."""
    flavour, info = 4, _TaskInfo()
    try:
        got = ctypes.CDLL("/usr/lib/libproc.dylib").proc_pidinfo(
            pid, flavour, ctypes.c_uint64(0), ctypes.byref(info), ctypes.sizeof(info)
        )
    except (OSError, AttributeError):
        return None
    return int(info.resident) if got == ctypes.sizeof(info) else None


class _Counters(ctypes.Structure):
    """``PROCESS_MEMORY_COUNTERS`` of <psapi.h>."""

    _fields_ = [
        ("cb", ctypes.c_uint32),
        ("faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("rest", ctypes.c_size_t * 6),
    ]


def _windows(pid: int) -> int | None:
    """``K32GetProcessMemoryInfo``; written to Microsoft's documentation, never run by us."""
    query_limited_information = 0x1000
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined, unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return None
    try:
        counters = _Counters()
        counters.cb = ctypes.sizeof(counters)
        if not kernel.K32GetProcessMemoryInfo(ctypes.c_void_p(handle), ctypes.byref(counters), counters.cb):
            return None
        return int(counters.working_set)
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
