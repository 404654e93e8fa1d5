"""A dictation is no file: wherever a path would stand, there stands when it was said and how it begins."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.domain.dictate.dictation import is_no_file, name_in_library
from app.wording.sources import file_path, source_name

SAID = datetime(2026, 11, 30, 14, 2, tzinfo=UTC)


def plain(_context: str, text: str) -> str:
    return text


def test_a_file_is_called_by_its_path() -> None:
    path = Path("/home/ada/dictations/talk.wav")
    assert source_name(path, "A talk", plain) == str(path)
    assert file_path(path) == str(path)
    assert not is_no_file(Path("/home/ada/dictations/notes/chapter"))
    assert not is_no_file(Path("/home/ada/dictations/2024/Contract"))


def test_a_dictation_is_called_by_what_was_said_and_when() -> None:
    name = name_in_library(Path("/home/ada/.alcove"), 7, SAID)
    clock = SAID.astimezone().strftime("%Y-%m-%d %H:%M")
    assert is_no_file(name)
    assert source_name(name, "The rent is due…", plain) == f"“The rent is due…” (dictated {clock})"
    assert source_name(name, "", plain) == f"dictated {clock}"
    assert file_path(name) is None
