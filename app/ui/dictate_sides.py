"""What can stand beside the Dictate page: a transcript with its sound, the words it knows, how it works."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from app.domain.dictate.dictation import Dictation
from app.domain.dictate.transcript import TranscriptFormat
from app.ui.bridge import Calls
from app.ui.dictation_doors import DictationDoors
from app.ui.shell.window import ShellWindow
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.model_files.model_files import InstalledModel
    from app.ui.dictate.choices_controller import ChoicesController
    from app.ui.dictate.choices_panel import ChoicesPanel
    from app.ui.dictate.transcript_controller import TranscriptController
    from app.ui.dictate.transcript_panel import TranscriptPanel
    from app.ui.dictate.words_controller import WordsController
    from app.ui.dictate.words_panel import WordsPanel


PAGE = "dictate"


class DictateSides(QObject):
    """Makes each content when it is first shown, and keeps it. Signals: ``insert_wanted(text)`` where the cursor was
    before, ``again_wanted(Dictation, model id)``, ``delete_wanted(Dictation)``.
    """

    insert_wanted = Signal(str)
    again_wanted = Signal(object, str)
    delete_wanted = Signal(object)

    def __init__(
        self, alcove: Alcove, theme: Theme, calls: Calls, shell: ShellWindow, dictation: DictationDoors
    ) -> None:
        super().__init__(shell)
        self._alcove, self._theme, self._calls, self._shell = alcove, theme, calls, shell
        self._dictation = dictation
        self._transcript: tuple[TranscriptPanel, TranscriptController] | None = None
        self._words: tuple[WordsPanel, WordsController] | None = None
        self._choices: tuple[ChoicesPanel, ChoicesController] | None = None
        self._models: tuple[InstalledModel, ...] = ()
        shell.panel.closed.connect(self.close)
        shell.page_shown.connect(self._page_shown)

    def show_models(self, models: tuple[InstalledModel, ...]) -> None:
        """Those that could transcribe again."""
        self._models = models
        if self._transcript is not None:
            self._transcript[0].show_models(tuple((model.id, model.manifest.name) for model in models))

    def show_transcript(self, dictation_id: int, second: float | None, *, play: bool) -> None:
        panel, controller = self._transcript_parts()
        self._shell.panel.show_widget(panel, self.tr("What was spoken"))
        controller.open(dictation_id, second, play=play)

    def show_words(self) -> None:
        from app.ui.dictate.words_controller import WordsController
        from app.ui.dictate.words_panel import WordsPanel

        if self._words is None:
            panel = WordsPanel(self._theme)
            vocabulary, suggesting = self._alcove.speech.keep_vocabulary, self._alcove.speech.suggest_everywhere
            made = WordsController(panel, vocabulary, suggesting, self._calls)
            panel.import_asked.connect(self._choose_words)
            panel.export_asked.connect(self._choose_words_target)
            self._words = panel, made
        self._words[1].refresh()
        self._shell.panel.show_widget(self._words[0], self.tr("Words"))
        self._words[0].setFocus()

    def show_choices(self) -> None:
        from app.ui.dictate.choices_controller import ChoicesController
        from app.ui.dictate.choices_panel import ChoicesPanel

        if self._choices is None:
            panel = ChoicesPanel(self._theme)
            programs = self._alcove.speech.history.programs
            made = ChoicesController(panel, self._alcove.settings, self._dictation, programs, self._calls)
            self._choices = panel, made
        self._choices[1].refresh()
        self._shell.panel.show_widget(self._choices[0], self.tr("How dictation works"))
        self._choices[0].setFocus()

    def let_go_of(self, ids: list[int]) -> None:
        """They were deleted: none of them can stay beside the page."""
        if self._transcript is not None and (shown := self._transcript[1].dictation) and shown.id in ids:
            self._shell.panel.close_panel()

    def refresh(self, dictation_id: int) -> None:
        """It was written down anew."""
        if self._transcript is not None and (shown := self._transcript[1].dictation) and shown.id == dictation_id:
            self._transcript[1].refresh()

    def reword(self) -> None:
        """The language changed: dates and names of languages beside the page are said in it."""
        if self._transcript is not None:
            self._transcript[1].refresh()
        content, panel = self._shell.panel.content, self._shell.panel
        if self._words is not None and content is self._words[0]:
            panel.set_title(self.tr("Words"))
        if self._choices is not None and content is self._choices[0]:
            panel.set_title(self.tr("How dictation works"))
            self._choices[1].refresh()

    def say(self, title: str, text: str = "", *, tone: str = "calm") -> None:
        """In the transcript beside the page, where one stands there."""
        if self._transcript is not None and self._transcript[0].isVisible():
            self._transcript[0].notice.say(title, text, tone=tone)

    def show_error(self, error: BaseException) -> None:
        if self._transcript is not None:
            self._transcript[0].notice.show_error(error)

    def close(self) -> None:
        """Nothing is heard and nothing listens behind a closed panel."""
        if self._transcript is not None:
            self._transcript[1].close()
        if self._choices is not None:
            self._choices[1].end_trial()

    def _page_shown(self, name: str) -> None:
        """Words and choices belong to the Dictate page; a transcript may stand beside any, as what Ask cites."""
        own = [parts[0] for parts in (self._words, self._choices) if parts is not None]
        if name != PAGE and self._shell.panel.content in own:
            self._shell.panel.close_panel()

    def _transcript_parts(self) -> tuple[TranscriptPanel, TranscriptController]:
        from app.ui.dictate.player import SoundPlayer, system_sink
        from app.ui.dictate.transcript_controller import TranscriptController
        from app.ui.dictate.transcript_panel import TranscriptPanel

        if self._transcript is None:
            panel = TranscriptPanel(self._theme)
            player = SoundPlayer(self._calls, system_sink, self)
            made = TranscriptController(panel, self._alcove.speech.history, player, self._calls, self._model_name)
            made.shown.connect(lambda dictation: self._shell.panel.set_title(self._title(dictation)))
            made.target_wanted.connect(self._choose_target)
            made.delete_wanted.connect(self.delete_wanted)
            made.insert_wanted.connect(self.insert_wanted)
            made.again_wanted.connect(self.again_wanted)
            self._transcript = panel, made
            self.show_models(self._models)
        self._transcript[0].show_insertion(self._dictation.controller is not None)
        return self._transcript

    def _title(self, dictation: Dictation) -> str:
        return dictation.path.name if dictation.path is not None else self.tr("Dictation")

    def _model_name(self, identifier: str) -> str:
        return next((model.manifest.name for model in self._models if model.id == identifier), identifier)

    def _choose_target(self, dictation: Dictation, chosen: TranscriptFormat) -> None:
        stem = dictation.path.stem if dictation.path is not None else f"{dictation.spoken_at:%Y-%m-%d %H-%M}"
        folder = dictation.path.parent if dictation.path is not None else documents_folder()
        suggestion = str(folder / f"{stem}.{chosen.value}")
        name, _kind = QFileDialog.getSaveFileName(self._shell, self.tr("Save the transcript"), suggestion)
        if name and self._transcript is not None:
            self._transcript[1].write_out(chosen, Path(name))

    def _choose_words(self) -> None:
        kinds = self.tr("Lists of words") + " (*.csv *.json *.txt)"
        name, _kind = QFileDialog.getOpenFileName(self._shell, self.tr("Import words from a file"), "", kinds)
        if name and self._words is not None:
            self._words[1].read(Path(name))

    def _choose_words_target(self) -> None:
        suggestion = str(documents_folder() / "words.csv")
        name, _kind = QFileDialog.getSaveFileName(self._shell, self.tr("Write the words to a file"), suggestion)
        if name and self._words is not None:
            self._words[1].write(Path(name))


def documents_folder() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
