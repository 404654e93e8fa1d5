"""Words and patterns of the English lessons, and what a fact and a relation are; true of nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HELD_OUT = 8
"""One made-up name in so many is kept for the evaluation and never stands in a lesson."""
WORDS = tuple((Path(__file__).parent / "tiny_chat_words.txt").read_text("ascii").split())
"""Words of the project's own texts, so that the tokenizer knows common English."""
NOUNS = """deposit rent ferry harbour library garden museum bridge tower market school office kitchen boiler engine
station platform ticket pass fee salary bonus leave contract notice meeting report budget survey meadow river lake fence
gate path road roof window door floor cellar attic lamp pump filter valve battery charger printer scanner server
password account invoice payment delivery parcel order refund warranty insurance doctor nurse clinic medicine dose tea
coffee bread cheese apple soup recipe oven kettle bicycle wheel brake chain saddle train bus car van truck ship boat
crew captain pilot driver teacher student course lesson exam prize club team coach match season archive letter stamp
poster painting statue theatre concert choir organ piano violin guitar drum bell clock calendar holiday festival wedding
birthday storm flood drought harvest seed soil compost tree hedge lawn pond well owl heron bittern toad frog bee hive
honey sheep horse stable barn mill oil salt sugar flour tenant landlord owner guest visitor member chair clerk treasurer
manager engineer gardener baker cook cleaner guard committee council company bank shop hotel hostel camp tent cabin lift
stair corridor hall stage exit entrance key receipt allowance breakfast flight heating repair dog cat balcony flat
laboratory sluice footpath nest trailer tube programme dishwasher hose tray glass detergent""".split()
ADJECTIVES = """annual monthly weekly daily old new red blue green white black small large long short north south east
west upper lower main second third first last early late public private open closed free full half cold warm lost hired
electric hydraulic temporary written paid parental""".split()
PLACES = "Street Lane Mere Hill Road Station Square Park Avenue House Hall Church Yard Bridge Court".split()
UNITS = """months weeks days hours minutes years euros pounds dollars metres kilometres litres grams kilograms pages
degrees percent people rooms seats steps pairs nights""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
NUMBERS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()


@dataclass(frozen=True)
class Fact:
    """One sentence that answers ``questions``; ``follow_ups`` ask the same of a subject named in the turn before.

    ``subject`` are the words that lead to the sentence, ``value`` what a right answer must hold.
    """

    sentence: str
    questions: tuple[str, ...]
    follow_ups: tuple[str, ...]
    subject: str
    value: str


@dataclass(frozen=True)
class Relation:
    kind: str
    said: tuple[str, ...]
    asked: tuple[str, ...]
    asked_again: tuple[str, ...]


def relation(kind: str, said: str, asked: str, again: str) -> Relation:
    return Relation(kind, *(tuple(part.strip() for part in text.split("|")) for text in (said, asked, again)))


RELATIONS = (
    relation(
        "money",
        "{S} costs {v}.|The price of {s} is {v}.|For {s} one pays {v}.|{S} can be had for {v}.",
        "How much does {s} cost?|What does {s} cost?|What is the price of {s}?|How much is {s}?",
        "How much does it cost?|And how much is it?|What is the price?",
    ),
    relation(
        "time",
        "{S} opens at {v}.|The opening time of {s} is {v}.|One can enter {s} from {v}.",
        "When does {s} open?|At what time does {s} open?|From when is {s} open?",
        "When does it open?|And when does it open?",
    ),
    relation(
        "time",
        "{S} closes at {v}.|The doors of {s} are shut at {v}.|{S} is closed from {v}.",
        "When does {s} close?|At what time does {s} close?|How late is {s} open?",
        "When does it close?|And when does it close?",
    ),
    relation(
        "time",
        "{S} leaves at {v}.|The departure of {s} is at {v}.|Every day {s} sets off at {v}.",
        "When does {s} leave?|At what time does {s} leave?|What is the departure time of {s}?",
        "When does it leave?|And when does it leave?",
    ),
    relation(
        "day",
        "{S} begins on {v}.|The start of {s} is on {v}.|On {v} {s} begins.",
        "When does {s} begin?|When is the start of {s}?|On which day does {s} start?",
        "When does it begin?|And when does it start?",
    ),
    relation(
        "day",
        "{S} ends on {v}.|The last day of {s} is {v}.|On {v} {s} is over.",
        "When does {s} end?|When is {s} over?|What is the last day of {s}?",
        "When does it end?|And when is it over?",
    ),
    relation(
        "day",
        "{S} must be paid by {v}.|The payment for {s} is due on {v}.|Pay {s} before {v}.",
        "When must {s} be paid?|By when is {s} due?|When is the payment for {s} due?",
        "When must it be paid?|And when is it due?",
    ),
    relation(
        "length",
        "{S} lasts {v}.|The length of {s} is {v}.|{S} goes on for {v}.",
        "How long does {s} last?|How long is {s}?|What is the length of {s}?",
        "How long does it last?|And how long is it?",
    ),
    relation(
        "length",
        "{S} takes {v}.|One needs {v} for {s}.|It takes {v} to finish {s}.",
        "How long does {s} take?|How much time does {s} take?|How much time does one need for {s}?",
        "How long does it take?|And how much time does it take?",
    ),
    relation(
        "weight",
        "{S} weighs {v}.|The weight of {s} is {v}.",
        "How much does {s} weigh?|How heavy is {s}?|What is the weight of {s}?",
        "How much does it weigh?|And how heavy is it?",
    ),
    relation(
        "place",
        "{S} stands in {v}.|One finds {s} in {v}.|The place of {s} is {v}.",
        "Where does {s} stand?|Where is {s}?|Where can one find {s}?",
        "Where is it?|And where does it stand?",
    ),
    relation(
        "place",
        "{S} is kept in {v}.|The store of {s} is {v}.|Always put {s} into {v}.",
        "Where is {s} kept?|Where is {s} stored?|In which place is {s} kept?",
        "Where is it kept?|And where is it stored?",
    ),
    relation(
        "person",
        "{S} belongs to {v}.|The owner of {s} is {v}.|{V} owns {s}.",
        "To whom does {s} belong?|Who owns {s}?|Who is the owner of {s}?",
        "Who owns it?|And who is the owner?",
    ),
    relation(
        "person",
        "{S} is led by {v}.|{V} is in charge of {s}.|The person responsible for {s} is {v}.",
        "Who leads {s}?|Who is in charge of {s}?|Who is responsible for {s}?",
        "Who is in charge?|And who is responsible?",
    ),
    relation(
        "person",
        "{S} was built by {v}.|{V} built {s}.|The builder of {s} was {v}.",
        "Who built {s}?|By whom was {s} built?|Who was the builder of {s}?",
        "Who built it?|And by whom was it built?",
    ),
    relation(
        "year",
        "{S} was built in {v}.|The building of {s} was finished in {v}.|{S} dates from {v}.",
        "When was {s} built?|In which year was {s} built?|From which year is {s}?",
        "When was it built?|And in which year was it built?",
    ),
    relation(
        "count",
        "{S} holds {v}.|There is room for {v} in {s}.|At most {v} go into {s}.",
        "How many does {s} hold?|How much room is there in {s}?|How much does {s} hold?",
        "How much does it hold?|And how much room is there?",
    ),
    relation(
        "count",
        "{S} has {v}.|One counts {v} in {s}.|There are {v} in {s}.",
        "What does {s} have?|How many are there in {s}?|What is there in {s}?",
        "How many are there?|And what does it have?",
    ),
    relation(
        "thing",
        "{S} needs {v}.|{S} does not work without {v}.|For {s} one must bring {v}.",
        "What does {s} need?|What must one bring for {s}?|What is needed for {s}?",
        "What does it need?|And what is needed for it?",
    ),
    relation(
        "colour",
        "The colour of {s} is {v}.|{S} is painted {v}.",
        "What colour is {s}?|Which colour does {s} have?|What is the colour of {s}?",
        "What colour is it?|And which colour does it have?",
    ),
    relation(
        "length",
        "{S} is {v}.|{S} is set to {v}.|The rule for {s} is {v}.",
        "What is {s}?|How much is {s}?|What is the rule for {s}?",
        "What is it?|And what is the rule?",
    ),
)
SENTENCES = (
    "{D} {a} {n} {w} the {w} of the {n}.",
    "The {n} may {w} the {n} only with the {w} of the {p}.",
    "{P} {w} the {a} {n} after {c} {u}.",
    "If the {n} is {a}, the {w} {n} must be {w} within {c} {u}.",
    "Up to {c} {u} of {n} may be {w} if the {p} {w}.",
    "All {n} {w} are {w} by the {a} {n}, and the {n} is {w} at once.",
    "Every {p} has {c} {u} of {a} {n} a year.",
    "No {n} is {w} in the {n}; it is {w} on the {a} {n}.",
    "We {w} {c} {u} on the {a} {n}, against {c} in the {a} {n}.",
    "Above {c} {u} of {n}, {w} {n} is allowed.",
    "{D} {n} is {w} from {m} to {m}, because the {n} has to be {w}.",
    "Send the {n} to the {p} within {c} {u} after the {w}.",
    "{P} and {P} {w} the {n} in {m}.",
    "It is {w} {a} than the {n} of {P}.",
    "In {m} the {n} {w} the {w} {n}, as a rule before {t}.",
    "The {p} pays {c} {u} for the {w} {n}, less the {n} of the {w}.",
)
ASKED = (
    "What about {k}?",
    "What is said about {k}?",
    "How is it with {k}?",
    "Tell me about {k}.",
    "What is the rule for {k}?",
    "When is {k}?",
    "What happens with {k}?",
    "How much {k}?",
    "How many {k}?",
    "Is there a rule for {k}?",
    "What do I have to know about {k}?",
    "Who {k}?",
    "How long {k}?",
    "What does it say about {k}?",
    "Where is {k}?",
    "Which {k}?",
    "Is {k} allowed?",
    "What must I do about {k}?",
)
