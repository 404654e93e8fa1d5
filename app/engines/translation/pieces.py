"""How segments become work for the model: groups that are answered one after another, long texts in pieces."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence

from app.domain.text.sentences import sentences

FIRST_CHARACTERS, GROUP_CHARACTERS, GROUP_SEGMENTS = 400, 2400, 32
"""A small first group, so that a person sees something soon; a stop is seen between groups."""
_INNER_END = re.compile(r"[.!?…。！？\n\r].", re.DOTALL)
_CLAUSE = re.compile(r"(?<=[，、：])|(?<=[,:)])(?=\s)")
_WORD = re.compile(r"(?<=\s)")


def groups(lengths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The numbers of the segments of these lengths in characters: first some from the beginning, in their order; then
    all others, long ones first and those of like length together, since each of a batch costs what its longest does."""
    first = next(_cut_off(range(len(lengths)), lengths, FIRST_CHARACTERS, GROUP_SEGMENTS), ())
    if first:
        yield first
    others = sorted(range(len(first), len(lengths)), key=lambda number: -lengths[number])
    even = math.ceil(len(others) / max(1, math.ceil(len(others) / GROUP_SEGMENTS)))  # a last small one costs as much
    yield from _cut_off(others, lengths, GROUP_CHARACTERS, even)


def _cut_off(numbers: Sequence[int], lengths: Sequence[int], most: int, segments: int) -> Iterator[tuple[int, ...]]:
    """Runs of ``numbers`` with at most so many characters and so many segments, but one at least."""
    start = total = 0
    for place, number in enumerate(numbers):
        if place > start and (total + lengths[number] > most or place - start >= segments):
            yield tuple(numbers[start:place])
            start, total = place, 0
        total += lengths[number]
    if start < len(numbers):
        yield tuple(numbers[start:])


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
