"""The terms tab over a real store: list, add, change, delete, search, conflicts, a file in and out, suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.translate.glossary import Term
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.services.translate.keep_terms import Imported, KeepTerms
from app.storage.store import Store
from app.ui.bridge import Calls, MainThread
from app.ui.theme.theme import Theme
from app.ui.translate.terms.controller import TermsController
from app.ui.translate.terms.model import TermRows, target_words
from app.ui.translate.terms.view import TermsView


class Files(KeepTerms):
    """The real import and export; what documents suggest is said by the test."""

    def __init__(self, store: Store, lanes: Lanes) -> None:
        super().__init__(store, lanes)
        self.words: list[str] = []

    def suggested(self, collection_id: int) -> Sequence[str]:
        return self.words

    def import_file(
        self,
        path: Path,
        source: str = "",
        target: str = "",
        collection_id: int | None = None,
        stop: StopSignal | None = None,
    ) -> Imported:
        return super().import_file(path, source, target, collection_id, stop)


class Bench:
    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path) -> None:
        self.qtbot, self.background = qtbot, Background()
        self.store, self.lanes = Store.open(folder / "store.db"), Lanes(logs=folder)
        self.rows = TermRows()
        self.view = TermsView(theme, self.rows)
        qtbot.addWidget(self.view)
        self.files = Files(self.store, self.lanes)
        calls = Calls(self.background, MainThread())
        self.controller = TermsController(
            self.view,
            self.rows,
            self.store.glossaries,
            self.files,
            self.store.collections.list,
            calls,
            lambda: ("", "zh"),
        )
        self.view.resize(800, 600)
        self.view.show()
        self.controller.refresh()

    def add(self, source: str, target: str, *, stays: bool = False) -> None:
        self.view.new_asked.emit()
        editor = self.view.editor
        editor.source.setText(source)
        editor.target.setText(target)
        editor.stays.setChecked(stays)
        with self.qtbot.waitSignal(self.controller.changed):
            QTest.keyClick(editor.source, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: self.rows.row_of(source) >= 0)

    def close(self) -> None:
        assert self.background.close()
        self.lanes.close()
        self.store.close()


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, theme, tmp_path)
    yield made
    made.close()


def test_a_term_is_added_changed_and_deleted(bench: Bench) -> None:
    assert bench.view.empty.isVisible()
    bench.add("deposit", "押金")
    assert bench.store.glossaries.terms("en", "zh") == [Term("deposit", "押金")]
    bench.view.list.setCurrentIndex(bench.rows.index(0))
    QTest.keyClick(bench.view.list, Qt.Key.Key_Return)
    bench.view.editor.target.setText("保证金")
    with bench.qtbot.waitSignal(bench.controller.changed):
        bench.view.editor._save.click()
    bench.qtbot.waitUntil(lambda: bench.store.glossaries.terms("en", "zh") == [Term("deposit", "保证金")])
    bench.qtbot.waitUntil(lambda: [one.term.target for one in bench.rows.terms] == ["保证金"])
    bench.view.list.setCurrentIndex(bench.rows.index(0))
    with bench.qtbot.waitSignal(bench.controller.changed):
        QTest.keyClick(bench.view.list, Qt.Key.Key_Delete)
    bench.qtbot.waitUntil(lambda: bench.rows.count == 0)


def test_a_term_that_stays_needs_no_target(bench: Bench) -> None:
    bench.add("Alcove", "", stays=True)
    stored = bench.rows.at(0)
    assert stored is not None
    assert stored.term.stays
    assert target_words(stored) == "stays as it is"


def test_what_is_not_whole_is_not_saved(bench: Bench) -> None:
    bench.view.new_asked.emit()
    bench.view.editor.source.setText("deposit")
    assert not bench.view.editor._save.isEnabled()
    assert bench.view.close_editor()
    assert not bench.view.close_editor()


def test_search_narrows_and_conflicts_are_shown(bench: Bench) -> None:
    bench.add("deposit", "押金")
    bench.add("Deposit", "存款")
    bench.add("lease", "租约")
    assert "deposit" in bench.view.torn.text.casefold()
    bench.view.search.setText("租")
    bench.qtbot.waitUntil(lambda: bench.rows.rowCount() == 1)
    bench.view.search.clear()
    bench.qtbot.waitUntil(lambda: bench.rows.rowCount() == 3)


def test_a_table_is_taken_in_and_written_out(bench: Bench, tmp_path: Path) -> None:
    table = tmp_path / "terms.csv"
    table.write_text("en,zh\ndeposit,押金\nlease,租约\nlease,租赁\n", encoding="utf-8")
    bench.controller.import_file(table)
    bench.qtbot.waitUntil(lambda: bench.rows.count == 2)
    bench.qtbot.waitUntil(lambda: "3 term" in bench.view.notice.text)
    assert "lease" in bench.view.notice.text
    made = tmp_path / "out.csv"
    bench.controller.export_file(made)
    bench.qtbot.waitUntil(lambda: made.exists() and "押金" in made.read_text("utf-8-sig"))


def test_a_memory_is_taken_in_and_written_out(bench: Bench, tmp_path: Path) -> None:
    memory = tmp_path / "memory.tmx"
    memory.write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>Hello.</seg></tuv>'
        '<tuv xml:lang="zh"><seg>你好。</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    with bench.qtbot.waitSignal(bench.controller.changed):
        bench.controller.import_file(memory)
    assert "1 sentence" in bench.view.notice.text
    assert bench.store.translation_memory.count("en", "zh") == 1
    made = tmp_path / "out.tmx"
    bench.controller.export_file(made)
    bench.qtbot.waitUntil(lambda: made.exists() and "你好。" in made.read_text("utf-8"))


def test_suggestions_are_taken_or_never_come_again(bench: Bench) -> None:
    collection = bench.store.collections.list()[0]
    bench.files.words = ["Hauptstrasse", "Nebenkosten"]
    bench.view.show_collections([collection])
    bench.view._scope.setCurrentIndex(1)
    bench.view.collection_changed.emit()
    bench.qtbot.waitUntil(lambda: bench.view.suggestions.words == ("Hauptstrasse", "Nebenkosten"))
    bench.view.suggestions._refuse.click()
    bench.view.suggestions._take.click()
    assert bench.view.editor.source.text() == "Nebenkosten"
    bench.qtbot.waitUntil(lambda: bench.store.glossaries.answered(collection.id) == {"Hauptstrasse", "Nebenkosten"})
