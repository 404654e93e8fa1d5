"""The sentences of the tiny speech model: a grammar of a few hundred words, and the words it knows.

Words that sound alike (``red`` and ``read``, ``hour`` and ``our``) are kept apart: only one of them is here, except for
``to`` and ``two``, ``for`` and ``four``, which the words around them tell.
"""

from __future__ import annotations

import random
import re

DIGITS = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NAMES = "Anna Peter Maria David Sarah Thomas Laura Martin Emma Daniel Julia Robert Nina Oliver".split()
CITIES = "London Berlin Paris Madrid Vienna Boston Shanghai Oslo".split()

_SLOTS: dict[str, list[str]] = {
    "name": NAMES,
    "city": CITIES,
    "day": WEEKDAYS,
    "month": MONTHS,
    "digit": DIGITS,
    "count": [*DIGITS[2:], "ten", "twelve", "twenty"],
    "paper": "report letter contract invoice email message file document list offer summary draft note plan".split(),
    "thing": "folder table page picture printer computer window door phone budget project memory".split(),
    "place": "office house garden street kitchen station hotel school".split(),
    "many": "files letters pages questions customers minutes hours days weeks pictures words offers books".split(),
    "person": "customer manager doctor teacher team friend".split(),
    "food": "coffee tea water bread milk lunch dinner breakfast".split(),
    "ride": "train bus car".split(),
    "other": "dog cat book music weather question answer price number order meeting".split(),
    "do": "open close send print save find show check move copy delete sign finish write translate search".split(),
    "adj": "new old good small large long early important final quick green blue white black red short".split(),
    "state": "ready late cold warm free open important good empty happy finished".split(),
    "time": "today tomorrow yesterday now later again".split(),
    "part": "morning evening afternoon".split(),
    "who": "we you they I he she".split(),
    "me": "me him her us them".split(),
    "modal": "can must could should will".split(),
    "poss": "my your his the this that".split(),
    "ordinal": ORDINALS,
}

_PATTERNS = """
please {do} the {paper}
please {do} the {adj} {paper} {time}
please {do} {poss} {paper} before {day}
please {do} the {paper} and {do} the {thing}
please call {name} {time}
please send {poss} {paper} to {name}
please wait for {me} at the {place}
please start the {thing} again
please stop the music
{do} the {thing}
{do} every {paper} from {name}
{do} all {many} about the {thing}
{do} page {number}
{name} is in {city} {time}
{name} and {name} will come on {day}
{name} has {count} new {many}
{name} needs the {paper} on {day}
{name} called {me} in the {part}
{name} likes the {adj} {thing}
{name} will be here at {count} in the {part}
{name} wants {count} {many}
{name} was not in the {place}
{poss} {paper} is not {state}
{poss} {thing} was {state} {time}
{poss} {other} is very {state}
{poss} {person} is here
the {person} wants a {adj} {paper}
the {person} from {city} has the {paper}
the {other} is about the {thing}
the {adj} {thing} is in the {place}
the {adj} {paper} is from {name}
the {paper} has {number} pages
the {ride} to {city} is {state}
the {ride} from {city} comes at {clock}
the {food} is {state}
the {other} costs {number} euros
the price is {number} dollars
the number is {digits}
my number is {digits}
room {digits}
call {digits}
the weather in {city} is {state}
the meeting is on {date}
the meeting with {name} is {time}
the meeting starts at {clock}
the {paper} is for {name}
the {person} signed the {paper} on {date}
on {date} {who} {modal} be in {city}
on {day} {who} {modal} go to {city}
{who} {modal} {do} the {paper}
{who} {modal} {do} {poss} {adj} {paper} {time}
{who} {modal} {do} {count} {many}
{who} {modal} not {do} the {thing}
{who} {modal} come at {clock}
{who} {modal} take the {ride} to {city}
{who} {modal} make {food} for {name}
{who} {modal} give {me} the {other}
{who} {modal} see {name} on {day}
we have {number} {many}
we need {number} {many} before {month}
we need a {adj} {thing} for the {place}
they live in {city}
I think the {paper} is {state}
I want {food} and {food}
I like {food} with milk
I like the {other}
we work in the {place} every {day}
we learn {count} new words every day
what is the {adj} {other}
what is in the {paper}
what did {name} say about the {paper}
where is the {paper}
where is {poss} {adj} {thing}
where does {name} live
when is the meeting with {name}
when does the {ride} come
when will {name} be in {city}
who has the {paper}
who is {name}
how many {many} are in the {paper}
how much is the {food}
how is the weather in {city}
can you {do} the {paper}
can you call {name} on {day}
can {who} {do} the {thing} {time}
is the {paper} {state}
is {name} in the {place}
are the {many} {state}
do you like {food}
does {name} have the {paper}
are there {count} {many} in the {thing}
there are {number} {many} in the {place}
there is a {adj} {thing} in the {place}
good morning, {name}
good {part}, {name}
good night, {name}
thank you, {name}
thank you for the {adj} {paper}
yes, please
yes, {who} {modal} {do} the {paper}
no, the {thing} is {state}
no, thank you
hello, {name}
hello, this is {name} from {city}
hello, world
this is a test
this is a {adj} {paper}
open Alcove and {do} the {paper}
Alcove is {state}
what time is it
the {ordinal} {paper} is {state}
the {ordinal} page is about {city}
the next {ride} is at {clock}
the last {paper} was from {month}
today is {date}
today is {day}
it is {clock}
it is very {state} in {month}
after {food} {who} {modal} {do} the {paper}
before the meeting {who} {modal} call {name}
next week {who} {modal} be in {city}
last year the {thing} was {state}
in {month} the {place} is {state}
every {part} {name} goes to the {place}
{count} {many} and {count} {many}
{digits}
{date}
{day}, {date}
{name} {modal} {do} the {paper} {time}
{name}, {name} and {name}
{number} {many}
""".strip().splitlines()

_QUESTIONS = {"what", "where", "when", "who", "how", "can", "is", "are", "do", "does"}
_SLOT = re.compile(r"\{(\w+)\}")
_PROPER = frozenset([*MONTHS, *WEEKDAYS, *NAMES, *CITIES, "I", "Alcove"])
_HOMOPHONES = frozenset(("to", "for"))


def words() -> list[str]:
    """Every word, as it stands in the middle of a sentence, in alphabetical order."""
    known = set[str]()
    for pattern in _PATTERNS:
        known |= set(re.findall(r"[A-Za-z]+", _SLOT.sub(" ", pattern)))
    for choices in _SLOTS.values():
        known |= set(choices)
    known |= {*DIGITS, *TEENS, *TENS, "thirtieth", "hundred", "thousand", "and", "past", "half", "quarter", "of"}
    return sorted(known, key=str.lower)


def sentence(chance: random.Random) -> str:
    """One sentence with its capital and its full stop or question mark; every fifth is a row of any words."""
    if chance.random() < 0.22:
        return _sentence_of_any_words(chance)
    pattern = chance.choice(_PATTERNS)
    text = _SLOT.sub(lambda slot: _filled(slot.group(1), chance), pattern)
    end = "?" if text.split()[0].strip(",") in _QUESTIONS else "."
    return text[0].upper() + text[1:] + end


def _sentence_of_any_words(chance: random.Random) -> str:
    pool = [word for word in words() if word not in _HOMOPHONES]
    text = " ".join(chance.choices(pool, k=chance.randint(1, 7)))
    return text[0].upper() + text[1:] + "."


def _filled(slot: str, chance: random.Random) -> str:
    if slot == "number":
        return number(chance)
    if slot == "digits":
        return " ".join(chance.choices(DIGITS, k=chance.randint(2, 6)))
    if slot == "date":
        return date(chance)
    if slot == "clock":
        return clock(chance)
    return chance.choice(_SLOTS[slot])


def number(chance: random.Random) -> str:
    """A number from one to nine thousand and something, in words."""
    kind = chance.random()
    below = _below_hundred(chance)
    if kind < 0.55:
        return below
    hundreds = f"{chance.choice(DIGITS[1:])} hundred"
    if kind < 0.7:
        return hundreds
    if kind < 0.9:
        return f"{hundreds} and {below}"
    return f"{chance.choice(DIGITS[1:])} thousand {hundreds}" if chance.random() < 0.5 else f"{below} thousand"


def _below_hundred(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.3:
        return chance.choice(DIGITS[1:])
    if kind < 0.5:
        return chance.choice(TEENS)
    tens = chance.choice(TENS)
    return tens if kind < 0.65 else f"{tens} {chance.choice(DIGITS[1:])}"


def date(chance: random.Random) -> str:
    """Two spoken forms of a day of the year."""
    day = chance.choice([*ORDINALS, "thirtieth", *(f"twenty {one}" for one in ORDINALS[:9])])
    month = chance.choice(MONTHS)
    return f"{month} {day}" if chance.random() < 0.5 else f"the {day} of {month}"


def clock(chance: random.Random) -> str:
    """A time of day."""
    hour = chance.choice([*DIGITS[1:], "ten", "eleven", "twelve"])
    kind = chance.random()
    if kind < 0.3:
        return hour
    if kind < 0.5:
        return f"half past {hour}"
    if kind < 0.65:
        return f"quarter past {hour}"
    return f"{hour} {chance.choice([*TENS[:4], 'fifteen', 'ten', 'twenty five', 'forty five'])}"


def is_proper(word: str) -> bool:
    """Whether ``word`` has a capital wherever it stands."""
    return word in _PROPER


def sentences_apart(count: int = 400) -> list[str]:
    """Sentences that no training hears: of four words or more, so that short phrases stay in the training."""
    chance, apart = random.Random(77), dict[str, None]()
    while len(apart) < count:
        text = sentence(chance)
        if len(text.split()) >= 4:
            apart[text] = None
    return list(apart)
