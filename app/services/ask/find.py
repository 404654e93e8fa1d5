"""Find passages: keyword and vector search side by side, one order out of both, the matching words marked."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

from app.domain.ask.evidence import strength
from app.domain.ask.keywords import runs
from app.domain.ask.marks import marks
from app.domain.ask.question_words import without_question_words
from app.domain.ask.ranking import Scored, is_mostly_cjk, question_terms, rank
from app.domain.ask.search import Candidate, FindResult, Hit, KeywordsAlone, SearchFilter
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import DocumentKind
from app.domain.library.embedding_text import words_above
from app.domain.library.stored import StoredPassage
from app.jobs.job import Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import EmbedQuery, LaneName
from app.services.give_way import GiveWay
from app.services.models.search_models import SearchModels
from app.storage.store import Store

log = logging.getLogger(__name__)

LONGEST_QUESTION = 20_000
"""Characters. Beyond it, it is a document and not a question."""
CANDIDATES = 50
HITS_JUDGED = 5


class Find:
    """Blocking; callable from any thread."""

    def __init__(self, store: Store, lanes: Lanes, models: ModelFiles, give_way: GiveWay | None = None) -> None:
        """``give_way``: what steps aside while somebody searches."""
        self._store, self._lanes, self._models = store, lanes, models
        self._give_way = give_way or GiveWay()

    def find(
        self,
        query: str,
        k: int = 10,
        search_filter: SearchFilter | None = None,
        *,
        stop: StopSignal | None = None,
    ) -> FindResult:
        """The ``k`` best passages; without an embedder by keywords alone. Raises QUESTION_EMPTY, QUESTION_TOO_LONG."""
        started, question = time.monotonic(), checked(query)
        with self._give_way.person_waits():
            vector, identity, alone = self._question_vector(question, stop)
            result = self.by_vector(query, vector, identity, k, search_filter)
        return replace(result, seconds=time.monotonic() - started, keywords_alone=alone)

    def undisturbed(self) -> AbstractContextManager[None]:
        """For who goes on from what was found: what gives way to a search does so meanwhile."""
        return self._give_way.person_waits()

    def by_vector(
        self, query: str, vector: bytes, identity: str, k: int = 10, search_filter: SearchFilter | None = None
    ) -> FindResult:
        """:meth:`find` without its embedding: ``vector`` is the query's, made by the model ``identity``, or empty."""
        started, wanted, question = time.monotonic(), search_filter or SearchFilter(), checked(query)
        count = max(CANDIDATES, k)
        keywords = self._store.keyword_index.search(without_question_words(question), count, wanted)
        near = self._store.vector_index.search(vector, identity, count, wanted) if vector else []
        scored, passages = self._ranked(question, keywords, near, vector, identity)
        hits = tuple(_hit(n, s, passages[s.passage_id], question) for n, s in enumerate(scored[:k], 1))
        evidence = max((strength(s) for s in scored[:HITS_JUDGED]), default=0.0)
        return FindResult(query, hits, time.monotonic() - started, evidence)

    def as_typed(self, text: str, k: int = 20, search_filter: SearchFilter | None = None) -> FindResult:
        """Passages that hold all words of ``text``, the last one as a beginning: for search while typing."""
        started = time.monotonic()
        found = self._store.keyword_index.search_all(text, k, search_filter or SearchFilter()) if text.strip() else []
        passages = self._store.passages.get_many([c.passage_id for c in found])
        best = max((c.score for c in found), default=1.0) or 1.0
        hits = [
            _hit(n, Scored(c.passage_id, c.score / best, 0.0, 0.0, None), passages[c.passage_id], text, typing=True)
            for n, c in enumerate(_as_written_first([c for c in found if c.passage_id in passages], passages, text), 1)
        ]
        return FindResult(text, tuple(hits), time.monotonic() - started)

    def _question_vector(self, question: str, stop: StopSignal | None) -> tuple[bytes, str, KeywordsAlone | None]:
        models = SearchModels.of(self._store, self._models)
        model = models.serving
        if model is None:
            return b"", "", models.alone
        if not _reads(model, question):
            return b"", "", KeywordsAlone.LANGUAGE
        try:
            outcome = self._lanes.run(
                LaneName.EMBEDDING,
                EmbedQuery(model.folder, question, models.wanted.folder if models.wanted else None),
                priority=Priority.INTERACTIVE,
                stop=stop,
            )
        except AppError as error:
            log.warning("the question could not be embedded: %s", error.code)
            return b"", "", KeywordsAlone.FAILED
        return outcome.tail, model.manifest.identity, None

    def _ranked(
        self, question: str, keywords: list[Candidate], near: list[Candidate], vector: bytes, identity: str
    ) -> tuple[list[Scored], dict[int, StoredPassage]]:
        ids = list(dict.fromkeys([c.passage_id for c in keywords] + [c.passage_id for c in near]))
        passages = self._store.passages.get_many(ids)
        cosines: dict[int, float] | None = None
        if vector:
            cosines = {c.passage_id: c.score for c in near}
            cosines |= self._store.vector_index.cosines(vector, [i for i in passages if i not in cosines], identity)
        scored = rank(
            question,
            {i: passage.text for i, passage in passages.items()},
            {c.passage_id: c.score for c in keywords},
            cosines,
            self._store.keyword_index.frequencies(question_terms(question)),
            self._store.passages.total(),
            {i: words_above(p.title, p.path.stem, p.place) for i, p in passages.items()},
        )
        return scored, passages


def checked(question: str) -> str:
    """The question without space around it. Raises QUESTION_EMPTY or QUESTION_TOO_LONG."""
    text = question.strip()
    if not any(character.isalnum() for character in text):
        raise AppError(ErrorCode.QUESTION_EMPTY)
    if len(text) > LONGEST_QUESTION:
        raise AppError(ErrorCode.QUESTION_TOO_LONG, characters=len(text), most=LONGEST_QUESTION)
    return text


def _as_written_first(found: list[Candidate], passages: Mapping[int, StoredPassage], typed: str) -> list[Candidate]:
    """Passages with the very letters of the last word first: 'lease', then 'least', which shares its stem."""
    last = next((run for run, cjk in reversed(list(runs(typed))) if not cjk), "")
    if not last:
        return found
    word = re.compile(rf"(?<!\w){re.escape(last)}")
    return sorted(found, key=lambda c: word.search(passages[c.passage_id].text.casefold()) is None)


def _reads(model: InstalledModel, question: str) -> bool:
    languages = model.manifest.languages
    return not is_mostly_cjk(question) or any(code.startswith(("zh", "ja", "ko", "mul")) for code in languages)


def _hit(rank_: int, scored: Scored, passage: StoredPassage, question: str, *, typing: bool = False) -> Hit:
    return Hit(
        rank=rank_,
        score=round(min(max(scored.score, 0.0), 1.0), 4),
        passage_id=passage.passage_id,
        document_id=passage.document_id,
        path=passage.path,
        title=passage.title,
        kind=DocumentKind(passage.kind),
        place=passage.place,
        text=passage.text,
        marks=marks(question, passage.text, last_is_prefix=typing),
        cosine=scored.cosine,
    )
