"""Makes the Dictate page and what stands beside it, and joins both to the rest of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.dictation import Dictation
from app.domain.manifest import ModelRole
from app.domain.transcript import TranscriptFormat
from app.ui.bridge import Calls
from app.ui.shell.window import ShellWindow
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.model_files.model_files import InstalledModel
    from app.ui.dictate.controller import DictateController
    from app.ui.dictate.page import DictatePage
    from app.ui.dictate.transcript_controller import TranscriptController
    from app.ui.dictate.transcript_panel import TranscriptPanel

PAGE = "dictate"


class DictateDoors(QObject):
    """The page is made when it is first shown, the transcript when one is first opened."""

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls, shell: ShellWindow) -> None:
        super().__init__(shell)
        self._alcove, self._theme, self._calls, self._shell = alcove, theme, calls, shell
        self._page: DictatePage | None = None
        self._controller: DictateController | None = None
        self._transcript: tuple[TranscriptPanel, TranscriptController] | None = None
        self._models: tuple[InstalledModel, ...] = ()
        shell.add_page(PAGE, self._make_page)
        shell.page_shown.connect(self._page_shown)
        shell.panel.closed.connect(self._close_transcript)
        shell.on_escape(lambda: shell.page_name == PAGE and self._page is not None and self._page.escape())

    def look_for_models(self) -> None:
        """What is installed may have changed."""
        self._calls.run(
            lambda _stop: tuple(self._alcove.models.installed(ModelRole.SPEECH)),
            self._show_models,
            lambda _error: self._show_models(()),  # no model can be read: the page says that there is none
        )

    def open_transcript(self, dictation_id: int, second: float | None = None, play: bool = False) -> None:
        """Beside the page; with ``second`` at the line that was spoken then, which ``play`` lets be heard."""
        panel, controller = self._transcript_parts()
        self._shell.panel.show_widget(panel, self.tr("What was spoken"))
        controller.open(dictation_id, second, play=play)

    def close(self) -> None:
        """The window closes: what was deleted with a time to undo is deleted now."""
        if self._controller is not None:
            self._controller.delete_now()
        self._close_transcript()

    def _make_page(self) -> QWidget:
        from app.ui.dictate.controller import DictateController
        from app.ui.dictate.model import SpokenRows
        from app.ui.dictate.page import DictatePage

        rows = SpokenRows()
        page = self._page = DictatePage(self._theme, rows)
        rows.setParent(page)
        page.say_what_to_get(self.tr("Nothing here can listen yet"), self.tr("Get a speech model on the Models page."))
        made = self._controller = DictateController(page, rows, self._alcove.spoken_history, self._calls)
        made.opened.connect(self.open_transcript)
        made.gone.connect(self._let_go_of)
        page.models_wanted.connect(lambda: self._shell.show_page("models"))
        return page

    def _page_shown(self, name: str) -> None:
        if name == PAGE and self._controller is not None:
            self._controller.refresh()
            self.look_for_models()

    def _show_models(self, models: tuple[InstalledModel, ...]) -> None:
        self._models = models
        if self._page is not None:
            self._page.show_ready(bool(models))
        if self._transcript is not None:
            self._transcript[0].show_models(tuple((model.id, model.manifest.name) for model in models))

    def _transcript_parts(self) -> tuple[TranscriptPanel, TranscriptController]:
        from app.ui.dictate.player import SoundPlayer, system_sink
        from app.ui.dictate.transcript_controller import TranscriptController
        from app.ui.dictate.transcript_panel import TranscriptPanel

        if self._transcript is None:
            panel = TranscriptPanel(self._theme)
            player = SoundPlayer(self._calls, system_sink, self)
            made = TranscriptController(panel, self._alcove.spoken_history, player, self._calls, self._model_name)
            made.shown.connect(lambda dictation: self._shell.panel.set_title(self._title(dictation)))
            made.target_wanted.connect(self._choose_target)
            made.delete_wanted.connect(self._delete)
            self._transcript = panel, made
            self.look_for_models()
        return self._transcript

    def _title(self, dictation: Dictation) -> str:
        return dictation.path.name if dictation.path is not None else self.tr("Dictation")

    def _model_name(self, identifier: str) -> str:
        return next((model.manifest.name for model in self._models if model.id == identifier), identifier)

    def _choose_target(self, dictation: Dictation, chosen: TranscriptFormat) -> None:
        stem = dictation.path.stem if dictation.path is not None else f"{dictation.spoken_at:%Y-%m-%d %H-%M}"
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = dictation.path.parent if dictation.path is not None else Path(documents)
        suggestion = str(folder / f"{stem}.{chosen.value}")
        name, _kind = QFileDialog.getSaveFileName(self._shell, self.tr("Save the transcript"), suggestion)
        if name and self._transcript is not None:
            self._transcript[1].write_out(chosen, Path(name))

    def _delete(self, dictation: Dictation) -> None:
        self._shell.show_page(PAGE)
        self._shell.panel.close_panel()
        if self._controller is not None:
            self._controller.delete([dictation.id])

    def _let_go_of(self, ids: list[int]) -> None:
        if self._transcript is not None and (shown := self._transcript[1].dictation) and shown.id in ids:
            self._shell.panel.close_panel()

    def _close_transcript(self) -> None:
        if self._transcript is not None:
            self._transcript[1].close()
