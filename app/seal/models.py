"""What the seal can say about a process: its role, its state, the outcome of a probe. Plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class ProcessRole(enum.StrEnum):
    WINDOW = "window"
    """Talks to the desktop: local sockets (X11, Wayland, D-Bus) and netlink stay, everything else goes."""
    WORKER = "worker"
    """Talks over its pipes only: no socket of any family."""
    FETCHER = "fetcher"
    """Calls the hosts of a download, and runs only while one runs: nobody can call it, and no other process's sockets
    can be borrowed. What files it sees is limited apart from that (``linux_landlock``)."""


class SealReason(enum.StrEnum):
    """Why a process is not sealed. Codes; the sentence is made where a person reads it."""

    NO_MEANS = "no_means"
    """The system offers no way by which a program can give up its own network rights."""
    UNKNOWN_MACHINE = "unknown_machine"
    """A processor for which no table of system calls is at hand."""
    REFUSED = "refused"
    """The system refused the seal (an old or restricted kernel)."""
    NOT_EFFECTIVE = "not_effective"
    """The system took the seal, but the probe still reached the network."""
    MAY_FETCH = "may_fetch"
    """It is the fetcher: it may call out while a download runs."""


@dataclass(frozen=True, slots=True)
class SealState:
    """``sealed``: the means was applied and a live probe was refused. ``reason`` is a SealReason value."""

    sealed: bool
    means: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FetcherSeal(SealState):
    """``sealed`` is False, since it may call out. ``narrowed``: the kernel refuses it everything else it does not need
    (to be called, raw packets, other processes). ``files_limited``: it sees the program's files and writes the staging
    folder, nothing else. ``hosts``: the domains it may speak to, besides a person's own endpoint.
    """

    narrowed: bool = False
    files_limited: bool = False
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """One attempt that must fail. ``error`` is the name of the errno it failed with, None where it was let through."""

    attempt: str
    refused: bool
    error: str | None = None
