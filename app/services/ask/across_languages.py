"""A question in one language over documents in others: searched in both, quotes with their translation."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.ask.citation import supported_numbers
from app.domain.ask.conversation import Citation
from app.domain.ask.evidence import BAR_OF_WORDS_BESIDE_VECTORS, BAR_WITH_KEYWORDS, is_enough
from app.domain.ask.search import FindResult, Hit, SearchFilter
from app.domain.errors import AppError
from app.domain.text.language import guess_language
from app.domain.text.readable import readable
from app.domain.translate.text_layout import TextLayout
from app.domain.translate.translation import DOUBTED, TranslateOptions, Way, WayKind
from app.jobs.stop_signal import StopSignal
from app.services.ask.find import Find
from app.services.translate.choose_translation import ChooseTranslation, plain
from app.services.translate.translator import Translator
from app.storage.store import Store

log = logging.getLogger(__name__)

SAMPLED = 80
"""Passages whose language is looked at; a language that has none of them is not searched in."""
MOST_LANGUAGES = 2
LONGEST_QUOTE = 2_000
LONGEST_FOR_CHAT = 400
"""A chat model takes seconds for a long quote; the person waits."""
SURE = 0.5
MOST_EVIDENCE = 2.0


class AcrossLanguages:
    """Blocking; callable from any thread. Where no model translates, it is a plain search and nothing more."""

    def __init__(self, store: Store, find: Find, choose: ChooseTranslation, translator: Translator) -> None:
        self._store, self._find, self._choose, self._translator = store, find, choose, translator
        self._lock = threading.Lock()
        self._seen: tuple[int, tuple[str, ...]] = (-1, ())

    def find(
        self, question: str, k: int, search_filter: SearchFilter | None = None, *, stop: StopSignal | None = None
    ) -> FindResult:
        """:meth:`Find.find`, and the same for the question in the library's other languages, as one order.

        A hit that its translation found has it as ``question``. Raises what a search raises.
        """
        own = self._find.find(question, k, search_filter, stop=stop)
        legs = [("", own)]
        for language in self._others(question, is_enough(own.evidence)):
            asked = self._translated(question, language, stop)
            if asked:
                legs.append((asked, self._find.find(asked, k, search_filter, stop=stop)))
        found = own if len(legs) == 1 else merged(question, legs, k)
        return replace(found, hits=one_of_each(found.hits, self._store.document_links.of(_documents(found.hits))))

    def with_translations(
        self, citations: Sequence[Citation], question: str, stop: StopSignal, answer: str = ""
    ) -> tuple[Citation, ...]:
        """Each citation in another language than the question's with its translation; whether the passage bears the
        ``answer`` out is then judged by both. A translation that fails leaves its citation as it was."""
        language = guess_language(question).language
        made = tuple(self._with_translation(citation, language, stop) for citation in citations)
        if not answer or made == tuple(citations):
            return made
        passages = {one.n: f"{readable(one.text)}\n{one.translation}" for one in made}
        supported = supported_numbers(answer, passages)
        return tuple(
            replace(one, supported=supported.get(one.n, one.supported)) if one.translation else one for one in made
        )

    def _others(self, question: str, is_answered: bool) -> list[str]:
        """The library's languages that the question is not in and can be translated into. A chat model, which takes
        seconds, is not asked where the question as it is found enough."""
        guess = guess_language(question)
        if guess.probability < SURE or not guess.language:
            return []
        found = [code for code in self._languages() if plain(code) != plain(guess.language)]
        ways = ((code, self._way(guess.language, code)) for code in found)
        return [code for code, way in ways if way is not None and not (is_answered and way.kind is WayKind.CHAT)][
            :MOST_LANGUAGES
        ]

    def _languages(self) -> tuple[str, ...]:
        """Of the library's passages, the commonest first; looked at again when passages came or went."""
        total = self._store.passages.total()
        with self._lock:
            if self._seen[0] == total:
                return self._seen[1]
        guesses = [guess_language(text) for text in self._store.passages.sample(SAMPLED)]
        counts = Counter(guess.language for guess in guesses if guess.language and guess.probability >= SURE)
        languages = tuple(code for code, _ in counts.most_common())
        with self._lock:
            self._seen = (total, languages)
        return languages

    def _way(self, source: str, target: str) -> Way | None:
        """The best one; a demonstration that chats would only lose time."""
        for way in self._choose.ways(source, target):
            if way.kind is not WayKind.CHAT or not self._choose.model(way.models[0]).manifest.demonstration:
                return way
        return None

    def _translated(self, text: str, target: str, stop: StopSignal | None) -> str:
        """'' where it failed, or came out so that nobody should search with it."""
        source = guess_language(text).language
        way = self._way(source, target)
        if way is None:
            return ""
        layout = TextLayout.of(text)
        try:
            found = list(
                self._translator.translate(layout.segments, source, target, TranslateOptions(engine=way.id), stop)
            )
        except AppError as error:
            log.warning("no translation for a search or a quote: %s", error.code)
            return ""
        if all(one.marks and one.score <= DOUBTED for one in found):
            return ""
        return layout.joined({one.index: one.text for one in found}, target)

    def _with_translation(self, citation: Citation, language: str, stop: StopSignal) -> Citation:
        text = readable(citation.text)[:LONGEST_QUOTE]
        guess = guess_language(text)
        if not language or guess.probability < SURE or plain(guess.language) in ("", plain(language)):
            return citation
        way = self._way(guess.language, language)
        if way is None or (way.kind is WayKind.CHAT and len(text) > LONGEST_FOR_CHAT):
            return citation
        return replace(citation, translation=self._translated(text, language, stop))


def merged(question: str, legs: Sequence[tuple[str, FindResult]], k: int) -> FindResult:
    """One order of several: a leg whose best hits answer better counts for more, a passage counts once.

    Scores compare within one question only; the evidence says how much a question found at all.
    """
    most = max(_strength(found) for _, found in legs) or 1.0
    best: dict[int, Hit] = {}
    for asked, found in legs:
        weight = _strength(found) / most
        for hit in found.hits:
            weighed = replace(hit, score=round(hit.score * weight, 4), question=asked)
            if hit.passage_id not in best or best[hit.passage_id].score < weighed.score:
                best[hit.passage_id] = weighed
    order = sorted(best.values(), key=lambda hit: (-hit.score, hit.passage_id))[:k]
    strongest = max((found for _, found in legs), key=_strength)
    return FindResult(
        question,
        tuple(replace(hit, rank=rank) for rank, hit in enumerate(order, 1)),
        sum(found.seconds for _, found in legs),
        max(found.evidence for _, found in legs),
        strongest.keywords_alone,
    )


def one_of_each(hits: Sequence[Hit], links: Mapping[int, frozenset[int]]) -> tuple[Hit, ...]:
    """Of a document and its translations the one that was found best: the others would only say it again."""
    chosen: dict[int, None] = {}
    kept = []
    for hit in hits:
        if hit.document_id in chosen or not links.get(hit.document_id, frozenset()) & chosen.keys():
            chosen[hit.document_id] = None
            kept.append(hit)
    return tuple(replace(hit, rank=rank) for rank, hit in enumerate(kept, 1))


def _documents(hits: Sequence[Hit]) -> list[int]:
    return [hit.document_id for hit in hits]


def _strength(found: FindResult) -> float:
    """The evidence of a search, comparable between one by words alone, whose bar is low, and one with vectors."""
    scale = BAR_WITH_KEYWORDS / BAR_OF_WORDS_BESIDE_VECTORS if found.keyword_only else 1.0
    return min(found.evidence * scale, MOST_EVIDENCE)
