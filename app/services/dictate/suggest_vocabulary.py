"""Suggests words for the vocabulary out of the person's own documents, collection by collection; the person decides."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.spoken.rules import VocabularyRule
from app.domain.spoken.terms import FoundTerm, TermCounter
from app.jobs.stop_signal import StopSignal
from app.services.library.collection_texts import collection_texts
from app.storage.store import Store

MOST_SUGGESTED = 60


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
        counter, read = TermCounter(), set[int]()
        for document_id, text in collection_texts(self._store, collection_id):
            if counter.is_full and document_id not in read:
                break
            if stop is not None:
                stop.raise_if_set()
            counter.add(text, document_id)
            read.add(document_id)
        known = {rule.written for rule in self._store.vocabulary.list(collection_id)}
        known.update(self._store.vocabulary.answers(collection_id))
        return Suggestions(collection_id, tuple(counter.best(most, known)), len(read), counter.is_full)

    def accept(self, collection_id: int, term: str) -> VocabularyRule:
        """A word of that collection's vocabulary from now on. Raises COLLECTION_UNKNOWN."""
        (rule,) = self._store.vocabulary.keep([VocabularyRule(term, collection_id=collection_id)])
        self._store.vocabulary.answer(collection_id, term, accepted=True)
        return rule

    def reject(self, collection_id: int, term: str) -> None:
        """It never comes again for that collection. Raises COLLECTION_UNKNOWN."""
        self._store.vocabulary.answer(collection_id, term, accepted=False)
