"""What kind of file system a folder lies on, for the one limit that people meet: FAT holds no file of 4 GB or more."""

from __future__ import annotations

import ctypes
import os
import platform
import re
from pathlib import Path
from typing import Any

FAT_LARGEST_BYTES = (1 << 32) - 1
_FAT = frozenset({"vfat", "msdos", "fat", "fat12", "fat16", "fat32"})
_MAC_NAME = slice(72, 88)
"""f_fstypename in struct statfs (sys/mount.h, 64-bit inodes); unconfirmed on a Mac."""


def largest_file(folder: Path) -> int | None:
    """The most bytes that one file may have there; None where no such limit is known."""
    return FAT_LARGEST_BYTES if kind(folder) in _FAT else None


def kind(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """In lower case as the system calls it ('ext4', 'vfat', 'ntfs', 'apfs'); '' where it does not say."""
    system = platform.system()
    try:
        if system == "Windows":
            return _windows(folder)
        if system == "Darwin":
            return _macos(folder)
        return _linux(folder, mounts)
    except (OSError, AttributeError, ValueError):
        return ""


def _linux(folder: Path, mounts: Path) -> str:
    """The mount whose place is the longest beginning of the folder's; of two at one place the later one is on top."""
    real, best, found = os.path.realpath(folder), "", ""
    for line in mounts.read_text("utf-8", "surrogateescape").splitlines():
        left, _, right = line.partition(" - ")
        fields = left.split(" ")
        if len(fields) < 5 or not right:
            continue
        place = re.sub(r"\\(\d{3})", lambda match: chr(int(match[1], 8)), fields[4])
        inside = real == place or real.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best):
            best, found = place, right.split(" ")[0]
    return found.lower()


def _macos(folder: Path) -> str:
    system: Any = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
    buffer = ctypes.create_string_buffer(4096)
    if system.statfs(os.fsencode(folder), buffer) != 0:
        return ""
    return buffer.raw[_MAC_NAME].partition(b"\0")[0].decode("ascii", "replace").lower()


def _windows(folder: Path) -> str:
    kernel: Any = ctypes.windll.kernel32  # type: ignore[attr-defined]
    root, name = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(64)
    if not kernel.GetVolumePathNameW(str(folder), root, 261):
        return ""
    if not kernel.GetVolumeInformationW(root, None, 0, None, None, None, name, 64):
        return ""
    return name.value.lower()
