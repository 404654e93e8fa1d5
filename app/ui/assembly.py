"""Puts the window together: pages, controllers and shell, each given what it needs. It alone knows them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.domain.ask.search import SearchFilter
from app.domain.library.document import Collection, Document
from app.settings.schema import Theme as Choice
from app.ui.ask.controller import AskController
from app.ui.ask.page import AskPage
from app.ui.bridge import Calls, MainThread
from app.ui.desktop import Desktop
from app.ui.dictate_doors import DictateDoors
from app.ui.dictation_doors import DictationDoors
from app.ui.drops import Drops
from app.ui.model_doors import FIRST_RUN, ModelDoors
from app.ui.palette_commands import Actions, PaletteCommands
from app.ui.selection_doors import SelectionDoors
from app.ui.shell.command_palette import CommandPalette
from app.ui.shell.indexing import Indexing
from app.ui.shell.rail import DOORS
from app.ui.shell.rebuilding import Rebuilding
from app.ui.shell.single_instance import SingleInstance
from app.ui.shell.window import ShellWindow
from app.ui.side_contents import SideContents
from app.ui.theme.theme import Theme
from app.ui.translate_doors import TranslateDoors
from app.ui.translation import Translations

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.ui.library.controller import LibraryController

PAGES = tuple(door.name for door in DOORS if not door.foot)
"""What a start may come back to."""

LEISURE_MS = 150
"""What the first frame does not need is made so long after it."""


REBUILDING_MS = 2_000
"""After that: a search index that has to be rebuilt waits until the window is at rest."""


class Assembly(QObject):
    """One window over one opened Alcove. Lives as long as the window."""

    def __init__(self, alcove: Alcove, theme: Theme, translations: Translations, instance: SingleInstance) -> None:
        super().__init__()
        self._alcove, self._theme, self._translations = alcove, theme, translations
        self._instance = instance
        self._calls = Calls(alcove.background, MainThread())
        self._library: LibraryController | None = None
        self.shell = ShellWindow(theme)
        self.indexing = Indexing(alcove.add_documents, self._calls, self.shell.strip)
        self.rebuilding = Rebuilding(
            alcove.rebuild_vectors, lambda: self.indexing.is_running, self._calls, self.shell.strip
        )
        self._desktop = Desktop(sealed=alcove.seal.sealed)
        self.sides = SideContents(alcove, theme, self._calls, self.shell.panel, self._desktop)
        self._ask_page = AskPage(theme)
        self.ask = AskController(self._ask_page, alcove.ask, alcove.library, self._calls, self.sides.open_citation)
        self.shell.add_page("ask", lambda: self._ask_page)
        self.shell.add_page("library", self._make_library)
        self.shell.add_page("settings", self._make_settings)
        self.doors = ModelDoors(alcove, theme, self._calls, self.shell, self.indexing, self.ask)
        self.translate_doors = TranslateDoors(alcove, theme, self._calls, self.shell, self._desktop)
        self.dictation = DictationDoors(alcove, theme, self._calls)
        self.dictate_doors = DictateDoors(alcove, theme, self._calls, self.shell, self.dictation)
        self.selections = SelectionDoors(alcove, theme, self._calls, self.dictation)
        self._commands = PaletteCommands(
            self._actions(),
            self._calls,
            alcove.library.collections,
            lambda text, most: alcove.library.documents(text=text, limit=most),
        )
        self.palette = CommandPalette(theme, self.shell, self._commands.actions)
        self._commands.attach(self.palette)
        self.sides.spoken_wanted.connect(self.dictate_doors.open_transcript)
        self._connect()
        self._set_keys()

    def start(self, paths: list[Path], painted: Callable[[], None] = lambda: None) -> None:
        """Show the window; ``painted`` is called after the first frame."""
        state = self._alcove.state.values
        self.shell.restore_kept_geometry(state.window_geometry)
        self.shell.keep_panel_width(int(state.splitter) if state.splitter.isdigit() else 0)
        self.shell.strip.show_seal(sealed=self._alcove.seal.sealed)
        last = state.last_page if state.last_page in PAGES else "ask"
        self.shell.show_page(FIRST_RUN if not paths and self.doors.wants_first_run() else last)
        self.shell.painted.connect(lambda: QTimer.singleShot(0, painted))
        self.shell.painted.connect(lambda: QTimer.singleShot(LEISURE_MS, self.shell, lambda: self._at_leisure(paths)))
        self.shell.show()
        self.shell.page(self.shell.page_name).setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """After the window was closed: the journal keeps what is not done."""
        self.indexing.suspend()
        self.rebuilding.suspend()
        self.ask.stop()
        self.translate_doors.close()
        self.selections.close()
        self.dictation.close()
        self.sides.close()
        self.dictate_doors.close()

    @property
    def library(self) -> LibraryController:
        """Made when the Library is first needed."""
        self.shell.page("library")
        assert self._library is not None
        return self._library

    def add(self, paths: Sequence[Path]) -> None:
        """Add to the collection that is open in the Library, or to the default one."""
        target = self._target()
        self.indexing.add(list(paths), None if target is None else target.id)

    def show_document(self, document: Document) -> None:
        """Beside the page if Alcove read it; else its row, which says why not."""
        if document.passages:
            self.sides.show_document(document)
        else:
            self.shell.show_page("library")
            self.library.show_only(document.path.name)

    def ask_about(self, collection_id: int | None) -> None:
        self.shell.show_page("ask")
        self._ask_page.composer.scope.set_scope(SearchFilter(collection_id=collection_id))
        self._ask_page.composer.box.setFocus()

    def ask_about_documents(self, documents: list[Document]) -> None:
        scope = SearchFilter(document_ids=frozenset(document.id for document in documents))
        self.shell.show_page("ask")
        self._ask_page.composer.scope.set_scope(scope, [document.path.name for document in documents])
        self._ask_page.composer.box.setFocus()

    def show_seal(self) -> None:
        self.sides.show_seal()

    def choose_theme(self, choice: Choice) -> None:
        self._alcove.settings.change(theme=choice)
        self._theme.apply(choice)
        self._show_choices()

    def choose_language(self, name: str) -> None:
        self._alcove.settings.change(language=name)
        self._translations.apply(name)
        self._theme.set_chinese(self._translations.is_chinese)
        self._show_choices()

    def _connect(self) -> None:
        shell, strip = self.shell, self.shell.strip
        pages: dict[str, Callable[[Sequence[Path]], None]] = {
            "models": lambda paths: self.doors.models.bring.offer(list(paths)),
            "translate": self.translate_doors.take_files,
            "dictate": self.dictate_doors.add_recordings,
        }
        self.drops = Drops(shell, self.add, self._target, pages)
        shell.page_shown.connect(self._remember_page)
        shell.closing.connect(self._remember)
        strip.seal_opened.connect(self.show_seal)
        strip.result_opened.connect(self._show_refused)
        self.doors.models_changed.connect(self._tell_models)
        self.doors.models_changed.connect(self.rebuilding.look)
        self.doors.models_changed.connect(self.dictate_doors.look_for_models)
        self.doors.models_changed.connect(self.translate_doors.models_changed)
        self.translate_doors.library_wanted.connect(lambda path, into: self.indexing.add([path], into))
        self.doors.trials.ended.connect(lambda _identifier: self.rebuilding.look())
        self._ask_page.add_asked.connect(self.choose_files)
        self.ask.page_wanted.connect(lambda: shell.show_page("ask"))
        self._ask_page.history_asked.connect(lambda: self.sides.show_history(self.ask))
        self.indexing.library_changed.connect(self._library_changed)
        self.indexing.ended.connect(lambda _summary: self.ask.refresh())
        self._instance.handed_over.connect(self._take_over)
        self._instance.dictation_asked.connect(self.dictation.toggle)
        self.selections.page_wanted.connect(self._translate_selection)
        self.translate_doors.dictate_wanted.connect(
            lambda: self.dictate_doors.live.speak_into(self.translate_doors.insert_spoken)
        )
        self.dictate_doors.live.listening.connect(self.translate_doors.show_dictating)
        self.dictate_doors.live.refused.connect(self.translate_doors.say_not_heard)
        shell.on_escape(self.palette.close_palette)
        shell.on_escape(lambda: shell.page_name == "ask" and self.ask.stop())
        shell.on_escape(shell.close_panel_in_use)
        shell.on_escape(lambda: self._library is not None and shell.page_name == "library" and self._escape_library())

    def _set_keys(self) -> None:
        key = self.shell.shortcut
        key("Ctrl+K", self.palette.open)
        for door in DOORS:
            key(door.keys, partial(self._go_to, door.name))
        key("Ctrl+N", self.new_question)
        key("Ctrl+F", self.search_library)
        key("Ctrl+H", lambda: self._of_page(self.translate_doors.show_history, self.show_conversations))
        key("Ctrl+O", lambda: self._of_page(self.translate_doors.choose_files, self.choose_files))
        key("Ctrl+Shift+O", self.choose_folder)
        key("Ctrl+Q", self._quit)
        key("F6", lambda: self.shell.go_to_area(1))
        key("Shift+F6", lambda: self.shell.go_to_area(-1))

    def _actions(self) -> Actions:
        return Actions(
            show_page=self._go_to,
            import_models=self.doors.show_import,
            free_memory=lambda: self.doors.models.free_memory(),
            new_question=self.new_question,
            open_history=lambda: self.sides.show_history(self.ask),
            search_library=self.search_library,
            show_translate=self.translate_doors.show_tab,
            translate_files=self.translate_doors.choose_files,
            translate_history=self.translate_doors.show_history,
            new_term=self.translate_doors.new_term,
            add_files=self.choose_files,
            add_folder=self.choose_folder,
            new_collection=self._new_collection,
            show_seal=self.show_seal,
            choose_theme=self.choose_theme,
            choose_language=self.choose_language,
            open_collection=self._open_collection,
            ask_about=self.ask_about,
            ask_about_documents=self.ask_about_documents,
            show_document=self.show_document,
            quit=self._quit,
        )

    def show_conversations(self) -> None:
        self.sides.show_history(self.ask)

    def _of_page(self, translating: Callable[[], None], elsewhere: Callable[[], None]) -> None:
        """The same key means texts and documents to translate, while that page is open."""
        (translating if self.shell.page_name == "translate" else elsewhere)()

    def new_question(self) -> None:
        self.shell.show_page("ask")
        self.ask.new_conversation()

    def search_library(self) -> None:
        self._go_to("library")
        self.library.focus_search()

    def choose_files(self) -> None:
        files, _kind = QFileDialog.getOpenFileNames(self.shell, self.tr("Add files to the library"))
        self.add([Path(file) for file in files])

    def choose_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self.shell, self.tr("Add a folder to the library")):
            self.add([Path(folder)])

    def _go_to(self, name: str) -> None:
        self.shell.show_page(name)
        page = self.shell.page(name)
        page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _new_collection(self) -> None:
        self._go_to("library")
        self.library.begin_new_collection()

    def _open_collection(self, collection_id: int | None) -> None:
        self._go_to("library")
        self.library.open_collection(collection_id)

    def _make_library(self) -> QWidget:
        from app.ui.library.collections_model import CollectionRows
        from app.ui.library.controller import LibraryController
        from app.ui.library.model import LibraryRows
        from app.ui.library.page import LibraryPage

        rows, collections = LibraryRows(), CollectionRows()
        page = LibraryPage(self._theme, rows, collections)
        self._library = LibraryController(
            page, rows, collections, self._alcove.library, self._alcove.find, self._calls, self._desktop
        )
        rows.setParent(page)
        collections.setParent(page)
        self._library.files_wanted.connect(self.choose_files)
        self._library.folder_wanted.connect(self.choose_folder)
        self._library.add_wanted.connect(lambda paths: self.indexing.add(paths, None))
        self._library.document_wanted.connect(self.show_document)
        self._library.hit_wanted.connect(self.sides.show_hit)
        self._library.ask_wanted.connect(self.ask_about)
        self._library.ask_about_wanted.connect(self.ask_about_documents)
        return page

    def _make_settings(self) -> QWidget:
        from app.ui.settings.downloads_section import DownloadChoices
        from app.ui.settings.page import SettingsPage

        page = SettingsPage(self._theme, self._alcove.home.root, sealed=self._alcove.seal.sealed)
        page.proof_asked.connect(self.show_seal)
        page.language_chosen.connect(self.choose_language)
        page.theme_chosen.connect(self.choose_theme)
        page.folder_opened.connect(lambda folder: self._desktop.show_in_folder(folder, page.say_opened))
        values = self._alcove.settings.values
        page.show_choices(values.language, values.theme)
        page.downloads.show_choices(DownloadChoices.of(values))
        page.downloads_chosen.connect(lambda chosen: self._alcove.settings.change(**chosen.changes()))
        self._tell_models(page)
        return page

    def _tell_models(self, page: QWidget | None = None) -> None:
        """What is installed, to the Settings page: the one just made, or the one that is there."""
        if page is None and self.shell.has_page("settings"):
            page = self.shell.page("settings")
        if page is None:
            return
        self._calls.run(
            lambda _stop: tuple(model.manifest for model in self._alcove.models.installed()),
            page.show_models,  # type: ignore[attr-defined]
            lambda _error: None,  # no model can be read: the page says that none is installed
        )

    def _show_choices(self) -> None:
        if self.shell.has_page("settings"):
            values = self._alcove.settings.values
            self.shell.page("settings").show_choices(values.language, values.theme)  # type: ignore[attr-defined]

    def _at_leisure(self, paths: list[Path]) -> None:
        self._instance.listen()
        self.indexing.go_on_after_a_kill()
        self.doors.prepare()
        self.translate_doors.prepare()
        remember = self._alcove.speech.remember
        self._calls.run(remember.catch_up, lambda _made: None, remember.put_off)
        QTimer.singleShot(LEISURE_MS, self.dictation, self.dictation.prepare)
        self.dictate_doors.prepare()
        QTimer.singleShot(REBUILDING_MS, self.rebuilding, self.rebuilding.begin)
        self.add(paths)

    def _take_over(self, paths: list[Path]) -> None:
        self.shell.come_forward()
        self.add(paths)

    def _target(self) -> Collection | None:
        in_library = self._library is not None and self.shell.page_name == "library"
        return self._library.collection if in_library and self._library is not None else None

    def _translate_selection(self, text: str) -> None:
        self.shell.come_forward()
        self.translate_doors.translate(text)

    def _show_refused(self) -> None:
        self._go_to("library")
        self.library.show_refused()

    def _library_changed(self) -> None:
        self.ask.refresh_soon()
        if self._library is not None:
            self._library.refresh_soon()

    def _escape_library(self) -> bool:
        return self._library is not None and self._library.escape()

    def _remember_page(self, name: str) -> None:
        """The first page is left by any door; it is no page to come back to at the next start."""
        if name != FIRST_RUN:
            self._alcove.state.change(last_page=name, first_run_seen=True)

    def _remember(self) -> None:
        self._alcove.state.change(window_geometry=self.shell.geometry_to_keep(), splitter=str(self.shell.panel_width))

    def _quit(self) -> None:
        self.shell.close()
        QApplication.quit()
