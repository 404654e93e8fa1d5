"""A text as sentences and what lies between them: where each stands, and what an edit does to them. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence's ``text`` and the ``gap`` before it."""

    gap: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """At ``at``, ``removed`` characters became ``added``."""

    at: int
    removed: int
    added: str


class LinkedText:
    """Counts Python's characters; :meth:`ranges` counts Qt's (UTF-16), which a cursor wants."""

    def __init__(self, pieces: Sequence[Piece] = (), tail: str = "") -> None:
        self.pieces, self.tail = list(pieces), tail

    @property
    def text(self) -> str:
        return "".join(piece.gap + piece.text for piece in self.pieces) + self.tail

    def ranges(self) -> list[tuple[int, int]]:
        """Start and end of each sentence, in UTF-16 units."""
        found, at = [], 0
        for piece in self.pieces:
            start = at + units(piece.gap)
            at = start + units(piece.text)
            found.append((start, at))
        return found

    def take(self, text: str) -> tuple[int, ...]:
        """The text became ``text`` by one edit; says which sentences it touched.

        An edit that reaches over a border joins what it touched into the first of them; the others stand empty.
        """
        old = self.text
        change = difference(old, text)
        if not change.removed and not change.added:
            return ()
        touched = self._touched(change)
        if touched:
            self._take_into(touched[0], touched[-1], change, old)
        else:
            self._take_between(change)
        if self.text != text:  # over several gaps at once: one sentence holds it all
            self.pieces[:] = [Piece("", text if n == 0 else "") for n in range(len(self.pieces))]
            self.tail = "" if self.pieces else text
            return tuple(range(len(self.pieces)))
        return touched

    def _touched(self, change: Change) -> tuple[int, ...]:
        end, at, found = change.at + change.removed, 0, []
        for n, piece in enumerate(self.pieces):
            start = at + len(piece.gap)
            at = start + len(piece.text)
            if change.removed:
                if change.at < at and end > start:
                    found.append(n)
            elif start <= change.at <= at:
                found = [n]  # between two without a gap: it belongs to the one that begins there
        return tuple(range(found[0], found[-1] + 1)) if found else ()

    def _take_into(self, first: int, last: int, change: Change, old: str) -> None:
        gap_start = sum(len(p.gap) + len(p.text) for p in self.pieces[:first])
        start = gap_start + len(self.pieces[first].gap)
        stop = gap_start + sum(len(p.gap) + len(p.text) for p in self.pieces[first : last + 1])
        end = change.at + change.removed
        begin = min(start, change.at)
        self.pieces[first] = Piece(
            old[gap_start:begin], old[begin : change.at] + change.added + old[end : max(end, stop)]
        )
        for n in range(first + 1, last + 1):
            self.pieces[n] = Piece("", "")
        if end > stop and last + 1 < len(self.pieces):
            following = self.pieces[last + 1]
            self.pieces[last + 1] = Piece(following.gap[end - stop :], following.text)
        elif end > stop:
            self.tail = self.tail[end - stop :]

    def _take_between(self, change: Change) -> None:
        """White space between two sentences, or after the last."""
        at = 0
        for n, piece in enumerate(self.pieces):
            if change.at <= at + len(piece.gap):
                inner = change.at - at
                gap = piece.gap[:inner] + change.added + piece.gap[inner + change.removed :]
                self.pieces[n] = Piece(gap, piece.text)
                return
            at += len(piece.gap) + len(piece.text)
        inner = change.at - at
        self.tail = self.tail[:inner] + change.added + self.tail[inner + change.removed :]


def units(text: str) -> int:
    """How many UTF-16 units Qt counts for ``text``."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for character in text if character > "\uffff")


def difference(old: str, new: str) -> Change:
    """The smallest single edit that makes ``new`` of ``old``."""
    start = _alike(old, new)
    most = min(len(old), len(new)) - start
    end = _alike(old[::-1], new[::-1], most)
    return Change(start, len(old) - start - end, new[start : len(new) - end])


def _alike(one: str, other: str, most: int | None = None) -> int:
    """How many characters both begin with; compares slices, which is fast for long texts."""
    low, high = 0, min(len(one), len(other)) if most is None else most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def plain(text: str) -> str:
    """One kind of line end, and nothing that a text field would not keep."""
    for end in ("\r\n", "\r", "\u2029", "\u2028"):
        text = text.replace(end, "\n")
    return text.replace("\0", "")
