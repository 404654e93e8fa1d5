"""Joins a global key to the selection of another program, the translation and its small window. Knows no layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QClipboard

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.text_layout import TextLayout
from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.services.translate.translate_text import TextBegan, TextEvent, TextSegment, TextTranslation
from app.ui.bridge import Calls
from app.ui.selection.popup import TranslationPopup
from app.ui.selection.selected_text import SelectedText
from app.ui.translation import translate
from app.wording import sentence_for
from app.wording.languages import language_word

MOST_CHARACTERS = 20_000
"""A selection; more than that is a document."""


class Translating(Protocol):
    """What of :class:`app.services.translate.translate_text.TranslateText` is needed here."""

    def translate(
        self,
        text: str,
        target: str,
        source: str = "",
        *,
        keep: bool = ...,
        stop: StopSignal | None = ...,
        on_event: Callable[[TextEvent], None] = ...,
    ) -> TextTranslation: ...


@dataclass(eq=False, slots=True)
class _Run:
    """One selection on its way; its events come on a background thread."""

    target: str = ""
    layout: TextLayout | None = None
    found: dict[int, str] = field(default_factory=dict)


class SelectionController(QObject):
    """Signals: ``replaced(text)`` it is to go in the place of the selection, ``page_wanted(text)``,
    ``translated(text)`` it stands in the window, ``closed()``.

    ``targets`` gives the language to translate into, and the one for a text that is in that language already.
    """

    replaced = Signal(str)
    page_wanted = Signal(str)
    translated = Signal(str)
    closed = Signal()

    def __init__(
        self,
        popup: TranslationPopup,
        selected: SelectedText,
        translating: Translating,
        targets: Callable[[], tuple[str, str]],
        clipboard: QClipboard,
        calls: Calls,
    ) -> None:
        super().__init__()
        self._popup, self._selected, self._translating = popup, selected, translating
        self._targets, self._clipboard, self._calls = targets, clipboard, calls
        self._task: BackgroundTask | None = None
        self._request, self._text = 0, ""
        selected.found.connect(self._found)
        popup.replace_asked.connect(self._replace)
        popup.copy_asked.connect(self._copy)
        popup.page_asked.connect(self._open_page)
        popup.hidden.connect(self._hidden)

    def begin(self) -> None:
        """The key was pressed: what is selected now?"""
        self._stop()
        self._selected.read()

    def close(self) -> None:
        self._popup.hide()

    def _found(self, text: str) -> None:
        self._text = text.strip()
        if not self._text:
            self._popup.say(self.tr("Nothing is selected"))
            return
        if len(self._text) > MOST_CHARACTERS:
            self._popup.say(self.tr("This is too long for a selection"), self.tr("Translate it as a document."))
            return
        self._request += 1
        request, run = self._request, _Run()
        self._popup.show_title(self.tr("Translating…"))
        self._popup.show_text("", done=False)
        self._task = self._calls.run(
            lambda stop: self._translated(request, run, stop),
            lambda made: self._done(request, made),
            lambda error: self._failed(request, error),
        )

    def _translated(self, request: int, run: _Run, stop: StopSignal) -> TextTranslation:
        """On a background thread. A text in the wanted language goes into the other one."""
        text, (run.target, other) = self._text, self._targets()

        def into(target: str) -> TextTranslation:
            return self._translating.translate(
                text, target, keep=True, stop=stop, on_event=lambda event: self._happened(request, run, event)
            )

        try:
            return into(run.target)
        except AppError as error:
            if error.code is not ErrorCode.SAME_LANGUAGE:
                raise
        run.target = other
        return into(other)

    def _happened(self, request: int, run: _Run, event: TextEvent) -> None:
        """On a background thread; what is there already is shown at once."""
        if isinstance(event, TextBegan):
            run.layout, run.found = event.layout, {}
        elif isinstance(event, TextSegment) and run.layout is not None:
            run.found[event.segment.index] = event.segment.text
            text = run.layout.joined(run.found, run.target)
            self._calls.post(lambda: self._show_part(request, text))

    def _show_part(self, request: int, text: str) -> None:
        if request == self._request and self._task is not None:
            self._popup.show_text(text, done=False)

    def _done(self, request: int, made: TextTranslation) -> None:
        if request != self._request:
            return
        self._task = None
        names = [language_word(code, translate) for code in (made.source_language, made.target_language)]
        title = " → ".join(names)
        if made.doubtful:
            title = self.tr("{0} · check it: parts are doubtful").format(title)
        self._popup.show_title(title)
        self._popup.show_text(made.text, done=True)
        self.translated.emit(made.text)

    def _failed(self, request: int, error: BaseException) -> None:
        if request == self._request:
            self._task = None
            sentence = sentence_for(error, translate)
            self._popup.say(sentence.title, str(sentence))

    def _replace(self, text: str) -> None:
        self._popup.hide()
        self.replaced.emit(text)

    def _copy(self, text: str) -> None:
        self._clipboard.setText(text)
        self._popup.hide()

    def _open_page(self) -> None:
        text = self._text
        self._popup.hide()
        self.page_wanted.emit(text)

    def _hidden(self) -> None:
        self._stop()
        self.closed.emit()

    def _stop(self) -> None:
        self._request += 1
        if self._task is not None:
            self._task.stop()
            self._task = None
