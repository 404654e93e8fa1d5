"""What a second start leaves for the window that runs, read back; rubbish in the folder harms nothing."""

from __future__ import annotations

from pathlib import Path

from app.settings.handover import Asked, Handover, collect, leave


def test_what_was_left_is_read_once_in_order(tmp_path: Path) -> None:
    first, second = Handover(paths=(tmp_path / "文档.pdf",)), Handover(Asked.DICTATION)
    assert leave(tmp_path, first) is not None
    assert leave(tmp_path, second) is not None
    assert list(collect(tmp_path)) == [first, second]
    assert list(collect(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_rubbish_is_left_out(tmp_path: Path) -> None:
    for n, text in enumerate(["not json", '["a list"]', '{"paths": 3}', '{"asked": "tea", "paths": [1, "", "/a"]}']):
        (tmp_path / f"{n}.json").write_text(text)
    found = list(collect(tmp_path))
    assert found == [Handover(), Handover(), Handover(paths=(Path("/a"),))]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    assert leave(tmp_path / "none", Handover()) is None
