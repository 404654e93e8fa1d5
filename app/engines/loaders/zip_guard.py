"""Members of a zip file, read in memory under limits; never extracts to disk and never trusts a declared size."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

import olefile  # type: ignore[import-untyped]

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BLOCK = 256 * 1024
_END_RECORD = 22
_END_SEARCH = 65_536 + _END_RECORD
_READABLE_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What an archive may cost. ``ratio`` counts for members that give more than ``ratio_from`` bytes."""

    members: int = 10_000
    total_bytes: int = 1024**3
    part_bytes: int = 64 * 1024**2
    ratio: int = 200
    ratio_from: int = 8 * 1024**2
    directory_bytes: int = 4 * 1024**2


class GuardedZip:
    """A zip file whose members are read with counters.

    Member names are compared with ``/`` as separator, without a leading ``/`` and without regard to case, as Office
    does. Nothing is ever written, so a name such as ``../../x`` is only a name.

    Raises :class:`FileRefused`: ENCRYPTED (a member has a password), TOO_LARGE (a limit was met), DAMAGED.
    """

    def __init__(self, stream: BinaryIO, limits: ZipLimits | None = None) -> None:
        self._limits = limits or ZipLimits()
        self._left = self._limits.total_bytes
        self._size = stream.seek(0, io.SEEK_END)
        if _directory_size(stream, self._size) > self._limits.directory_bytes:
            raise FileRefused(Refusal.TOO_LARGE, limit="zip_members")
        stream.seek(0)
        try:
            self._archive = zipfile.ZipFile(stream)
        except _BROKEN as error:
            raise FileRefused(Refusal.DAMAGED, part="zip") from error
        infos = self._archive.infolist()
        if len(infos) > self._limits.members:
            raise FileRefused(Refusal.TOO_LARGE, limit="zip_members")
        if any(info.flag_bits & 0x1 for info in infos):
            raise FileRefused(Refusal.ENCRYPTED)
        self._infos: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            if not info.is_dir():
                self._infos.setdefault(_key(info.filename), info)

    @property
    def names(self) -> tuple[str, ...]:
        """The members in the archive's order, as they are spelled there (with ``/``)."""
        return tuple(info.filename.replace("\\", "/").lstrip("/") for info in self._infos.values())

    def entries(self) -> list[tuple[zipfile.ZipInfo, str]]:
        """Every entry of the directory, folders and doubles too, with the name by which :meth:`read` knows it."""
        return [(info, info.filename.replace("\\", "/").lstrip("/")) for info in self._archive.infolist()]

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._infos

    def size(self, name: str) -> int:
        """The size the archive declares for a member; a hint, not a fact. 0 where there is no such member."""
        info = self._infos.get(_key(name))
        return info.file_size if info else 0

    def read(self, name: str) -> bytes:
        """The whole member, at most ``part_bytes``. DAMAGED where it is missing."""
        data = io.BytesIO()
        limit = self._limits.part_bytes
        if self.size(name) > limit:
            raise FileRefused(Refusal.TOO_LARGE, limit="zip_part")
        with self.open(name) as member:
            while block := member.read(_BLOCK):
                if data.tell() + len(block) > limit:
                    raise FileRefused(Refusal.TOO_LARGE, limit="zip_part")
                data.write(block)
        return data.getvalue()

    @contextmanager
    def open(self, name: str) -> Iterator[CountedMember]:
        """A member as a stream that counts what it really gives; not limited by ``part_bytes``."""
        info = self._infos.get(_key(name))
        if info is None or info.compress_type not in _READABLE_METHODS:
            raise FileRefused(Refusal.DAMAGED, part=_shown(name))
        if info.file_size > self._left:
            raise FileRefused(Refusal.TOO_LARGE, limit="zip_total")
        try:
            member = self._archive.open(info)
        except _BROKEN as error:
            raise FileRefused(Refusal.DAMAGED, part=_shown(name)) from error
        with member:
            yield CountedMember(self, member, min(info.compress_size, self._size), _shown(name))

    def spend(self, count: int, given: int, packed: int) -> None:
        """Take ``count`` bytes from the budget of the archive; ``given`` so far from ``packed`` bytes of one member."""
        self._left -= count
        if self._left < 0:
            raise FileRefused(Refusal.TOO_LARGE, limit="zip_total")
        if given > self._limits.ratio_from and given > self._limits.ratio * max(packed, 1):
            raise FileRefused(Refusal.TOO_LARGE, limit="zip_ratio")


class CountedMember:
    """The reading side of one member. Every byte it gives was paid for from the archive's budget."""

    def __init__(self, owner: GuardedZip, member: IO[bytes], packed: int, part: str) -> None:
        self._owner = owner
        self._member = member
        self._packed = packed
        self._part = part
        self._given = 0

    def read(self, size: int = _BLOCK) -> bytes:
        """At most ``size`` bytes (never more than one block), empty at the end."""
        if size < 0 or size > _BLOCK:
            size = _BLOCK
        try:
            block = self._member.read(size)
        except _BROKEN as error:
            raise FileRefused(Refusal.DAMAGED, part=self._part) from error
        self._given += len(block)
        self._owner.spend(len(block), self._given, self._packed)
        return block


def refusal_without_zip(stream: BinaryIO) -> Refusal:
    """Why a file with an Office or OpenDocument name is no zip file.

    A Compound File that holds ``EncryptedPackage`` is an Office file with a password or with rights management
    ([MS-OFFCRYPTO] 2.3); any other Compound File is the old binary format; the rest is damage.
    """
    stream.seek(0)
    head = stream.read(len(OLE_MAGIC))
    if not head:
        return Refusal.EMPTY
    if head != OLE_MAGIC:
        return Refusal.DAMAGED
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as compound:
            names = {entry[0].lower() for entry in compound.listdir(streams=True, storages=True)}
    except (OSError, ValueError, IndexError, TypeError, struct.error, RecursionError):
        return Refusal.DAMAGED
    if names & {"encryptedpackage", "encryptioninfo", "\x06dataspaces", "\tdrmcontent"}:
        return Refusal.ENCRYPTED
    return Refusal.UNSUPPORTED if names else Refusal.DAMAGED


def open_zip(stream: BinaryIO, limits: ZipLimits | None = None) -> GuardedZip:
    """A guarded zip, or :class:`FileRefused` with the reason that the content gives."""
    stream.seek(0)
    if stream.read(2) != b"PK":
        raise FileRefused(refusal_without_zip(stream))
    return GuardedZip(stream, limits)


def _directory_size(stream: BinaryIO, size: int) -> int:
    """The declared bytes of the central directory, read before ``zipfile`` builds an object for each entry."""
    tail_start = max(0, size - _END_SEARCH - 76)
    stream.seek(tail_start)
    tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END_RECORD:
        raise FileRefused(Refusal.DAMAGED, part="zip")
    declared = int(struct.unpack_from("<I", tail, at + 12)[0])
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if wide >= 0 and len(tail) - wide >= 56:
        return max(int(struct.unpack_from("<Q", tail, wide + 40)[0]), 0 if declared == 0xFFFFFFFF else declared)
    return declared


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _shown(name: str) -> str:
    return name[:120]
