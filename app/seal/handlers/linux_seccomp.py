"""Linux: a seccomp filter that refuses sockets, for this process, its running threads and all its children.

Applies to x86-64 and aarch64 without any privilege (no_new_privs). It only ever takes rights away and cannot be undone.
Instruction and field layout: linux/filter.h, linux/seccomp.h; call numbers: asm/unistd_64.h and asm-generic/unistd.h.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import socket
import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.seal.models import ProcessRole, SealReason, SealState

MEANS = "seccomp"

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, JGE, BPF_RET|K
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
_CALL, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data; both machines are little-endian
_X32_BIT = 0x40000000
_AF_UNIX, _AF_INET, _AF_INET6, _AF_NETLINK = 1, 2, 10, 16
_FAMILIES = {
    ProcessRole.WINDOW: (_AF_UNIX, _AF_NETLINK),
    ProcessRole.WORKER: (),
    # Names are resolved over local sockets and netlink, too.
    ProcessRole.FETCHER: (_AF_UNIX, _AF_NETLINK, _AF_INET, _AF_INET6),
}
_IO_URING = (425, 426, 427)  # setup, enter, register: they open sockets without a system call of that name

_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER = 1
_TSYNC, _SPEC_ALLOW = 1, 4


@dataclass(frozen=True, slots=True)
class _Machine:
    """``audit`` is the AUDIT_ARCH value; ``foreign_process`` are calls that could borrow another process's sockets."""

    audit: int
    seccomp: int
    socket: int
    socketpair: int
    foreign_process: tuple[int, ...]  # ptrace, process_vm_readv, process_vm_writev, pidfd_getfd
    being_called: tuple[int, ...]  # listen, accept, accept4
    has_x32: bool


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 317, 41, 53, (101, 310, 311, 438), (50, 43, 288), has_x32=True),
    "aarch64": _Machine(0xC00000B7, 277, 198, 199, (117, 270, 271, 438), (201, 202, 242), has_x32=False),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def seal(role: ProcessRole) -> SealState:
    """Apply the filter. The caller proves it by a probe."""
    machine = _MACHINES.get(platform.machine())
    if machine is None or struct.calcsize("P") != 8:
        return SealState(sealed=False, means=MEANS, reason=SealReason.UNKNOWN_MACHINE.value)
    close_inherited_sockets(role)
    code = filter_program(role, machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return SealState(sealed=False, means=MEANS, reason=SealReason.REFUSED.value)
    for flags in (_TSYNC | _SPEC_ALLOW, _TSYNC):  # SPEC_ALLOW (4.17) spares the engines a costly mitigation
        # 0 is success; a positive number names a thread that could not be brought under the filter.
        if _system_call(libc, machine.seccomp, _SET_MODE_FILTER, flags, ctypes.addressof(program)) == 0:
            return SealState(sealed=True, means=MEANS)
    return SealState(sealed=False, means=MEANS, reason=SealReason.REFUSED.value)


def filter_program(role: ProcessRole, machine: _Machine) -> bytes:
    """The filter as an array of ``struct sock_filter``: refuse what is named, allow the rest."""
    families = _FAMILIES[role]
    refused = (*_IO_URING, *machine.foreign_process)
    if role is ProcessRole.FETCHER:
        refused += machine.being_called
    checks: list[bytes] = [_instruction(_LOAD, _CALL)]
    if machine.has_x32:
        checks += [_instruction(_JUMP_AT_LEAST, _X32_BIT, 0, 1), _instruction(_RETURN, _REFUSE)]
    for number in refused:
        checks += [_instruction(_JUMP_EQUAL, number, 0, 1), _instruction(_RETURN, _REFUSE)]
    checks += _only_families(machine.socket, families)
    checks += _only_families(machine.socketpair, (_AF_UNIX,))
    foreign = [  # calls of another machine (32-bit) have other numbers: refuse them all
        _instruction(_LOAD, _MACHINE),
        _instruction(_JUMP_EQUAL, machine.audit, 1, 0),
        _instruction(_RETURN, _REFUSE),
    ]
    return b"".join([*foreign, *checks, _instruction(_RETURN, _ALLOW)])


def _only_families(call: int, families: Sequence[int]) -> list[bytes]:
    """For ``call``: allow where its first argument is one of ``families``, refuse otherwise."""
    body = [_instruction(_LOAD, _FIRST_ARGUMENT)]
    body += [_instruction(_JUMP_EQUAL, family, len(families) - i, 0) for i, family in enumerate(families)]
    body += [_instruction(_RETURN, _REFUSE), _instruction(_RETURN, _ALLOW)]
    return [_instruction(_JUMP_EQUAL, call, 0, len(body)), *body]


def _instruction(code: int, operand: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, operand)


def _system_call(libc: ctypes.CDLL, number: int, *arguments: int) -> int:
    return int(libc.syscall(ctypes.c_long(number), *(ctypes.c_ulong(a) for a in arguments)))


def close_inherited_sockets(role: ProcessRole) -> None:
    """A filter on ``socket()`` cannot take back a socket that was handed down. Local ones stay open to the window."""
    for entry in list(Path("/proc/self/fd").iterdir()):
        fd = int(entry.name)
        with contextlib.suppress(OSError):
            if fd > 2 and stat.S_ISSOCK(os.fstat(fd).st_mode) and not _may_stay(fd, role):
                os.close(fd)


def _may_stay(fd: int, role: ProcessRole) -> bool:
    if role is ProcessRole.WORKER:
        return False
    borrowed = socket.socket(fileno=fd)
    try:
        return borrowed.family in _FAMILIES[ProcessRole.WINDOW]
    finally:
        borrowed.detach()


def kernel_says(process: str = "self") -> dict[str, str]:
    """``NoNewPrivs`` and ``Seccomp`` of a process as the kernel reports them; for `doctor` and the tests."""
    wanted = ("NoNewPrivs", "Seccomp")
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if name in wanted}
