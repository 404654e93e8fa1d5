"""Joins the Library page to the services: what a person wants becomes a call, what comes back becomes rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.ask.search import Hit, SearchFilter
from app.domain.errors import JobCancelled
from app.domain.library.document import Collection, Document, DocumentState
from app.domain.library.stored import DocumentOrder
from app.jobs.background import BackgroundTask
from app.ui.bridge import Calls
from app.ui.library.collections_model import CollectionRows
from app.ui.library.model import Heading, LibraryRows, Row
from app.ui.library.page import LibraryPage
from app.ui.own_program import Opened, Opening, open_in_own_program

BATCH = 500
NAMES_FOUND, PASSAGES_FOUND = 100, 20
REFRESH_MS, REFRESH_LARGE_MS = 300, 1500
LARGE = 2000
T = TypeVar("T")


class Documents(Protocol):
    """What :class:`app.services.library.library.Library` offers."""

    def documents(
        self,
        *,
        text: str = "",
        collection_id: int | None = None,
        state: DocumentState | None = None,
        limit: int = 500,
        offset: int = 0,
        order: DocumentOrder | str = DocumentOrder.ADDED,
    ) -> list[Document]: ...
    def counts(self, collection_id: int | None = None) -> dict[DocumentState, int]: ...
    def collections(self) -> list[Collection]: ...
    def create_collection(self, name: str) -> Collection: ...
    def rename_collection(self, collection_id: int, name: str) -> None: ...
    def delete_collection(self, collection_id: int) -> None: ...
    def forget(self, document_ids: Iterable[int]) -> int: ...
    def move(self, document_ids: Iterable[int], collection_id: int) -> None: ...


class Finding(Protocol):
    def as_typed(self, text: str, k: int = ..., search_filter: SearchFilter | None = ...) -> Any: ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    text: str
    collection_id: int | None
    state: DocumentState | None
    order: DocumentOrder
    limit: int


@dataclass(frozen=True, slots=True)
class _Loaded:
    wanted: _Wanted
    documents: tuple[Document, ...]
    hits: tuple[Hit, ...]
    counts: dict[DocumentState, int]
    collections: tuple[Collection, ...]


class LibraryController(QObject):
    """Signals: ``add_wanted(list[Path])``, ``document_wanted(Document)``, ``hit_wanted(Hit)``,
    ``ask_wanted(collection_id | None)``, ``ask_about_wanted(list[Document])``,
    ``files_wanted()``, ``folder_wanted()``, ``collection_changed()``,
    ``loaded()``.
    """

    files_wanted = Signal()
    folder_wanted = Signal()
    add_wanted = Signal(list)
    document_wanted = Signal(object)
    hit_wanted = Signal(object)
    ask_wanted = Signal(object)
    ask_about_wanted = Signal(list)
    collection_changed = Signal()
    loaded = Signal()

    def __init__(
        self,
        page: LibraryPage,
        rows: LibraryRows,
        collections: CollectionRows,
        library: Documents,
        find: Finding,
        calls: Calls,
        desktop: Opening,
    ) -> None:
        super().__init__(page)
        self._page, self._rows, self._collections = page, rows, collections
        self._library, self._find, self._calls, self._desktop = library, find, calls, desktop
        self._collection: int | None = None
        self._limit = BATCH
        self._loading: BackgroundTask | None = None
        self._stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)
        self._connect()
        self.refresh()

    @property
    def collection(self) -> Collection | None:
        """The one that is open, for what is added now; None: all documents."""
        return next((c for c in self._collections.collections if c.id == self._collection), None)

    def refresh(self) -> None:
        """Load what is shown anew, in the background; asked for again while it loads, it loads once more after."""
        self._timer.stop()
        if self._loading is not None:
            self._stale = True
            return
        wanted = self._wanted()
        self._loading = self._calls.run(lambda _stop: self._load(wanted), self._show, self._could_not_load)

    def refresh_soon(self) -> None:
        """For the many small changes while files are read."""
        if not self._timer.isActive():
            self._timer.start(REFRESH_LARGE_MS if self._rows.rowCount() > LARGE else REFRESH_MS)

    def open_collection(self, collection_id: int | None) -> None:
        self._collection, self._limit = collection_id, BATCH
        self._page.show_collection(self.collection)
        self._page.view.clearSelection()
        self._page.view.scrollToTop()
        self.collection_changed.emit()
        self.refresh()

    def show_refused(self) -> None:
        """Where the strip's 'Show why' leads."""
        self._collection = None
        self._page.show_collection(None)
        self._page.find_line.clear_text()
        self._page.find_line.choose_state(DocumentState.REFUSED)
        self.refresh()

    def show_only(self, name: str) -> None:
        """Search for one document by its name, in all collections."""
        self._collection = None
        self._page.show_collection(None)
        self._page.find_line.choose_state(None)
        self._page.find_line.set_text(name)
        self.refresh()

    @property
    def shown(self) -> list[Row]:
        """The rows that are loaded."""
        return self._rows.rows

    def search(self, text: str) -> None:
        """As if a person had typed it."""
        self._page.find_line.set_text(text)

    def focus_search(self) -> None:
        self._page.find_line.focus()

    def begin_new_collection(self) -> None:
        self._page.column.begin_new()

    def escape(self) -> bool:
        return self._page.escape()

    def open_in_its_program(self, document: Document) -> None:
        """On the person's word only; a file that could be a program is shown in its folder instead."""
        open_in_own_program(document.path, self._desktop, lambda opened: self._say_opened(document, opened))

    def _say_opened(self, document: Document, opened: Opened) -> None:
        notice = self._page.notice
        if opened is Opened.MISSING:
            notice.say(
                self.tr("The file is no longer there"),
                self.tr("It was moved or deleted. Put it back, or remove it from the library."),
            )
        elif opened is Opened.NOTHING:
            words = self.tr("The desktop offers no way to open it from here. The file is {0}")
            notice.say(self.tr("No program opened the file"), words.format(document.path))
        elif opened is Opened.FOLDER_INSTEAD:
            words = self.tr("No program took the file on, so its folder is shown.")
            notice.say(self.tr("Its folder was opened"), words, tone="calm")
        elif opened is Opened.FOLDER:
            words = self.tr("A file of this kind could run as a program, so Alcove opens only where it lies.")
            notice.say(self.tr("Its folder was opened"), words, tone="calm")

    def _connect(self) -> None:
        page = self._page
        page.files_wanted.connect(self.files_wanted)
        page.folder_wanted.connect(self.folder_wanted)
        page.document_shown.connect(self.document_wanted)
        page.hit_shown.connect(self.hit_wanted)
        page.ask_about.connect(self.ask_wanted)
        page.ask_about_documents.connect(self.ask_about_wanted)
        page.opened.connect(self.open_in_its_program)
        page.reread.connect(lambda documents: self.add_wanted.emit([d.path for d in documents]))
        page.moved.connect(self._move)
        page.removed.connect(self._remove)
        page.collection_deleted.connect(self._delete_collection)
        page.column.chosen.connect(self.open_collection)
        page.column.created.connect(self._create_collection)
        page.find_line.changed.connect(self._search)
        self._collections.renamed.connect(self._rename_collection)
        self._rows.more_wanted.connect(self._load_more)

    def _search(self) -> None:
        self._limit = BATCH
        self.refresh()

    def _load_more(self, shown: int) -> None:
        """Only what is new is fetched: scrolling through ten thousand rows stays smooth."""
        wanted = replace(self._wanted(), limit=BATCH)
        self._limit = shown + BATCH
        self._calls.run(
            lambda _stop: self._documents(wanted, offset=shown),
            lambda found: self._append(wanted, shown, found),
            self._page.notice.show_error,
        )

    def _append(self, wanted: _Wanted, shown: int, found: list[Document]) -> None:
        """Unless the list was another one in the meantime; then the refresh that made it so asks anew."""
        now = replace(self._wanted(), limit=BATCH)
        if now == wanted and self._rows.rowCount() == shown:
            self._rows.append(found, complete=len(found) < BATCH)

    def _wanted(self) -> _Wanted:
        line = self._page.find_line
        return _Wanted(line.text, self._collection, line.state, line.order, self._limit)

    def _documents(self, wanted: _Wanted, offset: int = 0) -> list[Document]:
        return self._library.documents(
            text=wanted.text,
            collection_id=wanted.collection_id,
            state=wanted.state,
            order=wanted.order,
            limit=NAMES_FOUND if wanted.text else wanted.limit,
            offset=offset,
        )

    def _load(self, wanted: _Wanted) -> _Loaded:
        documents = self._documents(wanted)
        hits: tuple[Hit, ...] = ()
        if wanted.text and wanted.state is None:
            found = self._find.as_typed(wanted.text, PASSAGES_FOUND, SearchFilter(collection_id=wanted.collection_id))
            hits = tuple(found.hits)
        return _Loaded(
            wanted,
            tuple(documents),
            hits,
            self._library.counts(wanted.collection_id),
            tuple(self._library.collections()),
        )

    def _show(self, loaded: _Loaded) -> None:
        self._loading = None
        wanted = loaded.wanted
        rows: list[Row] = list(loaded.documents)
        if wanted.text:
            rows = []
            if loaded.documents:
                rows = [Heading(self.tr("Names")), *loaded.documents]
            if loaded.hits:
                rows += [Heading(self.tr("In the text")), *loaded.hits]
        self._collections.show(list(loaded.collections))
        self._page.details.show_collections(list(loaded.collections))
        if self.collection is None:
            self._collection = None
        self._page.show_collection(self.collection)
        self._page.find_line.show_counts(loaded.counts)
        self._rows.show(rows, complete=bool(wanted.text) or len(loaded.documents) < wanted.limit)
        self._say_if_empty(loaded)
        self._page.show_tools(bool(rows or wanted.text or wanted.collection_id or any(loaded.counts.values())))
        self._page.show_rows(searching=bool(wanted.text))
        self.loaded.emit()
        self._load_again_if_stale()

    def _could_not_load(self, error: BaseException) -> None:
        self._loading = None
        if not isinstance(error, JobCancelled):
            self._page.notice.show_error(error)
        self._load_again_if_stale()

    def _load_again_if_stale(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()

    def _say_if_empty(self, loaded: _Loaded) -> None:
        page, wanted = self._page, loaded.wanted
        if wanted.text:
            title = self.tr("Nothing found for “{0}”").format(wanted.text)
            text = self.tr("Try fewer or other words; every word must occur.")
            if wanted.state is not None:
                text = self.tr("Only some of the files are shown. Choose “All” above to search everywhere.")
            page.say_empty(title, text, can_add=False)
        elif wanted.collection_id is not None:
            text = self.tr("Drop files or folders anywhere in this window to add them here.")
            page.say_empty(self.tr("Nothing in this collection yet"), text, can_add=True)
        else:
            text = self.tr(
                "Drop files or folders anywhere in this window, or choose them. They stay where they are: "
                "Alcove reads them and remembers what is on which page."
            )
            page.say_empty(self.tr("Your library is empty"), text, can_add=True)

    def _move(self, documents: list[Document], collection_id: int) -> None:
        self._change(lambda: self._library.move([d.id for d in documents], collection_id))

    def _remove(self, documents: list[Document]) -> None:
        self._page.view.clearSelection()
        self._change(lambda: self._library.forget([d.id for d in documents]))

    def _create_collection(self, name: str) -> None:
        self._change(lambda: self._library.create_collection(name), lambda made: self.open_collection(made.id))

    def _rename_collection(self, collection_id: int, name: str) -> None:
        self._change(lambda: self._library.rename_collection(collection_id, name))

    def _delete_collection(self, collection_id: int) -> None:
        self._change(lambda: self._library.delete_collection(collection_id), lambda _none: self.open_collection(None))

    def _change(self, work: Callable[[], T], then: Callable[[T], None] = lambda _value: None) -> None:
        def done(value: T) -> None:
            self._page.notice.clear()
            then(value)
            self.refresh()

        self._calls.run(lambda _stop: work(), done, self._page.notice.show_error)
