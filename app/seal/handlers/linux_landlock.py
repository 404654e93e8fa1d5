"""Linux: Landlock file rules, by which the fetcher sees the program's own files and may write one folder alone.

Unprivileged, since 5.13; it only ever takes rights away. Layout and numbers: linux/landlock.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same on every machine
_VERSION_FLAG, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_FILE = 1 << 7, 1 << 8
_FIRST_VERSION = (1 << 13) - 1
_LATER = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # to move between folders, to truncate, ioctl on devices
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_TRUNCATE = _LATER[3]
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _LATER[5]
_OWN = _WRITE_FILE | _READ_FILE | _READ_DIR | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_FILE | _TRUNCATE
_SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/etc", "/proc", "/dev/urandom", "/dev/random", "/opt")
_NAMES_AND_CERTIFICATES = ("/run/systemd/resolve", "/run/nscd", "/run/NetworkManager", "/var/lib/ca-certificates")
_STORES = ("/nix/store", "/gnu/store", "/run/current-system")
_PR_SET_NO_NEW_PRIVS = 38


def limit_files(folder: Path) -> bool:
    """Read what the program and the system's name look-ups need, write below ``folder``; says whether it holds.

    For the calling thread and what it starts from now on.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(ctypes.c_long(_CREATE), None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    if version < 1 or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    handled = _FIRST_VERSION | sum(bit for since, bit in _LATER.items() if since <= version)
    attributes = ctypes.create_string_buffer(struct.pack("=Q", handled), 8)
    rules = libc.syscall(ctypes.c_long(_CREATE), attributes, ctypes.c_size_t(8), ctypes.c_uint32(0))
    if rules < 0:
        return False
    try:
        allowed = [_allow(libc, rules, path, _READ & handled) for path in _readable()]
        if not any(allowed) or not _allow(libc, rules, folder, _OWN & handled):
            return False
        _allow(libc, rules, Path(os.devnull), (_READ_FILE | _WRITE_FILE) & handled)
        return bool(libc.syscall(ctypes.c_long(_RESTRICT), ctypes.c_int(rules), ctypes.c_uint32(0)) == 0)
    finally:
        os.close(rules)


def _readable() -> Iterator[Path]:
    code = Path(__file__).resolve().parents[2]
    interpreter = (Path(sys.prefix), Path(sys.base_prefix), Path(sys.executable).resolve().parent)
    named = [os.environ.get(name, "") for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")]
    named += os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    yield from (code, *interpreter)
    yield from (Path(path) for path in (*_SYSTEM, *_NAMES_AND_CERTIFICATES, *_STORES, *named) if path.startswith("/"))


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> bool:
    """A path that is not there needs no rule."""
    with contextlib.suppress(OSError):
        if path == Path("/"):
            return False
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            if not path.is_dir():
                rights &= _OF_A_FILE
            rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, fd), 12)
            kind = ctypes.c_int(_PATH_BENEATH)
            added = libc.syscall(ctypes.c_long(_ADD_RULE), ctypes.c_int(rules), kind, rule, ctypes.c_uint32(0))
            return bool(added == 0)
        finally:
            os.close(fd)
    return False
