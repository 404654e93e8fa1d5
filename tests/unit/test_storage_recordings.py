"""Sound that waits for its text: encrypted on the disk, whole after a kill, gone without a trace when it is dropped."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.storage.recordings import Recordings
from app.storage.store import Store

SECOND = bytes(range(256)) * 125
KEY = "0f" * 32


@pytest.fixture
def recordings(tmp_path: Path) -> Recordings:
    return Recordings(tmp_path / "recordings.db", lambda: KEY)


def test_what_was_appended_comes_back_in_order(recordings: Recordings) -> None:
    number = recordings.begin(7, "editor", "en")
    other = recordings.begin(7)
    for n in range(3):
        recordings.append(number, bytes([n]) * 32_000)
        recordings.append(other, b"\xff" * 10)
    recordings.end(number)
    assert recordings.sound(number) == b"".join(bytes([n]) * 32_000 for n in range(3))
    found = recordings.all()
    assert [(one.id, one.seconds, one.program, one.language, one.has_ended, one.process) for one in found] == [
        (number, 3.0, "editor", "en", True, 7),
        (other, 30 / 32_000, "", "", False, 7),
    ]


def test_no_byte_of_it_can_be_read_without_the_key(recordings: Recordings, tmp_path: Path) -> None:
    recordings.append(recordings.begin(1, "secret-editor"), SECOND)
    recordings.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert len(kept) > len(SECOND)
    assert SECOND[:64] not in kept
    assert b"secret-editor" not in kept
    assert b"SQLite" not in kept


@pytest.mark.skipif(os.name == "nt", reason="rights are other things there")
def test_only_its_owner_may_read_the_file(recordings: Recordings) -> None:
    recordings.begin(1)
    assert stat.S_IMODE(recordings.path.stat().st_mode) == 0o600


def test_dropping_gives_the_room_back(recordings: Recordings, tmp_path: Path) -> None:
    number = recordings.begin(1)
    for _ in range(60):
        recordings.append(number, SECOND)
    recordings.end(number)
    full = sum(path.stat().st_size for path in tmp_path.iterdir())
    recordings.drop(number)
    assert recordings.all() == []
    assert recordings.sound(number) == b""
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < full / 10


def test_a_file_of_another_key_is_moved_aside_and_never_in_the_way(tmp_path: Path) -> None:
    first = Recordings(tmp_path / "recordings.db", lambda: KEY)
    first.append(first.begin(1), SECOND)
    first.close()
    second = Recordings(tmp_path / "recordings.db", lambda: "aa" * 32)
    assert second.all() == []
    second.begin(1)
    second.close()
    assert (tmp_path / "recordings.db.unreadable").exists()


def test_two_programs_may_record_at_once(recordings: Recordings) -> None:
    other = Recordings(recordings.path, lambda: KEY)
    mine, theirs = recordings.begin(1), other.begin(2)
    recordings.append(mine, b"a" * 100)
    other.append(theirs, b"b" * 100)
    assert recordings.sound(theirs) == b"b" * 100
    other.close()


def test_looking_makes_no_file(recordings: Recordings) -> None:
    assert recordings.all() == []
    assert not recordings.path.exists()


def test_the_key_is_made_once_and_kept(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library.db") as store:
        key = store.secrets.recordings_key()
        assert store.secrets.recordings_key() == key
    with Store.open(tmp_path / "library.db") as store:
        assert store.secrets.recordings_key() == key
    assert len(bytes.fromhex(key)) == 32
