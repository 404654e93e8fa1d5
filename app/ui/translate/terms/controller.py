"""Joins the terms tab to what keeps terms; after a change, what was translated before no longer counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.domain.library.document import Collection
from app.domain.translate.glossary import StoredTerm
from app.ui.bridge import Calls
from app.ui.translate.needs import KeepingTerms, TermFiles
from app.ui.translate.terms.editor import Draft
from app.ui.translate.terms.model import TermRows
from app.ui.translate.terms.view import TermsView

USUAL = ("en", "zh")
MEMORY = ".tmx"


class TermsController(QObject):
    """Signals: ``changed()`` after a term was added, changed or deleted; ``import_wanted()``, ``export_wanted()``."""

    changed = Signal()
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(
        self,
        view: TermsView,
        rows: TermRows,
        keeping: KeepingTerms,
        files: TermFiles,
        collections: Callable[[], Sequence[Collection]],
        calls: Calls,
        pair: Callable[[], tuple[str, str]],
    ) -> None:
        """``pair``: the languages of the text tab, which a new term is for at first."""
        super().__init__(view)
        self._view, self._rows, self._keeping, self._files = view, rows, keeping, files
        self._collections, self._calls, self._pair = collections, calls, pair
        self._request = 0
        self._first: int | None = None
        """The collection whose documents suggest terms that hold everywhere."""
        view.editor.offer(USUAL)
        view.new_asked.connect(self.begin)
        view.import_asked.connect(self.import_wanted)
        view.export_asked.connect(self.export_wanted)
        view.collection_changed.connect(self.refresh)
        view.editor.saved.connect(self._save)
        view.editor.deleted.connect(self._delete)
        view.suggestions.taken.connect(self._take)
        view.suggestions.refused.connect(self._refuse)

    def refresh(self) -> None:
        self._request += 1
        request, chosen = self._request, self._view.collection_id

        def work(_stop: object) -> tuple[Sequence[StoredTerm], Sequence[Collection], Sequence[str]]:
            terms = self._keeping.list(chosen, everywhere=chosen is None)
            collections = self._collections()
            asked = chosen if chosen is not None else next((one.id for one in collections), None)
            return terms, collections, self._files.suggested(asked) if asked is not None else ()

        self._calls.run(work, lambda found: self._show(request, *found), self._view.notice.show_error)

    def offer(self, languages: Sequence[str]) -> None:
        self._view.editor.offer(languages or USUAL)

    def begin(self, word: str = "") -> None:
        """A new term for the languages of the text tab."""
        source, target = self._pair()
        source = source or USUAL[0]
        target = target or next(code for code in USUAL if code != source)
        self._view.editor.begin(source, target, word)

    def close_editor(self) -> bool:
        """False where nothing was edited."""
        return self._view.close_editor()

    def import_file(self, path: Path) -> None:
        """Terms, or where the name says TMX a memory of whole sentences."""
        source, target = self._pair()
        if path.suffix.lower() == MEMORY:
            self._calls.run(
                lambda stop: self._files.import_memory(path, "", "", stop),
                lambda done: self._learnt(done.changed, done.entries, done.left_out),
                self._view.notice.show_error,
            )
            return
        chosen = self._view.collection_id
        self._calls.run(
            lambda stop: self._files.import_file(path, source, target, chosen, stop),
            lambda done: self._imported(done.changed, done.entries, done.left_out, [c.source for c in done.conflicts]),
            self._view.notice.show_error,
        )

    def export_file(self, path: Path) -> None:
        chosen = self._view.collection_id
        is_memory = path.suffix.lower() == MEMORY
        self._calls.run(
            lambda _stop: self._files.export_memory(path) if is_memory else self._files.export_file(path, chosen),
            lambda _count: self._view.say_exported(path.name),
            self._view.notice.show_error,
        )

    def _show(
        self,
        request: int,
        terms: Sequence[StoredTerm],
        collections: Sequence[Collection],
        suggested: Sequence[str],
    ) -> None:
        if request == self._request:
            self._first = next((one.id for one in collections), None)
            self._rows.show_terms(terms)
            self._view.show_collections(collections)
            self._view.suggestions.show_words(suggested)
            self._view.show_rows()

    def _learnt(self, changed: int, entries: int, left_out: int) -> None:
        self.changed.emit()
        self._view.say_learnt(changed, entries, left_out)

    def _imported(self, changed: int, entries: int, left_out: int, torn: Sequence[str]) -> None:
        self._changed()
        self._view.say_imported(changed, entries, left_out, torn)

    def _save(self, draft: Draft) -> None:
        chosen = self._view.collection_id

        def work(_stop: object) -> None:
            if draft.replaces is not None:
                self._keeping.remove([draft.replaces])
            self._keeping.add([draft.term], draft.source, draft.target, chosen)

        self._calls.run(work, lambda _done: self._saved(), self._view.notice.show_error)

    def _saved(self) -> None:
        self._view.close_editor()
        self._changed()

    def _delete(self, term_id: int) -> None:
        self._calls.run(
            lambda _stop: self._keeping.remove([term_id]), lambda _done: self._saved(), self._view.notice.show_error
        )

    def _take(self, word: str) -> None:
        self._answer(word, accepted=True)
        self.begin(word)

    def _refuse(self, word: str) -> None:
        self._answer(word, accepted=False)

    def _answer(self, word: str, *, accepted: bool) -> None:
        chosen = self._view.collection_id if self._view.collection_id is not None else self._first
        if chosen is not None:
            self._calls.run(
                lambda _stop: self._keeping.answer(chosen, word, accepted=accepted),
                lambda _done: None,
                self._view.notice.show_error,
            )

    def _changed(self) -> None:
        self.refresh()
        self.changed.emit()
