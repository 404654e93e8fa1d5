"""Joins the words beside the page to the vocabulary, and to what the documents suggest. Knows no layout."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.spoken.rules import Applied, VocabularyRule
from app.domain.spoken.vocabulary_files import VocabularyFormat
from app.jobs.stop_signal import StopSignal
from app.ui.bridge import Calls
from app.ui.dictate.words_panel import WordsPanel

TRY_MS = 200


class Vocabulary(Protocol):
    """What :class:`app.services.dictate.keep_vocabulary.KeepVocabulary` offers."""

    def rules(self, collection_id: int | None = None) -> list[VocabularyRule]: ...
    def keep(self, rules: Sequence[VocabularyRule]) -> list[VocabularyRule]: ...
    def remove(self, rule_ids: Sequence[int]) -> None: ...
    def try_on(self, text: str, rules: Sequence[VocabularyRule] | None = None) -> Applied: ...
    def read(self, path: Path, collection_id: int | None = None) -> Any: ...
    def write(self, path: Path, form: VocabularyFormat, *, overwrite: bool = ...) -> int: ...


class Suggesting(Protocol):
    """Terms of the person's documents. ``look`` may take seconds."""

    def look(self, stop: StopSignal) -> list[str]: ...
    def answer(self, terms: Sequence[str], *, taken: bool) -> None: ...


class WordsController(QObject):
    """Signals: ``changed()`` when the vocabulary is another."""

    changed = Signal()

    def __init__(self, panel: WordsPanel, vocabulary: Vocabulary, suggesting: Suggesting, calls: Calls) -> None:
        super().__init__(panel)
        self._panel, self._vocabulary, self._suggesting, self._calls = panel, vocabulary, suggesting, calls
        self._request = 0
        self._try = QTimer(self)
        self._try.setSingleShot(True)
        self._try.setInterval(TRY_MS)
        self._try.timeout.connect(self._try_now)
        panel.saved.connect(lambda rule: self._do(lambda: self._vocabulary.keep([rule])))
        panel.deleted.connect(self._delete)
        panel.tried.connect(lambda _text: self._try.start())
        panel.suggestions.wanted.connect(self.look_for_words)
        panel.suggestions.answered.connect(self._answer)
        panel.suggestions.all_left.connect(self._leave)

    def refresh(self) -> None:
        self._request += 1
        request = self._request
        self._calls.run(
            lambda _stop: self._vocabulary.rules(),
            lambda rules: self._show(request, rules),
            self._panel.notice.show_error,
        )

    def read(self, path: Path) -> None:
        """Take the words of a file in."""
        self._calls.run(lambda _stop: self._vocabulary.read(path), self._say_read, self._panel.notice.show_error)

    def write(self, path: Path) -> None:
        """The person chose the name in a dialog that asks before it overwrites; its ending says the form."""
        ending = path.suffix.lower().lstrip(".")
        form = next((each for each in VocabularyFormat if each.value == ending), VocabularyFormat.CSV)
        self._calls.run(
            lambda _stop: self._vocabulary.write(path, form, overwrite=True),
            lambda count: self._panel.notice.say(self.tr("%n word(s) written", "", count), path.name, tone="calm"),
            self._panel.notice.show_error,
        )

    def look_for_words(self) -> None:
        self._panel.notice.say(self.tr("Looking through the documents…"), tone="calm")
        self._calls.run(self._suggesting.look, self._suggest, self._panel.notice.show_error)

    def _show(self, request: int, rules: Sequence[VocabularyRule]) -> None:
        if request == self._request:
            self._panel.show_rules(rules)
            self._try_now()

    def _do(self, act: Any) -> None:
        self._calls.run(lambda _stop: act(), lambda _done: self._changed(), self._panel.notice.show_error)

    def _changed(self) -> None:
        self.changed.emit()
        self.refresh()

    def _delete(self, rule: VocabularyRule) -> None:
        if rule.id is not None:
            identifier = rule.id
            self._do(lambda: self._vocabulary.remove([identifier]))

    def _try_now(self) -> None:
        text = self._panel.try_text
        if not text.strip():
            self._panel.show_result("", ())
            return
        rules = [rule for row in range(self._panel.rows.rowCount()) if (rule := self._rule_at(row)) is not None]
        self._calls.run(
            lambda _stop: self._vocabulary.try_on(text, rules),
            lambda applied: self._show_result(text, rules, applied),
            self._panel.notice.show_error,
        )

    def _rule_at(self, row: int) -> VocabularyRule | None:
        return self._panel.rows.rule(self._panel.rows.index(row))

    def _show_result(self, text: str, rules: Sequence[VocabularyRule], applied: Applied) -> None:
        if text == self._panel.try_text:
            self._panel.show_result(applied.text, [rules[firing.rule] for firing in applied.firings])

    def _say_read(self, imported: Any) -> None:
        title = self.tr("%n word(s) taken in", "", imported.rules)
        lines = ", ".join(str(fault.line) for fault in imported.faults[:12])
        text = self.tr("These lines could not be used: {0}").format(lines) if imported.faults else ""
        self._panel.notice.say(title, text, tone="amber" if imported.faults else "calm")
        self._changed()

    def _suggest(self, terms: Sequence[str]) -> None:
        if terms:
            self._panel.notice.clear()
        else:
            words = self.tr("The documents hold no names or terms that are not in the list already.")
            self._panel.notice.say(self.tr("Nothing new"), words, tone="calm")
        self._panel.suggestions.show_terms(terms)

    def _answer(self, term: str, taken: bool) -> None:
        self._do(lambda: self._answered(term, taken))

    def _answered(self, term: str, taken: bool) -> None:
        if taken:
            self._vocabulary.keep([VocabularyRule(term)])
        self._suggesting.answer([term], taken=taken)

    def _leave(self, terms: list[str]) -> None:
        self._panel.suggestions.show_terms(())
        self._do(lambda: self._suggesting.answer(terms, taken=False))
