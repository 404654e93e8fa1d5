"""Makes the Dictate page and joins it to the microphone, the history and the recordings that are written down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.dictate.dictation import Dictation
from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import ModelRole
from app.protocol.tasks import SpeechOptions
from app.ui.bridge import Calls
from app.ui.dictate_live import DictateLive
from app.ui.dictate_sides import PAGE, DictateSides
from app.ui.dictation_doors import DictationDoors, no_sound_words
from app.ui.shell.window import ShellWindow
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.model_files.model_files import InstalledModel
    from app.ui.dictate.controller import DictateController
    from app.ui.dictate.page import DictatePage
    from app.ui.dictate.transcribing import Transcribing

FORGET_EVERY_MS = 3_600_000
"""The rule on what is kept counts days, and a window may stay open for weeks (a machine that sleeps stops clocks)."""
ENDINGS = ("wav", "mp3", "m4a", "aac", "flac", "ogg", "oga", "opus", "webm", "mp4", "m4v", "mov", "mkv", "mka")


class DictateDoors(QObject):
    """The page is made when it is first shown."""

    def __init__(
        self, alcove: Alcove, theme: Theme, calls: Calls, shell: ShellWindow, dictation: DictationDoors
    ) -> None:
        super().__init__(shell)
        self._alcove, self._theme, self._calls, self._shell = alcove, theme, calls, shell
        self._dictation = dictation
        self._page: DictatePage | None = None
        self._controller: DictateController | None = None
        self._transcribing: Transcribing | None = None
        self._models: tuple[InstalledModel, ...] = ()
        self.live = DictateLive(alcove, calls, shell, dictation)
        self.live.kept.connect(self._written_down)
        self.sides = DictateSides(alcove, theme, calls, shell, dictation)
        self.sides.again_wanted.connect(self._write_down_again)
        self.sides.delete_wanted.connect(self._delete)
        self.sides.insert_wanted.connect(self.live.insert_again)
        shell.add_page(PAGE, self._make_page)
        shell.page_shown.connect(self._page_shown)
        shell.on_escape(lambda: shell.page_name == PAGE and self._escape())
        dictation.ready.connect(self.look_for_models)
        self.forget_clock = QTimer(self)
        self.forget_clock.setInterval(FORGET_EVERY_MS)
        self.forget_clock.timeout.connect(self.forget_old)

    @property
    def is_working(self) -> bool:
        """Whether recordings are being written down."""
        return self._transcribing is not None and self._transcribing.is_running

    def look_for_models(self) -> None:
        """What is installed may have changed."""
        self._calls.run(
            lambda _stop: tuple(self._alcove.models.installed(ModelRole.SPEECH)),
            self._show_models,
            lambda _error: self._show_models(()),  # no model can be read: the page says that there is none
        )

    def prepare(self) -> None:
        """At leisure: recordings that a kill interrupted go on, and what Ask does not reach yet is made to."""
        self._transcribing_parts().go_on_after_a_kill()
        self.forget_old()
        self.forget_clock.start()
        self._calls.run(self._alcove.speech.remember.catch_up, lambda _made: None, lambda _error: None)

    def forget_old(self) -> None:
        """What is older than the person's rule allows goes."""
        self._calls.run(
            self._alcove.speech.forget_old.apply, self._forgot, lambda _error: None
        )  # the next hour does it

    def open_transcript(self, dictation_id: int, second: float | None = None, play: bool = False) -> None:
        """Beside the page; with ``second`` at the line that was spoken then, which ``play`` lets be heard."""
        self.sides.show_transcript(dictation_id, second, play=play)

    def add_recordings(self, paths: Sequence[Path]) -> None:
        """Write them down, one after another; each becomes a row."""
        self._shell.show_page(PAGE)
        self._transcribing_parts().add(paths)

    def choose_recordings(self) -> None:
        kinds = self.tr("Sound and film") + f" ({' '.join(f'*.{ending}' for ending in ENDINGS)})"
        names, _kind = QFileDialog.getOpenFileNames(self._shell, self.tr("Recordings to write down"), "", kinds)
        if names:
            self.add_recordings([Path(name) for name in names])

    def close(self) -> None:
        """The window closes: what was deleted with a time to undo is deleted now."""
        if self._controller is not None:
            self._controller.delete_now()
        if self._transcribing is not None:
            self._transcribing.suspend()
        self.sides.close()

    def _make_page(self) -> QWidget:
        from app.ui.dictate.controller import DictateController
        from app.ui.dictate.model import SpokenRows
        from app.ui.dictate.page import DictatePage

        rows = SpokenRows()
        page = self._page = DictatePage(self._theme, rows)
        rows.setParent(page)
        page.say_what_to_get(self.tr("Nothing here can listen yet"), self.tr("Get a speech model on the Models page."))
        made = self._controller = DictateController(page, rows, self._alcove.speech.history, self._calls)
        made.opened.connect(self.open_transcript)
        made.gone.connect(self.sides.let_go_of)
        page.reworded.connect(made.refresh)
        page.reworded.connect(self.sides.reword)
        page.models_wanted.connect(lambda: self._shell.show_page("models"))
        page.files_wanted.connect(self.choose_recordings)
        page.words_wanted.connect(self.sides.show_words)
        page.choices_wanted.connect(self.sides.show_choices)
        page.stop_wanted.connect(lambda row: self._transcribing_parts().stop(row.key))
        page.again_wanted.connect(lambda row: self._transcribing_parts().add([Path(row.path)]))
        self.live.attach(page)
        self._transcribing_parts().rows_changed.connect(made.show_working)
        return page

    def _page_shown(self, name: str) -> None:
        if name == PAGE and self._controller is not None:
            self._controller.refresh()
            self.look_for_models()

    def _escape(self) -> bool:
        return self.live.cancel() or (self._page is not None and self._page.escape())

    def _show_models(self, models: tuple[InstalledModel, ...]) -> None:
        self._models = models
        self.sides.show_models(models)
        if self._page is not None:
            self._page.show_ready(bool(models), listens=self._dictation.controller is not None)
            if models and self._dictation.controller is None and self._dictation.was_prepared:
                self._page.notice.say(self.tr("There is no microphone to listen with"), no_sound_words())

    def _transcribing_parts(self) -> Transcribing:
        from app.ui.dictate.transcribing import Transcribing

        if self._transcribing is None:
            made = self._transcribing = Transcribing(self._alcove.speech.transcribe, self._options, self._calls)
            made.written.connect(lambda identifier, _path: self._written_down(identifier))
            made.failed.connect(self._recording_failed)
        return self._transcribing

    def _recording_failed(self, error: BaseException) -> None:
        """What is wrong with a file stands in its row; what is wrong with the program is told above."""
        if self._page is not None and not (isinstance(error, AppError) and error.code is ErrorCode.READING):
            self._page.notice.show_error(error)

    def _options(self) -> SpeechOptions:
        return SpeechOptions(language=self._alcove.settings.values.dictation_language, words=True)

    def _written_down(self, dictation_id: int) -> None:
        if self._controller is not None:
            self._controller.refresh_soon()
        self.sides.refresh(dictation_id)

    def _forgot(self, rows: int) -> None:
        if rows and self._controller is not None:
            self._controller.refresh_soon()

    def _write_down_again(self, dictation: Dictation, model_id: str) -> None:
        """With another model; what stands there is replaced when the new text is whole."""
        self.sides.say(self.tr("Writing it down again…"))
        self._calls.run(
            lambda stop: self._alcove.speech.write_down_again.write_down(dictation, model_id, stop),
            lambda written: self._written_down(written.id),
            self.sides.show_error,
        )

    def _delete(self, dictation: Dictation) -> None:
        self._shell.show_page(PAGE)
        self._shell.panel.close_panel()
        if self._controller is not None:
            self._controller.delete([dictation.id])
