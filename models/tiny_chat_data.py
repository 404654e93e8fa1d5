"""Synthetic lessons for the tiny chat model: passages with facts of made-up words, questions, answers with their mark.

Everything comes from a seed. The prompts are those of ``app.domain.ask.prompt``, so that the model meets in use
what it met in training. Nothing here is true of anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tiny_chat_chinese import Chinese
from tiny_chat_chinese_patterns import CHARACTERS
from tiny_chat_english import English
from tiny_chat_english_patterns import Fact

from app.domain.ask.prompt import Exchange, Source, messages

START, END, PADDING = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
ANSWER_BEGINS = f"{END}\n{START}assistant\n"
Writer = English | Chinese


@dataclass(frozen=True)
class Shape:
    """How large a lesson may be. Without ``rules`` it begins at the passages. ``tables`` is the share of passages that
    hold one, which nobody asks for; ``subject_first`` that of answers that begin with what the question names;
    ``talks`` that of lessons whose passages came with the question before."""

    passages: tuple[int, int]
    facts: tuple[int, int]
    questions: int
    rules: bool
    history: float
    refusals: float
    tables: float = 0.0
    subject_first: float = 0.0
    talks: float = 0.0


@dataclass(frozen=True)
class Branch:
    """One question to the passages. ``at`` is where the sentence to be copied begins in the lesson's ``start``."""

    question: str
    answer: str
    kind: str
    subject: str = ""
    value: str = ""
    at: int = -1
    sentence: str = ""
    passage: int = 0

    @property
    def text(self) -> str:
        return f"{self.question}{ANSWER_BEGINS}{self.answer}{END}\n"


@dataclass(frozen=True)
class Lesson:
    """``start`` is the prompt up to the question; each branch goes on from there, knowing nothing of the others.

    ``sentences`` are the spans of the passages' sentences in ``start``; ``numbers`` are, for each of them, the place of
    its passage's number.
    """

    language: str
    start: str
    branches: tuple[Branch, ...]
    sentences: tuple[tuple[int, int], ...]
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class _Said:
    fact: Fact
    passage: int
    known: bool
    """A sentence of a relation, whose subject may be asked for something else."""

    @property
    def begins(self) -> bool:
        return self.known and self.fact.sentence.lower().startswith(self.fact.subject.lower())


class Lessons:
    """An endless supply, the same from the same seed. ``held_out``: with names that no lesson for training has."""

    def __init__(self, seed: int, *, held_out: bool = False) -> None:
        self._random = random.Random(seed)
        self._writers: tuple[Writer, Writer] = (
            English(self._random, held_out=held_out),
            Chinese(self._random, held_out=held_out),
        )

    def lesson(self, shape: Shape, language: str | None = None) -> Lesson:
        while True:
            made = self._lesson(shape, language)
            if made is not None:
                return made

    def _lesson(self, shape: Shape, language: str | None) -> Lesson | None:
        chosen = self._random.random() < 0.5
        writer = self._writers[chosen if language is None else language == "zh"]
        said, sources = self._passages(writer, shape)
        if talks := shape.talks > 0 and self._random.random() < shape.talks:
            earlier, after = self._talk(writer, said, sources)
        else:
            followed = self._random.choice(said) if self._random.random() < shape.history else None
            earlier, after = self._history(writer, followed)
        prompt = messages(writer.refusal, () if talks else sources, earlier)
        if not shape.rules:
            prompt = prompt[1:]
        start = "".join(f"{START}{m.role}\n{m.content}{END}\n" for m in prompt).removesuffix(f"{writer.refusal}{END}\n")
        branches = [
            self._refused(writer, said, sources, shape) if self._random.random() < shape.refusals
            else self._asked(writer, said, after, shape) for _ in range(shape.questions)
        ]  # fmt: skip
        return _placed(writer.language, start, [one for one in branches if one is not None], said)

    def _passages(self, writer: Writer, shape: Shape) -> tuple[list[_Said], list[Source]]:
        """Some of the same subject, some of the same relation, so that half a question finds the wrong sentence."""
        said, sources, subjects = list[_Said](), list[Source](), list[str]()
        for n in range(1, self._random.randint(*shape.passages) + 1):
            own = list[_Said]()
            for _ in range(self._random.randint(*shape.facts)):
                roll = self._random.random()
                if roll < 0.4:
                    own.append(_Said(writer.sentence(), n, known=False))
                else:
                    subject = self._random.choice(subjects) if subjects and roll < 0.65 else writer.subject()
                    subjects.append(subject)
                    first = shape.subject_first > 0 and self._random.random() < shape.subject_first
                    own.append(_Said(writer.fact(subject, first=first), n, known=True))
            said += own
            title, page = writer.title(), self._page(writer, [one.fact.sentence for one in own])
            if shape.tables:
                page = self._as_in_documents(writer, page, shape.tables)
            sources.append(Source(n, title, page))
        return self._joined(said, sources)

    def _joined(self, said: list[_Said], sources: list[Source]) -> tuple[list[_Said], list[Source]]:
        """Sentences as they stand in their passage, which may have broken them into lines."""
        texts = {source.n: source.text for source in sources}
        kept = list[_Said]()
        for one in said:
            found = _found(one.fact.sentence, texts[one.passage])
            kept.append(replace(one, fact=replace(one.fact, sentence=found)))
        return kept, sources

    def _page(self, writer: Writer, sentences: list[str]) -> str:
        """Paragraphs, now and then under a heading."""
        parts, rest = list[str](), list(sentences)
        while rest:
            if self._random.random() < 0.25:
                parts.append(writer.heading())
            count = self._random.randint(1, 5)
            parts.append(writer.join(rest[:count]))
            rest = rest[count:]
        return self._random.choice(("\n", "\n\n", "\n\n")).join(parts)

    def _as_in_documents(self, writer: Writer, page: str, tables: float) -> str:
        """Perhaps with a numbered heading on a line of its own, perhaps after or before a table."""
        if self._random.random() < 0.25:
            page = f"{self._random.randint(1, 12)}. {writer.title()}\n{page}"
        if self._random.random() < tables:
            parts = [writer.table(), page]
            self._random.shuffle(parts)
            page = "\n\n".join(parts)
        return page

    def _talk(self, writer: Writer, said: list[_Said], sources: list[Source]) -> tuple[list[Exchange], _Said | None]:
        """The turn before, to the same passages, and what the next question may follow up."""
        one = self._random.choice(said)
        answer = self._right("", one, "").answer
        told = [Exchange(writer.question(one.fact.questions), answer, tuple(sources))]
        same = [other for other in said if other is not one and other.known and other.fact.subject == one.fact.subject]
        return told, self._random.choice(same) if same else None

    def _history(self, writer: Writer, followed: _Said | None) -> tuple[list[Exchange], _Said | None]:
        """Earlier turns, and what the next question may follow up: another fact of the subject asked for last."""
        if followed is None:
            return [], None
        other = writer.fact(followed.fact.subject if followed.known and self._random.random() < 0.85 else None)
        earlier = [Exchange(writer.question(other.questions), other.sentence)]
        if self._random.random() < 0.3:
            before = writer.fact()
            earlier.insert(0, Exchange(writer.question(before.questions), before.sentence))
        follows = followed.known and other.subject == followed.fact.subject
        return earlier, followed if follows else None

    def _asked(self, writer: Writer, said: list[_Said], followed: _Said | None, shape: Shape) -> Branch | None:
        if followed is not None and self._random.random() < 0.4:
            if (
                sum(
                    one.fact.subject == followed.fact.subject and one.fact.follow_ups == followed.fact.follow_ups
                    for one in said
                )
                > 1
            ):
                return None
            return self._right(writer.question(followed.fact.follow_ups), followed, "follow-up")
        one = self._random.choice(said)
        if shape.subject_first and not one.begins and self._random.random() < shape.subject_first:
            one = self._random.choice([other for other in said if other.begins] or said)
        twins = [
            other
            for other in said
            if other.fact.subject == one.fact.subject and other.fact.questions == one.fact.questions
        ]
        if len(twins) > 1:
            return None
        return self._right(writer.question(one.fact.questions), one, "fact" if one.known else "sentence")

    def _right(self, question: str, one: _Said, kind: str) -> Branch:
        fact = one.fact
        mark = f" [{one.passage}]"
        answer = f"{fact.sentence[:-1]}{mark}{fact.sentence[-1]}"
        return Branch(question, answer, kind, fact.subject, fact.value, 0, fact.sentence, one.passage)

    def _refused(self, writer: Writer, said: list[_Said], sources: list[Source], shape: Shape) -> Branch | None:
        """Of a subject that no passage names, or of one that is named and asked for what nothing says of it."""
        absent = writer.fact() if self._random.random() < 0.7 else writer.sentence()
        if absent.follow_ups and self._random.random() < 0.45 * (1 - shape.subject_first / 2):
            known = [one for one in said if one.known]
            if not known:
                return None
            subject = self._random.choice(known).fact.subject
            absent = writer.fact(subject)
            same = [one.fact for one in said if one.fact.subject == subject]
            if any(set(fact.questions) & set(absent.questions) or _alike(fact, absent) for fact in same):
                return None
            return Branch(writer.question(absent.questions), writer.refusal, "absent relation")
        if any(absent.subject.removeprefix("the ") in source.text for source in sources):
            return None
        return Branch(writer.question(absent.questions), writer.refusal, "absent subject")


def _alike(one: Fact, other: Fact) -> bool:
    """Whether questions to one may mean the other: "What is {s}?" may be answered by more than one relation."""
    vague = ("是多少", "有几", "What is the", "How much is", "How long", "多久", "多长")
    return any(word in question for word in vague for question in (*one.questions, *other.questions))


def _found(sentence: str, text: str) -> str:
    """``sentence`` as ``text`` has it, where a line break may stand for a space or between Chinese characters."""
    if sentence in text:
        return sentence
    squeezed = "".join(sentence.split())
    places = [(at, character) for at, character in enumerate(text) if not character.isspace()]
    start = "".join(character for _, character in places).index(squeezed)
    return text[places[start][0] : places[start + len(squeezed) - 1][0] + 1]


def _placed(language: str, start: str, branches: list[Branch], said: list[_Said]) -> Lesson | None:
    """None where a sentence stands twice, or nothing is asked."""
    origin = start.rfind(f"{START}user\n", 0, start.index("\n[1] ") + 1)
    spans, numbers = list[tuple[int, int]](), list[int]()
    places = dict[str, int]()
    for one in said:
        at = start.index(one.fact.sentence, origin)
        if start.find(one.fact.sentence, at + 1) >= 0:
            return None
        places[one.fact.sentence] = at
        spans.append((at, at + len(one.fact.sentence)))
        begins = start.rfind("\n[" + str(one.passage) + "] ", origin, at)
        numbers.append(begins + 2)
    placed = tuple(replace(one, at=places[one.sentence]) if one.sentence else one for one in branches)
    return Lesson(language, start, placed, tuple(spans), tuple(numbers)) if placed else None


def tokenizer_texts() -> Iterator[str]:
    """What the tokenizer is trained on: lessons, and every Chinese character often enough to become a token."""
    lessons = Lessons(1)
    shape = Shape((1, 3), (1, 3), 3, rules=True, history=0.3, refusals=0.2)
    for _ in range(4000):
        lesson = lessons.lesson(shape)
        yield lesson.start
        yield from (branch.text for branch in lesson.branches)
    for character in CHARACTERS:
        yield character * 400
