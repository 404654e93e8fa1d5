"""Words that the documents of all collections suggest, in one list; an answer counts where the word was found."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from app.jobs.stop_signal import StopSignal
from app.services.dictate.suggest_vocabulary import SuggestVocabulary
from app.storage.store import Store

MOST_OF_A_COLLECTION = 20


class SuggestEverywhere:
    """Blocking; callable from any thread but the window's."""

    def __init__(self, store: Store, suggest: SuggestVocabulary) -> None:
        self._store, self._suggest = store, suggest
        self._found_in: dict[str, list[int]] = {}

    def look(self, stop: StopSignal) -> list[str]:
        """The best of each collection by turns, each word once. Raises JobCancelled."""
        found_in: dict[str, list[int]] = {}
        lists: list[list[str]] = []
        known = {rule.written for rule in self._store.vocabulary.all()}
        for collection in self._store.collections.list():
            found = self._suggest.suggest(collection.id, most=MOST_OF_A_COLLECTION, stop=stop)
            lists.append([one.term for one in found.terms if one.term not in known])
            for term in lists[-1]:
                found_in.setdefault(term, []).append(collection.id)
        self._found_in = found_in
        return list(dict.fromkeys(term for row in zip_longest(*lists) for term in row if term is not None))

    def answer(self, terms: Sequence[str], *, taken: bool) -> None:
        """They are not suggested again; those that were taken are kept by whoever shows the vocabulary."""
        for term in terms:
            for collection_id in self._found_in.get(term, ()):
                self._store.vocabulary.answer(collection_id, term, accepted=taken)
