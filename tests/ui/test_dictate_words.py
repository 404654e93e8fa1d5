"""The words and the choices beside the Dictate page, over a real store and real settings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.desktop.hotkeys.models import HotkeyRefusal
from app.domain.dictate.dictating import AudioRule, DictationMode
from app.domain.dictate.dictation import NewDictation, SpokenKind
from app.domain.library.document import DocumentState
from app.domain.spoken.rules import RuleKind, VocabularyRule
from app.jobs.background import Background
from app.settings.file import ValuesFile
from app.settings.schema import Settings
from app.ui.assembly import Assembly
from app.ui.bridge import Calls, MainThread
from app.ui.dictate.choices_controller import ChoicesController
from app.ui.dictate.choices_panel import ChoicesPanel
from app.ui.dictate.words_panel import WordsPanel
from app.ui.theme.theme import Theme
from tests.fakes.model_window import opened, shown


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    with opened(tmp_path / "home", None) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove) -> Iterator[Assembly]:
    with shown(qtbot, qapp, theme, alcove) as made:
        made.shell.show_page("dictate")
        yield made


@pytest.fixture
def words(qtbot: QtBot, window: Assembly) -> WordsPanel:
    window.dictate_doors.sides.show_words()
    panel = window.shell.panel.content
    assert isinstance(panel, WordsPanel)
    return panel


def test_a_word_is_added_changed_tried_and_deleted(qtbot: QtBot, words: WordsPanel, alcove: Alcove) -> None:
    words._written.setText("Okafor")
    words._heard.setText("oh call for， o'kafor、 ")
    qtbot.keyClick(words._heard, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: words.rows.rowCount() == 1)
    (kept,) = alcove.speech.keep_vocabulary.rules()
    assert (kept.written, kept.spoken) == ("Okafor", ("oh call for", "o'kafor"))
    words._try.setText("send it to oh call for")
    qtbot.waitUntil(lambda: "send it to Okafor" in words._result.text())
    words.view.setCurrentIndex(words.rows.index(0))
    words._written.setText("Okafor-Smith")
    words._save.click()
    qtbot.waitUntil(lambda: [rule.written for rule in alcove.speech.keep_vocabulary.rules()] == ["Okafor-Smith"])
    qtbot.waitUntil(lambda: words.rows.index(0).data() == "Okafor-Smith ← oh call for, o'kafor")
    words.view.setCurrentIndex(words.rows.index(0))
    words._delete.click()
    qtbot.waitUntil(lambda: words.rows.rowCount() == 0)
    assert alcove.speech.keep_vocabulary.rules() == []


def test_a_pattern_stays_a_pattern(qtbot: QtBot, theme: Theme) -> None:
    panel = WordsPanel(theme)
    qtbot.addWidget(panel)
    panel.show_rules([VocabularyRule("", (r"\bum\b",), RuleKind.PATTERN, id=8)])
    panel.view.setCurrentIndex(panel.rows.index(0))
    assert (panel._pattern.isChecked(), panel._heard.text()) == (True, r"\bum\b")
    with qtbot.waitSignal(panel.saved) as saved:
        panel._save.click()
    assert saved.args == [VocabularyRule("", (r"\bum\b",), RuleKind.PATTERN, id=8)]


def test_an_empty_word_is_not_saved(qtbot: QtBot, theme: Theme) -> None:
    panel = WordsPanel(theme)
    qtbot.addWidget(panel)
    saved: list[VocabularyRule] = []
    panel.saved.connect(saved.append)
    qtbot.keyClick(panel._written, Qt.Key.Key_Return)
    assert saved == []


def test_words_come_from_a_file_and_go_to_one(
    qtbot: QtBot, words: WordsPanel, window: Assembly, tmp_path: Path
) -> None:
    (tmp_path / "words.txt").write_text("Kubernetes\nOkafor -> oh call for\n", encoding="utf-8")
    controller = window.dictate_doors.sides._words
    assert controller is not None
    controller[1].read(tmp_path / "words.txt")
    qtbot.waitUntil(lambda: words.rows.rowCount() == 2)
    controller[1].write(tmp_path / "out.csv")
    written = tmp_path / "out.csv"
    qtbot.waitUntil(lambda: written.exists() and "Okafor" in written.read_text(encoding="utf-8-sig"))


def test_documents_suggest_words_that_are_taken_or_left(
    qtbot: QtBot, words: WordsPanel, window: Assembly, alcove: Alcove, tmp_path: Path
) -> None:
    text = "Mrs Okafor met Zielinski at the NDPR office. Okafor signed; Zielinski of the NDPR did not. " * 8
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    window.add([tmp_path / "note.txt"])
    indexed = DocumentState.INDEXED
    qtbot.waitUntil(lambda: alcove.library.counts()[indexed] == 1)
    words.suggestions.wanted.emit()
    qtbot.waitUntil(lambda: {"Zielinski", "NDPR"} <= set(words.suggestions.terms))
    words.suggestions._answer("Zielinski", True)
    words.suggestions._answer("NDPR", False)
    qtbot.waitUntil(lambda: [rule.written for rule in alcove.speech.keep_vocabulary.rules()] == ["Zielinski"])
    words.suggestions.wanted.emit()
    qtbot.waitUntil(lambda: "NDPR" not in words.suggestions.terms and "Zielinski" not in words.suggestions.terms)


class Dictating(QObject):
    """Dictation that only takes note of what it is told."""

    key_armed = Signal(object)

    def __init__(self, refusal: HotkeyRefusal | None = None) -> None:
        super().__init__()
        self.recorder, self.key_refusal, self.applied = None, refusal, 0

    def apply_settings(self) -> HotkeyRefusal | None:
        self.applied += 1
        return self.key_refusal


@pytest.fixture
def settings(tmp_path: Path) -> ValuesFile[Settings]:
    return ValuesFile(tmp_path / "settings.json", Settings)


@pytest.fixture
def calls() -> Iterator[Calls]:
    background = Background()
    yield Calls(background, MainThread())
    background.close()


def test_each_choice_is_kept_and_applied(
    qtbot: QtBot, theme: Theme, settings: ValuesFile[Settings], calls: Calls
) -> None:
    panel, dictating = ChoicesPanel(theme), Dictating()
    qtbot.addWidget(panel)
    controller = ChoicesController(panel, settings, dictating, lambda: ["Kitty"], calls)
    controller.refresh()
    assert panel._mode.currentData() == DictationMode.HOLD
    panel._mode.setCurrentIndex(panel._mode.findData(DictationMode.HANDS_FREE))
    panel._mode.activated.emit(panel._mode.currentIndex())
    panel._checks["leave_out_fillers"].setChecked(True)
    panel._keep.setChecked(True)
    panel._keys.setKeySequence("Ctrl+Shift+F9")
    panel._keys.editingFinished.emit()
    kept = settings.values
    assert kept.dictation_mode is DictationMode.HANDS_FREE
    assert kept.leave_out_fillers
    assert (kept.dictation_audio, kept.dictation_hotkey) == (AudioRule.KEEP, "Ctrl+Shift+F9")
    assert dictating.applied == 4
    controller.refresh()
    assert dictating.applied == 4
    qtbot.waitUntil(lambda: list(panel.programs._boxes) == ["kitty"])
    box = panel.programs._boxes["kitty"]
    box.setCurrentIndex(box.findData("terminal_paste"))
    box.activated.emit(box.currentIndex())
    assert settings.values.dictation_insert_by_program == {"kitty": "terminal_paste"}


def test_a_key_pressed_as_the_panel_opens_changes_no_shortcut(
    qtbot: QtBot, theme: Theme, settings: ValuesFile[Settings], calls: Calls
) -> None:
    panel = ChoicesPanel(theme)
    qtbot.addWidget(panel)
    ChoicesController(panel, settings, Dictating(), list, calls).refresh()
    before = settings.values.dictation_hotkey
    with qtbot.waitExposed(panel):
        panel.show()
    panel.activateWindow()
    panel.setFocus()
    focused = panel.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, Qt.Key.Key_A)
    assert panel._keys.keySequence().toString() == before


def test_how_long_things_stay_is_chosen(
    qtbot: QtBot, theme: Theme, settings: ValuesFile[Settings], calls: Calls
) -> None:
    settings.change(keep_recordings_days=45)  # by hand, in the file
    panel = ChoicesPanel(theme)
    qtbot.addWidget(panel)
    controller = ChoicesController(panel, settings, Dictating(), list, calls)
    controller.refresh()
    assert panel._days["keep_dictations_days"].currentText() == "for good"
    assert panel._days["keep_recordings_days"].currentText() == "for 45 days"
    box = panel._days["keep_sound_days"]
    box.setCurrentIndex(box.findData(7))
    box.activated.emit(box.currentIndex())
    kept = settings.values
    assert (kept.keep_dictations_days, kept.keep_recordings_days, kept.keep_sound_days) == (0, 45, 7)


def test_a_key_that_is_taken_is_told(qtbot: QtBot, theme: Theme, settings: ValuesFile[Settings], calls: Calls) -> None:
    panel = ChoicesPanel(theme)
    qtbot.addWidget(panel)
    controller = ChoicesController(panel, settings, Dictating(HotkeyRefusal.TAKEN), list, calls)
    controller.refresh()
    assert panel._key_state.property("role") == "amber"
    assert panel._key_state.text()
    settings.change(dictation_hotkey="")
    dictating = Dictating()
    ChoicesController(panel, settings, dictating, list, calls).refresh()
    assert panel._key_state.text() == "Without a key, the button on the page listens."


def test_a_key_that_is_refused_leaves_the_one_before(
    qtbot: QtBot, theme: Theme, settings: ValuesFile[Settings], calls: Calls
) -> None:
    class Choosy(Dictating):
        def apply_settings(self) -> HotkeyRefusal | None:
            self.key_refusal = HotkeyRefusal.TAKEN if settings.values.dictation_hotkey == "Ctrl+Alt+K" else None
            self.key_armed.emit(self.key_refusal)
            return self.key_refusal

    panel, dictating = ChoicesPanel(theme), Choosy()
    qtbot.addWidget(panel)
    ChoicesController(panel, settings, dictating, list, calls).refresh()
    panel._keys.setKeySequence("Ctrl+Alt+K")
    panel._keys.editingFinished.emit()
    assert settings.values.dictation_hotkey == panel._keys.keySequence().toString() == "Ctrl+Alt+Space"
    assert panel._key_state.text().endswith("Ctrl+Alt+Space stays the key.")
    assert "uses this key already" in panel._key_state.text()
    assert dictating.key_refusal is None


def test_words_and_choices_stay_at_their_own_page(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    for show in (window.dictate_doors.sides.show_words, window.dictate_doors.sides.show_choices):
        show()
        assert window.shell.panel.is_open
        window.shell.show_page("library")
        assert not window.shell.panel.is_open
        window.shell.show_page("dictate")
    one = alcove.store.dictations.add(NewDictation(SpokenKind.DICTATION, "the rent is due"))
    window.dictate_doors.open_transcript(one.id)
    window.shell.show_page("ask")
    assert window.shell.panel.is_open, "a transcript may be what an answer cites"


def test_what_the_rule_forgets_goes_while_the_window_stays_open(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    old = datetime.now(UTC) - timedelta(days=40)
    alcove.store.dictations.add(NewDictation(SpokenKind.DICTATION, "long ago", spoken_at=old))
    alcove.store.dictations.add(NewDictation(SpokenKind.DICTATION, "just now"))
    alcove.settings.change(keep_dictations_days=30)
    doors = window.dictate_doors
    qtbot.waitUntil(doors.forget_clock.isActive)
    assert doors.forget_clock.interval() <= 24 * 3_600_000
    doors.forget_clock.timeout.emit()
    qtbot.waitUntil(lambda: [one.text for one in alcove.store.dictations.list()] == ["just now"])


def test_a_microphone_that_was_unplugged_stays_chosen(
    qtbot: QtBot, theme: Theme, settings: ValuesFile[Settings], calls: Calls
) -> None:
    settings.change(dictation_microphone="usb-1")
    panel = ChoicesPanel(theme)
    qtbot.addWidget(panel)
    ChoicesController(panel, settings, Dictating(), list, calls).refresh()
    panel.show_microphones([("built-in", "Built-in")])
    assert panel._microphone.currentData() == "usb-1"
    panel.show_microphones([("built-in", "Built-in"), ("usb-1", "Headset")])
    assert panel._microphone.currentText() == "Headset"
