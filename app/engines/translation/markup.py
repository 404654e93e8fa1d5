"""Formatting marks in a segment: taken out before it is translated, put back around the words that mean the same.

A mark is ⟦1⟧…⟦/1⟧ around words, or ⟦2/⟧ for a thing between them. No model need know them: where they go is read off
which source words each word of the translation looks at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MARK = re.compile(r"⟦(/?)(\d+)(/?)⟧")
DEEPEST = 64
"""Pairs within pairs; what is opened deeper stands as two single marks."""
EDGES = "，。：；？！、,;:?!"
"""Not the full stop, which ends 'p.m.' too."""
LEAST_DRAWN = 0.1
"""Of a word's attention: with less it does not mean the words of a pair."""


@dataclass(frozen=True, slots=True)
class Link:
    """Characters [start, end) of the translation, and ``looks`` at words of the plain source, the strongest first."""

    start: int
    end: int
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """At characters [start, end) of the plain source, with this share of the attention."""

    start: int
    end: int
    share: float


@dataclass(slots=True)
class Node:
    """A pair, or a single mark (``end`` equals ``start``), at characters [start, end) of the plain source."""

    opening: str
    closing: str
    start: int
    end: int
    inner: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Marked:
    """``plain`` is the text without marks; ``nodes`` are the outermost marks in their order."""

    plain: str
    nodes: tuple[Node, ...]


def take_out(text: str) -> Marked:
    """A mark that has no other half stands for itself, as a single one."""
    if "⟦" not in text:
        return Marked(text, ())
    opened: list[Node] = [Node("", "", 0, 0)]
    plain: list[str] = []
    length = at = 0
    last_closing = {found.group(2): found.start() for found in MARK.finditer(text) if found.group(1)}
    for found in MARK.finditer(text):
        piece = text[at : found.start()]
        plain.append(piece)
        length += len(piece)
        at = found.end()
        closes, number, single = found.groups()
        names = [node.opening for node in opened]
        if closes and f"⟦{number}⟧" in names:
            while opened[-1].opening != f"⟦{number}⟧":  # what was opened inside and never closed
                lost = opened.pop()
                lost.closing, lost.end = "", lost.start
                opened[-1].inner += [lost, *lost.inner]
                lost.inner = []
            node = opened.pop()
            node.closing, node.end = found[0], length
            opened[-1].inner.append(node)
        elif not closes and not single and last_closing.get(number, -1) > at and len(opened) <= DEEPEST:
            opened.append(Node(found[0], "", length, length))
        else:
            opened[-1].inner.append(Node(found[0], "", length, length))
    while len(opened) > 1:
        lost = opened.pop()
        opened[-1].inner += [Node(lost.opening, "", lost.start, lost.start), *lost.inner]
    plain.append(text[at:])
    return Marked("".join(plain), tuple(opened[0].inner))


def put_back(
    marked: Marked, translated: str, links: Sequence[Link], alone: Mapping[tuple[int, int], str] | None = None
) -> str:
    """``translated`` with every mark of ``marked`` once. ``links`` are in the order of the translation.

    ``alone`` says of characters of the plain source how they were translated by themselves: where just that stands
    once in ``translated``, it says more than a look.
    """
    if not marked.nodes:
        return translated
    putting = _Putting(marked.plain, translated, links, alone or {}, [])
    putting.place(marked.nodes, (0, len(translated)))
    made, at = [], 0
    for position, _, text in sorted(putting.placed, key=lambda one: (one[0], one[1])):
        made += [translated[at:position], text]
        at = position
    return "".join((*made, translated[at:]))


def runs_of(marked: Marked) -> list[tuple[int, int]]:
    """Characters of the plain source between the halves of pairs, where they are words and not all of it."""
    found: list[tuple[int, int]] = []
    left = list(marked.nodes)
    while left:
        node = left.pop()
        left += node.inner
        words = marked.plain[node.start : node.end]
        if any(map(str.isalnum, words)) and words.strip() != marked.plain.strip():
            found.append((node.start, node.end))
    return sorted(set(found))


@dataclass(slots=True)
class _Putting:
    """``placed``: where which mark goes, and its place among those that go to the same."""

    plain: str
    translated: str
    links: Sequence[Link]
    alone: Mapping[tuple[int, int], str]
    placed: list[tuple[int, int, str]]

    def place(self, nodes: Sequence[Node], within: tuple[int, int]) -> None:
        """Siblings never overlap and stay within their parent."""
        wanted = []
        for order, node in enumerate(nodes):
            if node.closing:
                start, end = self.range_of(node, within)
            else:
                start = end = _place_of(node.start, self.plain, self.links, within)
            wanted.append((start, end, order, node))
        free = within[0]
        for start, end, _, node in sorted(wanted, key=lambda one: one[:3]):
            start = min(max(start, free), within[1])
            end = min(max(end, start), within[1])
            free = end
            self.placed.append((start, len(self.placed), node.opening))
            if node.closing:
                self.place(node.inner, (start, end))
                self.placed.append((end, len(self.placed), node.closing))

    def range_of(self, node: Node, within: tuple[int, int]) -> tuple[int, int]:
        if not self.plain[: node.start].strip() and not self.plain[node.end :].strip():
            return within
        alone = self.alone.get((node.start, node.end), "")
        if alone and self.translated.count(alone, *within) == 1:
            start = self.translated.index(alone, *within)
            return start, start + len(alone)
        inside = [link for link in self.links if link.start >= within[0] and link.end <= within[1]]
        worth = [_worth(link, node) for link in inside]
        if max(worth, default=0.0) <= 0.0:
            drawn = [_drawn(link, node) for link in inside]
            if max(drawn, default=0.0) < LEAST_DRAWN:
                place = _place_of(node.start, self.plain, self.links, within)
                return place, place
            first = last = drawn.index(max(drawn))
        else:
            first, last = _best_run(worth)
        return self._trimmed(inside[first].start, inside[last].end, self.plain[node.start : node.end].strip())

    def _trimmed(self, start: int, end: int, words: str) -> tuple[int, int]:
        text = self.translated
        while start < end and (text[start].isspace() or _is_edge(text[start], words[:1])):
            start += 1
        while end > start and (text[end - 1].isspace() or _is_edge(text[end - 1], words[-1:])):
            end -= 1
        return start, end


def _is_edge(mark: str, own: str) -> bool:
    """A comma belongs to a pair only where one stood at that end of it in the source."""
    return mark in EDGES and own not in EDGES + "."


def _drawn(link: Link, node: Node) -> float:
    """How much of its attention goes into the pair."""
    return sum(look.share for look in link.looks if look.start < node.end and look.end > node.start)


def _worth(link: Link, node: Node) -> float:
    """For the run of words that becomes the pair: what means it counts for it, what means something else against it."""
    drawn = _drawn(link, node)
    return 2 * drawn - (sum(look.share for look in link.looks) - drawn)


def _best_run(worth: Sequence[float]) -> tuple[int, int]:
    """First and last of the run with the greatest sum; it begins and ends with what counts for it."""
    best, best_sum, begun, total = (0, 0), -1.0, 0, 0.0
    for number, value in enumerate(worth):
        if total <= 0 or worth[begun] <= 0:
            begun, total = number, 0.0
        total += value
        if value > 0 and total > best_sum:
            best, best_sum = (begun, number), total
    return best


def _place_of(position: int, plain: str, links: Sequence[Link], within: tuple[int, int]) -> int:
    """Of a thing between words: behind what means the word before it, else before what means the word after it."""
    if not plain[:position].strip():
        return within[0]
    if not plain[position:].strip():
        return within[1]
    known = [link for link in links if link.looks and within[0] <= link.start and link.end <= within[1]]
    before = [link for link in known if link.looks[0].start < position]
    if before:
        nearest = max(link.looks[0].start for link in before)
        return max(link.end for link in before if link.looks[0].start == nearest)
    return min((link.start for link in known), default=within[1])
