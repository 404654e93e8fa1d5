"""Settings survive damage, older and newer versions, and a folder that cannot be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings, Theme


def test_a_change_is_there_at_the_next_start(tmp_path: Path) -> None:
    ValuesFile(tmp_path / "s.json", Settings).change(theme=Theme.DARK, language="zh_CN")
    assert ValuesFile(tmp_path / "s.json", Settings).values == Settings(Theme.DARK, "zh_CN")


@pytest.mark.parametrize("content", ["", "{", "[1]", '"x"', '{"theme": 5}', '{"theme": "pink"}', "\x00"])
def test_what_cannot_be_used_gives_defaults(tmp_path: Path, content: str) -> None:
    (tmp_path / "s.json").write_text(content)
    assert ValuesFile(tmp_path / "s.json", Settings).values == Settings()


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text('{"language": "en", "from_the_future": [1, 2]}')
    ValuesFile(tmp_path / "s.json", Settings).change(theme=Theme.LIGHT)
    written = json.loads((tmp_path / "s.json").read_text())
    assert written["from_the_future"] == [1, 2]
    assert written["language"] == "en"


def test_a_file_that_cannot_be_written_changes_this_run_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = ValuesFile(tmp_path / "file" / "s.json", Settings)
    assert settings.change(theme=Theme.DARK).theme is Theme.DARK


def test_two_programs_see_and_keep_each_others_changes(tmp_path: Path) -> None:
    window, command = (ValuesFile(tmp_path / "s.json", Settings) for _ in range(2))
    command.change(default_models={"embedding": "e5"})
    assert window.values.default_models == {"embedding": "e5"}
    command.change(language="zh_CN")
    window.change(theme=Theme.DARK)
    assert command.values == window.values == Settings(Theme.DARK, "zh_CN", default_models={"embedding": "e5"})


def test_a_file_that_breaks_while_it_is_used_changes_nothing(tmp_path: Path) -> None:
    settings = ValuesFile(tmp_path / "s.json", Settings)
    settings.change(theme=Theme.DARK)
    (tmp_path / "s.json").write_text("{")
    assert settings.values.theme is Theme.DARK
    (tmp_path / "s.json").unlink()
    assert settings.values.theme is Theme.DARK


def test_home_is_what_was_given_then_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALCOVE_HOME", str(tmp_path / "environment"))
    assert Home.choose(tmp_path / "given").root == tmp_path / "given"
    assert Home.choose().root == tmp_path / "environment"


def test_a_home_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AppError) as caught:
        Home.choose(tmp_path / "file" / "home").create()
    assert caught.value.code is ErrorCode.HOME_UNWRITABLE
