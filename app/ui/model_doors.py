"""Makes the pages that have to do with models and joins them to the rest of the window: Models and the first run."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.assets import assets_folder
from app.ui.bridge import Calls
from app.ui.download_strip import DownloadStrip
from app.ui.downloads import Downloads
from app.ui.model_parts.trials import Trials
from app.ui.shell.indexing import Indexing
from app.ui.shell.window import ShellWindow
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.domain.library.indexing import IndexingSummary
    from app.model_files.model_files import InstalledModel
    from app.ui.first_run.controller import FirstRunController
    from app.ui.models.controller import ModelsController

MODELS, FIRST_RUN = "models", "first_run"


class Asks(Protocol):
    """What :class:`app.ui.ask.controller.AskController` offers."""

    def new_conversation(self) -> None: ...
    def ask(self, question: str) -> None: ...


class ModelDoors(QObject):
    """Signals: ``models_changed()``."""

    models_changed = Signal()

    def __init__(
        self, alcove: Alcove, theme: Theme, calls: Calls, shell: ShellWindow, indexing: Indexing, ask: Asks
    ) -> None:
        super().__init__(shell)
        self._alcove, self._theme, self._calls = alcove, theme, calls
        self._shell, self._indexing, self._ask = shell, indexing, ask
        self._models: ModelsController | None = None
        self._first_run: FirstRunController | None = None
        self._question = ""
        self.downloads = Downloads(alcove.fetch_models, alcove.catalogue, calls, self)
        self.trials = Trials(alcove.self_test, calls, self)
        self.downloads.arrived.connect(self.trials.start)
        self._strip = DownloadStrip(self.downloads, shell.strip)
        shell.add_page(MODELS, self._make_models)
        shell.add_page(FIRST_RUN, self._make_first_run)
        shell.strip.downloads.opened.connect(lambda: shell.show_page(MODELS))
        shell.on_escape(lambda: shell.page_name == MODELS and self.models.escape())
        indexing.ended.connect(self._ask_now)

    @property
    def models(self) -> ModelsController:
        """Made when the Models page is first needed."""
        self._shell.page(MODELS)
        assert self._models is not None
        return self._models

    @property
    def first_run(self) -> FirstRunController:
        self._shell.page(FIRST_RUN)
        assert self._first_run is not None
        return self._first_run

    def prepare(self) -> None:
        """At leisure: what opening the Models page would otherwise wait for is loaded on another thread."""
        load = lambda _stop: importlib.import_module("app.ui.models.controller")  # noqa: E731
        self._calls.run(load, lambda _ready: None, lambda _error: None)
        self.downloads.look_for_unfinished()

    def wants_first_run(self) -> bool:
        """An empty home that nobody has opened before; looks at the store once in a home's life."""
        state = self._alcove.state
        if state.values.first_run_seen:
            return False
        if any(self._alcove.library.counts().values()):
            state.change(first_run_seen=True)
            return False
        return True

    def show_import(self) -> None:
        self._shell.show_page(MODELS)
        self.models.show_import()

    def choose_model_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self._shell, self.tr("The folder or stick with the model")):
            self.models.bring.offer([Path(folder)])

    def choose_export_folder(self, identifiers: list[str]) -> None:
        if folder := QFileDialog.getExistingDirectory(self._shell, self.tr("Where to copy the models")):
            self.models.bring.export(identifiers, Path(folder))

    def _make_models(self) -> QWidget:
        from app.ui.models.controller import ModelsController
        from app.ui.models.page import ModelsPage

        page = ModelsPage(self._theme)
        made = self._models = ModelsController(page, self._alcove, self.downloads, self.trials, self._calls)
        made.models_changed.connect(self.models_changed)
        made.bring.folder_wanted.connect(self.choose_model_folder)
        made.bring.target_wanted.connect(self.choose_export_folder)
        made.bring.taken.connect(self._taken)
        made.first_steps_wanted.connect(lambda: self._shell.show_page(FIRST_RUN))
        return page

    def _make_first_run(self) -> QWidget:
        from app.ui.first_run.controller import FirstRunController, samples_folder
        from app.ui.first_run.page import FirstRunPage

        self._samples = samples_folder(assets_folder())
        page = FirstRunPage(self._theme, with_samples=self._samples is not None)
        made = self._first_run = FirstRunController(page, self._alcove, self.downloads, self.trials, self._calls)
        made.bring_wanted.connect(self.show_import)
        made.left.connect(lambda: self._shell.show_page("ask"))
        made.question_wanted.connect(self._ask_samples)
        self.models_changed.connect(made.refresh)
        return page

    def _taken(self, model: InstalledModel) -> None:
        """It is tried out at once; who came here from the first page is shown the way back to it."""
        self.trials.start(model.id)
        if self._first_run is not None:
            self.models.offer_first_steps()

    def _ask_samples(self, question: str) -> None:
        """Read the sample documents, then ask: the answer must find them."""
        if self._samples is not None:
            self._question = question
            self._indexing.add([self._samples])

    def _ask_now(self, summary: IndexingSummary) -> None:
        question, self._question = self._question, ""
        if not question:
            return
        self.first_run.asked()
        if summary.indexed or summary.unchanged:  # else the strip says what went wrong
            self._shell.show_page("ask")
            self._ask.new_conversation()
            self._ask.ask(question)
