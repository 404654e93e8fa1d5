"""One question with its answer on the page: heading, stage, text, what is to be said about it, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.ask.asking import AskSpeed
from app.domain.ask.citation import marks
from app.domain.ask.conversation import Answer, AnswerKind, Citation, Turn
from app.domain.ask.search import KeywordsAlone
from app.ui.ask.answer_blocks import AnswerText, quote_blocks
from app.ui.ask.answer_doubts import Checked, check_blocks, citing_sentence
from app.ui.ask.answer_values import Block, BlockKind, Run
from app.ui.ask.answer_view import AnswerView
from app.ui.ask.quote_popup import QuotePopup, shortened, telling_part
from app.ui.ask.source_list import SourceList
from app.ui.ask.thought_view import ThoughtView
from app.ui.ask.translated_quotes import compared_text, has_translations, translated_blocks
from app.ui.ask.words import doubt_words, foot_words, keywords_alone_words, kind_words, source_words, stage_words
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label
from app.wording.places import place_words

_HEADING_LIMIT = 400
_NEAREST_LIMIT = 260
_REASONS = 3


class TurnView(QWidget):
    """Signals: ``citation_chosen(n)``, ``copy_asked()``, ``again_asked()``, ``address_chosen(address)``."""

    citation_chosen = Signal(int)
    copy_asked = Signal()
    again_asked = Signal()
    address_chosen = Signal(str)

    def __init__(self, theme: Theme, question: str) -> None:
        super().__init__()
        self.question = question
        self.turn: Turn | None = None
        self._citations: dict[int, Citation] = {}
        self._reader = AnswerText(frozenset())
        self._checked = Checked(())
        self._stage_code: str | None = None
        self._left_out = self._left_out_turns = 0
        self._speed: AskSpeed | None = None
        self._has_moved = False
        self._said = False
        self._keywords_alone: KeywordsAlone | None = None
        self._heading = label("heading", _shown_question(question), wrap=True)
        self._heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stage, self._kind = label("muted"), label("muted", wrap=True)
        self.thought = ThoughtView(theme)
        self.answer_view = AnswerView(theme)
        self.sources = SourceList()
        self._remarks, self._facts = label("amber", wrap=True), label("small", wrap=True)
        self.notice = Notice(theme)
        self._copy, self._again, self._foot = button("foot"), button("foot"), label("small")
        self._icons = ((self._copy, "copy"), (self._again, "refresh"))
        self._theme = theme
        self._popup = QuotePopup(self)
        self._lay_out()
        self._connect()
        self._paint_icons()
        self._retranslate()
        self.begin("searching")

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citations.values())

    @property
    def stage_text(self) -> str:
        return "" if self._stage.isHidden() else self._stage.text()

    @property
    def kind_text(self) -> str:
        return "" if self._kind.isHidden() else self._kind.text()

    @property
    def foot_text(self) -> str:
        return "" if self._foot.isHidden() else self._foot.text()

    @property
    def remarks_text(self) -> str:
        """What is to be said about the answer, and how it was searched for."""
        return "\n".join(part.text() for part in (self._remarks, self._facts) if not part.isHidden())

    # while it is being answered -----------------------------------------------------------------------------------
    def begin(self, stage: str) -> None:
        """Work has begun, or is at another ``stage`` ('searching', 'reading', 'writing')."""
        self._stage_code = stage
        self._stage.setText(stage_words(stage))
        self._stage.show()
        self._show_actions(False)

    def set_citations(self, citations: tuple[Citation, ...]) -> None:
        """The passages that the coming text may cite."""
        self._citations = {citation.n: citation for citation in citations}
        self._reader = AnswerText(frozenset(self._citations))

    def set_search_facts(self, left_out: int, keywords_alone: KeywordsAlone | None, left_out_turns: int = 0) -> None:
        """Passages and earlier questions that did not fit the model, and why words alone were searched."""
        self._left_out, self._left_out_turns, self._keywords_alone = left_out, left_out_turns, keywords_alone
        self._show_remarks()

    def show_speed(self, speed: AskSpeed) -> None:
        self._speed = speed

    def begin_anew(self) -> None:
        """A graphics card failed: what stands there so far goes, and the processor begins again."""
        self._has_moved = True
        self.answer_view.hide()
        self.answer_view.show_blocks(())
        self.thought.show_thought("", None)
        self._stage.show()
        self._show_remarks()

    def show_thought(self, text: str, seconds: float | None) -> None:
        """All that the model has thought so far; ``seconds`` once it is over."""
        self.thought.show_thought(text, seconds)
        if text.strip():
            self._stage.hide()

    def show_text(self, text: str) -> None:
        """All of the text so far; what is above its last paragraph stays untouched."""
        self._stage.setVisible(not text and self.thought.isHidden())
        self.answer_view.show()
        self.answer_view.show_blocks(self._reader.blocks(text))

    def show_stopping(self) -> None:
        self._stage_code = None
        self.thought.give_up()
        self._stage.setText(self.tr("Stopped."))
        self._stage.show()

    def show_stopped(self) -> None:
        """It was stopped before anything was kept."""
        self.show_stopping()
        self._show_actions(True)

    # its ending -------------------------------------------------------------------------------------------------------
    def finish(self, turn: Turn) -> None:
        """Show the kept turn: its text, whether it is supported, and what can be done with it."""
        self.turn = turn
        answer = turn.answer
        self.set_citations(answer.citations)
        self._keywords_alone = answer.keywords_alone
        self._stage_code = None
        self._stage.hide()
        self._checked = self._check(answer)
        self.answer_view.show_blocks(self._checked.blocks)
        self.answer_view.setVisible(bool(self._checked.blocks))
        self.thought.show_thought(answer.thought, answer.thought_seconds)
        self.sources.show_citations(answer.citations)
        self._show_words()
        self._show_actions(True)

    def fail(self, error: BaseException) -> None:
        """What went wrong, in words; what was written so far stays."""
        self._stage_code = None
        self._stage.hide()
        self.thought.give_up()
        self.notice.show_error(error)
        self._show_actions(True)

    def spoken(self) -> str:
        """What a screen reader should say when the answer is there."""
        return " ".join(
            part for part in (self.kind_text, self.answer_view.answer.plain_text, self.remarks_text) if part
        )

    def follow(self) -> None:
        """Put the focus on the answer, so that arrows walk its citations."""
        self.answer_view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_said_before(self, said: bool) -> None:
        """Whether an answer above it on the page is of the same kind, so that the reason need not come again."""
        if said != self._said:
            self._said = said
            self._show_words()

    @property
    def focus_order(self) -> tuple[QWidget, ...]:
        """As the Tab key walks it."""
        return (self.thought.line, self.answer_view, *self.sources.lines, self._copy, self._again)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._popup.hide()
        super().hideEvent(event)

    # parts ------------------------------------------------------------------------------------------------------------
    def _check(self, answer: Answer) -> Checked:
        if answer.kind is AnswerKind.QUOTES and has_translations(answer):
            return Checked(translated_blocks(answer))
        if answer.kind is AnswerKind.QUOTES:
            return Checked(quote_blocks(answer.text, frozenset(self._citations)))
        if answer.kind is AnswerKind.NOT_FOUND:
            return Checked(tuple(_nearest(citation) for citation in answer.citations))
        checked = check_blocks(
            self._reader.blocks(answer.text), {n: compared_text(c) for n, c in self._citations.items()}
        )
        if self._cites_nothing():
            return Checked((*checked.blocks, *(_nearest(citation) for citation in answer.citations)), checked.doubts)
        return checked

    def _cites_nothing(self) -> bool:
        answer = self.turn.answer if self.turn is not None else None
        if answer is None or answer.kind is not AnswerKind.GENERATED or not answer.text:
            return False
        return not any(n in self._citations for mark in marks(answer.text) for n in mark.numbers)

    def _show_words(self) -> None:
        if self.turn is None:
            return
        kind = kind_words(self.turn.answer, said=self._said)
        self._kind.setText(kind)
        self._kind.setVisible(bool(kind))
        self._foot.setText(foot_words(self.turn.answer, self._speed))
        self.answer_view.setAccessibleDescription(self.answer_view.answer.plain_text)
        self._show_remarks()

    def _show_remarks(self) -> None:
        lines = []
        if self.turn is not None and self.turn.answer.stopped:
            lines.append(self.tr("Stopped half-way. What is here is kept."))
        if self.turn is not None and self.turn.answer.repeats:
            lines.append(self.tr("The model began to repeat itself and was stopped."))
        elif self.turn is not None and self.turn.answer.cut:
            lines.append(self.tr("The model came to its limit; the answer may lack its end."))
        if self._cites_nothing():
            lines.append(self.tr("The answer cites no passage. Check it against the nearest one, quoted below it."))
        lines += list(dict.fromkeys(doubt_words(doubt) for doubt in self._checked.doubts))[:_REASONS]
        self._remarks.setText("\n".join(lines))
        self._remarks.setVisible(bool(lines))
        facts = [keywords_alone_words(self._keywords_alone)] if self._keywords_alone else []
        if self._has_moved:
            facts.append(self.tr("The graphics card failed; the processor wrote this answer from its beginning."))
        if self._left_out:
            words = self.tr("Passages left out because the model has no room for them: {count}.")
            facts.append(words.format(count=self._left_out))
        if self._left_out_turns:
            words = self.tr("Earlier questions left out because the model has no room for them: {count}.")
            facts.append(words.format(count=self._left_out_turns))
        self._facts.setText("\n".join(facts))
        self._facts.setVisible(bool(facts))

    def _show_actions(self, finished: bool) -> None:
        for widget in (self._copy, self._foot):
            widget.setVisible(finished and self.turn is not None)
        self._again.setVisible(finished)

    def _point_at_citation(self, ordinal: int, place: QPoint) -> None:
        document = self.answer_view.answer
        citation = self._citations.get(document.citations[ordinal]) if ordinal < len(document.citations) else None
        if citation is None:
            return
        quote = telling_part(citing_sentence(document.blocks, ordinal), citation.text)
        where = place_words(citation.place, translate, citation.title)
        self._popup.show_quote(citation.title or citation.path.name, where, quote, place, citation.translation)
        if self.answer_view.focused_citation is not None:
            said = self.tr("Citation {n}: {source}. {quote}")
            self.answer_view.speak(
                said.format(n=citation.n, source=source_words(citation), quote=shortened(quote, 200))
            )

    def _point_at_doubt(self, doubt: int, place: QPoint) -> None:
        if doubt < len(self._checked.doubts):
            self._popup.show_reason(doubt_words(self._checked.doubts[doubt]), place)

    def _choose(self, n: int) -> None:
        self._popup.hide()
        self.citation_chosen.emit(n)

    def _connect(self) -> None:
        view = self.answer_view
        view.citation_chosen.connect(self._choose)
        self.sources.chosen.connect(self._choose)
        view.citation_pointed.connect(self._point_at_citation)
        view.doubt_pointed.connect(self._point_at_doubt)
        view.pointed_away.connect(self._popup.hide)
        view.address_chosen.connect(self.address_chosen)
        self._copy.clicked.connect(self.copy_asked)
        self._again.clicked.connect(self.again_asked)
        self.notice.action_chosen.connect(self.again_asked)
        self._theme.changed.connect(self._paint_icons)

    def _paint_icons(self) -> None:
        for widget, icon in self._icons:
            widget.setIcon(self._theme.icon(icon, "muted", 16))

    def _lay_out(self) -> None:
        actions = QHBoxLayout()
        actions.setSpacing(12)
        for widget in (self._copy, self._again):
            actions.addWidget(widget)
        actions.addStretch(1)
        actions.addWidget(self._foot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        parts: tuple[QWidget, ...] = (
            self._heading,
            self._kind,
            self.thought,
            self.answer_view,
            self._stage,
            self._remarks,
            self.sources,
            self._facts,
            self.notice,
        )
        for part in parts:
            column.addWidget(part)
        column.addLayout(actions)
        for part in (self._kind, self._remarks, self._facts, self.answer_view):
            part.hide()

    def _retranslate(self) -> None:
        self._copy.setText(self.tr("Copy"))
        self._copy.setToolTip(self.tr("Copy the answer with its sources"))
        self._again.setText(self.tr("Ask again"))
        self._again.setToolTip(self.tr("Answer this question anew"))
        self.answer_view.setAccessibleName(self.tr("Answer; left and right walk its citations, Enter opens one"))
        self.setAccessibleName(self.tr("Question: {question}").format(question=shortened(self.question, 200)))
        if self._stage_code is not None:
            self._stage.setText(stage_words(self._stage_code))
        self.sources.reword()
        self._show_words()


def _nearest(citation: Citation) -> Block:
    text = shortened(citation.text, _NEAREST_LIMIT)
    return Block(BlockKind.QUOTE, (Run(text + " "), Run(f"[{citation.n}]", cite=citation.n)))


def _shown_question(question: str) -> str:
    """A long text pasted as a question would push its answer off the page."""
    return question if len(question) <= _HEADING_LIMIT else question[:_HEADING_LIMIT].rstrip() + " …"
