"""Alcove's front door: a command of the command line, or the window. Imports neither before it knows which."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run what ``arguments`` (by default the process's own) ask for; returns the exit status."""
    try:
        from app.cli.main import run

        return run(sys.argv[1:] if arguments is None else arguments)
    except KeyboardInterrupt:
        return 130  # before anything was begun, or for the second time while it ended


if __name__ == "__main__":
    sys.exit(main())
