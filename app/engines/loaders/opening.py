"""Opens a file once and reads one version of it whole; never blocks on a pipe, follows no link, writes nothing."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders import signatures
from app.engines.loaders.section import Source

MAX_BYTES = 512 * 1024**2
MAX_PACKAGE_BYTES = 256 * 1024**2
MAX_TEXT_BYTES = 32 * 1024**2
"""A text of this size is split and prepared in well under the reader's 30 seconds; each byte of it is work."""

_TRIES = 3
_BLOCK = 1024**2
_HEAD = 64 * 1024
_FRESH_NS = 2_000_000_000
_QUIET_SECONDS = 0.05
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_REASONS = {
    errno.ENOENT: Refusal.MISSING,
    errno.ENOTDIR: Refusal.MISSING,
    errno.ENAMETOOLONG: Refusal.MISSING,
    errno.ELOOP: Refusal.NOT_A_FILE,
    errno.ENXIO: Refusal.NOT_A_FILE,
    errno.EISDIR: Refusal.NOT_A_FILE,
    errno.ENODEV: Refusal.NOT_A_FILE,
}


@dataclass(frozen=True, slots=True)
class Opened:
    """One version of a file. ``content_hash`` is SHA-256 in hex of exactly ``source.data``."""

    source: Source = field(repr=False)
    content_hash: str
    modified_ns: int

    @property
    def size(self) -> int:
        return len(self.source.data)


def open_file(path: Path) -> Opened:
    """Read ``path`` whole. Raises MISSING, NOT_A_FILE, UNREADABLE, TOO_LARGE, CHANGED, and by its first bytes
    UNSUPPORTED and NEEDS_SPEECH_MODEL."""
    try:
        # Looked at before it is opened: opening a device can do things.
        if not stat.S_ISREG(path.lstat().st_mode):
            raise FileRefused(Refusal.NOT_A_FILE)
        descriptor = os.open(path, _FLAGS | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise FileRefused(_REASONS.get(error.errno or 0, Refusal.UNREADABLE)) from error
    except ValueError as error:  # a name with a zero byte
        raise FileRefused(Refusal.MISSING) from error
    try:
        return _read_unchanged(descriptor, path.name)
    except OSError as error:
        raise FileRefused(_REASONS.get(error.errno or 0, Refusal.UNREADABLE)) from error
    finally:
        os.close(descriptor)


def _read_unchanged(descriptor: int, name: str) -> Opened:
    for _ in range(_TRIES):
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise FileRefused(Refusal.NOT_A_FILE)
        data = _read_all(descriptor, before.st_size)
        content_hash = hashlib.sha256(data).hexdigest()
        is_same = _version(before) == _version(os.fstat(descriptor)) and len(data) == before.st_size
        if is_same and (not _is_fresh(before) or _is_quiet(descriptor, before, content_hash)):
            return Opened(Source(data, name), content_hash, before.st_mtime_ns)
    raise FileRefused(Refusal.CHANGED)


def _is_fresh(found: os.stat_result) -> bool:
    return abs(time.time_ns() - found.st_mtime_ns) < _FRESH_NS


def _is_quiet(descriptor: int, before: os.stat_result, content_hash: str) -> bool:
    """Whether a file written just now stays as it was read.

    The clock that stamps files ticks every few ms, and a write is stamped when it begins: neither a second write in one
    tick nor the end of one that is under way leaves a mark. Only freshly written files pay for this look.
    """
    time.sleep(_QUIET_SECONDS)
    return content_hash == _hash(descriptor) and _version(before) == _version(os.fstat(descriptor))


def _version(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns if os.name == "posix" else 0


def _read_all(descriptor: int, size: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    head = os.read(descriptor, _HEAD)
    if signatures.is_known_binary(head):
        raise FileRefused(Refusal.NEEDS_SPEECH_MODEL if signatures.is_recording(head) else Refusal.UNSUPPORTED)
    limit = _limit(head)
    if size > limit:
        raise FileRefused(Refusal.TOO_LARGE, size=size, limit=limit)
    os.lseek(descriptor, 0, os.SEEK_SET)
    data = os.read(descriptor, size + 1)  # one piece: joining many would take the memory twice
    while len(data) < size and (more := os.read(descriptor, size - len(data))):
        data += more
    return data


def _limit(head: bytes) -> int:
    if b"%PDF-" in head[:1024]:
        return MAX_BYTES
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return MAX_PACKAGE_BYTES
    return MAX_TEXT_BYTES


def _hash(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    digest = hashlib.sha256()
    while block := os.read(descriptor, _BLOCK):
        digest.update(block)
    return digest.hexdigest()
