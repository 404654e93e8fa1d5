"""Runs one developer's tool in the foreground: its output is the person's. Not for work of the program itself."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from app.jobs.launch import environment


def run_tool(command: Sequence[str]) -> int:
    """Its exit status. Ctrl-C ends it as well. Raises OSError where it cannot be started."""
    return subprocess.run(list(command), env=environment(), check=False).returncode
