"""Recordings on the Dictate page, with the real speech lane: dropped, written down, opened, written down again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.dictate.dictation import CANCELLED, Dictation, NewDictation, SpokenKind, SpokenState
from app.domain.library.document import DocumentKind
from app.jobs.stop_signal import StopSignal
from app.ui.assembly import Assembly
from app.ui.dictate import model
from app.ui.dictate.page import DictatePage
from app.ui.dictate.row_words import under_words
from app.ui.dictate.transcript_panel import TranscriptPanel
from app.ui.theme.theme import Theme
from tests.fakes.model_window import opened, shown
from tests.fakes.sound_files import JFK, pcm_of, write_wav
from tests.fakes.tiny_whisper import SENTENCE, install

FAILED, DONE = model.SpokenState.FAILED, model.SpokenState.DONE
SAID = " ".join(SENTENCE)


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    install(tmp_path / "home" / "models" / "stand-in")
    with opened(tmp_path / "home", None) as made:
        yield made


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove) -> Iterator[Assembly]:
    with shown(qtbot, qapp, theme, alcove) as made:
        made.shell.show_page("dictate")
        yield made


def rows_of(window: Assembly) -> list[model.SpokenRow]:
    page = window.shell.page("dictate")
    assert isinstance(page, DictatePage)
    return page._rows.rows


def test_a_dropped_recording_becomes_text_that_ask_finds(
    qtbot: QtBot, window: Assembly, alcove: Alcove, tmp_path: Path
) -> None:
    path = write_wav(tmp_path / "speech.wav", pcm_of(JFK))
    window.shell.paths_dropped.emit([path])
    qtbot.waitUntil(lambda: [row.title for row in rows_of(window)] == ["speech.wav"])
    qtbot.waitUntil(lambda: bool(alcove.store.dictations.list(text=SENTENCE[1])))
    qtbot.waitUntil(lambda: [row.state for row in rows_of(window)] == [model.SpokenState.DONE])
    (kept,) = alcove.store.dictations.list()
    assert (kept.kind, kept.state, kept.path) == (SpokenKind.FILE, SpokenState.WRITTEN, path)
    qtbot.waitUntil(lambda: alcove.store.dictations.get(kept.id).document_id is not None)
    document = alcove.library.by_path(path)
    assert document is not None
    assert document.kind is DocumentKind.RECORDING
    window.dictate_doors.open_transcript(kept.id)
    panel = window.shell.panel.content
    assert isinstance(panel, TranscriptPanel)
    qtbot.waitUntil(lambda: SENTENCE[1] in panel.text)
    assert not panel.player.isHidden()
    pieces = alcove.speech.history.sound(kept)
    assert pieces is not None
    assert np.frombuffer(pieces(1.0, 0.5, StopSignal()), "<i2").tolist() == pcm_of(JFK)[16_000:24_000].tolist()


def test_what_is_no_recording_says_why_and_the_next_one_goes_on(
    qtbot: QtBot, window: Assembly, alcove: Alcove, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.mp3"
    letter.write_text("Dear Sir or Madam")
    good = write_wav(tmp_path / "good.wav", pcm_of(JFK)[:64_000])
    window.dictate_doors.add_recordings([letter, good])
    qtbot.waitUntil(lambda: bool(alcove.store.dictations.list(text="good")))
    ended = {("letter.mp3", model.SpokenState.FAILED), ("good.wav", model.SpokenState.DONE)}
    qtbot.waitUntil(lambda: {(row.title, row.state) for row in rows_of(window)} == ended)
    assert next(row for row in rows_of(window) if row.title == "letter.mp3").under
    assert letter.exists()


def test_what_failed_is_there_after_a_restart_and_can_be_tried_again(
    qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove, tmp_path: Path
) -> None:
    path = tmp_path / "talk.wav"
    path.write_text("Dear Sir or Madam")
    with shown(qtbot, qapp, theme, alcove) as before:
        before.dictate_doors.add_recordings([path])
        qtbot.waitUntil(lambda: [row.state for row in rows_of(before)] == [FAILED])
        qtbot.waitUntil(lambda: isinstance(rows_of(before)[0].key, int))
    with shown(qtbot, qapp, theme, alcove) as after:
        after.shell.show_page("dictate")
        qtbot.waitUntil(lambda: [row.state for row in rows_of(after)] == [FAILED])
        page = after.shell.page("dictate")
        assert isinstance(page, DictatePage)
        page._open(page._rows.index(0))
        assert page._why.text == f"talk.wav {rows_of(after)[0].under}"
        write_wav(path, pcm_of(JFK)[:64_000])
        page._why.action_chosen.emit()
        assert page._why.isHidden()
        qtbot.waitUntil(lambda: [row.state for row in rows_of(after)] == [DONE])
        assert not page._why.isVisible()


def test_what_was_stopped_says_so_and_not_that_alcove_failed() -> None:
    now = datetime.now(UTC)
    stopped = Dictation(1, SpokenKind.FILE, SpokenState.FAILED, now, 120.0, text="hello", problem=CANCELLED)
    assert under_words(stopped) == "Stopped. Written down so far: 2 min."


def test_a_recording_that_is_stopped_goes_off_the_list_and_keeps_what_was_heard(
    qtbot: QtBot, window: Assembly, alcove: Alcove, tmp_path: Path
) -> None:
    long = write_wav(tmp_path / "long.wav", np.tile(pcm_of(JFK), 60))
    waiting = write_wav(tmp_path / "waiting.wav", pcm_of(JFK)[:64_000])
    window.dictate_doors.add_recordings([long, waiting])
    page = window.shell.page("dictate")
    assert isinstance(page, DictatePage)
    is_heard = lambda: any(row.done for row in rows_of(window))  # noqa: E731
    qtbot.waitUntil(is_heard)
    page._take_off([row for row in rows_of(window) if row.title == "waiting.wav"])
    assert [row.title for row in rows_of(window) if isinstance(row.key, str)] == ["long.wav"]
    page._take_off([row for row in rows_of(window) if row.title == "long.wav"])
    qtbot.waitUntil(lambda: not [row for row in rows_of(window) if isinstance(row.key, str)])
    assert not alcove.store.dictations.list(text="waiting")
    assert long.exists()


def test_kept_sound_is_heard_again_with_another_model(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    sound = pcm_of(JFK)[:80_000].tobytes()
    one = alcove.store.dictations.add(
        NewDictation(SpokenKind.DICTATION, "something else", "something else", None, 5.0, sound=sound, model="old")
    )
    window.dictate_doors.open_transcript(one.id)
    panel = window.shell.panel.content
    assert isinstance(panel, TranscriptPanel)
    qtbot.waitUntil(lambda: panel.text == "something else")
    panel.again_asked.emit("stand-in")
    qtbot.waitUntil(lambda: SENTENCE[1] in panel.text.lower())
    again = alcove.store.dictations.get(one.id)
    assert (again.model, again.has_sound) == ("stand-in", True)


def test_a_model_that_comes_opens_the_page(qtbot: QtBot, window: Assembly) -> None:
    page = window.shell.page("dictate")
    assert isinstance(page, DictatePage)
    qtbot.waitUntil(page._get_model.isHidden)
    assert page._files.isEnabled()
