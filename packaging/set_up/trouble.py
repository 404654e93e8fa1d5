"""What can go wrong in the world while setting up, as one sentence with what to do; never shows a traceback."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path


class SetUpError(Exception):
    """Set-up cannot go on; the text is a sentence for the person in front of the screen, with what to do."""


@contextlib.contextmanager
def explained(what: str, where: Path) -> Iterator[None]:
    """Turn what the file system refuses while doing ``what`` into a :class:`SetUpError`."""
    try:
        yield
    except OSError as error:
        raise SetUpError(_sentence(what, where, error)) from error


def _sentence(what: str, where: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full, so {what} failed: free about 2 GB where {where} lies and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"You may not write to {where}, so {what} failed: use a checkout in a folder of your own."
    return f"{what[0].upper()}{what[1:]} failed at {error.filename or where}: {error.strerror or error}."
