"""The best sentences of the best passages, word for word: the answer where no chat model is installed."""

from __future__ import annotations

import operator
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.ask.keywords import runs
from app.domain.ask.ranking import is_mostly_cjk, rank
from app.domain.ask.search import Hit
from app.domain.errors import AppError
from app.domain.library.document import DocumentKind
from app.domain.library.embedding_text import words_above
from app.domain.library.place import Place
from app.domain.text.sentences import sentences
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import EmbedPassages, EmbedQuery, LaneName

HITS_READ = 5
MOST_SENTENCES = 40
MOST_QUOTES = 3
LEAST_SHARE_OF_BEST = 0.78
"""A further quote must be nearly as good as the best one; else one quote is the better answer."""
WORTH_GOING_ON = 0.5
LONGEST_QUOTE = 600
MALUS_OF_A_HEADING = 0.5
_ENDS = (".", "!", "?", "。", "！", "？", "；", ";", "…")
_TABLES = frozenset({DocumentKind.SHEET, DocumentKind.CSV})
BONUS_OF_THE_BEST_HIT = 0.08


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` is exactly the characters at ``place``."""

    hit: Hit
    text: str
    place: Place


def best_quotes(
    question: str,
    hits: Sequence[Hit],
    lanes: Lanes,
    model: InstalledModel | None,
    stop: StopSignal,
    beside: Path | None = None,
) -> list[Quote]:
    """At most three, the best first. ``model`` None (or failing): the words of the question decide alone.

    ``beside``: another model that may stay in memory.
    """
    quotes = [quote for hit in hits[:HITS_READ] for quote in _sentences(hit)][:MOST_SENTENCES]
    if len({quote.hit.question for quote in quotes}) > 1:
        return _by_question(question, hits, lanes, model, stop, beside)
    question = next((quote.hit.question for quote in quotes if quote.hit.question), question)
    cosines = _cosines(question, quotes, lanes, model, stop, beside)
    worth = dict.fromkeys(range(len(quotes)), 0.0)
    texts = {number: quote.text for number, quote in enumerate(quotes)}
    above = {n: words_above(q.hit.title, q.hit.path.stem, q.hit.place) for n, q in enumerate(quotes)}
    for one in rank(question, texts, {}, cosines, contexts=above):
        meaning = one.cosine if one.cosine is not None else one.coverage
        worth[one.passage_id] = meaning + 0.5 * one.coverage + BONUS_OF_THE_BEST_HIT / quotes[one.passage_id].hit.rank
    for number, quote in enumerate(quotes):
        worth[number] -= MALUS_OF_A_HEADING if _is_heading(quote) else 0.0
    order = sorted(worth, key=lambda number: -worth[number])
    best = worth[order[0]] if order else 0.0
    chosen: list[int] = []
    said: set[str] = set()
    for number in order:
        words = " ".join(texts[number].split()).casefold()
        if len(chosen) < MOST_QUOTES and worth[number] >= best * LEAST_SHARE_OF_BEST and words not in said:
            chosen.append(number)
            said.add(words)
    made = [_joined(quotes[first], quotes[last]) for first, last in _runs(quotes, chosen, worth, best)]
    return made or [Quote(hit, hit.text, hit.place) for hit in hits[:1]]


def _by_question(
    question: str,
    hits: Sequence[Hit],
    lanes: Lanes,
    model: InstalledModel | None,
    stop: StopSignal,
    beside: Path | None,
) -> list[Quote]:
    """Each language's hits with the question in that language, the language of the best hit first."""
    quotes: list[Quote] = []
    for asked in dict.fromkeys(hit.question for hit in hits[:HITS_READ]):
        own = [hit for hit in hits[:HITS_READ] if hit.question == asked]
        found = best_quotes(asked or question, own, lanes, model, stop, beside)
        quotes += found if not quotes else found[: 1 if own[0].score >= LEAST_SHARE_OF_BEST * hits[0].score else 0]
    return quotes[:MOST_QUOTES]


def _runs(
    quotes: Sequence[Quote], chosen: Sequence[int], worth: dict[int, float], best: float
) -> list[tuple[int, int]]:
    """Chosen sentences as (first, last), neighbours together, each led on to a next one that is good as well: 'The
    rent is 900. It is due on the third.' The order is that of the best sentence in each."""
    runs: dict[int, int] = {}
    for number in sorted(chosen):
        before = next((first for first, last in runs.items() if last == number - 1), None)
        if before is not None and _may_follow(quotes, before, number):
            runs[before] = number
        else:
            runs[number] = number
    for first, last in runs.items():
        following = last + 1
        is_new = following < len(quotes) and quotes[following].text not in {quotes[n].text for n in chosen}
        if is_new and worth[following] >= best * WORTH_GOING_ON:
            runs[first] = following if _may_follow(quotes, first, following) else last
    return sorted(runs.items(), key=lambda run: -max(worth[n] for n in range(run[0], run[1] + 1)))


def _may_follow(quotes: Sequence[Quote], first: int, number: int) -> bool:
    if quotes[number].hit is not quotes[first].hit or _is_heading(quotes[number]):
        return False
    return len(_joined(quotes[first], quotes[number]).text) <= LONGEST_QUOTE // 2


def _joined(first: Quote, last: Quote) -> Quote:
    """All from ``first`` to ``last``, which stand in one passage."""
    begin = first.place.start - first.hit.place.start
    length = last.place.start + last.place.length - first.place.start
    return _quote(first.hit, begin, length)


def _quote(hit: Hit, begin: int, length: int) -> Quote:
    """The part of ``hit`` at ``begin``, with the lines that it stands on where the document counts lines."""
    text = hit.text[begin : begin + length]
    place = replace(hit.place, start=hit.place.start + begin, length=length)
    if place.first_line is not None:
        first = place.first_line + _line_ends(hit.text[:begin])
        place = replace(place, first_line=first, last_line=first + _line_ends(text.rstrip("\r\n")))
    if place.first_second is not None and hit.text:
        first, last = place.first_second, place.last_second or place.first_second
        begins = first + (last - first) * begin // len(hit.text)
        place = replace(
            place, first_second=begins, last_second=max(last if length >= len(hit.text) else begins, begins)
        )
    return Quote(hit, text, place)


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _is_heading(quote: Quote) -> bool:
    """A short line without the end of a sentence names what follows and says nothing itself; rows of tables do."""
    if quote.hit.kind in _TABLES or quote.text == quote.hit.text:
        return False
    limit = 16 if is_mostly_cjk(quote.text) else 60
    return len(quote.text) <= limit and not quote.text.rstrip("\"'”’」』）)").endswith(_ENDS) and "|" not in quote.text


def _sentences(hit: Hit) -> list[Quote]:
    """The passage's sentences, each with its place, without the names of the document and its parts.

    The whole passage where its reader counts characters its way.
    """
    if hit.place.length != len(hit.text):
        return [Quote(hit, hit.text, hit.place)]
    quotes, names = [], {" ".join(name.split()) for name in (hit.title, *hit.place.headings)}
    for span in sentences(hit.text):
        text = span.of(hit.text)
        if not _tells(text) or len(text) > LONGEST_QUOTE or " ".join(text.split()) in names:
            continue
        quotes.append(_quote(hit, span.start, span.length))
    return quotes


def _tells(text: str) -> bool:
    """A heading alone says nothing: a quote has four words, or six Chinese characters, or a figure beside its words."""
    words = list(runs(text))
    weight = sum(min(len(run) / 1.5, 8.0) if cjk else 1.0 for run, cjk in words)
    return weight >= 4 or (weight >= 2 and any(character.isdigit() for character in text))


def _cosines(
    question: str,
    quotes: Sequence[Quote],
    lanes: Lanes,
    model: InstalledModel | None,
    stop: StopSignal,
    beside: Path | None,
) -> dict[int, float] | None:
    if model is None or not quotes:
        return None
    try:
        asked = lanes.run(LaneName.EMBEDDING, EmbedQuery(model.folder, question, beside), stop=stop)
        task = EmbedPassages(model.folder, tuple(quote.text for quote in quotes), beside)
        found = lanes.run(LaneName.EMBEDDING, task, stop=stop)
    except AppError:
        return None
    query, vectors = array("f", asked.tail), array("f", found.tail)
    size = len(query)
    return {n: sum(map(operator.mul, query, vectors[n * size : (n + 1) * size])) for n in range(len(quotes))}
