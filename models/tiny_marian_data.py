"""Sentences for the tiny translation model, both languages and which words belong together; a seed makes them.

One sentence in HELD_OUT is never a lesson, and neither are the made-up names of those that are measured.
"""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass, replace

from tiny_marian_patterns import LINES
from tiny_marian_slots import VARIED, Part, Side, Slots

HELD_OUT = 20
WITHOUT_STOP, TWO = 0.1, 0.05
"""How often a sentence comes without its full stop, and two come behind each other."""
PIECE = re.compile(r"\((\d+) ([^)]*)\)|\{(\^?)([a-z]+\d?)(?:\.([a-z]+))?\}")
FINAL = 999


@dataclass(frozen=True)
class Pattern:
    english: str
    chinese: str

    @property
    def weight(self) -> float:
        """Patterns with much to draw come more often than fixed ones."""
        return 0.5 + min(2.5, 0.5 * self.english.count("{"))


@dataclass(frozen=True)
class Sentence:
    """``pattern`` is the number of its pattern."""

    pattern: int
    english: Side
    chinese: Side

    @property
    def texts(self) -> tuple[str, str]:
        return text_of(self.english), text_of(self.chinese)


def text_of(side: Side) -> str:
    return "".join(part.text for part in side)


def patterns() -> tuple[Pattern, ...]:
    lines = [line for line in LINES.splitlines() if line]
    return tuple(Pattern(english, chinese) for english, chinese in zip(lines[::2], lines[1::2], strict=True))


class Supply:
    """Makes sentences. ``varied``: the language whose other forms come too, 'english', 'chinese' or ''."""

    def __init__(self, seed: int, *, held_out: bool = False, varied: str = "") -> None:
        self._draw = random.Random(seed)
        self._held_out, self._varied = held_out, varied
        self._patterns = patterns()
        self._weights = [pattern.weight for pattern in self._patterns]

    def sentence(self) -> Sentence:
        """One, sometimes without its full stop, seldom two behind each other."""
        made, chance = self._one(), self._draw.random()
        if chance < WITHOUT_STOP and made.english[-1].text == "." and made.chinese[-1].text == "。":
            return Sentence(made.pattern, made.english[:-1], made.chinese[:-1])
        if chance > 1 - TWO and made.english[-1].text[-1:] in ".?":
            other = self._one()
            sides = (other.english, other.chinese)
            english, chinese = (tuple(replace(part, link=-part.link) for part in side) for side in sides)
            return Sentence(made.pattern, (*made.english, Part(" "), *english), (*made.chinese, *chinese))
        return made

    def _one(self) -> Sentence:
        """A held-out one differs from all lessons."""
        while True:
            number = self._draw.choices(range(len(self._patterns)), self._weights)[0]
            made = self._made(number)
            plain = self._patterns[number].english.count("{") < 2 and not self._held_out
            if plain or is_held_out(text_of(made.english)) == self._held_out:
                return made

    def _made(self, number: int) -> Sentence:
        pattern = self._patterns[number]
        slots = Slots(self._draw, held_out=self._held_out, varied=self._varied)
        filled = {name: slots.fill(name) for _, _, _, name, _ in PIECE.findall(pattern.english) if name}
        sides: list[Side] = []
        for english, line in ((True, pattern.english), (False, pattern.chinese)):
            parts: list[Part] = []
            end = 0
            for found in PIECE.finditer(line):
                if found.start() > end:
                    parts.append(Part(line[end : found.start()]))
                end = found.end()
                link, text, capital, name, form = found.groups()
                if link is not None:
                    parts.append(Part(text, int(link)))
                    continue
                made = filled[name]
                side = made.forms[form] if english and form else made.english if english else made.chinese
                parts += _capital(side) if capital else side
            if end < len(line):
                stops = english and line[end:] == "." and parts[-1].text.endswith(".")
                parts += [] if stops else [Part(line[end:], FINAL)]
            sides.append(tuple(parts))
        return Sentence(number, sides[0], self._spaced(sides[1]))

    def _spaced(self, side: Side) -> Side:
        """Chinese with spaces around what is not Chinese, as many write it."""
        if self._varied != "chinese" or self._draw.random() > 2 * VARIED:
            return side
        made: list[Part] = []
        for part in side:
            before, after = made[-1].text[-1:] if made else "", part.text[:1]
            if before.isalnum() and after.isalnum() and (before < "\u0250") != (after < "\u0250"):
                made.append(Part(" "))
            made.append(part)
        return tuple(made)


def is_held_out(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % HELD_OUT == 0


def _capital(side: Side) -> Side:
    first = side[0]
    return replace(first, text=first.text[:1].upper() + first.text[1:]), *side[1:]
