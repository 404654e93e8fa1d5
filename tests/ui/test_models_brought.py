"""Models from a folder, a stick and other programs, and onto a stick: what is taken, what is refused and why."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.ui.assembly import Assembly
from app.ui.models.found_row import FoundRow
from app.ui.models.page import ModelsPage
from app.ui.theme.theme import Theme
from tests.fakes.model_folders import CHAT_FILES as CHAT
from tests.fakes.model_folders import cached, chat_folder, chat_graph, whisper_folder
from tests.fakes.model_window import TINY_CHAT, opened, shown, write_catalogue


@pytest.fixture
def alcove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alcove]:
    monkeypatch.setattr("app.composition.catalogue_folder", lambda: write_catalogue(tmp_path / "catalogue"))
    monkeypatch.setattr("app.composition.persons_folder", lambda: tmp_path / "person")
    for name in ("HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "XDG_CACHE_HOME", "OLLAMA_MODELS"):
        monkeypatch.delenv(name, raising=False)
    with opened(tmp_path / "home", None) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove) -> Iterator[Assembly]:
    with shown(qtbot, qapp, theme, alcove) as made:
        made.shell.show_page("models")
        yield made


def page_of(window: Assembly) -> ModelsPage:
    page = window.shell.page("models")
    assert isinstance(page, ModelsPage)
    return page


def dropped(qtbot: QtBot, window: Assembly, path: Path) -> FoundRow:
    """What dropping ``path`` on the page shows."""
    before = set(page_of(window).bring.rows)
    window.shell.paths_dropped.emit([path])
    qtbot.waitUntil(lambda: bool(set(page_of(window).bring.rows) - before))
    (row,) = set(page_of(window).bring.rows) - before
    return row


def test_a_stick_with_a_model_is_looked_at_and_copied(
    qtbot: QtBot, window: Assembly, alcove: Alcove, tmp_path: Path
) -> None:
    title, line = window.drops.words(1)
    assert (title, line) == ("Drop to look for models in it", "Nothing is taken in before you say so.")
    stick = tmp_path / "stick" / "alcove-models" / "models"
    shutil.copytree(TINY_CHAT, stick / "tiny-chat")
    row = dropped(qtbot, window, tmp_path / "stick")
    assert "Answers" in row.text
    assert [model.id for model in alcove.models.installed() if not model.embedded] == [], "nothing was taken yet"
    row.press()
    qtbot.waitUntil(lambda: "here and whole" in row.text)
    assert (alcove.home.models / "tiny-chat" / "model.onnx").is_file()
    model_row = lambda: page_of(window).row("tiny-chat")  # noqa: E731
    qtbot.waitUntil(lambda: (found := model_row()) is not None and "Checked on" in found.text)
    target = tmp_path / "other stick"
    target.mkdir()
    window.doors.models.bring.export(["tiny-chat"], target)
    qtbot.waitUntil(lambda: "Written to" in page_of(window).notice.text)
    assert (target / "alcove-models" / "models" / "tiny-chat" / "manifest.json").is_file()


def test_a_model_can_stay_where_it_is_in_the_form_that_is_chosen(
    qtbot: QtBot, window: Assembly, alcove: Alcove, tmp_path: Path
) -> None:
    folder = chat_folder(tmp_path / "mine", model_q4=chat_graph(), model_int8=chat_graph(layers=3))
    row = dropped(qtbot, window, folder)
    assert not row._variants.isHidden()
    row.choose_variant("model_int8")
    row.press(in_place=True)
    qtbot.waitUntil(lambda: "here and whole" in row.text)
    (model,) = [model for model in alcove.models.installed() if not model.embedded]
    assert model.in_place
    assert model.manifest.precision == "int8", "not the one that would suit this processor best"


def test_what_could_do_harm_is_refused_in_both_languages(qtbot: QtBot, window: Assembly, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "config.json").write_text('{"model_type": "qwen3"}', encoding="utf-8")
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps({"a": 1}))
    row = dropped(qtbot, window, folder)
    assert "can run a program when it is opened" in row.text
    assert row._copy.isHidden(), "there is no way past a refusal"
    window.choose_language("zh_CN")
    qtbot.waitUntil(lambda: "can run a program" not in row.text)
    assert "程序" in row.text
    window.choose_language("en")


def test_what_other_programs_have_is_found_on_this_computer(qtbot: QtBot, window: Assembly, tmp_path: Path) -> None:
    cache = tmp_path / "person" / ".cache" / "huggingface" / "hub"
    cached(cache, "someone/writer", "a" * 40, {**CHAT, "onnx/model_q4.onnx": chat_graph()})
    page_of(window).bring.look_asked.emit()
    qtbot.waitUntil(lambda: bool(page_of(window).bring.rows))
    (row,) = page_of(window).bring.rows
    assert "Answers" in row.text
    assert "Hugging Face" in row._place.text()
    speech = dropped(qtbot, window, whisper_folder(tmp_path / "speech"))
    assert "Speech to text" in speech.text


def test_nothing_found_is_said(qtbot: QtBot, window: Assembly) -> None:
    page_of(window).bring.look_asked.emit()
    words = page_of(window).bring._found_words
    qtbot.waitUntil(lambda: "Nothing was found" in words.text())
