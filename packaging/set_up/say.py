"""The lines a person sees while set-up works; knows a terminal from a log, and nothing of the steps."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TextIO


class Speaker:
    """Prints steps as lines; on a terminal the last line may be rewritten while a step goes on."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._alive = self._stream.isatty()
        self._began = time.monotonic()
        self._drawn = False

    def step(self, sentence: str) -> None:
        self._clear()
        self._stream.write(f"[{time.monotonic() - self._began:4.0f} s] {sentence}\n")
        self._stream.flush()

    def detail(self, text: str) -> None:
        """Show what is in work right now; only on a terminal, never kept in a log."""
        if not self._alive:
            return
        self._clear()
        self._stream.write("         " + text[: max(20, shutil.get_terminal_size().columns - 10)])
        self._stream.flush()
        self._drawn = True

    def _clear(self) -> None:
        if self._drawn:
            self._stream.write("\r\x1b[2K")
            self._drawn = False
