"""Measures the start of the window, from the birth of the process to the first paint; for the benchmark."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

VARIABLE = "ALCOVE_MEASURE_START"
"""Set to 1: one line goes to stderr after the first paint. Set to 'quit': the window closes then, too."""


def seconds_since_birth() -> float | None:
    """Seconds since the kernel made this process, to 10 ms; None where the system does not tell."""
    try:
        fields = Path("/proc/self/stat").read_text().rsplit(")", 1)[1].split()
        up = float(Path("/proc/uptime").read_text().split()[0])
    except (OSError, IndexError, ValueError):
        return None
    return up - int(fields[19]) / os.sysconf("SC_CLK_TCK")


def resident_megabytes() -> float | None:
    """Memory of this process that is in RAM; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class StartClock:
    """``laps`` are (name, seconds since the clock was made)."""

    def __init__(self) -> None:
        self._begin = time.perf_counter()
        self._before = seconds_since_birth()
        self._laps: list[tuple[str, float]] = []

    def lap(self, name: str) -> None:
        self._laps.append((name, time.perf_counter() - self._begin))

    def report(self) -> bool:
        """Write the line if it was asked for; True when the window shall close now."""
        wanted = os.environ.get(VARIABLE, "")
        if wanted:
            before = self._before or 0.0
            laps = "  ".join(f"{name} {before + at:.3f} s" for name, at in self._laps)
            print(f"start: python {before:.3f} s  {laps}  {resident_megabytes() or 0:.0f} MB", file=sys.stderr)  # noqa: T201
        return wanted == "quit"
