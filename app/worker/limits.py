"""What a worker may not do to the machine: dump its memory, crowd out the window, fill the disk, outlive its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
from pathlib import Path
from typing import Any

from app.protocol.tasks import LaneName

READING_MEMORY_BYTES = 1536 * 1024 * 1024
"""A document that needs more than this to parse is a bomb or damaged."""
_FILE_BYTES = 64 * 1024 * 1024
"""Workers write nothing but their log; the fetcher alone writes models."""
_OOM_SCORE = "500"
"""Under memory pressure the kernel takes a worker first, the window never (TRUST T34)."""

NICENESS = 10
"""Workers use every core; the window, which must answer within a frame, goes before them. Without it the Qt thread
waited up to 275 ms for a core while a folder was indexed and answers streamed (tests/benchmarks/window.py)."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


def apply(lane: LaneName) -> None:
    """Set every limit that this system offers; what it does not offer is left out silently."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    if lane is LaneName.READING:
        sys.addaudithook(_refuse_pickles)
    if sys.platform == "win32":
        return
    os.nice(NICENESS)
    if sys.platform == "linux":
        _limit_linux()
    import resource

    _lower(resource, resource.RLIMIT_CORE, 0)
    if lane is not LaneName.FETCHER:
        _lower(resource, resource.RLIMIT_FSIZE, _FILE_BYTES)
    if lane is LaneName.READING and sys.platform == "linux":
        # RLIMIT_DATA counts private writable memory (Linux >= 4.7), not the address space that arenas merely reserve.
        _lower(resource, resource.RLIMIT_DATA, READING_MEMORY_BYTES)


def _refuse_pickles(event: str, _arguments: tuple[Any, ...]) -> None:
    """No document format needs one, and parsers have been led to foreign ones (CVE-2025-64512, TRUST T2)."""
    if event == "pickle.find_class":
        raise PermissionError("a document may not name Python objects")


def _limit_linux() -> None:
    with contextlib.suppress(OSError):  # on desktops each session is scheduled as a group, with a niceness of its own
        Path("/proc/self/autogroup").write_text(str(NICENESS), encoding="ascii")
    with contextlib.suppress(OSError):  # before non-dumpable, which takes the file away
        Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE, encoding="ascii")
    libc = ctypes.CDLL(None)
    # Tied to the thread that started us. Covers what the end of stdin cannot: native code that holds the GIL.
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _lower(resource: Any, kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (value, value))
