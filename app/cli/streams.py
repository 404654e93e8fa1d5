"""The three standard streams, whole or made whole: a program may be started with some of them closed."""

from __future__ import annotations

import os
import sys


def complete_standard_streams() -> None:
    """Open what is closed on nothing; else a file opened later would take its number and be written to as a screen."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - for as long as we live


def let_go_of_the_output() -> None:
    """What is still waiting to be written goes nowhere, also at the interpreter's end, which would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
