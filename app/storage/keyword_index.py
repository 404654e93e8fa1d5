"""Finds passages by their words, ranked by BM25; it never writes."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import apsw

from app.domain.ask.search import Candidate, SearchFilter
from app.storage.connection import rows, value
from app.storage.database import Database
from app.storage.filters import FILTERED_PASSAGES, document_condition
from app.storage.keyword_query import all_of, any_of, chosen_terms, question_terms
from app.storage.keyword_table import folded_terms

POSTING_BUDGET = 60_000
"""Hits that one query may have to weigh, all its terms together; see tests/benchmarks/storage_scale.py."""

_REMEMBERED_TERMS = 4096
_REMEMBERED_FROM = 500
_REMEMBERED_DRIFT = 0.02


class KeywordIndex:
    """Every method may be called from any thread. Scores are BM25 (k1 1.2, b 0.75), higher is better."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered: dict[str, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def search(self, question: str, k: int, search_filter: SearchFilter | None = None) -> list[Candidate]:
        """The ``k`` best passages that hold any of the question's telling words."""

        def work(connection: apsw.Connection) -> list[Candidate]:
            total = _total(connection)
            frequencies = self._frequencies(connection, question_terms(question), total)
            terms = chosen_terms(frequencies, total, POSTING_BUDGET)
            return _ranked(connection, any_of(terms), k, search_filter) if terms else []

        return self._database.read(work)

    def search_all(self, text: str, k: int, search_filter: SearchFilter | None = None) -> list[Candidate]:
        """The ``k`` best passages that hold all the words, the last one as the beginning of a word."""
        query = all_of(text)
        if query is None:
            return []
        return self._database.read(lambda connection: _ranked(connection, query, k, search_filter))

    def total(self) -> int:
        """How many passages :meth:`frequencies` counts among."""
        return self._database.read(_total)

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]:
        """How many passages hold each of the ``terms`` (from :func:`app.domain.ask.keywords.indexed_terms`)."""
        return self._database.read(
            lambda connection: self._frequencies(connection, list(dict.fromkeys(terms)), _total(connection))
        )

    def _frequencies(self, connection: apsw.Connection, terms: Sequence[str], total: int) -> dict[str, int]:
        found: dict[str, int] = {}
        for term, tokens in folded_terms(connection, terms).items():
            counts = [self._frequency(connection, token, total) for token in tokens]
            # A term that the tokenizer splits is asked for as a phrase: at most as frequent as its rarest part.
            found[term] = min(counts, default=0)
        return found

    def _frequency(self, connection: apsw.Connection, token: str, total: int) -> int:
        """Counting a frequent word reads its whole list of passages, so frequent ones are remembered for a while."""
        with self._lock:
            count, known_total = self._remembered.get(token, (0, -1))
        if known_total >= 0 and abs(total - known_total) <= total * _REMEMBERED_DRIFT:
            return count
        count = int(value(connection, "SELECT doc FROM keyword_terms WHERE term = ?", (token,)) or 0)
        if count >= _REMEMBERED_FROM:
            with self._lock:
                if len(self._remembered) >= _REMEMBERED_TERMS:
                    self._remembered.clear()
                self._remembered[token] = (count, total)
        return count


def _total(connection: apsw.Connection) -> int:
    return int(value(connection, "SELECT count(*) FROM passages"))


def _ranked(connection: apsw.Connection, query: str, k: int, search_filter: SearchFilter | None) -> list[Candidate]:
    if k < 1:
        return []
    # bm25() as a plain expression: SQLite keeps only the best k; "ORDER BY rank" sorts all hits (twice the time).
    # The plus keeps SQLite from running the query once for each passage of the filter.
    within = ""
    bindings: dict[str, Any] = {}
    if search_filter is not None and not search_filter.is_empty:
        condition, bindings = document_condition(search_filter)
        within = f"AND +w.rowid IN (SELECT p.id FROM {FILTERED_PASSAGES} WHERE {condition})"
    sql = (
        "SELECT w.rowid, bm25(keyword_rows) AS weight FROM keyword_rows AS w "
        f"WHERE keyword_rows MATCH :query {within} ORDER BY weight, w.rowid LIMIT :k"
    )
    found = rows(connection, sql, {**bindings, "query": query, "k": k})
    return [Candidate(passage_id, -weight) for passage_id, weight in found]
