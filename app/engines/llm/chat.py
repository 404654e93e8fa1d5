"""A chat model as the lane uses it: messages in, text out piece by piece. Joins decoder, tokenizer and template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Finish, Generator, Run
from app.engines.llm.generation.sampling import Guide, Sampler, Sampling
from app.engines.llm.text.answer_text import AnswerText, Ended
from app.engines.llm.text.chat_template import ChatTemplate, Message, TemplateProblem, TemplateRefusal
from app.engines.llm.text.model_folder import broken, read_chat_files
from app.engines.llm.text.structured import JsonForms
from app.engines.llm.text.template_sandbox import MOST_TEXT
from app.engines.llm.text.thinking import (
    ASKED_THOUGHT_TOKENS,
    UNASKED_THOUGHT_TOKENS,
    WRAP_END,
    ThoughtLimit,
    ThoughtSplitter,
    closing,
)
from app.engines.llm.text.tokens import Tokens, Within, at_once, known
from app.engines.onnx.devices import Device
from app.protocol.tasks import TextKind

MOST_PROMPT = MOST_TEXT // 2
"""Characters; no model holds so much, and its template must have room to work."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How to answer. ``json_schema`` holds from the first token on, so there is no thought before it.

    ``most_new_tokens`` are the answer's: a thought has a limit of its own. ``cache_bytes`` is :meth:`Generator.run`'s.
    """

    most_new_tokens: int
    sampling: Sampling = field(default_factory=Sampling)
    stop: tuple[str, ...] = ()
    json_schema: str | None = None
    think: bool = False
    speculate: bool = True
    cache_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is what the answer's pieces join to, ``thought`` what those of the thought join to."""

    text: str
    thought: str
    prompt_tokens: int
    finish: Finish
    run: Run


class ChatModel:
    """A loaded chat model. Not for two threads at once."""

    def __init__(
        self, folder: Path, *, options: Any = None, within: Within = at_once, device: Device = Device.CPU
    ) -> None:
        """``within`` bounds what the tokenizer's library and the schemas' do.

        Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY, DEVICE_FAILED.
        """
        self._decoder = Decoder(folder, options=options, device=device)
        self.manifest, self._within = self._decoder.manifest, within
        self._root = self.manifest.root(folder)
        files = read_chat_files(self._root)
        self._tokens = Tokens(self._root, self._decoder.facts.tokenizer_file, within=within)
        self._end_ids = files.end_ids | known(self._tokens.number(name) for name in files.end_names)
        self._thinks = files.thinks or self._tokens.knows_thoughts
        self._wraps = WRAP_END in files.template
        try:
            self._template = ChatTemplate(files.template, {"bos_token": files.bos_token, "eos_token": files.eos_token})
        except TemplateProblem as error:
            raise broken(folder, "chat template", str(error)) from error
        self._generator = Generator(self._decoder)
        self._forms: JsonForms | None = None

    @property
    def decoder(self) -> Decoder:
        """For measurements; what it feeds does not touch the conversation's caches."""
        return self._decoder

    @property
    def provider(self) -> str:
        """What it runs on: 'cpu', 'cuda', 'webgpu'."""
        return self._decoder.device.value

    @property
    def context_length(self) -> int:
        return self._decoder.facts.context_length

    def prompt(self, messages: Sequence[Message], *, think: bool = False) -> list[int]:
        """Raises AppError MODEL_BROKEN, MODEL_UNSUPPORTED where the template does not take these messages,
        QUESTION_TOO_LONG."""
        characters = sum(len(message["content"]) for message in messages)
        if characters > MOST_PROMPT:
            raise AppError(ErrorCode.QUESTION_TOO_LONG, tokens=characters // 4, most=self.context_length - 1)
        try:
            return self._tokens.prompt(self._template, messages, think=think)
        except TemplateProblem as error:
            raise broken(self._decoder.folder, "chat template", str(error)) from error
        except TemplateRefusal as error:
            path = str(self._decoder.folder)
            raise AppError(
                ErrorCode.MODEL_UNSUPPORTED, model=self.manifest.id, path=path, problem=str(error)
            ) from error

    def interrupt(self) -> None:
        """From any thread: end what runs, which raises JobCancelled, until :meth:`resume`."""
        self._decoder.interrupt()

    def resume(self) -> None:
        self._decoder.resume()

    def answer(
        self,
        messages: Sequence[Message],
        wish: Wish,
        *,
        on_text: Callable[[TextKind, str], None] = lambda _kind, _text: None,
        stop_if_cancelled: Callable[[], None] = lambda: None,
    ) -> Answer:
        """Write an answer; ``on_text`` gets each piece that became certain.

        Raises as :meth:`prompt` and :meth:`Generator.run`, and AppError ANSWER_FORM for a schema that cannot hold.
        """
        think = wish.think and wish.json_schema is None
        prompt = self.prompt(messages, think=think)
        if not prompt:
            raise broken(self._decoder.folder, "chat template", "an empty prompt")
        opened = self._tokens.opened(prompt) if self._thinks else None
        thought_tokens = (ASKED_THOUGHT_TOKENS if think else UNASKED_THOUGHT_TOKENS) if self._thinks else 0
        guides: list[Guide] = []
        if wish.json_schema is not None:
            guides.append(self._json_forms().form(wish.json_schema, len(prompt)))
            thought_tokens = 0
        elif self._thinks:
            # The answer has the last word also where the context is nearly full.
            thought_tokens = min(thought_tokens, max(0, self.context_length - len(prompt)) // 2)
            tokens = self._tokens
            limit = ThoughtLimit(len(prompt), opened, thought_tokens, text_of=tokens.text, ids_of=tokens.ids)
            guides.append(limit)
        text = AnswerText(
            self._tokens.stream(),
            ThoughtSplitter(opened) if self._thinks and wish.json_schema is None else None,
            (*wish.stop, WRAP_END) if self._wraps else wish.stop,
            most_tokens=wish.most_new_tokens,
            on_text=on_text,
        )
        sampler = Sampler(wish.sampling, guides)

        def written(prompt: Sequence[int], most_new_tokens: int) -> Run:
            return self._generator.run(
                prompt,
                sampler,
                end_ids=self._end_ids,
                most_new_tokens=most_new_tokens,
                on_token=text.take,
                stop_if_cancelled=stop_if_cancelled,
                speculate=wish.speculate,
                cache_bytes=wish.cache_bytes,
            )

        run = written(prompt, wish.most_new_tokens + thought_tokens)
        if text.is_thinking:  # the model ended its turn within the thought: an answer is wanted all the same
            end = self._tokens.ids(closing(text.end_mark))
            sofar = [*prompt, *run.new_tokens, *end]
            if len(sofar) < self.context_length:
                for token in end:
                    text.take(token)
                run = _joined(run, end, written(sofar, wish.most_new_tokens))
        text.end()
        finish = Finish.LENGTH if text.ended is Ended.LENGTH else run.finish
        return Answer(text.answer, text.thought, len(prompt), finish, run)

    def _json_forms(self) -> JsonForms:
        if self._forms is None:
            try:
                self._forms = JsonForms(self._tokens.tokenizer, self._end_ids, self._within)
            except ValueError as error:
                raise AppError(
                    ErrorCode.ANSWER_FORM, model=self.manifest.id, problem=f"tokenizer: {error}"[:500]
                ) from error
        return self._forms


def _joined(first: Run, between: Sequence[int], second: Run) -> Run:
    return Run(
        (*first.new_tokens, *between, *second.new_tokens),
        second.finish,
        first.reused,
        first.prefill_seconds,
        first.decode_seconds + second.prefill_seconds + second.decode_seconds,
        first.drafted + second.drafted,
        first.accepted + second.accepted,
    )
