"""Ask a question: find passages, judge them, let the chat model write from them or quote them, keep the turn."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.ask.asking import AskAgain, AskEvent, AskPassages, AskPiece, AskSpeed, AskStage, AskThought, Stage
from app.domain.ask.citation import supported_numbers
from app.domain.ask.conversation import Answer, AnswerKind, Citation, Turn
from app.domain.ask.evidence import is_enough
from app.domain.ask.prompt import Exchange, PromptMessage, estimated_tokens, messages
from app.domain.ask.search import FindResult, Hit, SearchFilter
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.manifest import ModelRole
from app.domain.models.model_memory import LEAST_TOKENS, tokens_within
from app.domain.text.readable import readable
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import ChatMessage, CountTokens, Generate, Generated, LaneName, TextKind, TextPiece, TokenCount
from app.services.ask.across_languages import AcrossLanguages
from app.services.ask.find import Find, checked
from app.services.ask.quote import Quote, best_quotes
from app.services.ask.told import Telling, Told, sources
from app.services.devices import Devices, MovedToCpu
from app.services.models.search_models import SearchModels
from app.storage.store import Store

PASSAGES_FOR_AN_ANSWER = 6
NEAREST_SHOWN = 3
EARLIER_TURNS = 2
MOST_NEW_TOKENS = 512
LONGEST_TELLING = 3_500
"""Tokens of a prompt that repeats what was told before: longer ones cost more for each token written than they save."""
THOUGHT_ROOM = 1024
"""Tokens that a model which is asked to think may take for it."""
LONGEST_THOUGHT_KEPT = 20_000
TITLE_CHARACTERS = 80
SHORTEST_PASSAGE = 200
_MARK = re.compile(r"\s?\[(\d+)\]")

OnEvent = Callable[[AskEvent], None]


@dataclass(frozen=True, slots=True)
class _Written:
    text: str
    citations: tuple[Citation, ...]
    stopped: bool = False
    finish: str = "stop"
    thought: str = ""
    thought_seconds: float = 0.0
    told: Telling | None = None


@dataclass(frozen=True, slots=True)
class _Prompt:
    """``given`` is what the answer may cite; ``new`` what was not told before, after ``before``."""

    messages: tuple[ChatMessage, ...]
    given: list[Citation]
    new: list[Citation]
    before: Telling
    left_out: int = 0
    left_out_turns: int = 0


class _Writing:
    """What comes of an answer while it is written, told on as events."""

    def __init__(self, on_event: OnEvent) -> None:
        self._on_event = on_event
        self._pieces: list[str] = []
        self._thought: list[str] = []
        self._thought_began: float | None = None
        self.thought_seconds = 0.0

    @property
    def text(self) -> str:
        return "".join(self._pieces).strip()

    @property
    def thought(self) -> str:
        return "".join(self._thought).strip()[:LONGEST_THOUGHT_KEPT]

    @property
    def is_empty(self) -> bool:
        return not self._pieces

    def take(self, value: object, _tail: bytes) -> None:
        if isinstance(value, TextPiece) and value.kind is TextKind.THOUGHT:
            self._thought_began = self._thought_began or time.monotonic()
            self._thought.append(value.text)
            self._on_event(AskThought(value.text))
        elif isinstance(value, TextPiece):
            self.end_thought()
            self._pieces.append(value.text)
            self._on_event(AskPiece(value.text))

    def begin_anew(self, _moved: MovedToCpu) -> None:
        self._pieces.clear()
        self._thought.clear()
        self._thought_began, self.thought_seconds = None, 0.0
        self._on_event(AskAgain())

    def end_thought(self) -> None:
        if self._thought_began is not None and not self.thought_seconds:
            self.thought_seconds = round(time.monotonic() - self._thought_began, 3) or 0.001
            self._on_event(AskThought("", self.thought_seconds))


class Ask:
    """Blocking; ``ask`` may be called from any thread, its events come on that thread."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        models: ModelFiles,
        find: Find,
        devices: Devices,
        *,
        on_answered: Callable[[InstalledModel, str], None] = lambda _model, _provider: None,
        across: AcrossLanguages | None = None,
    ) -> None:
        """``on_answered`` is told the model of each answer that was written to its end, and where it ran. ``across``:
        documents in other languages than the question's are found and quoted, too."""
        self._store, self._lanes, self._models, self._find = store, lanes, models, find
        self._devices, self._across = devices, across
        self._on_answered = on_answered
        self._told = Told()

    def ask(
        self,
        question: str,
        *,
        search_filter: SearchFilter | None = None,
        conversation_id: int | None = None,
        replaces: int | None = None,
        think: bool = False,
        stop: StopSignal | None = None,
        on_event: OnEvent = lambda _event: None,
    ) -> Turn:
        """Answer and keep the turn, in a new conversation where none is given.

        ``think``: a model that can think does so first.
        ``replaces`` is the turn that a regenerated answer stands for; that turn stays. A stop or a
        Ctrl-C while the answer is written keeps what was written. Raises QUESTION_EMPTY, QUESTION_TOO_LONG, the errors
        of workers and store, and JobCancelled for a stop before anything was written.
        """
        with self._lanes.person_waits():
            return self._answer(
                question, search_filter, conversation_id, replaces, think, stop or StopSignal(), on_event
            )

    def _answer(
        self,
        question: str,
        search_filter: SearchFilter | None,
        conversation_id: int | None,
        replaces: int | None,
        think: bool,
        signal: StopSignal,
        on_event: OnEvent,
    ) -> Turn:
        started = time.monotonic()
        text = checked(question)
        on_event(AskStage(Stage.SEARCHING))
        turns = self._earlier(conversation_id, replaces)
        earlier = [Exchange(turn.answer.question, _MARK.sub("", turn.answer.text).strip()) for turn in turns]
        before = self._told.up_to(turns[-1].id if turns else None)
        found = self._search(text, earlier, search_filter, signal)
        signal.raise_if_set()
        chat = self._models.best(ModelRole.CHAT)
        if not found.hits or not is_enough(found.evidence):
            nearest = tuple(_citation(n, hit) for n, hit in enumerate(found.hits[:NEAREST_SHOWN], 1))
            kind, written, model = AnswerKind.NOT_FOUND, _Written("", nearest), None
            on_event(AskPassages(nearest, keywords_alone=found.keywords_alone))
        elif chat is not None:
            kind, model = AnswerKind.GENERATED, chat.manifest.id
            written = self._write(text, found, (earlier, before), chat, signal, on_event, think)
            if not written.text and not written.stopped:  # a model may end its turn at once
                kind, model = AnswerKind.QUOTES, None
                written = self._quote(text, found, signal, on_event)
        else:
            kind, model = AnswerKind.QUOTES, None
            written = self._quote(text, found, signal, on_event)
        answer = Answer(
            question=text,
            kind=kind,
            text=written.text,
            citations=written.citations,
            model=model,
            seconds=round(time.monotonic() - started, 3),
            stopped=written.stopped,
            cut=written.finish != "stop",
            keywords_alone=found.keywords_alone,
            repeats=written.finish == "repetition",
            thought=written.thought,
            thought_seconds=written.thought_seconds if written.thought else 0.0,
        )
        turn = self._keep(answer, conversation_id, replaces)
        if written.told is not None:
            self._told.keep(turn.id, written.told)
        return turn

    def _earlier(self, conversation_id: int | None, replaces: int | None) -> list[Turn]:
        if conversation_id is None:
            return []
        turns = self._store.conversations.turns(conversation_id)
        replaced = {turn.replaces for turn in turns} | {replaces}
        if replaces is not None:
            turns = [turn for turn in turns if turn.id < replaces]
        return [turn for turn in turns if turn.id not in replaced][-EARLIER_TURNS:]

    def _search(
        self, question: str, earlier: Sequence[Exchange], search_filter: SearchFilter | None, stop: StopSignal
    ) -> FindResult:
        """A follow-up like 'and how much is it?' says too little alone; the question before it says the rest."""
        find = self._find if self._across is None else self._across
        found = find.find(question, PASSAGES_FOR_AN_ANSWER, search_filter, stop=stop)
        if earlier and not is_enough(found.evidence):
            both = f"{earlier[-1].question}\n{question}"
            wider = find.find(both[-2000:], PASSAGES_FOR_AN_ANSWER, search_filter, stop=stop)
            if wider.evidence > found.evidence:
                return wider
        return found

    def _quote(self, question: str, found: FindResult, stop: StopSignal, on_event: OnEvent) -> _Written:
        on_event(AskStage(Stage.READING))
        models = SearchModels.of(self._store, self._models)
        model = models.serving if found.keywords_alone is None else None
        beside = models.wanted.folder if models.wanted is not None else None
        with self._find.undisturbed():
            quotes = best_quotes(question, found.hits, self._lanes, model, stop, beside)
        citations = tuple(_citation(n, q.hit, q) for n, q in enumerate(quotes, 1))
        if self._across is not None:
            citations = self._across.with_translations(citations, question, stop)
        on_event(AskPassages(citations, keywords_alone=found.keywords_alone))
        text = "\n\n".join(f"{' '.join((c.translation or readable(c.text)).split())} [{c.n}]" for c in citations)
        on_event(AskPiece(text))
        return _Written(text, citations)

    def _write(
        self,
        question: str,
        found: FindResult,
        earlier: tuple[Sequence[Exchange], Telling],
        chat: InstalledModel,
        stop: StopSignal,
        on_event: OnEvent,
        think: bool,
    ) -> _Written:
        on_event(AskStage(Stage.READING))
        citations = [_citation(n, hit) for n, hit in enumerate(found.hits, 1)]
        exchanges, before = earlier
        cache_bytes = self._lanes.cache_bytes(LaneName.LLM, chat.folder)
        room = _room(chat, think, cache_bytes)
        prompt = self._going_on(question, citations, before, chat, stop, room) or self._fitted(
            question, citations, exchanges, chat, stop, room
        )
        on_event(AskPassages(tuple(prompt.given), prompt.left_out, found.keywords_alone, prompt.left_out_turns))
        on_event(AskStage(Stage.WRITING))
        writing, stopped, finish = _Writing(on_event), False, "stop"
        try:
            task = Generate(chat.folder, prompt.messages, MOST_NEW_TOKENS, think=think, cache_bytes=cache_bytes)
            made = self._devices.run(
                LaneName.LLM,
                task,
                model_id=chat.id,
                stop=stop,
                on_partial=writing.take,
                on_moved=writing.begin_anew,
            ).value
            assert isinstance(made, Generated)
            if made.decode_seconds > 0:
                on_event(AskSpeed(made.provider, round(made.new_tokens / made.decode_seconds, 1)))
            finish = made.finish
            self._on_answered(chat, made.provider)
        except (JobCancelled, KeyboardInterrupt):
            if writing.is_empty:
                raise
            stopped = True
        writing.end_thought()
        text = writing.text
        told = prompt.before.and_then(question, prompt.new, text) if text else None
        cited = _cited(text, prompt.given)
        if self._across is not None and not stopped:
            cited = self._across.with_translations(cited, question, stop, text)
        return _Written(text, cited, stopped, finish, writing.thought, writing.thought_seconds, told)

    def _going_on(
        self,
        question: str,
        citations: Sequence[Citation],
        before: Telling,
        chat: InstalledModel,
        stop: StopSignal,
        room: int,
    ) -> _Prompt | None:
        """What was told before, word for word, then what is new: of such a prompt only the end has to be computed.

        None where nothing that was found was told before, or all together is too long.
        """
        if (numbered := before.numbered(citations)) is None:
            return None
        new = before.new(numbered)
        prompt = _as_task(messages(question, sources(new), before.exchanges))
        if self._too_long(prompt, min(LONGEST_TELLING, room), chat, stop) is not None:
            return None
        return _Prompt(prompt, before.all(numbered), new, before)

    def _fitted(
        self,
        question: str,
        citations: list[Citation],
        earlier: Sequence[Exchange],
        chat: InstalledModel,
        stop: StopSignal,
        room: int,
    ) -> _Prompt:
        """As many of the best passages as the model can hold; fewer earlier turns, the oldest first, before fewer
        passages, the last first."""
        fitting, history = list(citations), list(earlier)
        while True:
            prompt = _as_task(messages(question, sources(fitting), history))
            if (tokens := self._too_long(prompt, room, chat, stop)) is None:
                left_out, left_out_turns = len(citations) - len(fitting), len(earlier) - len(history)
                # What stands without its passages cannot be gone on from: the next follow-up begins with this one.
                return _Prompt(prompt, fitting, fitting, Telling(tuple(history)), left_out, left_out_turns)
            if history:
                history.pop(0)
            elif len(fitting) > 1:
                fitting.pop()
            elif (shorter := _shorter(fitting[0])) is not None:
                fitting[0] = shorter
            else:
                raise AppError(ErrorCode.QUESTION_TOO_LONG, tokens=tokens, most=room)

    def _too_long(
        self, prompt: tuple[ChatMessage, ...], room: int, chat: InstalledModel, stop: StopSignal
    ) -> int | None:
        """How many tokens it has where they are more than ``room``; None where it fits."""
        if sum(estimated_tokens(message.content) + 8 for message in prompt) <= room // 2:
            return None
        counted = self._devices.run(LaneName.LLM, CountTokens(chat.folder, prompt), model_id=chat.id, stop=stop).value
        assert isinstance(counted, TokenCount)
        return counted.tokens if counted.tokens > room else None

    def _keep(self, answer: Answer, conversation_id: int | None, replaces: int | None) -> Turn:
        if conversation_id is None:
            title = " ".join(answer.question.split())[:TITLE_CHARACTERS]
            conversation_id = self._store.conversations.start(title).id
        return self._store.conversations.add_turn(conversation_id, answer, replaces)


def _as_task(made: Sequence[PromptMessage]) -> tuple[ChatMessage, ...]:
    return tuple(ChatMessage(message.role, message.content) for message in made)


def _room(chat: InstalledModel, think: bool, cache_bytes: int | None) -> int:
    """For the prompt, in tokens; half at least of what the model holds in ``cache_bytes``."""
    facts = chat.manifest.chat
    context = tokens_within(facts, cache_bytes) if facts else LEAST_TOKENS
    return max(context - MOST_NEW_TOKENS - (THOUGHT_ROOM if think else 0), context // 2)


def _cited(text: str, given: Sequence[Citation]) -> tuple[Citation, ...]:
    """The passages that the answer cites, each with whether they bear it out; the best one where it cites none."""
    supported = supported_numbers(text, {c.n: readable(c.text) for c in given})
    numbers = {int(match[1]) for match in _MARK.finditer(text)}
    cited = [c for c in given if c.n in numbers] or [replace(c, supported=False) for c in given[:1]]
    return tuple(replace(c, supported=c.supported and supported.get(c.n, True)) for c in cited)


def _shorter(citation: Citation) -> Citation | None:
    """The first half of a passage, for a model that cannot hold all of it; None where it is short, or where its reader
    counts characters its own way, so that half of it would not be the characters at its place."""
    half = len(citation.text) // 2
    if half < SHORTEST_PASSAGE or citation.place.length != len(citation.text):
        return None
    return replace(citation, text=citation.text[:half], place=replace(citation.place, length=half))


def _citation(n: int, hit: Hit, quote: Quote | None = None) -> Citation:
    exact: Hit | Quote = quote or hit
    return Citation(n, hit.document_id, hit.passage_id, hit.path, hit.title, exact.place, exact.text)
