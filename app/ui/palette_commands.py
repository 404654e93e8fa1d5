"""What the command palette offers: every action of the window, and what the library holds by that name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from app.domain.library.document import Collection, Document
from app.settings.schema import Theme as Choice
from app.ui.bridge import Calls
from app.ui.library.row_words import KIND_ICONS, name_words
from app.ui.shell.command_palette import Command, CommandPalette
from app.ui.translation import LANGUAGES, translate
from app.wording import collection_name, kind_name

MOST, MOST_ASKED = 8, 3


@dataclass(frozen=True, slots=True)
class Actions:
    """What the window can do, by name; each is called on the Qt thread."""

    show_page: Callable[[str], None]
    import_models: Callable[[], None]
    free_memory: Callable[[], None]
    new_question: Callable[[], None]
    open_history: Callable[[], None]
    search_library: Callable[[], None]
    show_translate: Callable[[str], None]
    translate_files: Callable[[], None]
    translate_history: Callable[[], None]
    new_term: Callable[[], None]
    add_files: Callable[[], None]
    add_folder: Callable[[], None]
    new_collection: Callable[[], None]
    show_seal: Callable[[], None]
    choose_theme: Callable[[Choice], None]
    choose_language: Callable[[str], None]
    open_collection: Callable[[int | None], None]
    ask_about: Callable[[int | None], None]
    ask_about_documents: Callable[[list[Document]], None]
    show_document: Callable[[Document], None]
    quit: Callable[[], None]


class PaletteCommands(QObject):
    """``collections`` and ``documents`` are blocking and are called on a background thread."""

    def __init__(
        self,
        actions: Actions,
        calls: Calls,
        collections: Callable[[], list[Collection]],
        documents: Callable[[str, int], list[Document]],
    ) -> None:
        super().__init__()
        self._do, self._calls = actions, calls
        self._collections, self._documents = collections, documents

    def attach(self, palette: CommandPalette) -> None:
        palette.text_changed.connect(lambda text: self._find(palette, text))

    def actions(self) -> list[Command]:
        """In the language of now."""
        do = self._do
        made = [
            Command(self.tr("New question"), "ask", do.new_question, _key("Ctrl+N")),
            Command(self.tr("Ask"), "ask", lambda: do.show_page("ask"), _key("Ctrl+1")),
            Command(self.tr("Library"), "library", lambda: do.show_page("library"), _key("Ctrl+2")),
            Command(self.tr("Search the library"), "search", do.search_library, _key("Ctrl+F")),
            Command(self.tr("Earlier conversations"), "history", do.open_history, _key("Ctrl+H")),
            Command(self.tr("Add files"), "plus", do.add_files, _key("Ctrl+O")),
            Command(self.tr("Add a folder"), "folder", do.add_folder, _key("Ctrl+Shift+O")),
            Command(self.tr("New collection"), "folder", do.new_collection),
            Command(self.tr("Translate"), "translate", lambda: do.show_page("translate"), _key("Ctrl+3")),
            Command(self.tr("Translate documents"), "file", do.translate_files),
            Command(self.tr("Documents under translation"), "file", lambda: do.show_translate("documents")),
            Command(self.tr("Earlier translations"), "history", do.translate_history),
            Command(self.tr("Terms: how words are translated"), "book", lambda: do.show_translate("terms")),
            Command(self.tr("New term"), "plus", do.new_term),
            Command(self.tr("Dictate"), "dictate", lambda: do.show_page("dictate"), _key("Ctrl+4")),
            Command(self.tr("Models"), "models", lambda: do.show_page("models"), _key("Ctrl+5")),
            Command(self.tr("Bring models from a folder or a stick"), "folder", do.import_models),
            Command(self.tr("Free the memory that models hold"), "stop", do.free_memory),
            Command(self.tr("First steps"), "alcove", lambda: do.show_page("first_run")),
            Command(self.tr("Settings"), "settings", lambda: do.show_page("settings"), _key("Ctrl+,")),
            Command(self.tr("Show the proof of the offline seal"), "lock", do.show_seal),
            Command(self.tr("Look: as the system"), "sliders", lambda: do.choose_theme(Choice.SYSTEM)),
            Command(self.tr("Look: light"), "sliders", lambda: do.choose_theme(Choice.LIGHT)),
            Command(self.tr("Look: dark"), "sliders", lambda: do.choose_theme(Choice.DARK)),
        ]
        for language in LANGUAGES:
            words = self.tr("Language: {0}").format(language.own_name)
            made.append(Command(words, "web", partial(do.choose_language, language.name)))
        return [*made, Command(self.tr("Quit"), "close", do.quit, _key("Ctrl+Q"))]

    def _find(self, palette: CommandPalette, text: str) -> None:
        if text.strip():
            self._calls.run(
                lambda _stop: (self._collections(), self._documents(text, MOST)),
                lambda found: palette.add_found(text, self._found(text, *found)),
                lambda _error: None,  # the actions are there all the same; the page shows what is wrong
            )

    def _found(self, text: str, collections: list[Collection], documents: list[Document]) -> list[Command]:
        made, kind_of_thing = [], self.tr("collection")
        for collection in collections:
            name = collection_name(collection, translate)
            if text.casefold().strip() in name.casefold():
                open_it = partial(self._do.open_collection, collection.id)
                made.append(Command(name, "folder", open_it, kind_of_thing))
                ask = partial(self._do.ask_about, collection.id)
                made.append(Command(self.tr("Ask about “{0}”").format(name), "ask", ask, kind_of_thing))
        for document in documents:
            kind, icon = kind_name(document.kind, translate), KIND_ICONS[document.kind]
            made.append(Command(name_words(document), icon, partial(self._do.show_document, document), kind))
        for document in documents[:MOST_ASKED]:
            if document.passages:
                about = partial(self._do.ask_about_documents, [document])
                words = self.tr("Ask about “{0}”").format(name_words(document))
                made.append(Command(words, "ask", about, kind_name(document.kind, translate)))
        return made


def _key(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
