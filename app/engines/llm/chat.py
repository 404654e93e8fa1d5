"""A chat model as the lane uses it: messages in, text out piece by piece. Joins decoder, tokenizer and template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.chat_template import ChatTemplate, Message, TemplateProblem, TemplateRefusal
from app.engines.llm.decoder import Decoder
from app.engines.llm.generate import Generator, Run
from app.engines.llm.model_folder import broken, read_chat_files
from app.engines.llm.sampling import Sampler, Sampling
from app.engines.llm.tokens import Tokens, known


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is what the pieces join to."""

    text: str
    prompt_tokens: int
    run: Run


class ChatModel:
    """A loaded chat model. Not for two threads at once."""

    def __init__(self, folder: Path, *, options: Any = None) -> None:
        """Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY."""
        self._decoder = Decoder(folder, options=options)
        files = read_chat_files(folder)
        self._tokens = Tokens(folder, self._decoder.facts.tokenizer_file)
        self._end_ids = files.end_ids | known(self._tokens.number(name) for name in files.end_names)
        try:
            self._template = ChatTemplate(files.template, {"bos_token": files.bos_token, "eos_token": files.eos_token})
        except TemplateProblem as error:
            raise broken(folder, "chat template", str(error)) from error
        self._generator = Generator(self._decoder)
        self.manifest = self._decoder.manifest

    @property
    def provider(self) -> str:
        """What it runs on: 'cpu', 'cuda', 'webgpu'."""
        return self._decoder.provider

    @property
    def context_length(self) -> int:
        return self._decoder.facts.context_length

    def prompt(self, messages: Sequence[Message]) -> list[int]:
        """Raises AppError MODEL_BROKEN, or MODEL_UNSUPPORTED where the template does not take these messages."""
        try:
            return self._tokens.prompt(self._template, messages)
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
        *,
        most_new_tokens: int,
        temperature: float = 0.0,
        seed: int = 0,
        on_text: Callable[[str], None] = lambda _text: None,
        stop_if_cancelled: Callable[[], None] = lambda: None,
        speculate: bool = True,
        cache_bytes: int | None = None,
    ) -> Answer:
        """Write an answer; ``on_text`` gets each piece that became certain. Raises as :meth:`Generator.run`."""
        prompt = self.prompt(messages)
        if not prompt:
            raise broken(self._decoder.folder, "chat template", "an empty prompt")
        stream, pieces = self._tokens.stream(), list[str]()

        def take(token: int) -> bool:
            if text := stream.take(token):
                pieces.append(text)
                on_text(text)
            return False

        run = self._generator.run(
            prompt,
            Sampler(Sampling(temperature, seed=seed)),
            end_ids=self._end_ids,
            most_new_tokens=most_new_tokens,
            on_token=take,
            stop_if_cancelled=stop_if_cancelled,
            speculate=speculate,
            cache_bytes=cache_bytes,
        )
        return Answer("".join(pieces), len(prompt), run)
