"""The Dictate page in the whole window over a real store: the history, the transcript beside it, deleting with undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.ask.conversation import Citation
from app.domain.dictate.dictation import Dictation, NewDictation, SpokenKind, SpokenState
from app.domain.dictate.transcript import Transcript, TranscriptFormat, TranscriptSegment
from app.domain.library.place import Place
from app.services.dictate.remember_speech import RememberSpeech
from app.ui.assembly import Assembly
from app.ui.dictate.page import DictatePage
from app.ui.dictate.transcript_panel import TranscriptPanel
from app.ui.theme.theme import Theme
from tests.fakes.model_window import opened, shown

SPOKEN = Transcript(
    "en", 9.0, (TranscriptSegment(0.0, 4.0, "Good morning."), TranscriptSegment(4.5, 9.0, "The rent is due.")), "small"
)


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    with opened(tmp_path / "home", None) as made:
        add = made.store.dictations.add
        add(NewDictation(SpokenKind.FILE, "Good morning. The rent is due.", seconds=9.0, path=tmp_path / "talk.wav",
                         language="en", model="small", transcript=SPOKEN))  # fmt: skip
        add(
            NewDictation(
                SpokenKind.DICTATION,
                "明天下午开会。",
                "明天下午开会",
                seconds=2.0,
                program="Thunderbird",
                language="zh",
            )
        )
        add(
            NewDictation(SpokenKind.FILE, "", path=tmp_path / "broken.wav", state=SpokenState.FAILED, problem="damaged")
        )
        yield made


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove) -> Iterator[Assembly]:
    with shown(qtbot, qapp, theme, alcove) as made:
        made.shell.show_page("dictate")
        qtbot.waitUntil(lambda: len(titles(made)) == 3)
        yield made


def page_of(window: Assembly) -> DictatePage:
    page = window.shell.page("dictate")
    assert isinstance(page, DictatePage)
    return page


def titles(window: Assembly) -> list[str]:
    return [row.title for row in page_of(window)._rows.rows]


def open_row(qtbot: QtBot, window: Assembly, title: str) -> TranscriptPanel:
    page = page_of(window)
    row = titles(window).index(title)
    page._open(page._rows.index(row))
    panel = window.shell.panel.content
    assert isinstance(panel, TranscriptPanel)
    qtbot.waitUntil(lambda: bool(panel.rows.segments))
    return panel


def named(alcove: Alcove, text: str) -> list[Dictation]:
    return alcove.store.dictations.list(text=text)


def test_the_history_lists_what_was_spoken_newest_first(window: Assembly) -> None:
    assert titles(window) == ["broken.wav", "明天下午开会。", "talk.wav"]
    rows = {row.title: row for row in page_of(window)._rows.rows}
    assert "Thunderbird" in rows["明天下午开会。"].under
    assert "Chinese" in rows["明天下午开会。"].under
    assert "damaged" in rows["broken.wav"].under.lower()


def test_rows_are_worded_anew_in_another_language(qtbot: QtBot, window: Assembly) -> None:
    page = page_of(window)
    broken = page._rows.index(titles(window).index("broken.wav"))
    for _ in range(2):
        page._open(broken)
        assert "damaged" in page._why.text.lower()
        page._why.clear()  # as its own cross does
    page._open(broken)
    panel = open_row(qtbot, window, "talk.wav")
    window.choose_language("zh_CN")
    try:
        said = "明天下午开会。"
        qtbot.waitUntil(lambda: "中文" in next(row.under for row in page_of(window)._rows.rows if row.title == said))
        qtbot.waitUntil(lambda: "英语" in panel._facts.text())
        qtbot.waitUntil(lambda: page._why._action.text() == "再试一次")
    finally:
        window.choose_language("en")


def test_a_search_finds_by_words_and_escape_ends_it(qtbot: QtBot, window: Assembly) -> None:
    page = page_of(window)
    page._search.setText("rent")
    qtbot.waitUntil(lambda: titles(window) == ["talk.wav"])
    page._search.setText("nowhere")
    qtbot.waitUntil(lambda: titles(window) == [])
    assert page._nothing.text() == "Nothing you said holds these words."
    assert page.escape()
    qtbot.waitUntil(lambda: len(titles(window)) == 3)


def test_a_transcript_opens_beside_the_page(qtbot: QtBot, window: Assembly) -> None:
    panel = open_row(qtbot, window, "talk.wav")
    assert panel.text == "Good morning.\nThe rent is due."
    assert "English" in panel._facts.text()
    assert panel.player.isHidden()  # the file is not there any more
    panel = open_row(qtbot, window, "明天下午开会。")
    qtbot.waitUntil(lambda: panel.text == "明天下午开会。")
    panel._raw.setChecked(True)
    assert panel.text == "明天下午开会"


def test_a_transcript_is_saved_where_the_person_says(
    qtbot: QtBot, window: Assembly, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = open_row(qtbot, window, "talk.wav")
    asked: list[str] = []

    def choose(_parent: object, _title: str, suggestion: str) -> tuple[str, str]:
        asked.append(suggestion)
        return str(tmp_path / "mine.srt"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    panel.save_asked.emit(TranscriptFormat.SRT)
    qtbot.waitUntil(lambda: panel.notice.text == "Saved mine.srt")
    assert asked == [str(tmp_path / "talk.srt")]
    assert "The rent is due." in (tmp_path / "mine.srt").read_text(encoding="utf-8")


def test_what_is_deleted_can_be_taken_back(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    panel = open_row(qtbot, window, "talk.wav")
    panel.delete_asked.emit()
    qtbot.waitUntil(lambda: titles(window) == ["broken.wav", "明天下午开会。"])
    page = page_of(window)
    assert page.notice.text == "1 deleted Kept sound is deleted, too."
    page.undo_wanted.emit()
    assert len(titles(window)) == 3
    assert len(named(alcove, "rent")) == 1


def test_what_is_deleted_is_gone_when_the_window_closes(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    page = page_of(window)
    page.deleted.emit([row for row in page._rows.rows if row.title == "talk.wav"])
    assert len(named(alcove, "rent")) == 1
    window.dictate_doors.close()
    qtbot.waitUntil(lambda: named(alcove, "rent") == [])


def test_without_a_speech_model_a_button_leads_to_one(qtbot: QtBot, window: Assembly) -> None:
    page = page_of(window)
    qtbot.waitUntil(lambda: page.live.isHidden())
    page._get_model.click()
    assert window.shell.page_name == "models"


def test_a_citation_of_what_was_spoken_opens_at_its_second(qtbot: QtBot, window: Assembly, alcove: Alcove) -> None:
    spoken = next(one for one in named(alcove, "rent"))
    document = RememberSpeech(alcove.store, alcove.lanes, alcove.models, alcove.home.root).remember(spoken)
    assert document is not None
    hits = alcove.find.find("When is the rent due?", k=3).hits
    hit = next(hit for hit in hits if hit.document_id == document.id)
    assert hit.place.first_second is not None
    window.shell.show_page("ask")
    citation = Citation(1, document.id, hit.passage_id, hit.path, hit.title, Place(first_second=4, last_second=9), "x")
    window.sides.open_citation((citation,), 1)
    qtbot.waitUntil(lambda: isinstance(window.shell.panel.content, TranscriptPanel))
    panel = window.shell.panel.content
    assert isinstance(panel, TranscriptPanel)
    qtbot.waitUntil(lambda: panel.text == "Good morning.\nThe rent is due.")
    assert panel.lines.currentIndex().row() == 0
    window.sides.show_document(document)
    qtbot.waitUntil(lambda: panel.player.second == 0)
