"""The worker's two pipes, taken away from everyone else: what libraries print can never reach the protocol."""

from __future__ import annotations

import os
import sys
from typing import IO


def claim() -> tuple[IO[bytes], IO[bytes]]:
    """(requests, events). Afterwards fd 0 is empty and fd 1 is where fd 2 goes, for Python and native code alike."""
    requests, events = os.dup(0), os.dup(1)  # not inheritable
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    if sys.stdout is not None:
        sys.stdout.flush()
    os.dup2(2, 1)
    return os.fdopen(requests, "rb"), os.fdopen(events, "wb")
