"""The seccomp filter, run by a small interpreter: both machines' tables, also of the one the tests do not run on."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pytest

from app.seal.handlers.linux_seccomp import _MACHINES, filter_program
from app.seal.models import ProcessRole

ALLOW, REFUSE = 0x7FFF0000, 0x00050001
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET = 1, 2, 10, 16, 17


def verdict(code: bytes, machine: int, call: int, first: int = 0) -> int:
    """What the kernel would return for one call; reads the program as linux/filter.h defines it."""
    data = struct.pack("=IIQ6Q", call & 0xFFFFFFFF, machine, 0, first & 0xFFFFFFFFFFFFFFFF, 0, 0, 0, 0, 0)
    program = list(struct.iter_unpack("=HBBI", code))
    accumulator, at = 0, 0
    while True:
        operation, if_true, if_false, operand = program[at]
        at += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, operand)
        elif operation == 0x15:
            at += if_true if accumulator == operand else if_false
        elif operation == 0x35:
            at += if_true if accumulator >= operand else if_false
        elif operation == 0x06:
            return int(operand)
        else:
            raise AssertionError(hex(operation))


@pytest.mark.parametrize("name", ["x86_64", "aarch64"])
@pytest.mark.parametrize("role", list(ProcessRole))
class TestFilter:
    def test_sockets_by_family(self, name: str, role: ProcessRole) -> None:
        machine = _MACHINES[name]
        code = filter_program(role, machine)
        allowed = {
            ProcessRole.WINDOW: {AF_UNIX, AF_NETLINK},
            ProcessRole.WORKER: set(),
            ProcessRole.FETCHER: {AF_UNIX, AF_NETLINK, AF_INET, AF_INET6},
        }[role]
        for family in (*range(64), 0xFFFFFFFF):
            expected = ALLOW if family in allowed else REFUSE
            assert verdict(code, machine.audit, machine.socket, family) == expected
            assert verdict(code, machine.audit, machine.socket, family | 1 << 32) == expected
            pair = ALLOW if family == AF_UNIX else REFUSE
            assert verdict(code, machine.audit, machine.socketpair, family) == pair

    def test_everything_else_passes_but_the_calls_that_borrow(self, name: str, role: ProcessRole) -> None:
        machine = _MACHINES[name]
        code = filter_program(role, machine)
        refused = {425, 426, 427, *machine.foreign_process}
        if role is ProcessRole.FETCHER:  # nobody calls it
            refused |= set(machine.being_called)
        for call in set(range(600)) - {machine.socket, machine.socketpair}:
            assert verdict(code, machine.audit, call, AF_INET) == (REFUSE if call in refused else ALLOW), call

    def test_calls_of_another_machine_are_refused(self, name: str, role: ProcessRole) -> None:
        machine = _MACHINES[name]
        code = filter_program(role, machine)
        for audit in (
            0x40000003,
            0x40000028,
            0xC000003E ^ 0xC00000B7 ^ machine.audit,
        ):  # i386, arm, the other of the two
            for call in (0, 1, 41, 102, 198, 359):
                assert verdict(code, audit, call, AF_UNIX) == REFUSE

    def test_the_x32_calls_are_refused(self, name: str, role: ProcessRole) -> None:
        machine = _MACHINES[name]
        if machine.has_x32:
            code = filter_program(role, machine)
            assert all(verdict(code, machine.audit, 0x40000000 | call, AF_UNIX) == REFUSE for call in range(600))


def _known(name: str) -> Iterator[tuple[str, int]]:
    """asm/unistd_64.h and asm-generic/unistd.h."""
    if name == "x86_64":
        yield from {"seccomp": 317, "socket": 41, "socketpair": 53}.items()
    else:
        yield from {"seccomp": 277, "socket": 198, "socketpair": 199}.items()


@pytest.mark.parametrize("name", ["x86_64", "aarch64"])
def test_call_numbers(name: str) -> None:
    assert all(getattr(_MACHINES[name], call) == number for call, number in _known(name))
