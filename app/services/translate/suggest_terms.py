"""Terms that a collection's documents suggest: what stands there often, and nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.translate.term_suggestions import Suggestion, suggestions
from app.services.library.collection_texts import collection_texts
from app.storage.store import Store

DOCUMENTS_READ = 40
CHARACTERS_READ = 400_000
"""Some two hundred pages: read in well under a second."""


class SuggestTerms:
    """Blocking; callable from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def suggested(self, collection_id: int, most: int = 20) -> Sequence[Suggestion]:
        """The likeliest first, without those that are terms already or were put aside."""
        known = {one.term.source for one in self._store.glossaries.list(collection_id)}
        known |= self._store.glossaries.answered(collection_id)
        return suggestions(self._texts(collection_id), known, most)

    def _texts(self, collection_id: int) -> Iterator[str]:
        read, left = set[int](), CHARACTERS_READ
        for document_id, text in collection_texts(self._store, collection_id):
            read.add(document_id)
            if left <= 0 or len(read) > DOCUMENTS_READ:
                return
            yield text[:left]
            left -= len(text)
