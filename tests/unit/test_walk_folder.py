"""A dropped folder: every file once, nothing outside, no loop, no hang."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.errors import JobCancelled
from app.domain.library.document import Refusal
from app.services.library.walk_folder import Found, walk


def names(found: list[Found], top: Path) -> list[str]:
    return [item.path.relative_to(top).as_posix() for item in found]


def make(top: Path, *files: str) -> None:
    for name in files:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(name)


def test_a_folder_stands_for_all_files_below_in_order(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a.txt", "sub/deep/c.md", "sub/a.md")
    assert names(list(walk([tmp_path])), tmp_path) == ["a.txt", "b.txt", "sub/a.md", "sub/deep/c.md"]


def test_links_lead_neither_out_nor_round(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    make(inside, "kept.txt", "sub/kept.txt")
    make(outside, "secret.txt")
    (inside / "out").symlink_to(outside, target_is_directory=True)
    (inside / "loop").symlink_to(inside, target_is_directory=True)
    (inside / "file").symlink_to(outside / "secret.txt")
    (inside / "broken").symlink_to(tmp_path / "nowhere")
    assert names(list(walk([inside])), inside) == ["kept.txt", "sub/kept.txt"]


def test_a_link_that_was_named_itself_is_followed(tmp_path: Path) -> None:
    make(tmp_path, "real.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    assert list(walk([tmp_path / "link.txt"])) == [Found((tmp_path / "real.txt").resolve())]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_special_files_do_not_hang(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe")
    assert names(list(walk([tmp_path])), tmp_path) == ["a.txt"]
    assert list(walk([tmp_path / "pipe"])) == [Found(tmp_path / "pipe", Refusal.NOT_A_FILE)]


def test_what_is_missing_is_answered_for(tmp_path: Path) -> None:
    assert list(walk([tmp_path / "no"])) == [Found(tmp_path / "no", Refusal.MISSING)]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read every folder")
def test_a_closed_folder_is_a_row_and_the_rest_goes_on(tmp_path: Path) -> None:
    make(tmp_path, "closed/a.txt", "open/b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        found = list(walk([tmp_path]))
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert found == [Found(tmp_path / "closed", Refusal.UNREADABLE), Found(tmp_path / "open" / "b.txt")]


def test_what_programs_leave_behind_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, ".git/config", "node_modules/x.js", ".DS_Store", "Thumbs.db", "~$report.docx", "report.docx", ".env")
    assert names(list(walk([tmp_path])), tmp_path) == [".env", "report.docx"]


def test_alcoves_own_folder_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "home/library.db", "a.txt")
    assert names(list(walk([tmp_path], leave_out=tmp_path / "home")), tmp_path) == ["a.txt"]


def test_overlapping_paths_meet_a_folder_once(tmp_path: Path) -> None:
    make(tmp_path, "sub/a.txt")
    assert names(list(walk([tmp_path, tmp_path / "sub"])), tmp_path) == ["sub/a.txt"]


def test_a_walk_can_be_stopped(tmp_path: Path) -> None:
    make(tmp_path, "a/1.txt", "b/2.txt")

    def stop() -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        list(walk([tmp_path], check=stop))
