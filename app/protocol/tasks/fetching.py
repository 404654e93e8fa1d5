"""What the fetcher can be asked: what a hub says of a repository, and files into a staging folder. Plain data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.protocol.tasks.lane import Nothing


@dataclass(frozen=True, slots=True)
class FetchTerms:
    """How a download goes on the network.

    ``bytes_per_second``: the most it takes, None without limit. ``stall_seconds``: a source that sends next to nothing
    for so long is left. ``tries`` a source and file before the next source, with pauses that begin at
    ``pause_seconds`` and double. ``proxy``: 'system', 'none' or an address. ``endpoint``: the person's own, which alone
    may be another host than those of the hubs.
    """

    bytes_per_second: int | None = None
    stall_seconds: float = 30.0
    tries: int = 4
    pause_seconds: float = 1.0
    proxy: str = "system"
    endpoint: str | None = None


@dataclass(frozen=True, slots=True)
class WantedFile:
    """``name`` below the staging folder; ``urls`` in order of preference.

    ``size`` in bytes, ``sha256`` in hex, ``blob_sha1`` as git names a file; each None where it is not known. Without
    any hash a file is taken only from an address that names the revision.
    """

    name: str
    urls: tuple[str, ...]
    size: int | None = None
    sha256: str | None = None
    blob_sha1: str | None = None


class FetchStage(enum.StrEnum):
    LISTING = "listing"
    """A hub is asked what it has; said by the window's side."""
    CHECKING = "checking"
    """What is there already is hashed."""
    CONNECTING = "connecting"
    RECEIVING = "receiving"
    WAITING = "waiting"
    """A pause of ``seconds`` before the next try; ``problem`` says why."""
    DISCARDED = "discarded"
    """What came was wrong and is gone; ``problem``, ``expected`` and ``actual`` say how."""
    ARRIVED = "arrived"
    INSTALLING = "installing"
    """All is there and right, and gets its place; said by the window's side."""


@dataclass(frozen=True, slots=True)
class FetchNews:
    """Where a download stands. Bytes of this file, and of all files; totals None while unknown."""

    stage: FetchStage
    file: str
    host: str
    file_done: int = 0
    file_total: int | None = None
    done: int = 0
    total: int | None = None
    bytes_per_second: float = 0.0
    seconds: float = 0.0
    problem: str = ""
    expected: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """``host``: who gave its last byte; empty where it was there already."""

    name: str
    size: int
    sha256: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    files: tuple[FetchedFile, ...]


@dataclass(frozen=True, slots=True)
class FetchFiles:
    """Bring ``files`` into ``staging``; each ends whole, hashed and synced under its name, or as a ``.part``.

    ``revision``: what an answer that names a commit must name. Fails with one of the DOWNLOAD codes, DISK_FULL or
    HOME_UNWRITABLE; what arrived before stays for the next time.
    """

    name: ClassVar[str] = "fetch_files"
    partial: ClassVar[type] = FetchNews
    result: ClassVar[type] = Fetched
    staging: Path
    files: tuple[WantedFile, ...]
    revision: str | None = None
    terms: FetchTerms = FetchTerms()


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository as the hub describes it: ``sha256`` for large files, ``blob_sha1`` for small ones."""

    path: str
    size: int
    sha256: str | None = None
    blob_sha1: str | None = None


@dataclass(frozen=True, slots=True)
class HubListing:
    """``revision``: the commit it holds for; ``host``: who said so."""

    revision: str
    host: str
    files: tuple[HubFile, ...]


@dataclass(frozen=True, slots=True)
class FetchListing:
    """What the first of ``hubs`` (addresses) that answers says of ``repository``; no ``revision`` takes its newest."""

    name: ClassVar[str] = "fetch_listing"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = HubListing
    repository: str
    hubs: tuple[str, ...]
    revision: str | None = None
    terms: FetchTerms = FetchTerms()
