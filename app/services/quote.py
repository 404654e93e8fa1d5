"""The best sentences of the best passages, word for word: the answer where no chat model is installed."""

from __future__ import annotations

import operator
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain.errors import AppError
from app.domain.keywords import runs
from app.domain.place import Place
from app.domain.ranking import rank
from app.domain.search import Hit
from app.domain.sentences import sentences
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import EmbedPassages, EmbedQuery, LaneName

HITS_READ = 5
MOST_SENTENCES = 40
MOST_QUOTES = 3
LEAST_SHARE_OF_BEST = 0.72
"""A further quote must be nearly as good as the best one; else one quote is the better answer."""
LONGEST_QUOTE = 600
BONUS_OF_THE_BEST_HIT = 0.08


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` is exactly the characters at ``place``."""

    hit: Hit
    text: str
    place: Place


def best_quotes(
    question: str, hits: Sequence[Hit], lanes: Lanes, model: InstalledModel | None, stop: StopSignal
) -> list[Quote]:
    """At most three, the best first. ``model`` None (or failing): the words of the question decide alone."""
    quotes = [quote for hit in hits[:HITS_READ] for quote in _sentences(hit)][:MOST_SENTENCES]
    cosines = _cosines(question, quotes, lanes, model, stop)
    scored = rank(question, dict(enumerate(q.text for q in quotes)), {}, cosines)
    totals = [
        (
            (one.cosine if one.cosine is not None else one.coverage)
            + 0.5 * one.coverage
            + BONUS_OF_THE_BEST_HIT / quotes[one.passage_id].hit.rank,
            quotes[one.passage_id],
        )
        for one in scored
    ]
    totals.sort(key=lambda item: -item[0])
    best = totals[0][0] if totals else 0.0
    chosen = [quote for total, quote in totals[:MOST_QUOTES] if total >= best * LEAST_SHARE_OF_BEST]
    return chosen or [Quote(hit, hit.text, hit.place) for hit in hits[:1]]


def _sentences(hit: Hit) -> list[Quote]:
    """The passage's sentences, each with its place; the whole passage where its reader counts characters its way."""
    if hit.place.length != len(hit.text):
        return [Quote(hit, hit.text, hit.place)]
    quotes = []
    for span in sentences(hit.text):
        text = span.of(hit.text)
        if not _tells(text) or len(text) > LONGEST_QUOTE:
            continue
        place = replace(hit.place, start=hit.place.start + span.start, length=span.length)
        quotes.append(Quote(hit, text, place))
    return quotes


def _tells(text: str) -> bool:
    """A heading alone says nothing: a quote has four words, or six Chinese characters, or a figure beside its words."""
    words = list(runs(text))
    weight = sum(min(len(run) / 1.5, 8.0) if cjk else 1.0 for run, cjk in words)
    return weight >= 4 or (weight >= 2 and any(character.isdigit() for character in text))


def _cosines(
    question: str, quotes: Sequence[Quote], lanes: Lanes, model: InstalledModel | None, stop: StopSignal
) -> dict[int, float] | None:
    if model is None or not quotes:
        return None
    try:
        asked = lanes.run(LaneName.EMBEDDING, EmbedQuery(model.folder, question), stop=stop)
        task = EmbedPassages(model.folder, tuple(quote.text for quote in quotes))
        found = lanes.run(LaneName.EMBEDDING, task, stop=stop)
    except AppError:
        return None
    query, vectors = array("f", asked.tail), array("f", found.tail)
    size = len(query)
    return {n: sum(map(operator.mul, query, vectors[n * size : (n + 1) * size])) for n in range(len(quotes))}
