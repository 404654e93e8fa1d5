"""The proof of the seal: each process with what holds it, a trial made now, and all of it as text to copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.seal.models import Probe, SealState
from app.ui.bridge import Calls
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.buttons import button
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label
from app.wording import seal_reason_sentence


@dataclass(frozen=True, slots=True)
class ProcessSeal:
    """``process`` is a code: window, or the name of a lane. ``state`` is None for one that does not run.

    ``probes`` are attempts to connect that were made in that process just now.
    """

    process: str
    state: SealState | None
    probes: tuple[Probe, ...] = ()

    @property
    def holds(self) -> bool:
        return (self.state is None or self.state.sealed) and all(probe.refused for probe in self.probes)


@dataclass(frozen=True, slots=True)
class Proof:
    """``waiting`` are the processes that have not answered yet."""

    processes: tuple[ProcessSeal, ...]
    waiting: tuple[str, ...]
    at: datetime

    @property
    def holds(self) -> bool:
        return all(process.holds for process in self.processes)


Examine = Callable[[str], ProcessSeal]


class SealProof(QWidget):
    """``examine`` is blocking; it is called on a background thread for one of ``processes`` after the other, and each
    is shown as it answers: a worker that did not run yet takes a second to start.
    """

    def __init__(self, theme: Theme, calls: Calls, processes: tuple[str, ...], examine: Examine) -> None:
        super().__init__()
        self._theme, self._calls, self._names, self._examine = theme, calls, processes, examine
        self._proof: Proof | None = None
        self._notice = Notice(theme)
        self._title, self._text = label("heading", wrap=True), label("body", wrap=True)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(12)
        self._rows.setVerticalSpacing(10)
        self._rows.setColumnStretch(1, 1)
        self._card = card = QFrame()
        card.setProperty("role", "sunken")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addLayout(self._rows)
        self._when = label("small", wrap=True)
        self._again, self._copy = button(), button("quiet")
        self._again.clicked.connect(self.check)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        buttons = QHBoxLayout()
        buttons.addWidget(self._again)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 16)
        column.setSpacing(12)
        for widget in (self._title, self._text, self._notice, card, self._when):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(1)
        self._retranslate()

    def check(self) -> None:
        """Examine everything now."""
        if self.is_busy:
            return
        self._notice.clear()
        self._show(Proof((), self._names, datetime.now(UTC)))
        self._ask_next()

    @property
    def is_busy(self) -> bool:
        return self._proof is not None and bool(self._proof.waiting)

    @property
    def proof(self) -> Proof | None:
        """What is known so far."""
        return self._proof

    def as_text(self) -> str:
        """The whole proof as plain text, for a mail or a file."""
        if self._proof is None or self._proof.waiting:
            return ""
        lines = [self._title.text(), self._text.text(), ""]
        lines += [f"{name}: {words}" for name, words, _good in self._lines(self._proof)]
        return "\n".join([*lines, "", self._when.text()])

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _ask_next(self) -> None:
        if self._proof is not None and self._proof.waiting:
            name = self._proof.waiting[0]
            self._calls.run(lambda _stop: self._examine(name), self._answered, self._show_failed)

    def _answered(self, process: ProcessSeal) -> None:
        if self._proof is not None:
            self._show(Proof((*self._proof.processes, process), self._proof.waiting[1:], datetime.now(UTC)))
            self._ask_next()

    def _show_failed(self, error: BaseException) -> None:
        self._proof = None
        self._retranslate()
        self._notice.show_error(error)

    def _show(self, proof: Proof) -> None:
        self._proof = proof
        self._retranslate()

    def _lines(self, proof: Proof) -> list[tuple[str, str, bool | None]]:
        """(what, outcome, whether it is as it should be; None while it is not known)"""
        names = {
            "window": self.tr("Window"),
            "reading": self.tr("Reading documents"),
            "embedding": self.tr("Embedding model"),
            "llm": self.tr("Language model"),
            "speech": self.tr("Speech"),
            "translation": self.tr("Translation"),
        }
        lines: list[tuple[str, str, bool | None]] = []
        for process in proof.processes:
            lines.append((names.get(process.process, process.process), self._state_words(process), process.holds))
        attempts = {
            "inet": self.tr("Trial connection, IPv4"),
            "inet6": self.tr("Trial connection, IPv6"),
            "unix": self.tr("Trial connection, local"),
        }
        for probe in (probe for process in proof.processes for probe in process.probes):
            words = (
                self.tr("refused by the system ({0})").format(probe.error or "")
                if probe.refused
                else self.tr("not refused ({0})").format(probe.error or "connected")
            )
            lines.append((attempts.get(probe.attempt, probe.attempt), words, probe.refused))
        return lines + [(names.get(name, name), self.tr("starting…"), None) for name in proof.waiting]

    def _state_words(self, process: ProcessSeal) -> str:
        state = process.state
        if state is None:
            return self.tr("not running, so it reaches nothing")
        if state.sealed:
            return self.tr("sealed by the system ({0})").format(state.means)
        return str(seal_reason_sentence(state.reason, translate))

    def _retranslate(self) -> None:
        self._again.setText(self.tr("Check again"))
        self._copy.setText(self.tr("Copy as text"))
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._again.setEnabled(not self.is_busy)
        self._copy.setEnabled(self._proof is not None and not self.is_busy)
        self._card.setVisible(self._proof is not None)
        if self._proof is None or (self._proof.waiting and self._proof.holds):
            self._title.setText(self.tr("Checking the seal") if self._proof is not None else self.tr("Offline seal"))
            self._text.setText("")
        elif self._proof.holds:
            self._title.setText(self.tr("Nothing leaves this computer"))
            self._text.setText(
                self.tr(
                    "Every part of Alcove gave up the network when it started, and the system enforces it: "
                    "it cannot be undone while Alcove runs. Alcove also holds no code that connects anywhere."
                )
            )
        else:
            self._title.setText(self.tr("Offline, but not sealed by the system"))
            self._text.setText(
                self.tr(
                    "Alcove holds no code that connects anywhere, but on this system nothing enforces it. "
                    "See below what is missing."
                )
            )
        self._text.setVisible(bool(self._text.text()))
        self._when.setText("")
        if self._proof is None:
            return
        signs = {True: ("check", "accent"), False: ("warning", "amber"), None: ("more", "muted")}
        for row, (name, words, good) in enumerate(self._lines(self._proof)):
            sign = label()
            sign.setPixmap(self._theme.pixmap(*signs[good], 16))
            text = QWidget()
            lines = QVBoxLayout(text)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(0)
            lines.addWidget(label("strong", name))
            lines.addWidget(label("small", words, wrap=True))
            self._rows.addWidget(sign, row, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(text, row, 1)
        if self._proof.waiting:
            return
        when = self._proof.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        self._when.setText(
            self.tr("Checked at {0}. Each part starts when it is needed and is sealed first.").format(when)
        )
