"""Joins the text tab to the services: what is typed is translated sentence by sentence, stale work is let go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.domain.errors import JobCancelled
from app.ui.bridge import Calls
from app.ui.translate.needs import Translating
from app.ui.translate.text.back_controller import BackController
from app.ui.translate.text.known import Known
from app.ui.translate.text.lines import Lines
from app.ui.translate.text.linked_text import plain
from app.ui.translate.text.source_pane import MOST
from app.ui.translate.text.view import TextView
from app.ui.translate.text.work import Asked, Cut, Run, work
from app.ui.translate.values import EngineChoice, Translated, Wanted
from app.ui.translate.words import needs_a_look, note_words, number_words

TYPING_PAUSE_MS = 300
REPAINT_MS = 40


class TextController(QObject):
    """Signals: ``settled()`` when everything that stands there is translated; ``corrected()`` after something was
    learnt; ``speak_wanted(text, language)``; ``pair_changed(source, target)``.
    """

    settled = Signal()
    corrected = Signal()
    speak_wanted = Signal(str, str)
    pair_changed = Signal(str, str)

    def __init__(self, view: TextView, translating: Translating, calls: Calls) -> None:
        super().__init__(view)
        self._view, self._translating, self._calls = view, translating, calls
        self._lines, self._known = Lines(), Known()
        self._back = BackController(view.back, translating, calls)
        self._run: Run | None = None
        self._source = self._engine = ""
        self._pause, self._clock = QTimer(self), QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.translate_now)
        self._clock.setInterval(REPAINT_MS)
        self._clock.timeout.connect(self._drain)
        self._connect()

    # what a person wants ----------------------------------------------------------------------------------------------
    def translate_now(self) -> None:
        """Begin with what stands there; what was under way for another text is let go."""
        self._pause.stop()
        self._let_go()
        asked = Asked(self._view.source.text[:MOST], self._view.bar.source, self._view.bar.target, self._engine)
        if not asked.text.strip() or not asked.target:
            self._empty()
            return
        run = self._run = Run(asked)
        run.task = self._calls.run(
            lambda stop: work(run, self._translating, self._known, stop),
            lambda _done: self._finish(run),
            lambda error: self._fail(run, error),
        )
        self._clock.start()

    def begin_anew(self) -> None:
        """Terms or models changed: nothing that an engine said before counts any more."""
        self._known.forget()
        self._lines.begin()
        self.translate_now()

    def put(self, text: str) -> None:
        """Text from elsewhere: dictated, or selected in another program."""
        self._view.source.put(text)
        self._pause.stop()
        self.translate_now()

    def insert(self, text: str) -> None:
        """At the caret: dictated words."""
        self._view.source.insert(text)

    def swap(self) -> None:
        """The translation becomes the text, its language the other one's."""
        bar, text = self._view.bar, self._view.target.text
        self._view.target.settle()
        source = bar.source or self._source
        if not source:
            return
        self._engine = ""
        self._lines = Lines()
        bar.show_detected("")
        bar.choose(bar.target, source)
        self.pair_changed.emit(bar.source, bar.target)
        if text.strip() and not self._lines.missing():
            self._view.source.put(text)
        self.translate_now()

    @property
    def is_working(self) -> bool:
        return self._run is not None or self._pause.isActive()

    @property
    def pair(self) -> tuple[str, str]:
        """The languages, the source as detected where it was not chosen; either may be ''."""
        return self._view.bar.source or self._source, self._view.bar.target

    @property
    def engine(self) -> str:
        return self._view.engine.chosen

    def translation(self) -> str:
        return self._view.target.text

    # work -------------------------------------------------------------------------------------------------------------
    def _drain(self) -> None:
        run = self._run
        if run is None:
            self._clock.stop()
            return
        cut, done, pieces = run.take()
        if cut is not None:
            self._take_cut(run, cut)
        for n, piece in pieces.items():
            if n < len(self._lines.lines):
                self._lines.lines[n].piece = piece
        for n, translated in done.items():
            if n < len(self._lines.lines):
                self._lines.set(n, translated)
        if cut is not None or done or pieces:
            self._show()

    def _take_cut(self, run: Run, cut: Cut) -> None:
        self._source = cut.source
        self._lines.cut(run.asked.text, cut.cut)
        for n in cut.missing:
            self._lines.lines[n].waiting = True
        self._view.bar.show_detected("" if run.asked.source else cut.source)
        self._view.engine.offer(cut.engines)
        self._view.engine.choose(cut.engine)
        self._view.show_cut([sentence.span for sentence in cut.cut], run.asked.text)
        self.pair_changed.emit(*self.pair)

    def _finish(self, run: Run) -> None:
        if run is not self._run:
            return
        self._drain()
        self._end()
        if not run.asked.source and self._source == run.asked.target and self._view.bar.turn_target(self._source):
            self._change_languages()
            return
        self._look_at_speed()
        missing = self._lines.missing()
        if not missing:
            self._view.notice.clear()
            self.settled.emit()
            self._look_back()

    def _look_at_speed(self) -> None:
        """It is known only after something was translated."""
        pair, chosen = self.pair, self.engine
        if all(pair) and pair[0] != pair[1]:
            self._calls.run(
                lambda _stop: tuple(self._translating.engines(*pair)),
                lambda engines: self._show_engines(pair, engines, chosen),
                lambda _error: None,  # the chip keeps what it shows
            )

    def _show_engines(self, pair: tuple[str, str], engines: Sequence[EngineChoice], chosen: str) -> None:
        if pair == self.pair and chosen == self.engine:
            self._view.engine.offer(engines)

    def _fail(self, run: Run, error: BaseException) -> None:
        if run is not self._run:
            return
        self._drain()
        self._end()
        if not isinstance(error, JobCancelled):
            self._view.notice.show_error(error)

    def _end(self) -> None:
        self._run = None
        self._clock.stop()
        self._show_progress()

    def _let_go(self) -> None:
        run, self._run = self._run, None
        if run is not None and run.task is not None:
            run.task.stop()

    def _empty(self) -> None:
        self._lines = Lines()
        self._view.bar.show_detected("")
        self._source = ""
        self._view.target.forget_edit()
        self._view.notice.clear()
        self._clock.stop()
        self._show()
        self._back.clear()

    # showing ----------------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        pieces, tail = self._lines.pieces(self._view.bar.target)
        lines = self._lines.lines
        amber = [n for n, line in enumerate(lines) if line.shown and not line.waiting and needs_a_look(line.shown)]
        self._view.show_translation(pieces, tail, amber, [n for n, line in enumerate(lines) if line.is_pale])
        self._show_progress()
        self._show_note(self._view.target.current)

    def _show_progress(self) -> None:
        missing, count = len(self._lines.missing()), len(self._lines.lines)
        working = self._run is not None and missing and count > 1
        words = self.tr("{done} of {all} sentences").format(done=number_words(count - missing), all=number_words(count))
        self._view.show_progress(words if working else "")

    def _show_note(self, sentence: int) -> None:
        lines = self._lines.lines
        line = lines[sentence] if 0 <= sentence < len(lines) else None
        if line is None or line.shown is None or line.waiting:
            amber = sum(1 for each in lines if each.shown and not each.waiting and needs_a_look(each.shown))
            self._view.show_note(self.tr("%n sentence(s) to look at", "", amber) if amber else "", amber=bool(amber))
            return
        self._view.show_note(note_words(line.shown), amber=needs_a_look(line.shown))

    # sentences --------------------------------------------------------------------------------------------------------
    def _keep_edit(self, touched: tuple[int, ...]) -> None:
        """What a person typed into the translation stays, whatever arrives meanwhile."""
        for n in touched:
            if n < len(self._lines.lines):
                line = self._lines.lines[n]
                line.shown = replace(line.shown or Translated(""), text=self._view.target.sentences[n])

    def _correct(self, n: int, text: str) -> None:
        lines = self._lines.lines
        if not 0 <= n < len(lines) or lines[n].waiting or not text:
            return
        line, (source, target) = lines[n], self.pair
        key = (source, target, self.engine, line.source)
        said, own = self._known.get(key), Translated(text, learnt=True)
        if said is not None and said.text.strip() == text:
            self._lines.set(n, said)
            return
        self._lines.set(n, own)
        self._known.put(key, own)
        self._show_note(n)
        self._view.target.mark([m for m, each in enumerate(lines) if each.shown and needs_a_look(each.shown)])
        self._calls.run(
            lambda _stop: self._translating.learn(line.source, text, source, target),
            lambda _done: self.corrected.emit(),
            self._view.notice.show_error,
        )

    def _ask_wordings(self, n: int) -> None:
        if not 0 <= n < len(self._lines.lines):
            return
        line, (source, target) = self._lines.lines[n], self.pair
        shown = self._view.target.sentences[n] if n < len(self._view.target.sentences) else ""
        wanted = Wanted((line.source,), source, target, self.engine)
        self._view.open_wordings(n)
        self._calls.run(
            lambda stop: self._translating.other_wordings(line.source, wanted, stop),
            lambda found: self._show_wordings(n, found, shown),
            lambda error: self._show_wordings(n, (), shown, error),
        )

    def _show_wordings(self, n: int, found: Sequence[str], shown: str, error: BaseException | None = None) -> None:
        if self._view.wordings.sentence == n:
            unlike = [text for text in dict.fromkeys(found) if text.strip() and text.strip() != shown.strip()]
            self._view.wordings.show_wordings(unlike)
            if error is not None:
                self._view.notice.show_error(error)

    def _take_wording(self, n: int, text: str) -> None:
        if 0 <= n < len(self._lines.lines):
            self._correct(n, text)
            self._show()
            self._view.target.go_to(n)
            self._view.target.setFocus()

    def _look_back(self, *_on: bool) -> None:
        if not self._lines.missing():
            self._back.look([(line.source, line.gap, line.target) for line in self._lines.lines], *self.pair)

    # other ------------------------------------------------------------------------------------------------------------
    def _connect(self) -> None:
        view = self._view
        view.text_changed.connect(self._typed)
        view.bar.languages_changed.connect(self._change_languages)
        view.bar.swap_asked.connect(self.swap)
        view.engine.engine_chosen.connect(self._change_engine)
        view.sentence_meant.connect(self._show_note)
        view.target.edited.connect(self._keep_edit)
        view.target.corrected.connect(self._correct)
        view.target.wordings_asked.connect(self._ask_wordings)
        view.wordings.chosen.connect(self._take_wording)
        view.copy_asked.connect(self._copy)
        view.back_asked.connect(self._look_back)
        view.speak_asked.connect(self._speak)

    def _typed(self) -> None:
        self._view.target.settle()
        if not self._view.source.text.strip():
            self._let_go()
            self._pause.stop()
            self._empty()
        else:
            self._pause.start()

    def _change_languages(self) -> None:
        self._engine = ""
        self._lines.begin()
        self.pair_changed.emit(*self.pair)
        self.translate_now()

    def _change_engine(self, identifier: str) -> None:
        self._engine = identifier
        self._lines.begin()
        self.translate_now()

    def _speak(self, of_target: bool) -> None:
        source, target = self.pair
        text, language = (self.translation(), target) if of_target else (plain(self._view.source.text), source)
        self.speak_wanted.emit(text, language)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.translation())
        self._view.say_copied()
