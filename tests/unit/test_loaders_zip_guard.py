"""Hostile and broken zip files end refused with the right reason, and nothing is believed that a zip says of itself."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.zip_guard import OLE_MAGIC, GuardedZip, ZipLimits, open_zip
from tests.fakes.compound_file import compound_file
from tests.fakes.office_files import zipped

MEBIBYTE = 1024 * 1024


def refusal(data: bytes, limits: ZipLimits | None = None) -> Refusal | None:
    """What opening the zip and reading all of it ends with."""
    try:
        archive = open_zip(io.BytesIO(data), limits)
        for name in archive.names:
            archive.read(name)
    except FileRefused as refused:
        return refused.refusal
    return None


def test_reads_members_by_the_names_that_office_uses() -> None:
    archive = open_zip(io.BytesIO(zipped({"word\\Document.xml": b"one", "/abs.xml": b"two", "folder/": b""})))
    assert archive.read("word/document.xml") == b"one"
    assert archive.read("/ABS.xml") == b"two"
    assert archive.names == ("word/Document.xml", "abs.xml")
    assert "word/other.xml" not in archive


def test_a_missing_member_is_damage() -> None:
    with pytest.raises(FileRefused) as caught:
        open_zip(io.BytesIO(zipped({"a": b"x"}))).read("b")
    assert caught.value.refusal is Refusal.DAMAGED


@pytest.mark.parametrize("name", ["../../evil", "..\\..\\evil", "C:\\evil", "\\\\server\\evil", "CON", "/etc/evil"])
def test_hostile_names_are_only_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    archive = open_zip(io.BytesIO(zipped({name: b"inside"})))
    assert archive.read(name) == b"inside"
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "evil").exists()


def test_a_bomb_is_refused_while_it_is_read() -> None:
    bomb = zipped({"a.xml": bytes(60 * MEBIBYTE)})
    assert len(bomb) < MEBIBYTE
    assert refusal(bomb) is Refusal.TOO_LARGE


def test_a_declared_size_is_not_believed() -> None:
    """The directory says 10 bytes, the stream holds 60 MiB: reading stops at what was declared or at the limit."""
    bomb = bytearray(zipped({"a.xml": bytes(60 * MEBIBYTE)}))
    at = bomb.rfind(b"PK\x01\x02")
    struct.pack_into("<I", bomb, at + 24, 10)
    struct.pack_into("<I", bomb, at + 16, zlib.crc32(bytes(10)))
    archive = GuardedZip(io.BytesIO(bytes(bomb)))
    assert len(archive.read("a.xml")) <= 10


def test_many_members_spend_one_budget() -> None:
    data = zipped({f"{n}.xml": os.urandom(1000) for n in range(20)})
    assert refusal(data) is None
    assert refusal(data, ZipLimits(total_bytes=15_000)) is Refusal.TOO_LARGE


def test_a_budget_is_spent_by_reading_again() -> None:
    archive = open_zip(io.BytesIO(zipped({"a": os.urandom(1000)})), ZipLimits(total_bytes=2_500))
    archive.read("a")
    archive.read("a")
    with pytest.raises(FileRefused):
        archive.read("a")


def test_a_part_too_big_for_memory_is_refused_but_can_be_streamed() -> None:
    archive = open_zip(io.BytesIO(zipped({"a": os.urandom(5000)})), ZipLimits(part_bytes=4000))
    with pytest.raises(FileRefused) as caught:
        archive.read("a")
    assert caught.value.refusal is Refusal.TOO_LARGE
    with archive.open("a") as member:
        assert sum(len(block) for block in iter(lambda: member.read(1000), b"")) == 5000


def test_too_many_members() -> None:
    assert refusal(zipped({str(n): b"" for n in range(300)}), ZipLimits(members=299)) is Refusal.TOO_LARGE
    assert refusal(zipped({str(n): b"x" for n in range(300)}), ZipLimits(members=300)) is None


def test_a_huge_directory_is_refused_before_it_is_read() -> None:
    """A million entries would be a million objects; their size alone is enough to refuse them."""
    data = bytearray(zipped({"a": b"x"}))
    at = data.rfind(b"PK\x05\x06")
    struct.pack_into("<I", data, at + 12, 50 * MEBIBYTE)
    assert refusal(bytes(data)) is Refusal.TOO_LARGE


def test_a_password_is_its_own_reason() -> None:
    data = bytearray(zipped({"a": b"secret"}))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) is Refusal.ENCRYPTED


def test_members_that_lie_over_each_other_are_refused() -> None:
    data = bytearray(zipped({"a": os.urandom(100), "b": os.urandom(100)}, zipfile.ZIP_STORED))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 42, 0)
    assert refusal(bytes(data)) is Refusal.DAMAGED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_office_never_uses_are_refused(method: int) -> None:
    assert refusal(zipped({"a": b"x" * 1000}, method)) is Refusal.DAMAGED


def test_every_truncation_is_refused_or_read() -> None:
    data = zipped({"a.xml": b"<a>" + os.urandom(300).hex().encode() + b"</a>", "b.xml": b"<b/>"})
    for end in range(0, len(data), 7):
        assert refusal(data[:end]) in (Refusal.DAMAGED, Refusal.EMPTY)


def test_every_flipped_byte_is_refused_or_read() -> None:
    data = zipped({"a.xml": b"<a>" + os.urandom(50).hex().encode() + b"</a>"})
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 0xFF
        assert refusal(bytes(flipped)) in (None, Refusal.DAMAGED, Refusal.ENCRYPTED, Refusal.TOO_LARGE)


def test_what_is_no_zip_is_told_apart_by_content() -> None:
    assert refusal(b"") is Refusal.EMPTY
    assert refusal(b"just words") is Refusal.DAMAGED
    assert refusal(OLE_MAGIC + bytes(2000)) is Refusal.DAMAGED
    assert refusal(compound_file({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})) is Refusal.ENCRYPTED
    assert refusal(compound_file({"\x06DataSpaces": {"Version": b"x"}, "EncryptedPackage": b"y"})) is Refusal.ENCRYPTED
    assert refusal(compound_file({"WordDocument": b"x"})) is Refusal.UNSUPPORTED
    assert refusal(b"PK") is Refusal.DAMAGED
