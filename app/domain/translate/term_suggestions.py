"""Words of a person's documents that may want a translation of their own: names, acronyms, technical terms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.ask.ranking import is_mostly_cjk
from app.domain.text.chinese_terms import chinese_phrases
from app.domain.text.sentences import sentences

LEAST_NAME, LEAST_TERM = 2, 4
"""How often a name has to stand in the documents, and how often a term of plain words."""
MOST_WORDS = 4
_NAME = re.compile(r"[A-Z][\w’'-]*(?:[ \u00a0](?:(?:of|and|the|for|de|von|&)[ \u00a0])?[A-Z0-9][\w’'-]*){0,3}")
_ACRONYM = re.compile(r"[A-Z]{2,}[A-Z0-9-]*$")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_TITLE = re.compile("[《「『]([^《》「」『』]{2,24})[》」』]")
_COMMONEST = (
    "a an and are as at be been but by can could do does for from had has have he her his how i if in into is it its "
    "may more most must no not of on one or other our out over per shall she should so some such than that the their "
    "them then there these they this those to up was we were what when where which who will with within without would "
    "you your all any each only same new also"
)
_PLAIN = frozenset(_COMMONEST.split(" "))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``count``: how often it stands in the documents."""

    term: str
    count: int


def suggestions(texts: Iterable[str], known: Iterable[str], most: int = 20) -> list[Suggestion]:
    """The likeliest first; those of ``known`` are left out, whatever their capitals."""
    names: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    read = list(texts)
    for text in read:
        names.update(_TITLE.findall(text))
        for span in sentences(text):
            sentence = span.of(text)
            names.update(_names(sentence))
            plain.update(_terms(sentence))
    plain.update(chinese_phrases(read))
    left_out = {one.casefold() for one in known}
    found = [Suggestion(term, count) for term, count in names.items() if count >= LEAST_NAME]
    found += [Suggestion(term, count) for term, count in plain.items() if count >= LEAST_TERM]
    found = [one for one in found if one.term.casefold() not in left_out]
    found.sort(key=lambda one: (-one.count * _words_in(one.term), one.term))
    kept: list[Suggestion] = []
    for one in found:
        inside = any(_is_part(one.term, other.term) and one.count <= other.count for other in kept)
        if not inside:
            kept.append(one)
        if len(kept) == most:
            break
    return kept


def _words_in(term: str) -> float:
    """Two Chinese characters are about a word."""
    return len(term) / 2 if is_mostly_cjk(term) else len(term.split())


def _names(sentence: str) -> list[str]:
    """Names and acronyms. The first word of a sentence may have its capital from there: both ways are counted."""
    found = []
    for match in _NAME.finditer(sentence):
        words = match[0].split()
        if match.start() == 0:
            found += [" ".join(words[1:])] if len(words) > 2 else []
            alone = len(words) == 1 and not _ACRONYM.match(words[0])
            words = words[1:] if alone or words[0].casefold() in _PLAIN else words
        while words and words[-1].casefold() in _PLAIN:
            words.pop()
        while words and words[0].casefold() in _PLAIN:
            words.pop(0)
        name = " ".join(words).removesuffix("'s").removesuffix("’s")
        if len(name) > 2 and (len(words) > 1 or _ACRONYM.match(name) or match.start() > 0):
            found.append(name)
    return found


def _terms(sentence: str) -> list[str]:
    """Two or three plain words in a row, none of them one of the commonest."""
    words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(sentence)]
    found = []
    for size in (2, 3):
        for at in range(len(words) - size + 1):
            row = words[at : at + size]
            whole = sentence[row[0][1] : row[-1][2]]
            good = all(word.islower() and word.isascii() and len(word) > 2 and word not in _PLAIN for word, _, _ in row)
            if good and whole == " ".join(word for word, _, _ in row):
                found.append(whole)
    return found


def _is_part(term: str, of: str) -> bool:
    return f" {term.casefold()} " in f" {of.casefold()} "
