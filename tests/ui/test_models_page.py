"""The Models page over real services and a hub on loopback: get, cut, pause, check, choose, remove; both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.models.manifest import ModelRole
from app.ui.assembly import Assembly
from app.ui.model_parts.actions import Action
from app.ui.models.page import ModelsPage
from app.ui.models.row import ModelRow
from app.ui.theme.theme import Theme
from tests.fakes.hub_server import Fault, HubServer
from tests.fakes.model_window import entry_values, opened, shown, write_catalogue
from tests.fakes.small_model import REPO, make_entry, make_repository

ID = "small-model"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubServer]:
    make_repository(tmp_path / "hub")
    with HubServer(tmp_path / "hub") as served:
        yield served


@pytest.fixture
def catalogue(tmp_path: Path, hub: HubServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    entry = make_entry(hub.folder / REPO, hub.revision(REPO), languages=["en", "zh"])
    speech = make_entry(hub.folder / REPO, hub.revision(REPO))
    later = entry_values(speech, id="speaks", name="Speaks", role="voice", voice={})
    del later["chat"]
    folder = write_catalogue(tmp_path / "catalogue", entry_values(entry), later)
    monkeypatch.setattr("app.composition.catalogue_folder", lambda: folder)
    return folder


@pytest.fixture
def alcove(tmp_path: Path, catalogue: Path, hub: HubServer) -> Iterator[Alcove]:
    assert catalogue.is_dir()
    with opened(tmp_path / "home", hub) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove) -> Iterator[Assembly]:
    with shown(qtbot, qapp, theme, alcove) as made:
        made.shell.show_page("models")
        qtbot.waitUntil(lambda: row_of(made) is not None)
        yield made


def page_of(window: Assembly) -> ModelsPage:
    page = window.shell.page("models")
    assert isinstance(page, ModelsPage)
    return page


def row_of(window: Assembly, identifier: str = ID) -> ModelRow | None:
    return page_of(window).row(identifier)


def row(window: Assembly, identifier: str = ID) -> ModelRow:
    found = row_of(window, identifier)
    assert found is not None
    return found


def get(qtbot: QtBot, window: Assembly) -> None:
    row(window).press_main()
    wait_installed(qtbot, window)


def wait_installed(qtbot: QtBot, window: Assembly) -> None:
    qtbot.waitUntil(lambda: row(window).state.card.installed is not None)
    qtbot.waitUntil(lambda: row(window).state.work is None)


def test_a_model_is_got_through_a_cut_and_its_row_says_all_of_it(
    qtbot: QtBot, window: Assembly, hub: HubServer
) -> None:
    first = row(window).text
    assert "Small model" in first
    assert "Nothing at all." in first
    assert "MIT" in first
    assert "Get · 210 kB" in first
    hub.fail(Fault.CUT, "model_q4.onnx", after=90_000, times=1)
    row(window).press_main()
    qtbot.waitUntil(lambda: "of 210 kB" in row(window).progress.text)
    assert "Small model" in window.shell.strip.downloads.text
    window.shell.show_page("ask")  # nobody has to stay on the page
    wait_installed(qtbot, window)
    ranges = [asked.range for asked in hub.asked if "cdn" in asked.path and asked.path.endswith("model_q4.onnx")]
    assert ranges[0] == ""
    assert any(one.startswith("bytes=") for one in ranges[1:]), "it went on where it was cut"
    assert "here and whole" in window.shell.strip.downloads.text


def test_a_pause_is_kept_over_a_restart_and_offered_again(
    qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path, catalogue: Path, hub: HubServer
) -> None:
    assert catalogue.is_dir()
    with opened(tmp_path / "home", hub, kib_per_second=64) as alcove, shown(qtbot, qapp, theme, alcove) as window:
        window.shell.show_page("models")
        qtbot.waitUntil(lambda: row_of(window) is not None)
        row(window).press_main()
        downloads = window.doors.downloads
        qtbot.waitUntil(lambda: any(one.done > 20_000 for one in downloads.open))
        row(window).progress.asked.emit(Action.PAUSE)
        qtbot.waitUntil(lambda: "Paused" in row(window).progress.text)
        assert "Go on" in row(window).text
    with opened(tmp_path / "home", hub) as alcove, shown(qtbot, qapp, theme, alcove) as window:
        qtbot.waitUntil(lambda: "there" in window.shell.strip.downloads.text)
        window.shell.show_page("models")
        qtbot.waitUntil(lambda: row_of(window) is not None and "Paused" in row(window).text)
        row(window).press_main()
        wait_installed(qtbot, window)
        assert window.doors.downloads.open == []


def test_giving_up_is_asked_first_and_throws_away_what_came(
    qtbot: QtBot, qapp: QApplication, theme: Theme, tmp_path: Path, catalogue: Path, hub: HubServer
) -> None:
    assert catalogue.is_dir()
    with opened(tmp_path / "home", hub, kib_per_second=64) as alcove, shown(qtbot, qapp, theme, alcove) as window:
        window.shell.show_page("models")
        qtbot.waitUntil(lambda: row_of(window) is not None)
        row(window).press_main()
        downloads = window.doors.downloads
        qtbot.waitUntil(lambda: any(one.done > 20_000 for one in downloads.open))
        row(window).progress.asked.emit(Action.GIVE_UP)
        assert "Give up the download of Small model?" in row(window).question.text
        assert downloads.open, "nothing is lost before the person said so"
        row(window).question.say_yes()
        qtbot.waitUntil(lambda: downloads.open == [])
        assert alcove.fetch_models.unfinished() == ()
        qtbot.waitUntil(lambda: "Get ·" in row(window).text)


def test_a_failed_download_says_why_in_both_languages_and_goes_on(
    qtbot: QtBot, window: Assembly, hub: HubServer
) -> None:
    hub.fail(Fault.STATUS, "model_q4.onnx", value="404", times=1)
    row(window).press_main()
    qtbot.waitUntil(lambda: "does not have this file in this version" in row(window).text)
    window.choose_language("zh_CN")
    qtbot.waitUntil(lambda: "继续" in row(window).text)
    assert "does not have" not in row(window).text
    assert "没有用处。" in row(window).text
    window.choose_language("en")
    row(window).press_main()
    wait_installed(qtbot, window)


def test_what_is_here_is_tried_checked_and_removed(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    get(qtbot, window)
    assert "Failed its self-test" in row(window).text, "it holds noise, and nobody may believe that it works"
    row(window).open_details()
    assert row(window).state.card.installed is not None
    (alcove.home.models / ID / "config.json").write_bytes(b"x" * 600)
    row(window).details.press(Action.CHECK)
    qtbot.waitUntil(lambda: "damaged" in page_of(window).notice.text)
    assert "config.json" in page_of(window).notice.text
    row(window).details.press(Action.REMOVE)
    assert "This frees" in row(window).question.text
    row(window).question.say_yes()
    qtbot.waitUntil(lambda: row(window).state.card.installed is None)
    assert not (alcove.home.models / ID).exists()
    assert "Get ·" in row(window).text


def test_models_that_nothing_uses_yet_are_not_offered(window: Assembly) -> None:
    assert row_of(window, "speaks") is None
    words = page_of(window)._later.text()
    assert "For a later version" in words
    assert "Reading aloud" in words


def test_the_page_says_what_this_computer_has_and_frees_its_memory(
    qtbot: QtBot, window: Assembly, alcove: Alcove
) -> None:
    page = page_of(window)
    assert "of memory" in page._machine.text()
    assert "Your models take 0 B of the disk" in page._disk.text()
    page.memory.idle_chosen.emit(15)
    page.memory.gpu_chosen.emit(False)
    assert (alcove.settings.values.idle_minutes, alcove.settings.values.use_gpu) == (15, False)
    alcove.find.find("anything")
    window.doors.models.refresh()
    qtbot.waitUntil(lambda: "In the memory now" in page.memory.text)
    page.memory.free_asked.emit()
    qtbot.waitUntil(lambda: alcove.lanes.memory() == ())
    window.doors.models.refresh()
    qtbot.waitUntil(lambda: "No model is in the memory" in page.memory.text)


def test_a_card_that_failed_is_said_and_tried_again(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    get(qtbot, window)
    alcove.state.change(failed_devices={ID: "cuda:model.device_failed"})
    window.doors.models.refresh()
    qtbot.waitUntil(lambda: "The graphics card failed" in row(window).text)
    row(window).asked.emit(Action.TRY_CARD_AGAIN, ID)
    qtbot.waitUntil(lambda: "The graphics card failed" not in row(window).text)
    assert alcove.state.values.failed_devices == {}


def test_roles_stand_in_the_order_of_use(window: Assembly) -> None:
    sections = page_of(window).sections
    assert list(sections)[:2] == [ModelRole.CHAT, ModelRole.EMBEDDING]
    assert not sections[ModelRole.CHAT].isHidden()


def test_the_tab_key_walks_the_page_as_it_is_read(qtbot: QtBot, window: Assembly) -> None:
    page = page_of(window)
    row(window).open_details()
    qtbot.waitUntil(lambda: not page._arranging)
    walked, widget = [], page.focusProxy()
    while widget not in walked and len(walked) < 400:
        walked.append(widget)
        widget = widget.nextInFocusChain()
    wanted = [
        row(window)._main,
        row(window)._open,
        *row(window).details.focus_order,
        *page.bring.focus_order,
        *page.memory.focus_order,
    ]
    places = [walked.index(one) for one in wanted]
    assert places == sorted(places), "what was made late is not walked last"
