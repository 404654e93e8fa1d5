"""English sentences of made-up facts for the tiny chat model's lessons; true of nothing."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from tiny_chat_english_patterns import (
    ADJECTIVES,
    ASKED,
    DAYS,
    HELD_OUT,
    MONTHS,
    NOUNS,
    NUMBERS,
    PLACES,
    RELATIONS,
    SENTENCES,
    UNITS,
    WORDS,
    Fact,
    Relation,
)


class English:
    """``held_out`` tells whether made-up names are those of the evaluation."""

    language = "en"
    refusal = "This was not found in the passages."

    def __init__(self, chance: random.Random, *, held_out: bool) -> None:
        self._chance, self._held_out = chance, held_out

    def fact(self, subject: str | None = None, relation: Relation | None = None, *, first: bool = False) -> Fact:
        """``first``: the sentence begins with its subject."""
        subject, relation = subject or self.subject(), relation or self._chance.choice(RELATIONS)
        said = self._chance.choice(
            [one for one in relation.said if one.startswith("{S}") or not first] or relation.said
        )
        value = self.value(relation.kind)
        sentence = said.format(s=subject, S=_capital(subject), v=value, V=_capital(value))
        questions = tuple(asked.format(s=subject) for asked in relation.asked)
        return Fact(_capital(sentence), questions, relation.asked_again, subject, value)

    def relations(self, count: int) -> list[Relation]:
        return self._chance.sample(RELATIONS, count)

    def sentence(self) -> Fact:
        """Words in the form of a sentence; asked for by some of its words, in their order."""
        pick, keys = self._chance.choice, list[str]()

        def key(word: str) -> str:
            keys.append(word)
            return word

        made = pick(SENTENCES)
        holes: tuple[tuple[str, Callable[[], str]], ...] = (
            ("{a}", lambda: pick(ADJECTIVES)),
            ("{n}", lambda: key(self._noun())),
            ("{w}", lambda: key(pick(WORDS))),
            ("{D}", lambda: pick(("The", "The", "A", "This", "Each"))),
            ("{P}", lambda: key(self.name())),
            ("{p}", lambda: key(pick(NOUNS))),
            ("{c}", self._count),
            ("{u}", lambda: pick(UNITS)),
            ("{m}", lambda: pick(MONTHS)),
            ("{t}", self._clock),
        )
        for hole, fill in holes:
            while hole in made:
                made = made.replace(hole, fill(), 1)
        keys = [word for word in dict.fromkeys(keys) if len(word) > 2]
        chosen = self._chance.sample(keys, min(len(keys), self._chance.randint(2, 3)))
        words = " ".join(sorted(chosen, key=made.find))
        articled = words if words[0].isupper() or self._chance.random() < 0.4 else f"the {words}"
        sentence = _capital(made)
        return Fact(sentence, tuple(asked.format(k=articled) for asked in ASKED), (), words, sentence)

    def question(self, questions: tuple[str, ...]) -> str:
        asked = self._chance.choice(questions)
        roll = self._chance.random()
        if roll < 0.08:
            return f"And {asked[0].lower()}{asked[1:]}"
        if roll < 0.16:
            return asked.lower()
        return asked.removesuffix("?") if roll < 0.22 else asked

    def subject(self) -> str:
        noun, roll = self._noun(), self._chance.random()
        if roll < 0.2:
            noun = f"{self._chance.choice(ADJECTIVES)} {noun}"
        elif roll < 0.4:
            noun = f"{self._noun()} {noun}"
        elif roll < 0.55:
            noun = f"{noun} of {self.name()}"
        elif roll < 0.7:
            noun = f"{self.name()} {noun}"
        elif roll < 0.78:
            return self.name()
        return f"the {noun}"

    def title(self) -> str:
        pick = self._chance.choice
        one, two = self._noun(), self._noun()
        return pick(
            (
                f"{one}.md",
                f"{one}-{two}.pdf",
                _capital(one),
                f"{one}.docx",
                f"{_capital(one)} {two}",
                f"{_capital(one)} of {self.name()}",
            )
        )

    def name(self) -> str:
        """A word that no other lesson is likely to have."""
        while True:
            parts = self._chance.randint(2, 3)
            made = "".join(
                self._chance.choice(
                    (
                        "b",
                        "c",
                        "d",
                        "f",
                        "g",
                        "h",
                        "j",
                        "k",
                        "l",
                        "m",
                        "n",
                        "p",
                        "r",
                        "s",
                        "t",
                        "v",
                        "w",
                        "z",
                        "br",
                        "st",
                        "tr",
                        "ch",
                        "qu",
                    )
                )
                + self._chance.choice(("a", "e", "i", "o", "u", "ea", "ou"))
                + self._chance.choice(("n", "r", "l", "s", "t", "ck", "m", "", "", "", ""))
                for _ in range(parts)
            )
            if (zlib.crc32(made.encode()) % HELD_OUT == 0) == self._held_out:
                return made.capitalize()

    def value(self, kind: str) -> str:
        pick, number = self._chance.choice, self._count()
        if kind == "money":
            amount = self._chance.randint(1, 2500)
            return pick(
                (
                    f"{number} {pick(('euros', 'pounds', 'dollars'))}",
                    f"£{amount:,}",
                    f"{amount}.{pick(('50', '90', '25'))} euros",
                    f"€{amount}",
                )
            )
        if kind == "time":
            return pick((self._clock(), self._clock(), "noon", "midnight"))
        if kind == "day":
            return pick(
                (
                    pick(DAYS),
                    f"{self._chance.randint(1, 31)} {pick(MONTHS)}",
                    f"the {pick(('first', 'third', 'last'))} {pick(DAYS)} of {pick(MONTHS)}",
                )
            )
        if kind == "year":
            return str(self._chance.randint(1600, 2029))
        if kind == "weight":
            return f"{number} {pick(('grams', 'kilograms', 'tons', 'pounds'))}"
        if kind == "place":
            return pick((f"{self.name()} {pick(PLACES)}", self.name(), f"the {pick(ADJECTIVES)} {self._noun()}"))
        if kind == "person":
            return pick((f"{self.name()} {self.name()}", self.name(), f"the {self._noun()} of {self.name()}"))
        if kind == "thing":
            return pick(
                (
                    f"a {pick(ADJECTIVES)} {self._noun()}",
                    f"{number} {self._noun()}s",
                    f"the {self._noun()} and a {self._noun()}",
                )
            )
        if kind == "colour":
            return (
                f"{pick(('light', 'dark', 'pale', 'deep'))} {pick(('red', 'blue', 'green', 'grey', 'brown', 'yellow'))}"
            )
        return pick((f"{number} {pick(UNITS)}", f"{number} {pick(UNITS)} of {self._noun()}"))

    def join(self, sentences: list[str]) -> str:
        return self._wrapped(" ".join(sentences)) if self._chance.random() < 0.25 else " ".join(sentences)

    def heading(self) -> str:
        noun = _capital(self._noun())
        return self._chance.choice(
            (noun, f"## {noun}", f"## {self._chance.randint(1, 9)}. {noun}", f"{noun} and {self._noun()}")
        )

    def table(self) -> str:
        columns, tab = self._chance.randint(2, 4), self._chance.choice(("\t", "\t", ",", " | "))
        rows = [[_capital(self._noun()) for _ in range(columns)]]
        for _ in range(self._chance.randint(2, 7)):
            rows.append([f"{_capital(self._noun())} {self._noun()}", *(self._count() for _ in range(columns - 1))])
        return "\n".join(tab.join(row) for row in rows)

    def _wrapped(self, text: str) -> str:
        """As text taken from a page: lines of a width."""
        width, lines = self._chance.randint(50, 110), [""]
        for word in text.split(" "):
            if len(lines[-1]) + len(word) > width:
                lines.append("")
            lines[-1] += f" {word}" if lines[-1] else word
        return "\n".join(lines)

    def _noun(self) -> str:
        roll = self._chance.random()
        if roll < 0.5:
            return self._chance.choice(NOUNS)
        return self._chance.choice(WORDS) if roll < 0.8 else self.name().lower()

    def _count(self) -> str:
        roll = self._chance.random()
        return self._chance.choice(NUMBERS) if roll < 0.3 else str(self._chance.randint(2, 99 if roll < 0.7 else 9999))

    def _clock(self) -> str:
        return f"{self._chance.randint(0, 23)}:{self._chance.randint(0, 59):02}"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
