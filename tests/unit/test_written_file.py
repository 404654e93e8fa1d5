"""A file that comes in pieces: there whole or not at all, never over another one unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.services.written_file import free_name, is_same_file, numbered, written_file


def test_it_appears_whole_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    with written_file(target, overwrite=False) as stream:
        stream.write(b"one ")
        assert not target.exists()
        stream.write(b"two")
    assert target.read_bytes() == b"one two"
    assert list(tmp_path.iterdir()) == [target]


def test_what_goes_wrong_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with written_file(tmp_path / "a.docx", overwrite=False) as stream:
            stream.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_overwritten_unasked(tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"mine")
    with pytest.raises(AppError) as refused, written_file(target, overwrite=False) as stream:
        stream.write(b"yours")
    assert refused.value.code is ErrorCode.TARGET_EXISTS
    assert target.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [target]
    with written_file(target, overwrite=False) as stream:
        stream.write(b"mine")  # the same: a kill came right after the renaming
    with written_file(target, overwrite=True) as stream:
        stream.write(b"yours")
    assert target.read_bytes() == b"yours"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_kill_left_is_replaced_by_the_next_try(tmp_path: Path) -> None:
    (tmp_path / ".a.docx.7.part").write_bytes(b"half of an earlier try, which was longer")
    with written_file(tmp_path / "a.docx", overwrite=False, owner=7) as stream:
        stream.write(b"whole")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.docx", b"whole")]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AppError) as refused, written_file(tmp_path / "no" / "a", overwrite=False):
        pass
    assert refused.value.code is ErrorCode.TARGET_UNWRITABLE


def test_names(tmp_path: Path) -> None:
    original = tmp_path / "my.report.docx"
    original.write_bytes(b"x")
    first = free_name(original, "zh")
    assert first.name == "my.report.zh.docx"
    first.write_bytes(b"x")
    assert free_name(original, "zh").name == "my.report.zh 2.docx"
    assert free_name(tmp_path / "a.pdf", "zh", ".docx").name == "a.zh.docx"
    assert numbered(tmp_path / "new.docx").name == "new.docx"
    link = tmp_path / "link.docx"
    link.symlink_to(original)
    assert is_same_file(link, original)
    assert not is_same_file(first, original)
