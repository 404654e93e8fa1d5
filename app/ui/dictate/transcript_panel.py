"""One dictation or recording beside the page: its words with their times, its sound, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.domain.dictate.transcript import TranscriptFormat, TranscriptSegment
from app.ui.dictate.player_bar import PlayerBar
from app.ui.dictate.transcript_lines import TranscriptLines
from app.ui.dictate.transcript_model import TranscriptRows
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label

FORMAT_NAMES = {
    TranscriptFormat.TXT: "TXT",
    TranscriptFormat.SRT: "SRT",
    TranscriptFormat.VTT: "VTT",
    TranscriptFormat.JSON: "JSON",
    TranscriptFormat.MARKDOWN: "Markdown",
}


class TranscriptPanel(QWidget):
    """Signals, all intentions: ``play_asked(second)``, ``stop_asked()``, ``save_asked(TranscriptFormat)``,
    ``insert_asked()``, ``again_asked(model id)``, ``delete_asked()``.
    """

    play_asked = Signal(float)
    stop_asked = Signal()
    save_asked = Signal(object)
    insert_asked = Signal()
    again_asked = Signal(str)
    delete_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._as_heard: tuple[TranscriptSegment, ...] = ()
        self._final: tuple[TranscriptSegment, ...] = ()
        self._models: tuple[tuple[str, str], ...] = ()
        self._facts = label("small", wrap=True)
        self.notice, self.player = Notice(theme), PlayerBar(theme)
        self.rows = TranscriptRows()
        self.lines = TranscriptLines(theme, self.rows)
        self._raw = button("chip")
        self._copy, self._insert, self._save = button("quiet"), button("quiet"), button("quiet")
        self._more = IconButton(theme, "more", "ink", 20)
        self._lay_out()
        self.lines.chosen.connect(self.play_asked)
        self.lines.copy_asked.connect(self._copy_text)
        self.player.play_asked.connect(self.play_asked)
        self.player.stop_asked.connect(self.stop_asked)
        self._raw.toggled.connect(self._show_segments)
        self._copy.clicked.connect(lambda: self._copy_text(self.text))
        self._insert.clicked.connect(self.insert_asked)
        self._save.clicked.connect(self._open_formats)
        self._more.clicked.connect(self._open_menu)
        self.setFocusProxy(self.lines)
        self._retranslate()

    def show_transcript(
        self, final: tuple[TranscriptSegment, ...], as_heard: tuple[TranscriptSegment, ...], facts: str
    ) -> None:
        """``as_heard`` is what was recognised before rules and clean-up; the chip shows it where it differs."""
        self._final, self._as_heard = final, as_heard
        self._facts.setText(facts)
        self._raw.setChecked(False)
        self._raw.setVisible(_texts(as_heard) != _texts(final))
        self._show_segments()
        self.notice.clear()

    def show_sound(self, seconds: float | None) -> None:
        """How long what can be heard is; None: the sound is not here any more."""
        self.player.setVisible(seconds is not None)
        self.player.show_length(seconds or 0.0)

    def show_insertion(self, possible: bool) -> None:
        self._insert.setVisible(possible)

    def show_models(self, models: tuple[tuple[str, str], ...]) -> None:
        """(id, name) of those that could transcribe it again."""
        self._models = models

    @property
    def text(self) -> str:
        """What is shown, a line a segment."""
        return "\n".join(segment.text for segment in self.rows.segments)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _show_segments(self) -> None:
        self.rows.show(self._as_heard if self._raw.isChecked() else self._final)

    def _copy_text(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.notice.say(self.tr("Copied"), tone="calm")

    def _open_formats(self) -> None:
        menu = QMenu(self)
        for choice, name in FORMAT_NAMES.items():
            menu.addAction(name).triggered.connect(lambda _checked=False, chosen=choice: self.save_asked.emit(chosen))
        self._pop_up(menu, self._save)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        if self._models and self.player.isVisibleTo(self):
            again = menu.addMenu(self.tr("Transcribe again with"))
            for identifier, name in self._models:
                action = again.addAction(name.replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, chosen=identifier: self.again_asked.emit(chosen))
        menu.addAction(self.tr("Delete")).triggered.connect(self.delete_asked)
        self._pop_up(menu, self._more)

    def _pop_up(self, menu: QMenu, below: QWidget) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _lay_out(self) -> None:
        actions = QHBoxLayout()
        actions.setSpacing(4)
        for made in (self._copy, self._insert, self._save):
            actions.addWidget(made)
        actions.addStretch(1)
        actions.addWidget(self._raw)
        actions.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._facts)
        column.addWidget(self.player)
        column.addWidget(self.notice)
        column.addWidget(self.lines, 1)
        column.addLayout(actions)

    def _retranslate(self) -> None:
        self._copy.setText(self.tr("Copy"))
        self._insert.setText(self.tr("Insert again"))
        self._insert.setToolTip(self.tr("Writes it where the cursor was before you came here."))
        self._save.setText(self.tr("Save as…"))
        self._raw.setText(self.tr("As heard"))
        self._raw.setToolTip(self.tr("What was recognised, before your rules changed it."))
        self._more.set_words(self.tr("More"))
        self.lines.setAccessibleName(self.tr("Transcript; Enter plays the line"))


def _texts(segments: tuple[TranscriptSegment, ...]) -> list[str]:
    return [segment.text for segment in segments]
