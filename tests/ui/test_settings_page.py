"""Settings that work at once, and a proof of the seal that says what it found."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.domain.models.manifest import Manifest, ModelRole
from app.jobs.background import Background
from app.seal.models import Probe, SealReason, SealState
from app.settings.schema import Settings
from app.settings.schema import Theme as Choice
from app.ui.assets import assets_folder
from app.ui.bridge import Calls, MainThread
from app.ui.friendly_path import friendly_path
from app.ui.seal_examiner import examine
from app.ui.settings.downloads_section import DownloadChoices
from app.ui.settings.page import SettingsPage
from app.ui.settings.seal_proof import ProcessSeal, SealProof
from app.ui.theme.theme import Theme
from app.ui.translation import Translations

SEALED = SealState(sealed=True, means="seccomp")
OPEN = SealState(sealed=False, means="", reason=SealReason.NO_MEANS.value)
REFUSED = Probe("inet", refused=True, error="EPERM")
LET_THROUGH = Probe("inet", refused=False)


def proof_of(qtbot: QtBot, theme: Theme, seals: list[SealState | None], probes: list[Probe]) -> SealProof:
    names = ("window", "reading")
    found = {
        name: ProcessSeal(name, seal, tuple(probes) if name == "window" else ())
        for name, seal in zip(names, seals, strict=False)
    }
    made = SealProof(theme, Calls(Background(), MainThread()), tuple(found), found.__getitem__)
    qtbot.addWidget(made)
    made.check()
    qtbot.waitUntil(lambda: not made.is_busy)
    return made


def test_a_sealed_program_says_so_with_its_proof(qtbot: QtBot, theme: Theme) -> None:
    proof = proof_of(qtbot, theme, [SEALED, SEALED], [REFUSED])
    text = proof.as_text()
    assert "Nothing leaves this computer" in text
    assert "Window: sealed by the system (seccomp)" in text
    assert "Trial connection, IPv4: refused by the system (EPERM)" in text


@pytest.mark.parametrize(("seals", "probes"), [([SEALED, OPEN], [REFUSED]), ([SEALED, SEALED], [LET_THROUGH])])
def test_one_open_door_is_enough_to_say_not_sealed(
    qtbot: QtBot, theme: Theme, seals: list[SealState], probes: list[Probe]
) -> None:
    text = proof_of(qtbot, theme, seals, probes).as_text()
    assert "not sealed" in text
    assert "Nothing leaves this computer" not in text


def test_the_proof_can_be_copied(qtbot: QtBot, theme: Theme) -> None:
    proof = proof_of(qtbot, theme, [SEALED], [REFUSED])
    proof._copy.click()
    assert QGuiApplication.clipboard().text() == proof.as_text()


def test_the_window_is_shown_at_once_and_a_worker_when_it_answers(qtbot: QtBot, theme: Theme) -> None:
    release, background = threading.Event(), Background()

    def examine(name: str) -> ProcessSeal:
        if name == "reading":
            assert release.wait(30)
        return ProcessSeal(name, SEALED)

    made = SealProof(theme, Calls(background, MainThread()), ("window", "reading"), examine)
    qtbot.addWidget(made)
    made.check()
    qtbot.waitUntil(lambda: made.proof is not None and made.proof.waiting == ("reading",))
    words = "\n".join(label.text() for label in made.findChildren(QLabel))
    assert "sealed by the system (seccomp)" in words
    assert "starting…" in words
    assert "Nothing leaves" not in words, "nothing is claimed before everybody answered"
    assert made.as_text() == ""
    release.set()
    qtbot.waitUntil(lambda: not made.is_busy)
    assert "Nothing leaves this computer" in made.as_text()
    assert background.close()


def test_a_worker_that_does_not_run_reaches_nothing(qtbot: QtBot, theme: Theme) -> None:
    text = proof_of(qtbot, theme, [SEALED, None], [REFUSED]).as_text()
    assert "Nothing leaves this computer" in text
    assert "not running" in text


def test_the_examiner_reads_what_the_doctor_found() -> None:
    seal = {"sealed": True, "means": "seccomp", "reason": None}
    told: dict[str, dict[str, object]] = {
        "window": {"seal": seal, "probe": [{"attempt": "inet", "refused": True, "error": "EPERM"}], "error": None},
        "reading": {"seal": None, "error": None},
        "llm": {"seal": None, "error": "worker.crashed"},
    }

    class Doctor:
        def process(self, name: str) -> dict[str, object]:
            return told[name]

    window, reading, llm = (examine(Doctor(), name) for name in told)
    assert window == ProcessSeal("window", SEALED, (REFUSED,))
    assert reading.state is not None
    assert not reading.holds
    assert (llm.state, llm.holds) == (None, True)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, tmp_path: Path) -> SettingsPage:
    made = SettingsPage(theme, tmp_path, sealed=True)
    qtbot.addWidget(made)
    made.show_choices("en", Choice.DARK)
    return made


def words(page: SettingsPage) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


def test_choices_are_shown_and_told(qtbot: QtBot, page: SettingsPage) -> None:
    box = page.findChild(QComboBox)
    assert box.currentText() == "English"
    box.setCurrentIndex(box.findText("简体中文"))
    with qtbot.waitSignal(page.language_chosen) as chosen:
        box.activated.emit(box.currentIndex())
    assert chosen.args == ["zh_CN"]
    assert page._choices[Choice.DARK].isChecked()
    with qtbot.waitSignal(page.theme_chosen) as theme_chosen:
        page._choices[Choice.LIGHT].click()
    assert theme_chosen.args == [Choice.LIGHT]


def test_the_language_changes_at_once(qtbot: QtBot, qapp: QApplication, page: SettingsPage) -> None:
    translations = Translations(qapp, assets_folder() / "i18n")
    translations.apply("zh_CN")
    qapp.processEvents()
    assert "设置" in words(page)
    assert "Language" not in words(page)
    translations.apply("en")
    qapp.processEvents()
    assert "Settings" in words(page)


def test_it_says_where_the_data_lives_and_which_models_are_missing(page: SettingsPage, tmp_path: Path) -> None:
    assert str(tmp_path) in words(page)
    assert "No embedding model is installed" in words(page)
    assert "No language model is installed" in words(page)
    model = Manifest("e", "Encoder", ModelRole.EMBEDDING, "MIT", "pypi", "1", "int8", ("en", "zh"), ())
    page.show_models((model,))
    assert "Encoder" in words(page)
    assert "English, 简体中文" in words(page)
    assert "No embedding model is installed" not in words(page)
    toy = Manifest("t", "Toy", ModelRole.CHAT, "MIT", "here", "1", "int4", ("en", "zh"), (), demonstration=True)
    page.show_models((model, toy))
    assert "For demonstration: copies one sentence" in words(page)
    assert "No language model is installed" in words(page), "a toy writes no answers"
    heard = Manifest("h", "Hears", ModelRole.SPEECH, "MIT", "here", "1", "int8", ("en",), (), demonstration=True)
    page.show_models((model, heard))
    assert "For demonstration: knows a few words" in words(page)
    assert "copies one sentence" not in words(page)


def test_sources_of_downloads_are_checked_before_they_count(qtbot: QtBot, page: SettingsPage) -> None:
    section = page.downloads
    section.show_choices(DownloadChoices(proxy="http://proxy.example:3128", kib_per_second=77))
    assert section._address.text() == "http://proxy.example:3128"
    assert section._limit.currentData() == 77, "what was written by hand is kept"
    section._endpoint.setText("hub.example")
    with qtbot.assertNotEmitted(page.downloads_chosen):
        section._endpoint.editingFinished.emit()
    assert "This source cannot be used" in section.trouble
    section._endpoint.setText("https://hub.example/")
    with qtbot.waitSignal(page.downloads_chosen) as chosen:
        section._endpoint.editingFinished.emit()
    wanted = DownloadChoices("https://hub.example", proxy="http://proxy.example:3128", kib_per_second=77)
    assert chosen.args == [wanted]
    assert section.trouble == ""
    section._address.setText("ftp://proxy")
    with qtbot.assertNotEmitted(page.downloads_chosen):
        section._address.editingFinished.emit()
    assert "This proxy cannot be used" in section.trouble
    settings = dataclasses.replace(Settings(), **wanted.changes())  # type: ignore[arg-type]
    assert DownloadChoices.of(settings) == wanted


@pytest.mark.parametrize(
    ("path", "shown"),
    [("/home/li/Papers/a", "~/Papers/a"), ("/home/li", "~"), ("/home/lisa/a", "/home/lisa/a"), ("/mnt/x", "/mnt/x")],
)
def test_paths_are_shown_as_a_person_knows_them(path: str, shown: str) -> None:
    assert friendly_path(Path(path), Path("/home/li")) == shown


def test_the_wheel_changes_no_choice_on_its_way_through_the_page(qtbot: QtBot, page: SettingsPage) -> None:
    page.resize(600, 500)
    page.show()
    boxes = page.findChildren(QComboBox)
    assert len(boxes) >= 4
    before = [box.currentIndex() for box in boxes]
    for box in boxes:
        turn = QPointF(5, 5), box.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, -120)
        buttons = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
        QApplication.sendEvent(box, QWheelEvent(*turn, *buttons))
    assert [box.currentIndex() for box in boxes] == before
