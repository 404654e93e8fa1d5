"""A child process that speaks JSON lines: asked on its standard input, answering on its standard output."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90.0
"""Only a broken program reaches it."""


class ChildProgram:
    """``python -m`` nothing: a script of ``tests/fakes``. Use it as a context."""

    def __init__(self, script: str, *arguments: str, environment: Mapping[str, str]) -> None:
        command = [sys.executable, str(ROOT / "tests" / "fakes" / script), *arguments]
        self.process = subprocess.Popen(
            command,
            env=os.environ | {"PYTHONPATH": str(ROOT), **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ended: int | None = None
        """How it ended, after the context."""
        self._told: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> ChildProgram:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(PATIENCE_SECONDS)
        self._listener.join(PATIENCE_SECONDS)
        self.ended = self.process.returncode
        self.process.stdout.close()

    def ask(self, words: str) -> Any:
        """One command, one answer."""
        self.tell(words)
        return self.told()

    def tell(self, words: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()

    def told(self, seconds: float = PATIENCE_SECONDS) -> Any:
        """The next thing it says; raises queue.Empty where it says nothing in time, EOFError where it has ended."""
        line = self._told.get(timeout=seconds)
        if line is None:
            raise EOFError
        return json.loads(line)

    def told_until(self, fits: Callable[[Any], bool], seconds: float = PATIENCE_SECONDS) -> Any:
        """What it says next that fits; everything before that is left out."""
        left_out = []
        while True:
            try:
                said = self.told(seconds)
            except (queue.Empty, EOFError) as error:
                error.add_note(f"it said {left_out[-12:]}")
                raise
            if fits(said):
                return said
            left_out.append(said)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._told.put(line)
        self._told.put(None)
