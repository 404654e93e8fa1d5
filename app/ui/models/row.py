"""One model as a row: what it is, whether it fits, in which state it is, and the one thing to do next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.models.self_test import SelfTestState
from app.model_files.model_files import ModelState
from app.services.models.fetch_run import FetchState
from app.ui.model_parts.actions import Action
from app.ui.model_parts.progress_line import ProgressLine
from app.ui.model_parts.trials import trial_words
from app.ui.models.card_words import (
    fact_words,
    fit_wants_a_look,
    fit_words,
    good_for,
    is_demonstration,
    size_words,
    state_words,
)
from app.ui.models.inline_question import InlineQuestion
from app.ui.models.row_details import RowDetails
from app.ui.models.row_values import RowState
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.text import label, set_property, set_role
from app.wording import sentence_for
from app.wording.devices import device_name
from app.wording.quantities import amount


class ModelRow(QFrame):
    """Signals: ``asked(Action, id)``; ``grown()`` when a part of it was made that takes the focus."""

    asked = Signal(object, str)
    grown = Signal()

    def __init__(self, theme: Theme, state: RowState) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme, self._state = theme, state
        self._name, self._good_for = label("strong"), label("muted", wrap=True)
        self._name.setMinimumWidth(80)  # in a narrow window it is cut rather than the row widened
        self._facts, self._fit = label("small", wrap=True), label("small", wrap=True)
        self._trial = label("small", wrap=True)
        self._pills = {name: _pill() for name in ("state", "recommended", "demonstration")}
        self._main, self._check = button("primary"), button("quiet")
        self._open = IconButton(theme, "chevron-down", size=16)
        self._trouble, self._again = label("amber", wrap=True), button("link")
        self._progress: ProgressLine | None = None
        self._question: InlineQuestion | None = None
        self._details: RowDetails | None = None
        self._places = {name: QVBoxLayout() for name in ("progress", "question", "details")}
        self._main_action: Action | None = None
        self._lay_out()
        self._main.clicked.connect(self._do_main)
        self._check.clicked.connect(lambda: self._want(Action.CHECK))
        self._again.clicked.connect(lambda: self._want(Action.TRY_CARD_AGAIN))
        self._open.clicked.connect(self._open_or_close)
        self.show_state(state)

    @property
    def id(self) -> str:
        return self._state.card.id

    @property
    def state(self) -> RowState:
        return self._state

    @property
    def progress(self) -> ProgressLine:
        """Made when first needed, as the two below: a page of rows must not keep the window waiting."""
        if self._progress is None:
            self._progress = ProgressLine(self._theme)
            self._progress.asked.connect(self._want)
            self._places["progress"].addWidget(self._progress)
            self.grown.emit()
        return self._progress

    @property
    def question(self) -> InlineQuestion:
        if self._question is None:
            self._question = InlineQuestion()
            self._question.confirmed.connect(lambda action: self.asked.emit(action, self.id))
            self._places["question"].addWidget(self._question)
            self.grown.emit()
        return self._question

    @property
    def details(self) -> RowDetails:
        if self._details is None:
            self._details = RowDetails(self._theme)
            self._details.hide()
            self._details.asked.connect(self._want)
            self._places["details"].addWidget(self._details)
            self.grown.emit()
        return self._details

    def close_question(self) -> bool:
        """False when nothing was asked."""
        return self._question is not None and self._question.close_question()

    @property
    def focus_order(self) -> list[QWidget]:
        """What takes the focus, as it is read: what is made late would else come last of all."""
        order: list[QWidget] = [self._check, self._main, self._open]
        if self._progress is not None:
            order += self._progress.focus_order
        order.append(self._again)
        for part in (self._question, self._details):
            if part is not None:
                order += part.focus_order
        return order

    @property
    def text(self) -> str:
        """All that it says, for tests and readers."""
        pills = self._pills.values()
        shown = (self._name, *pills, self._good_for, self._facts, self._fit, self._trial, self._trouble)
        words = [one.text() for one in shown if not one.isHidden()]
        moving = self._progress.text if self._progress is not None and not self._progress.isHidden() else ""
        return "\n".join([*words, self._main.text() if not self._main.isHidden() else "", moving])

    def press_main(self) -> None:
        self._main.click()

    def show_state(self, state: RowState) -> None:
        self._state = state
        card = state.card
        self._name.setText(card.name)
        self._good_for.setText(good_for(card))
        self._facts.setText(fact_words(card))
        self._facts.setVisible(bool(self._facts.text()))
        self._fit.setText(fit_words(card))
        self._fit.setVisible(bool(self._fit.text()) and not (card.installed is not None and not fit_wants_a_look(card)))
        set_role(self._fit, "amber" if fit_wants_a_look(card) else "small")
        self._show_trial()
        self._show_pills()
        self._show_progress()
        self._show_main()
        self._show_trouble()
        if self._is_open:
            self.details.show_state(state)
        self._name_open()
        self.setAccessibleName(f"{card.name}. {state_words(card)} {self._fit.text()}".strip())

    def show_progress(self, state: RowState) -> None:
        """Only what moves is new."""
        self._state = state
        self._show_progress()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.close_question()
            self.show_state(self._state)
        super().changeEvent(event)

    def _do_main(self) -> None:
        if self._main_action is not None:
            self._want(self._main_action)

    def _want(self, action: Action) -> None:
        """What loses something is asked first, in place."""
        card, download = self._state.card, self._state.download
        if action is Action.REMOVE:
            frees = self.tr("This frees {0}.").format(amount(card.bytes))
            if card.installed is not None and card.installed.in_place:
                frees = self.tr("The files stay where they are: they belong to another program.")
            again = self.tr("It can be got again.") if card.entry is not None else ""
            self.question.ask(
                self.tr("Remove {0}?").format(card.name), f"{frees} {again}".strip(), self.tr("Remove"), action
            )
        elif action is Action.GIVE_UP and download is not None and download.done:
            words = self.tr("{0} that arrived are thrown away.").format(amount(download.done))
            title = self.tr("Give up the download of {0}?").format(card.name)
            self.question.ask(title, words, self.tr("Give up"), action)
        else:
            self.asked.emit(action, self.id)

    def _show_trial(self) -> None:
        trial = self._state.trial if self._state.card.installed is not None else None
        failed = trial is not None and trial.state is SelfTestState.FAILED
        self._trial.setText(trial_words(trial))
        self._trial.setVisible(trial is not None)
        set_role(self._trial, "amber" if failed else "small")

    def _show_pills(self) -> None:
        card = self._state.card
        words = state_words(card)
        if self._state.download is not None:
            words = ""
        looks = card.state in (ModelState.BROKEN, ModelState.UNVERIFIED, ModelState.INCOMPLETE)
        set_property(self._pills["state"], "tone", "amber" if looks else "")
        for name, text in {
            "state": words,
            "recommended": self.tr("Recommended") if card.is_recommended and card.installed is None else "",
            "demonstration": self.tr("Demonstration") if is_demonstration(card) else "",
        }.items():
            self._pills[name].setText(text)
            self._pills[name].setVisible(bool(text))

    def _show_progress(self) -> None:
        download, work = self._state.download, self._state.work
        if self._progress is not None or download is not None or work is not None:
            self.progress.setVisible(download is not None or work is not None)
        if download is not None:
            self.progress.show_download(download)
        elif work is not None:
            self.progress.show_work(work)

    def _show_main(self) -> None:
        card, download = self._state.card, self._state.download
        self._main_action, words, kind = None, "", "primary"
        if self._state.work is not None or (download is not None and download.is_running):
            pass
        elif download is not None:
            self._main_action, words = Action.GO_ON, self.tr("Go on")
        elif card.entry is not None and (card.state in (None, ModelState.INCOMPLETE)):
            if card.fit is None or card.fit.runs:
                self._main_action, words = Action.GET, self.tr("Get · {0}").format(size_words(card))
                kind = ""  # the set above has the one primary button
        elif card.entry is not None and card.state is ModelState.BROKEN:
            self._main_action, words = Action.GET, self.tr("Get it again")
        elif card.installed is not None and not card.is_default:
            self._main_action, words, kind = Action.USE, self.tr("Use this one"), ""
        if not words and self._main.hasFocus():
            self._open.setFocus()  # else Qt hands it to whatever comes next, and the page jumps there
        set_property(self._main, "kind", kind)
        self._main.setText(words)
        self._main.setVisible(bool(words))
        self._main.setAccessibleName(f"{words}: {card.name}")
        self._check.setText(self.tr("Check"))
        self._check.setAccessibleName(self.tr("Check every byte of {0}").format(card.name))
        self._check.setVisible(card.state is ModelState.UNVERIFIED and self._state.work is None)

    def _show_trouble(self) -> None:
        download, failed = self._state.download, self._state.failed_on
        words, again = "", ""
        if download is not None and download.state is FetchState.FAILED and download.error is not None:
            words = str(sentence_for(download.error, translate))
        elif failed:
            words = self.tr("The graphics card failed with this model ({0}); the processor runs it.").format(
                device_name(failed, translate)
            )
            again = self.tr("Try the card again")
        self._trouble.setText(words)
        self._trouble.setVisible(bool(words))
        self._again.setText(again)
        self._again.setVisible(bool(again))

    def _open_or_close(self) -> None:
        opening = not self._is_open
        if opening:
            self.details.show_state(self._state)
        self.details.setVisible(opening)
        self._name_open()

    @property
    def _is_open(self) -> bool:
        return self._details is not None and not self._details.isHidden()

    def open_details(self) -> None:
        if not self._is_open:
            self._open_or_close()

    def _name_open(self) -> None:
        words = self.tr("Hide the details of {0}") if self._is_open else self.tr("Details of {0}")
        self._open.set_words(words.format(self._state.card.name))
        self._open.set_icon("chevron-down" if self._is_open else "chevron-right")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        for pill in self._pills.values():
            head.addWidget(pill, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._good_for)
        words.addWidget(self._facts)
        words.addWidget(self._fit)
        words.addWidget(self._trial)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addLayout(words, 1)
        for control in (self._check, self._main, self._open):
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 12, 14)
        column.setSpacing(6)
        column.addLayout(line)
        column.addLayout(self._places["progress"])
        column.addWidget(self._trouble)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._places["question"])
        column.addLayout(self._places["details"])


def _pill() -> QLabel:
    made = label("pill")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made
