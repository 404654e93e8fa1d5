"""Seal this process, and prove it. Call it once, as early as possible: it cannot be undone."""

from __future__ import annotations

import dataclasses
import errno
import socket
import sys
from pathlib import Path

from app.seal.handlers import linux_landlock, linux_seccomp, macos, windows
from app.seal.models import FetcherSeal, Probe, ProcessRole, SealReason, SealState

_PROBE_SECONDS = 1.0
_PORT_OF_NOBODY = 9  # discard, on the loopback interface: even an unsealed probe sends nothing out


def seal_process(role: ProcessRole) -> SealState:
    """Take the network from this process, its threads and its children. Never raises; says honestly where it failed."""
    if sys.platform.startswith("linux"):
        state = linux_seccomp.seal(role)
    elif sys.platform == "darwin":
        state = macos.seal(role)
    else:
        state = windows.seal(role)
    if state.sealed and not all(attempt.refused for attempt in probe(role)):
        return dataclasses.replace(state, sealed=False, reason=SealReason.NOT_EFFECTIVE.value)
    return state


def narrow_fetcher(folder: Path, hosts: tuple[str, ...]) -> FetcherSeal:
    """Leave the fetcher nothing but calls to the network and ``folder``, as far as the system allows; never raises.

    Call it from the first thread, before any other is started, and after the libraries are loaded.
    """
    state = seal_process(ProcessRole.FETCHER)
    limited = linux_landlock.limit_files(folder) if sys.platform.startswith("linux") else False
    may = SealReason.MAY_FETCH.value
    return FetcherSeal(False, state.means, may, narrowed=state.sealed, files_limited=limited, hosts=hosts)


def probe(role: ProcessRole) -> tuple[Probe, ...]:
    """Attempts that a sealed process of this role must see refused, made now."""
    if role is ProcessRole.FETCHER:
        return (_listen(),)
    families = [
        ("inet", socket.AF_INET, ("127.0.0.1", _PORT_OF_NOBODY)),
        ("inet6", socket.AF_INET6, ("::1", _PORT_OF_NOBODY)),
    ]
    outcomes = [_connect(name, family, address) for name, family, address in families]
    if role is ProcessRole.WORKER and hasattr(socket, "AF_UNIX"):
        outcomes.append(
            _connect("unix", socket.AF_UNIX, "\0alcove-nobody" if sys.platform == "linux" else "/var/run/x")
        )
    return tuple(outcomes)


def _listen() -> Probe:
    """A local pair that begins to listen reaches nobody even where it is let through."""
    one, other = socket.socketpair()
    with one, other:
        try:
            one.listen()
        except OSError as error:
            name = errno.errorcode.get(error.errno or 0, type(error).__name__)
            return Probe("listen", refused=name in ("EPERM", "EACCES"), error=name)
    return Probe("listen", refused=False)


def _connect(attempt: str, family: socket.AddressFamily, address: tuple[str, int] | str) -> Probe:
    """Refused means: no permission. That nobody listens there, or that there is no route, proves nothing …"""
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probing:
            probing.settimeout(_PROBE_SECONDS)
            probing.connect(address)
    except OSError as error:
        name = errno.errorcode.get(error.errno or 0, type(error).__name__)
        # … but a family which the kernel does not know cannot carry anything out.
        return Probe(attempt, refused=name in ("EPERM", "EACCES", "EAFNOSUPPORT"), error=name)
    return Probe(attempt, refused=False)
