"""The parts of the Dictate page by themselves: growing text, level, transcript, player, words, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QIODevice, QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.domain.dictate.transcript import TranscriptSegment
from app.domain.errors import AppError, ErrorCode
from app.jobs.background import Background
from app.jobs.stop_signal import StopSignal
from app.settings.schema import Theme as Choice
from app.ui.bridge import Calls, MainThread
from app.ui.dictate.live_card import LiveCard, LiveState
from app.ui.dictate.model import SpokenRow, SpokenRows, SpokenState
from app.ui.dictate.page import DictatePage
from app.ui.dictate.player import BYTES_A_SECOND, SoundPlayer
from app.ui.dictate.times import clock, length_words
from app.ui.dictate.transcript_panel import TranscriptPanel
from app.ui.theme.theme import Theme
from app.ui.widgets.level_meter import LevelMeter
from app.ui.widgets.live_text import LiveText

SEGMENTS = (
    TranscriptSegment(0.0, 2.0, "Good morning."),
    TranscriptSegment(2.5, 6.0, "The deposit was nine hundred euros."),
    TranscriptSegment(6.0, 9.0, "明天下午开会。"),
)


@pytest.fixture
def calls() -> Iterator[Calls]:
    background = Background()
    yield Calls(background, MainThread())
    background.close()


def test_settled_words_stay_and_only_the_rest_changes(qtbot: QtBot, theme: Theme) -> None:
    text = LiveText(theme)
    qtbot.addWidget(text)
    inserted: list[tuple[int, int, int]] = []
    text.show_text("Please send ", "the leash 😀")
    text.document().contentsChange.connect(lambda at, gone, come: inserted.append((at, gone, come)))
    text.show_text("Please send the lease ", "to")
    assert text.toPlainText() == "Please send the lease to"
    assert min(at for at, _, _ in inserted) >= len("Please send ")
    text.show_text("", "")
    assert text.toPlainText() == ""


def test_characters_outside_the_first_plane_are_counted_as_qt_counts(qtbot: QtBot, theme: Theme) -> None:
    text = LiveText(theme)
    qtbot.addWidget(text)
    text.show_text("😀𠀀", "ab")
    text.show_text("😀𠀀c", "d")
    assert text.toPlainText() == "😀𠀀cd"


def test_the_look_can_change_while_somebody_speaks(qtbot: QtBot, theme: Theme) -> None:
    text = LiveText(theme)
    qtbot.addWidget(text)
    text.show_text("one ", "two")
    theme.apply(Choice.DARK)
    assert text.toPlainText() == "one two"


@pytest.mark.parametrize(("level", "filled"), [(0.0, 0.0), (0.001, 0.0), (0.1, 2 / 3), (1.0, 1.0)])
def test_the_meter_counts_decibels(qtbot: QtBot, theme: Theme, level: float, filled: float) -> None:
    meter = LevelMeter(theme)
    qtbot.addWidget(meter)
    meter.show_level(level)
    assert meter.share == pytest.approx(filled, abs=0.01)


@pytest.mark.parametrize(("seconds", "words"), [(0, "0:00"), (65.9, "1:05"), (3725, "1:02:05")])
def test_times_are_written_as_a_clock_shows_them(seconds: float, words: str) -> None:
    assert clock(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(7.4, "7 s"), (59.6, "1 min"), (3725, "1 h 2 min"), (3599, "1 h 0 min")]
)
def test_lengths_are_rounded(seconds: float, words: str) -> None:
    assert length_words(seconds) == words


def test_the_button_begins_finishes_and_cancels(qtbot: QtBot, theme: Theme) -> None:
    card = LiveCard(theme)
    qtbot.addWidget(card)
    asked: list[str] = []
    card.begin_asked.connect(lambda: asked.append("begin"))
    card.finish_asked.connect(lambda: asked.append("finish"))
    card.cancel_asked.connect(lambda: asked.append("cancel"))
    for state in (LiveState.READY, LiveState.LISTENING, LiveState.STARTING):
        card.show_state(state)
        card._button.click()
    assert asked == ["begin", "finish", "cancel"]
    card.show_state(LiveState.WRITING)
    assert not card._button.isEnabled()


def test_the_line_that_is_heard_is_marked_and_a_click_asks_to_hear(qtbot: QtBot, theme: Theme) -> None:
    panel = TranscriptPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(400, 500)
    panel.show_transcript(SEGMENTS, SEGMENTS, "")
    panel.show()
    panel.lines.follow(4.0)
    assert [bool(panel.rows.index(row).data(Qt.ItemDataRole.UserRole + 1)) for row in range(3)] == [False, True, False]
    rect = panel.lines.visualRect(panel.rows.index(2))
    with qtbot.waitSignal(panel.play_asked) as asked:
        qtbot.mouseClick(panel.lines.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert asked.args == [6.0]


def test_what_was_heard_can_be_seen_where_rules_changed_it(qtbot: QtBot, theme: Theme) -> None:
    panel = TranscriptPanel(theme)
    qtbot.addWidget(panel)
    heard = (TranscriptSegment(0.0, 2.0, "good morning comma"),)
    panel.show_transcript((TranscriptSegment(0.0, 2.0, "Good morning,"),), heard, "")
    assert panel.text == "Good morning,"
    panel._raw.setChecked(True)
    assert panel.text == "good morning comma"
    panel._copy.click()
    assert QGuiApplication.clipboard().text() == "good morning comma"
    panel.show_transcript(SEGMENTS, SEGMENTS, "")
    assert panel._raw.isHidden()


class Sink(QObject):
    """Takes samples as fast as it is given them, and has played what it was given."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sound, self.stopped = bytearray(), False

    def start(self) -> Sink:
        return self

    def write(self, sound: bytes) -> int:
        self.sound += sound
        return len(sound)

    def bytesFree(self) -> int:  # noqa: N802 - Qt's name
        return 3 * BYTES_A_SECOND

    def processedUSecs(self) -> int:  # noqa: N802 - Qt's name
        return int(len(self.sound) / BYTES_A_SECOND * 1e6)

    def stop(self) -> None:
        self.stopped = True


def recording(seconds: float) -> Callable[[float, float, StopSignal], bytes]:
    whole = b"".join(int(n % 30_000).to_bytes(2, "little") for n in range(int(seconds * BYTES_A_SECOND / 2)))

    def pieces(begin: float, length: float, _stop: StopSignal) -> bytes:
        first = int(begin * BYTES_A_SECOND) // 2 * 2
        return whole[first : first + int(length * BYTES_A_SECOND)]

    return pieces


def test_a_recording_is_played_whole_piece_by_piece(qtbot: QtBot, calls: Calls) -> None:
    sinks: list[Sink] = []

    def open_sink(parent: QObject) -> Sink:
        sinks.append(Sink(parent))
        return sinks[-1]

    player = SoundPlayer(calls, open_sink)
    player.open(recording(45.0), 45.0)
    heard: list[float] = []
    player.moved.connect(heard.append)
    player.play(2.0)
    qtbot.waitUntil(lambda: not player.is_playing)
    assert len(sinks[0].sound) == 43 * BYTES_A_SECOND
    assert bytes(sinks[0].sound) == recording(45.0)(2.0, 43.0, StopSignal())
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(45.0, abs=0.05)


def test_a_recording_that_is_gone_ends_the_playing_and_says_why(qtbot: QtBot, calls: Calls) -> None:
    def pieces(_begin: float, _length: float, _stop: StopSignal) -> bytes:
        raise AppError(ErrorCode.PATH_MISSING, path="x.wav")

    player = SoundPlayer(calls, Sink)
    player.open(pieces, 10.0)
    with qtbot.waitSignal(player.failed) as failed:
        player.play()
    assert failed.args is not None
    assert failed.args[0].code is ErrorCode.PATH_MISSING
    assert not player.is_playing


def test_no_sound_output_is_told(qtbot: QtBot, calls: Calls) -> None:
    def none(_parent: QObject) -> QIODevice:
        raise AppError(ErrorCode.NO_SOUND_OUTPUT)

    player = SoundPlayer(calls, none)
    player.open(recording(1.0), 1.0)
    with qtbot.waitSignal(player.failed) as failed:
        player.play()
    assert failed.args is not None
    assert failed.args[0].code is ErrorCode.NO_SOUND_OUTPUT


def test_rows_keep_their_selection_when_new_ones_come(qtbot: QtBot, theme: Theme) -> None:
    rows = SpokenRows()
    page = DictatePage(theme, rows)
    qtbot.addWidget(page)
    one, two = (SpokenRow(n, False, f"row {n}", "", None) for n in (1, 2))
    rows.show([two, one])
    page.view.setCurrentIndex(rows.index(1))
    rows.show([SpokenRow("f.wav", True, "f.wav", "", None, 0, SpokenState.WORKING, 0.5), two, one])
    assert [row.key for row in page.selected()] == [1]
    rows.show([two])
    assert page.selected() == []


def test_delete_and_enter_reach_the_row(qtbot: QtBot, theme: Theme) -> None:
    rows = SpokenRows()
    page = DictatePage(theme, rows)
    qtbot.addWidget(page)
    page.show()
    rows.show([SpokenRow(1, False, "row", "", None)])
    page.show_rows(searching=False)
    page.view.setCurrentIndex(rows.index(0))
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.deleted) as deleted:
        qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    assert opened.args is not None
    assert deleted.args is not None
    assert opened.args[0].key == deleted.args[0][0].key == 1


def test_without_a_model_the_page_says_what_to_get_and_keeps_the_history(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    rows = SpokenRows()
    page = DictatePage(theme, rows)
    qtbot.addWidget(page)
    page.say_what_to_get("No speech model", "Get one.")
    page.show_ready(False)
    assert page._whole.currentWidget() is page.empty
    rows.show([SpokenRow(1, False, "row", "", None)])
    page.show_rows(searching=False)
    page.show_ready(False)
    assert page._whole.currentWidget() is not page.empty
