"""Terms that a collection's documents suggest: what stands there often, and nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.library.document import DocumentState
from app.domain.translate.term_suggestions import Suggestion, suggestions
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
        documents = self._store.documents.list(
            collection_id=collection_id, state=DocumentState.INDEXED, limit=DOCUMENTS_READ
        )
        left = CHARACTERS_READ
        for document in documents:
            for passage in self._store.passages.of_document(document.id):
                yield passage.text[:left]
                left -= len(passage.text)
                if left <= 0:
                    return
