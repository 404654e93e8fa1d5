"""Suggests words for the vocabulary out of the person's own documents, collection by collection; the person decides."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.library.document import DocumentState
from app.domain.spoken.rules import VocabularyRule
from app.domain.spoken.terms import FoundTerm, TermCounter
from app.jobs.stop_signal import StopSignal
from app.storage.store import Store

MOST_SUGGESTED = 60
DOCUMENTS_A_PAGE = 200


@dataclass(frozen=True, slots=True)
class Suggestions:
    """``terms``: the best first. ``is_partial``: there was more text than is looked through."""

    collection_id: int
    terms: tuple[FoundTerm, ...]
    documents: int
    is_partial: bool = False


class SuggestVocabulary:
    """Blocking, seconds for a large collection; callable from any thread but the window's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def suggest(self, collection_id: int, *, most: int = MOST_SUGGESTED, stop: StopSignal | None = None) -> Suggestions:
        """Names, terms and acronyms that are frequent in that collection's documents.

        Left out is what the vocabulary knows, and what the person has answered before. Raises JobCancelled.
        """
        counter, documents, offset, goes_on = TermCounter(), 0, 0, True
        while goes_on:
            page = self._store.documents.list(
                collection_id=collection_id, state=DocumentState.INDEXED, limit=DOCUMENTS_A_PAGE, offset=offset
            )
            for document in page:
                for passage in self._store.passages.of_document(document.id):
                    if stop is not None:
                        stop.raise_if_set()
                    counter.add(passage.text, document.id)
                documents += 1
            offset += len(page)
            goes_on = len(page) == DOCUMENTS_A_PAGE and not counter.is_full
        known = {rule.written for rule in self._store.vocabulary.list(collection_id)}
        known.update(self._store.vocabulary.answers(collection_id))
        return Suggestions(collection_id, tuple(counter.best(most, known)), documents, counter.is_full)

    def accept(self, collection_id: int, term: str) -> VocabularyRule:
        """A word of that collection's vocabulary from now on. Raises COLLECTION_UNKNOWN."""
        (rule,) = self._store.vocabulary.keep([VocabularyRule(term, collection_id=collection_id)])
        self._store.vocabulary.answer(collection_id, term, accepted=True)
        return rule

    def reject(self, collection_id: int, term: str) -> None:
        """It never comes again for that collection. Raises COLLECTION_UNKNOWN."""
        self._store.vocabulary.answer(collection_id, term, accepted=False)
