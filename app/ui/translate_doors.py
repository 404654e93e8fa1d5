"""Makes the Translate page and joins it to the rest of the window: files, history, models, speech."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import SIGNAL, QLocale, QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.bridge import Calls
from app.ui.own_program import Opening
from app.ui.shell.window import ShellWindow
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.domain.translate.document_translation import TranslationJob
    from app.ui.translate.controller import TranslateController
    from app.ui.translate.documents.controller import DocumentsController, Progress
    from app.ui.translate.documents.jobs_model import Jobs
    from app.ui.translate.documents.tab import DocumentsTab
    from app.ui.translate.page import Tab, TranslatePage
    from app.ui.translate.review.controller import ReviewController
    from app.ui.translate.review.model import ReviewRows
    from app.ui.translate.terms.controller import TermsController
    from app.ui.translate.terms.model import TermRows
    from app.ui.translate.terms.view import TermsView
    from app.ui.translate.text.history_panel import TextHistoryPanel
    from app.ui.translate.text.view import TextView

PAGE = "translate"
_PARTS = tuple(
    f"app.ui.translate.{name}"
    for name in (
        "joining", "page", "controller", "documents.tab", "documents.controller", "review.controller",
        "terms.view", "terms.controller",
    )
)  # fmt: skip
AHEAD_MS = 400
"""Between two parts that are made before anybody wants them."""
UNFINISHED_MS = 1_500
"""After the window is at rest: what was under way when the program ended goes on."""


@dataclass(frozen=True, slots=True)
class _Made:
    page: TranslatePage
    tab: DocumentsTab
    text: TranslateController
    documents: DocumentsController
    review: ReviewController
    terms: TermsController


class TranslateDoors(QObject):
    """The page is made when it is first shown. Signals: ``dictate_wanted()``: speech is to go into the text, with
    :meth:`insert_spoken`; ``written(TranslationJob)`` when a document's translation was written;
    ``library_wanted(path, collection_id | None)``: a translation is to be read into the library.
    """

    dictate_wanted = Signal()
    written = Signal(object)
    library_wanted = Signal(object, object)

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls, shell: ShellWindow, desktop: Opening) -> None:
        super().__init__(shell)
        self._alcove, self._theme, self._calls, self._shell, self._desktop = alcove, theme, calls, shell, desktop
        self._made: _Made | None = None
        self._history: TextHistoryPanel | None = None
        self._written = False
        """What was under way ended with a file."""
        shell.add_page(PAGE, self._make_page)
        shell.on_escape(lambda: shell.page_name == PAGE and self._escape())

    # what the rest of the window wants --------------------------------------------------------------------------------
    def prepare(self) -> None:
        """At leisure: what opening the page would wait for is loaded; what a restart interrupted goes on."""
        load = lambda _stop: [importlib.import_module(name) for name in _PARTS]  # noqa: E731
        self._calls.run(load, lambda _ready: self._make_ahead(0), lambda _error: None)
        QTimer.singleShot(UNFINISHED_MS, self, self._look_for_unfinished)

    def translate(self, text: str) -> None:
        """Show the page and translate ``text``: what was selected in another program, or in the library."""
        self._shell.show_page(PAGE)
        self.show_tab("text")
        self._all.text.translate(text)

    def insert_spoken(self, text: str) -> None:
        self._all.text.insert_spoken(text)

    def show_dictating(self, dictating: bool) -> None:
        """Speech goes into the text now, or does not any more: the button shows it."""
        self._all.page.text.show_dictating(dictating)

    def say_not_heard(self, title: str, text: str) -> None:
        self._all.page.text.notice.say(title, text)

    def look_for_listeners(self) -> None:
        """The button for speaking in is there once somebody is connected to ``dictate_wanted``."""
        if self._made is not None:
            self._made.page.text.offer_dictation(self.receivers(SIGNAL("dictate_wanted()")) > 0)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Documents to translate: the documents tab asks how."""
        self._shell.show_page(PAGE)
        self.show_tab("documents")
        self._all.tab.show_list()
        self._all.documents.prefer(self._all.text.text.pair[1])
        self._all.documents.take(paths)

    def choose_files(self) -> None:
        from app.ui.translate.documents.words import ENDINGS

        kinds = self.tr("Documents") + f" ({' '.join(f'*{ending}' for ending in ENDINGS)})"
        files, _kind = QFileDialog.getOpenFileNames(self._shell, self.tr("Documents to translate"), filter=kinds)
        if files:
            self.take_files([Path(file) for file in files])

    def show_tab(self, name: str) -> None:
        """``name`` is a value of Tab."""
        from app.ui.translate.page import Tab

        self._shell.show_page(PAGE)
        self._all.page.show_tab(Tab(name))

    def new_term(self) -> None:
        self.show_tab("terms")
        self._all.terms.begin()

    def show_history(self) -> None:
        from app.ui.translate.text.history_panel import TextHistoryPanel

        made = self._all
        if self._history is None:
            self._history = TextHistoryPanel(self._theme)
            made.text.history.attach(self._history)
        made.text.history.refresh()
        self._shell.panel.show_widget(self._history, self._history.heading)
        self._history.setFocus()

    def models_changed(self) -> None:
        if self._made is not None:
            self._made.text.refresh()

    def close(self) -> None:
        """The window closes: what stands there is kept, what runs goes on at the next start."""
        if self._made is not None:
            self._made.text.close()
            self._made.documents.suspend()

    @property
    def is_working(self) -> bool:
        """Whether text or a document is being translated."""
        made = self._all
        return made.text.text.is_working or made.documents.is_working

    @property
    def _all(self) -> _Made:
        self._shell.page(PAGE)
        assert self._made is not None
        return self._made

    # making it --------------------------------------------------------------------------------------------------------
    def _make_ahead(self, step: int) -> None:
        """Opening the page would take a fifth of a second on a slow machine: it is made while nobody waits, tab by tab,
        so that no step keeps the window from answering for long."""
        page = lambda: self._shell.page(PAGE)  # noqa: E731
        steps = (lambda: self._text_tab, lambda: self._documents_tab, lambda: self._terms_tab, page)
        if self._made is None and step < len(steps):
            steps[step]()
            QTimer.singleShot(AHEAD_MS, self, lambda: self._make_ahead(step + 1))

    @functools.cached_property
    def _text_tab(self) -> TextView:
        from app.ui.translate.text.view import TextView

        view = TextView(self._theme)
        view.setParent(self._shell)
        return view

    @functools.cached_property
    def _documents_tab(self) -> tuple[DocumentsTab, Jobs, ReviewRows]:
        from app.ui.translate.documents.jobs_model import Jobs
        from app.ui.translate.documents.tab import DocumentsTab
        from app.ui.translate.review.model import ReviewRows

        jobs, segments = Jobs(), ReviewRows()
        tab = DocumentsTab(self._theme, jobs, segments)
        tab.setParent(self._shell)
        return tab, jobs, segments

    @functools.cached_property
    def _terms_tab(self) -> tuple[TermsView, TermRows]:
        from app.ui.translate.terms.model import TermRows
        from app.ui.translate.terms.view import TermsView

        rows = TermRows()
        view = TermsView(self._theme, rows)
        view.setParent(self._shell)
        return view, rows

    def _make_page(self) -> QWidget:
        from app.ui.translate.controller import TranslateController
        from app.ui.translate.documents.controller import DocumentsController
        from app.ui.translate.joining import TermServices, TextServices
        from app.ui.translate.page import TranslatePage
        from app.ui.translate.review.controller import ReviewController
        from app.ui.translate.terms.controller import TermsController

        alcove, calls, theme = self._alcove, self._calls, self._theme
        (tab, jobs, segments), (terms_view, rows) = self._documents_tab, self._terms_tab
        page = TranslatePage(theme, tab, terms_view, self._text_tab)
        for model in (jobs, segments, rows):
            model.setParent(page)
        services, journal = TextServices(alcove), alcove.store.translation_jobs
        text = TranslateController(page, services, services, calls, self._last_pair())
        documents = DocumentsController(
            tab.list, jobs, alcove.translate_document, journal, calls, self._desktop, services.collection_of
        )
        review = ReviewController(tab.review, segments, alcove.translate_document, journal, calls)
        terms = TermsController(
            terms_view,
            rows,
            alcove.store.glossaries,
            TermServices(alcove),
            alcove.library.collections,
            calls,
            lambda: text.text.pair,
        )
        self._made = _Made(page, tab, text, documents, review, terms)
        self._join(self._made)
        self.look_for_listeners()
        return page

    def _join(self, made: _Made) -> None:
        made.page.history_asked.connect(self.show_history)
        made.page.models_asked.connect(lambda: self._shell.show_page("models"))
        made.page.tab_shown.connect(self._tab_shown)
        made.text.dictate_wanted.connect(self.dictate_wanted)
        made.text.pair_changed.connect(self._remember_pair)
        made.text.offered.connect(self._offered)
        made.documents.files_wanted.connect(self.choose_files)
        made.documents.folder_wanted.connect(self._choose_folder)
        made.documents.review_wanted.connect(made.review.open)
        made.documents.ended.connect(self.written)
        made.documents.library_wanted.connect(self.library_wanted)
        made.documents.progressed.connect(self._show_progress)
        made.documents.ended.connect(self._show_end)
        strip = self._shell.strip.translations
        strip.opened.connect(lambda: self.show_tab("documents"))
        strip.pause_asked.connect(made.documents.pause_all)
        strip.resume_asked.connect(made.documents.go_on_all)
        strip.stop_asked.connect(made.documents.cancel_all)
        made.review.opened.connect(made.tab.show_review)
        made.review.written.connect(made.documents.refresh)
        made.tab.review_closed.connect(made.documents.refresh)
        made.terms.changed.connect(made.text.begin_anew)
        made.terms.import_wanted.connect(self._choose_terms)
        made.terms.export_wanted.connect(self._choose_export)

    def _show_progress(self, progress: Progress) -> None:
        from app.ui.translate.documents.words import DocumentCounts

        strip = self._shell.strip.translations
        if progress.documents:
            self._written = False
            words = DocumentCounts().under_way(progress.documents, paused=progress.paused)
            strip.show_work(words, progress.done, progress.parts, paused=progress.paused)
        elif not self._written:
            strip.hide()

    def _show_end(self, job: TranslationJob) -> None:
        """Told here, too, where the person is on another page."""
        self._written = True
        self._shell.strip.translations.show_end(self.tr("Translated: {name}").format(name=job.target_path.name))

    def _tab_shown(self, tab: Tab) -> None:
        if self._made is not None and tab.value == "terms":
            self._made.terms.refresh()

    def _offered(self) -> None:
        made = self._all
        offer = made.text.offer
        made.documents.offer(offer, *made.text.text.pair)
        made.terms.offer(offer.targets)

    def _look_for_unfinished(self) -> None:
        """Without making the page, where nothing is under way."""
        self._calls.run(
            lambda _stop: bool(self._alcove.store.translation_jobs.unfinished()),
            lambda some: self._all.documents.go_on_after_a_restart() if some else None,
            lambda _error: None,  # the page says so when it is opened
        )

    def _choose_folder(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self._shell, self.tr("Where to save the translations")):
            self._all.documents.save_into(Path(folder))

    def _choose_terms(self) -> None:
        title, kinds = self.tr("Terms to take in"), self.tr("Terms") + " (*.csv *.tsv *.txt *.tbx *.xml *.tmx)"
        file, _kind = QFileDialog.getOpenFileName(self._shell, title, filter=kinds)
        if file:
            self._all.terms.import_file(Path(file))

    def _choose_export(self) -> None:
        title = self.tr("Where to write the terms")
        file, _kind = QFileDialog.getSaveFileName(
            self._shell, title, "terms.csv", "CSV (*.csv);;TBX (*.tbx);;TMX (*.tmx)"
        )
        if file:
            self._all.terms.export_file(Path(file))

    def _last_pair(self) -> tuple[str, str]:
        """Of the last time; at first, into the language that the window speaks."""
        source, _between, target = self._alcove.state.values.translate_pair.partition(">")
        return source, target or QLocale().name().partition("_")[0]

    def _remember_pair(self) -> None:
        bar = self._all.page.text.bar
        pair = f"{bar.source}>{bar.target}"
        if bar.target and pair != self._alcove.state.values.translate_pair:
            self._alcove.state.change(translate_pair=pair)

    def _escape(self) -> bool:
        made = self._all
        if made.text.stop():
            return True
        if made.page.tab.value == "documents":
            return made.tab.escape()
        return made.page.tab.value == "terms" and made.terms.close_editor()
