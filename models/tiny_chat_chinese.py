"""Chinese sentences of made-up facts for the tiny chat model's lessons; true of nothing."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable

from tiny_chat_chinese_patterns import (
    ADJECTIVES,
    ASKED,
    CHARACTERS,
    DIGITS,
    RELATIONS,
    SENTENCES,
    SURNAMES,
    UNITS,
    WORDS,
)
from tiny_chat_english_patterns import HELD_OUT, Fact, Relation


class Chinese:
    """``held_out`` tells whether made-up names are those of the evaluation."""

    language = "zh"
    refusal = "段落中没有找到答案。"

    def __init__(self, chance: random.Random, *, held_out: bool) -> None:
        self._chance, self._held_out = chance, held_out

    def fact(self, subject: str | None = None, relation: Relation | None = None, *, first: bool = False) -> Fact:
        """``first``: the sentence begins with its subject."""
        subject, relation = subject or self.subject(), relation or self._chance.choice(RELATIONS)
        value = self.value(relation.kind)
        said = [one for one in relation.said if one.startswith("{s}") or not first]
        sentence = self._chance.choice(said).format(s=subject, v=value)
        questions = tuple(asked.format(s=subject) for asked in relation.asked)
        return Fact(sentence, questions, relation.asked_again, subject, value)

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
            ("{w}", lambda: key(self._verb())),
            ("{p}", lambda: key(self.person())),
            ("{c}", self._count),
            ("{u}", lambda: pick(UNITS)),
        )
        for hole, fill in holes:
            while hole in made:
                made = made.replace(hole, fill(), 1)
        keys = list(dict.fromkeys(keys))
        chosen = self._chance.sample(keys, min(len(keys), self._chance.randint(2, 3)))
        words = "".join(sorted(chosen, key=made.find))
        return Fact(made, tuple(asked.format(k=words) for asked in ASKED), (), words, made)

    def question(self, questions: tuple[str, ...]) -> str:
        asked, roll = self._chance.choice(questions), self._chance.random()
        if roll < 0.08:
            return f"那么{asked}"
        if roll < 0.14:
            return asked.replace("？", "?")
        return asked.removesuffix("？") if roll < 0.2 else asked

    def subject(self) -> str:
        noun, roll = self._noun(), self._chance.random()
        if roll < 0.25:
            return f"{self._chance.choice(ADJECTIVES)}{noun}"
        if roll < 0.5:
            return f"{self._noun()}{self._chance.choice(('的', ''))}{noun}"
        return f"{self.name()}{noun}" if roll < 0.75 else noun

    def title(self) -> str:
        one, two = self._noun(), self._noun()
        return self._chance.choice(
            (f"{one}.md", f"{one}{two}.pdf", one, f"{one}.docx", f"{one}{two}", f"{self.name()}{one}")
        )

    def name(self) -> str:
        while True:
            made = "".join(self._chance.choice(CHARACTERS) for _ in range(self._chance.randint(2, 3)))
            if (zlib.crc32(made.encode()) % HELD_OUT == 0) == self._held_out:
                return made

    def person(self) -> str:
        return (
            self._chance.choice(SURNAMES) + self.name()[: self._chance.randint(1, 2)]
            if self._chance.random() < 0.6
            else self._chance.choice(WORDS)
        )

    def value(self, kind: str) -> str:
        pick, number = self._chance.choice, self._count()
        if kind == "money":
            return f"{number}{pick(('元', '元', '万元', '美元'))}"
        if kind == "time":
            return pick(
                (
                    f"{pick(('早上', '下午', '晚上', '上午'))}{number_word(self._chance.randint(1, 12))}点",
                    f"{self._chance.randint(0, 23)}:{self._chance.randint(0, 59):02}",
                )
            )
        if kind == "day":
            return pick(
                (
                    f"{self._chance.randint(1, 12)}月{self._chance.randint(1, 28)}日",
                    f"{number_word(self._chance.randint(1, 12))}月{number_word(self._chance.randint(1, 28))}日",
                    f"星期{pick('一二三四五六')}",
                )
            )
        if kind == "year":
            return f"{self._chance.randint(1600, 2029)}年"
        if kind == "weight":
            return f"{number}{pick(('克', '公斤', '吨', '斤'))}"
        if kind == "place":
            return pick(
                (
                    f"{self.name()}路{self._chance.randint(1, 300)}号",
                    f"{pick(ADJECTIVES)}{self._noun()}",
                    f"{self.name()}市",
                    self._noun(),
                )
            )
        if kind == "person":
            return pick((pick(SURNAMES) + self.name(), f"{self.name()}公司", pick(SURNAMES) + self.name()[:1]))
        if kind == "thing":
            return pick((f"{pick(ADJECTIVES)}{self._noun()}", f"{self._noun()}和{self._noun()}"))
        if kind == "colour":
            return f"{pick('深浅淡')}{pick('红蓝绿灰黄紫')}色"
        return f"{number}{pick(UNITS)}"

    def join(self, sentences: list[str]) -> str:
        text = "".join(sentences)
        if self._chance.random() < 0.12:
            width = self._chance.randint(24, 44)
            return "\n".join(text[at : at + width] for at in range(0, len(text), width))
        return text

    def heading(self) -> str:
        noun = self._noun()
        number = number_word(self._chance.randint(1, 12))
        return self._chance.choice((noun, f"## {noun}", f"第{number}章 {noun}", f"{noun}与{self._noun()}"))

    def table(self) -> str:
        columns, tab = self._chance.randint(2, 4), self._chance.choice(("\t", "\t", ",", " | "))
        rows = [[self._noun() for _ in range(columns)]]
        for _ in range(self._chance.randint(2, 7)):
            rows.append([self._noun() + self._noun(), *(self._count() for _ in range(columns - 1))])
        return "\n".join(tab.join(row) for row in rows)

    def _noun(self) -> str:
        roll = self._chance.random()
        if roll < 0.6:
            return self._chance.choice(WORDS)
        return self.name()

    def _verb(self) -> str:
        return (
            "".join(self._chance.choice(CHARACTERS) for _ in range(2))
            if self._chance.random() < 0.6
            else self._chance.choice(WORDS)
        )

    def _count(self) -> str:
        roll = self._chance.random()
        if roll < 0.5:
            return number_word(self._chance.randint(2, 99 if roll < 0.4 else 999))
        return str(self._chance.randint(2, 99 if roll < 0.8 else 9999))


def number_word(number: int) -> str:
    """1 to 999: 三百二十一."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{DIGITS[hundreds - 1]}百" if hundreds else ""
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{DIGITS[tens - 1]}十"
    elif hundreds and ones:
        words += "零"
    return words + (DIGITS[ones - 1] if ones else "")
