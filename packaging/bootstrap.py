"""The two commands of the README: sets Alcove up, runs it, tests it; needs only Python and a package registry.

Must stay readable by any Python 3 (no newer syntax, no ``__future__``), so that an old one gets a sentence
instead of a traceback; the work itself is done by ``set_up/``, beside this file.
"""

import os
import sys

OLDEST = (3, 11)
NEWER_NAMES = ("python3.13", "python3.12", "python3.11", "python3.14")


def newer_python() -> "str | None":
    """The path of a Python on this computer that is new enough, or None."""
    for name in NEWER_NAMES:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, name)  # noqa: PTH118 (pathlib is missing in the oldest)
            if os.access(path, os.X_OK):
                return path
    return None


def main() -> int:
    if sys.version_info < OLDEST:
        other = newer_python()
        if other is not None:
            os.execv(other, [other] + sys.argv)  # noqa: RUF005 (not read by the oldest)
        here = ".".join(str(number) for number in sys.version_info[:3])
        sys.stderr.write(
            "Alcove needs Python 3.11 or newer, and this is Python " + here + ": install a newer Python "
            "(python.org, or your system's packages) and start the same command with it.\n"
        )
        return 1
    from set_up import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
