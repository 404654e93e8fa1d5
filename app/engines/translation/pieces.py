"""How segments become work for the model: groups that are answered one after another, long texts in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from app.domain.text.sentences import sentences

FIRST_CHARACTERS, GROUP_CHARACTERS, GROUP_SEGMENTS = 400, 2400, 32
"""A small first group, so that a person sees something soon; a stop is seen between groups."""
_INNER_END = re.compile(r"[.!?…。！？\n\r].", re.DOTALL)
_CLAUSE = re.compile(r"(?<=[，、：])|(?<=[,:)])(?=\s)")
_WORD = re.compile(r"(?<=\s)")


def groups(lengths: Sequence[int]) -> Iterator[range]:
    """Runs of neighbours of these lengths in characters."""
    start, total, most = 0, 0, FIRST_CHARACTERS
    for number, length in enumerate(lengths):
        if number > start and (total + length > most or number - start >= GROUP_SEGMENTS):
            yield range(start, number)
            start, total, most = number, 0, GROUP_CHARACTERS
        total += length
    if start < len(lengths):
        yield range(start, len(lengths))


def split_long(text: str, most_tokens: int, count: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    """[start, end) of each sentence: these models know sentences, and drop the second of two. One of more than
    ``most_tokens`` is cut after clauses, else between words, else anywhere."""
    if len(text) <= most_tokens // 2 and not _INNER_END.search(text):
        yield 0, len(text)  # most are one sentence, plainly
        return
    for span in sentences(text):
        sentence = span.of(text)
        if len(sentence) <= most_tokens // 4 or (len(sentence) < 40 * most_tokens and count(sentence) <= most_tokens):
            yield span.start, span.end
        else:
            cut = _cut(sentence, span.start, most_tokens, count, (_CLAUSE, _WORD))
            yield from (piece for piece in cut if piece[0] < piece[1])


def _cut(
    text: str, offset: int, most: int, count: Callable[[str], int], ways: Sequence[re.Pattern[str]]
) -> Iterator[tuple[int, int]]:
    if not ways:
        step = max(1, most // 4)
        yield from ((offset + at, offset + min(at + step, len(text))) for at in range(0, len(text), step))
        return
    start = at = size = 0
    for part in ways[0].split(text):
        tokens = count(part) if len(part) < 40 * most else most + 1
        if size and size + tokens > most:
            yield offset + start, offset + at
            start, size = at, 0
        if tokens > most:
            yield from _cut(part, offset + at, most, count, ways[1:])
            start = at + len(part)
        else:
            size += tokens
        at += len(part)
    if start < at:
        yield offset + start, offset + at
