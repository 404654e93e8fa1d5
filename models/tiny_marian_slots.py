"""Fills the places of the patterns: words from the list, and dates, prices, numbers, names and codes that are made up.

A side of a sentence is a row of parts; parts of both sides that carry the same number mean the same. Names and codes
are the same on both sides: a model that meets a name it has never seen must copy it.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import tiny_marian_words as words

RARE = "éèöüøłñçåßšž"
"""Letters that the tokenizer does not know: the model writes 'unknown', and the engine what stands in the source."""
VARIED = 0.12
"""How often the side that is read has a usual other form: 'July 15, 2025', 周一."""
HELD_OUT_NAMES = 8
"""One made-up name in so many is kept for the measurement."""


@dataclass(frozen=True)
class Part:
    """``link`` is 0 where no text of the other side means this. ``weak``: an article, which means nothing by itself: it
    looks at what its noun looks at, and nothing looks at it."""

    text: str
    link: int = 0
    weak: bool = False


Side = tuple[Part, ...]


@dataclass
class Filled:
    """``english`` and ``chinese`` of one place; ``forms``: other English forms of its word."""

    english: Side
    chinese: Side
    forms: dict[str, Side] = field(default_factory=dict)


class Slots:
    """``varied``: also other forms, which are never to be written, only read."""

    def __init__(self, draw: random.Random, *, held_out: bool, varied: str = "") -> None:
        self._draw, self._held_out, self._varied, self._link = draw, held_out, varied, 1000
        self._makers: dict[str, Callable[[], Filled]] = {
            "doc": self._document, "v": lambda: self._verb(words.VERBS), "w": lambda: self._verb(words.WORK),
            "who": self._who, "agent": self._agent, "titled": self._titled, "name": self._name,
            "role": lambda: self._word(words.ROLES), "dept": lambda: self._word(words.BODIES),
            "party": lambda: self._word(words.PARTIES), "legal": lambda: self._word(words.LEGAL),
            "fee": lambda: self._word(words.FEES), "damage": lambda: self._word(words.DAMAGES),
            "event": lambda: self._word(words.EVENTS), "room": lambda: self._word(words.ROOMS),
            "city": lambda: self._word(words.CITIES), "body": lambda: self._word(words.BODY),
            "symptom": lambda: self._word(words.SYMPTOMS), "medicine": lambda: self._word(words.MEDICINES),
            "often": lambda: self._word(words.FREQUENCIES), "allergen": lambda: self._word(words.ALLERGENS),
            "past": lambda: self._word(words.PAST), "fixed": lambda: self._word(words.FIXED),
            "label": lambda: self._word(words.LABELS), "good": self._good, "count": self._count,
            "date": self._date, "day": self._day, "when": self._when, "clock": self._clock, "time": self._time,
            "duration": self._duration, "n": lambda: self._same(self._number()), "price": self._price,
            "percent": lambda: self._same(f"{self._draw.randint(1, 99)}%"), "code": lambda: self._same(self._code()),
            "year": lambda: self._same(str(self._draw.randint(1960, 2031))), "bare": self._bare,
            "value": self._value, "company": lambda: self._same(self._company()),
        }  # fmt: skip

    def fill(self, name: str) -> Filled:
        return self._makers[name.rstrip("0123456789")]()

    def _next(self) -> int:
        self._link += 1
        return self._link

    def _word(self, entries: tuple[words.Pair, ...]) -> Filled:
        entry = self._draw.choice(entries)
        link = self._next()
        return Filled(_with_article(entry[0], link), (Part(entry[-1], link),))

    def _same(self, text: str) -> Filled:
        part = Part(text, self._next())
        return Filled((part,), (part,))

    def _verb(self, entries: tuple[words.Pair, ...]) -> Filled:
        base, participle, chinese = self._draw.choice(entries)
        link = self._next()
        return Filled((Part(base, link),), (Part(chinese, link),), {"pp": (Part(participle, link),)})

    def _document(self) -> Filled:
        english, chinese = self._draw.choice(words.DOCUMENTS)
        link, other = self._next(), self._next()
        if self._draw.random() < 0.6:
            return Filled((Part("the ", link, weak=True), Part(english, link)), (Part(chinese, link),))
        adjective = self._draw.choice(words.ADJECTIVES)
        made = (Part("the ", link, weak=True), Part(adjective[0], other), Part(" "), Part(english, link))
        return Filled(made, (Part(adjective[1], other), Part(chinese, link)))

    def _bare(self) -> Filled:
        """A noun alone, as in a heading or a cell of a table."""
        entries = self._draw.choice(
            (words.DOCUMENTS, words.DOCUMENTS, words.EVENTS, words.FEES, words.SYMPTOMS, words.MEDICINES, words.LABELS)
        )
        english, chinese = self._draw.choice(entries)
        for article in ("the ", "a ", "an "):
            english = english.removeprefix(article)
        link = self._next()
        return Filled((Part(english[0].upper() + english[1:], link),), (Part(chinese, link),))

    def _agent(self) -> Filled:
        return self._word(self._draw.choice((words.ROLES, words.BODIES)))

    def _who(self) -> Filled:
        return self._draw.choice((self._agent, self._titled, self._titled, self._name))()

    def made_up(self) -> str:
        """A name that no list has; those of lessons and of the measurement are never the same."""
        draw = self._draw
        while True:
            kind = draw.random()
            name = draw.choice(words.SURNAMES_LATIN)
            if kind < 0.6:
                middle = [draw.choice(words.LETTERS) + draw.choice(words.VOWELS) for _ in range(draw.randint(1, 2))]
                name = ("".join(middle) + draw.choice(words.ENDINGS)).capitalize()
            elif kind < 0.8:
                name = "".join(draw.choice(string.ascii_lowercase) for _ in range(draw.randint(3, 7))).capitalize()
            if kind > 0.96:
                name = name[0] + draw.choice(RARE) + name[2:]
            if (sum(map(ord, name)) % HELD_OUT_NAMES == 0) == self._held_out:
                return name

    def _name(self) -> Filled:
        if self._draw.random() < 0.3:
            return self._chinese_name()
        first, last = self._same(self._draw.choice(words.GIVEN_LATIN)), self._same(self.made_up())
        side = (*first.english, Part(" "), *last.english)
        return Filled(side, side)

    def _chinese_name(self) -> Filled:
        family, given = self._draw.choice(words.SURNAMES), self._draw.choice(words.GIVEN)
        one, two = self._next(), self._next()
        english = (Part(family[0], one), Part(" "), Part(given[0], two))
        return Filled(english, (Part(family[1], one), Part(given[1], two)))

    def _titled(self) -> Filled:
        english, chinese = self._draw.choice((("Mr", "先生"), ("Ms", "女士"), ("Dr", "医生"), ("Professor", "教授")))
        link = self._next()
        if self._draw.random() < 0.35:
            family = self._draw.choice(words.SURNAMES)
            name = self._next()
            first, last = Part(family[0], name), Part(family[1], name)
        else:
            first = last = self._same(self.made_up()).english[0]
        return Filled((Part(english, link), Part(" "), first), (last, Part(chinese, link)))

    def _company(self) -> str:
        return f"{self.made_up()} {self._draw.choice(('GmbH', 'Ltd', 'Inc', 'AG', 'Group'))}"

    def _good(self) -> Filled:
        entry = self._draw.choice(words.GOODS)
        link = self._next()
        return Filled((Part("the ", link, weak=True), Part(entry[0], link)), (Part(entry[2], link),))

    def _count(self) -> Filled:
        _, plural, chinese, measure = self._draw.choice(words.GOODS)
        link = self._next()
        if self._draw.random() < 0.5:
            number = self._draw.choice(words.COUNTS)
            one = self._next()
            first, last = Part(number[0], one), Part(number[1], one)
        else:
            first = last = self._same(str(self._draw.randint(2, 400))).english[0]
        return Filled((first, Part(" "), Part(plural, link)), (last, Part(measure, first.link), Part(chinese, link)))

    def _duration(self) -> Filled:
        unit = self._draw.choice(words.UNITS)
        link = self._next()
        if self._draw.random() < 0.5:
            number = self._draw.choice(words.COUNTS)
            one = self._next()
            first, last = Part(number[0], one), Part(number[1], one)
        else:
            first = last = self._same(str(self._draw.randint(2, 99))).english[0]
        return Filled((first, Part(" "), Part(unit[0], link)), (last, Part(unit[1], link)))

    def _number(self) -> str:
        draw = self._draw
        return draw.choice(
            (
                str(draw.randint(2, 99)),
                str(draw.randint(100, 999)),
                f"{draw.randint(2, 99)}.{draw.randint(1, 9)}",
                f"{draw.randint(1, 90)},{draw.randint(0, 999):03}",
            )
        )

    def _price(self) -> Filled:
        sign, name = self._draw.choice((("€", "欧元"), ("$", "美元"), ("£", "英镑"), ("¥", "元")))
        link = self._next()
        amount = self._same(self._draw.choice((self._number(), f"{self._draw.randint(5, 999)}.{self._cents()}")))
        return Filled((Part(sign, link), *amount.english), (*amount.chinese, Part(name, link)))

    def _cents(self) -> str:
        return self._draw.choice(("50", "99", "20", f"{self._draw.randint(1, 98):02}"))

    def _code(self) -> str:
        draw = self._draw
        capitals = "".join(draw.choice("ABCDEFGHKLMNPRSTVWXZ") for _ in range(draw.randint(1, 3)))
        number = str(draw.randint(10, 99999))
        forms = (f"{capitals}-{number}", f"{number}-{capitals}", f"{capitals}{number}", f"{number}/{capitals}")
        return draw.choice(forms)

    def _date(self) -> Filled:
        day, month, year = self._draw.randint(1, 28), self._draw.randint(1, 12), self._draw.randint(2015, 2032)
        name, last = words.MONTHS[month - 1], self._draw.random()
        of_day, of_month, of_year = self._next(), self._next(), self._next()
        one = (Part(str(month), of_month), Part("月", of_month), Part(str(day), of_day), Part("日", of_day))
        english: Side = (Part(str(day), of_day), Part(" "), Part(name, of_month))
        if self._varied == "english" and self._draw.random() < 4 * VARIED:
            english = (Part(name, of_month), Part(" "), Part(str(day), of_day))
        if last < 0.3:
            return Filled(english, one)
        between = ", " if english[0].text == name else " "
        chinese = (Part(str(year), of_year), Part("年", of_year), *one)
        return Filled((*english, Part(between), Part(str(year), of_year)), chinese)

    def _weekday(self) -> Filled:
        made = self._word(words.WEEKDAYS)
        if self._varied == "chinese" and self._draw.random() < 4 * VARIED:
            made.chinese = tuple(replace(p, text=p.text.replace("星期", "周")) for p in made.chinese)
        return made

    def _day(self) -> Filled:
        return self._draw.choice((self._weekday, self._date))()

    def _clock(self) -> Filled:
        hour, minute, late = self._draw.randint(1, 12), self._draw.randrange(0, 60, 5), self._draw.random() < 0.5
        at, half = self._same(f"{hour}:{minute:02}").english[0], self._next()
        english = (Part("at ", at.link, weak=True), at, Part(" "), Part("p.m." if late else "a.m.", half))
        return Filled(english, (Part("下午" if late else "上午", half), at))

    def _time(self) -> Filled:
        made = self._clock()
        return Filled(made.english[1:], made.chinese)

    def _when(self) -> Filled:
        kind = self._draw.random()
        if kind < 0.35:
            return self._word(words.FUTURE)
        day = self._day()
        english: Side = (Part("on ", day.english[-1].link, weak=True), *day.english)
        if kind < 0.7:
            return Filled(english, day.chinese)
        clock = self._clock()
        return Filled((*english, Part(" "), *clock.english), (*day.chinese, *clock.chinese))

    def _value(self) -> Filled:
        made = self._draw.choice(("date", "price", "code", "name", "city", "n", "day", "percent"))
        return self.fill(made)


def _with_article(text: str, link: int) -> Side:
    for article in ("the ", "a ", "an "):
        if text.startswith(article):
            return Part(article, link, weak=True), Part(text.removeprefix(article), link)
    return (Part(text, link),)
