"""One set-up of a checkout at a time: a lock that the system itself gives back when its holder dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from set_up.say import Speaker
from set_up.trouble import explained

LOOK_AGAIN_SECONDS = 0.5


@contextlib.contextmanager
def turn(path: Path, speaker: Speaker) -> Iterator[None]:
    """Hold the lock at ``path``; waits while another set-up holds it. The file stays (removing it would race).

    Children started with ``close_fds=False`` hold it too: a pip whose parent was killed keeps the next one out.
    """
    with explained("taking the set-up lock", path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+b")
    os.set_inheritable(stream.fileno(), True)
    with stream:
        if not _taken(stream):
            speaker.step("Another set-up of this checkout is at work: waiting for it to end.")
            while not _taken(stream):
                time.sleep(LOOK_AGAIN_SECONDS)
        yield


def _taken(stream: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
