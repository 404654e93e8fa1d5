"""Text to tokens and back with a model's own tokenizer; no text of a document can become a token that ends a turn."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tokenizers import Tokenizer

from app.engines.llm.text.chat_template import ChatTemplate, Message
from app.engines.llm.text.model_folder import broken
from app.engines.llm.text.text_stream import TextStream
from app.engines.llm.text.thinking import MARK_NAMES, closing, opened_by

LARGEST_FILE_BYTES = 64 << 20
"""The largest public one (262,144 tokens) has 33 MB; loading takes several times as much memory."""
MOST_ADDED = 20_000
"""Tokens beside the vocabulary: the most of a public one are 6,415 (Gemma 3). 200,000 took a minute."""
LOAD_SECONDS = 60.0
ENCODE_SECONDS = 20.0
"""100,000 tokens take half a second. An expression may take minutes on one line where it tries every way to match."""
_END_OF_PROMPT = 16


class Within(Protocol):
    """Does some work in bounded time; raises TimeoutError."""

    def __call__(self, seconds: float, work: Callable[[], Any], /) -> Any: ...


def at_once(_seconds: float, work: Callable[[], Any], /) -> Any:
    """Without a bound, for trusted tokenizers."""
    return work()


class Tokens:
    """Prompts in, text out. Not for two threads at once."""

    def __init__(self, folder: Path, file: str, *, within: Within = at_once) -> None:
        """``within`` bounds what the library does for a hostile tokenizer.

        Raises AppError MODEL_BROKEN where the tokenizer cannot be loaded.
        """
        self._folder, self._file, self._within = folder, file, within
        path = folder / file
        if path.is_file() and path.stat().st_size > LARGEST_FILE_BYTES:
            raise broken(folder, file, "too large")
        with self._library():
            self._tokenizer = within(LOAD_SECONDS, lambda: Tokenizer.from_file(str(path)))
            self._tokenizer.no_padding()
            self._tokenizer.no_truncation()
            added = self._tokenizer.get_added_tokens_decoder()
        if len(added) > MOST_ADDED:
            raise broken(folder, file, "too many added tokens")
        self._numbers = {token.content: number for number, token in added.items()}
        special = {token.content for token in added.values() if token.special}
        self._unseen = frozenset(self._numbers[name] for name in special - MARK_NAMES)
        self._plain = frozenset(name for name in self._numbers if _steers(name)) - special
        """They steer the model too, but the library does not know them as special."""
        names = sorted(special | self._plain, key=len, reverse=True)
        self._marks = re.compile("|".join(map(re.escape, names)) or r"(?!)")
        self._steering = frozenset(self._numbers[name] for name in names)
        inside = (f"(?<={re.escape(name[:1])})(?={re.escape(name[1:])})" for name in self._plain)
        self._inside = re.compile("|".join(inside) or r"(?!)")
        self._strips = {token.content: (token.lstrip, token.rstrip) for token in added.values()}

    @property
    def tokenizer(self) -> Any:
        """The library's own, for what builds on it (structured)."""
        return self._tokenizer

    @property
    def knows_thoughts(self) -> bool:
        """Whether the model has tokens of its own for the beginning or the end of a thought."""
        return any(name in self._numbers for name in MARK_NAMES)

    def number(self, name: str) -> int | None:
        """The token of that very name, if the model has one of its own for it."""
        return self._numbers.get(name)

    def ids(self, text: str) -> list[int]:
        """``text`` alone, of which we know that it is harmless."""
        return self._encode(text)

    def text(self, ids: Sequence[int]) -> str:
        """All of ``ids`` as text, special tokens left out, but for the marks of a thought."""
        shown = [number for number in ids if number not in self._unseen]
        with self._library():
            return str(self._tokenizer.decode(shown, skip_special_tokens=False))

    def opened(self, prompt: Sequence[int]) -> tuple[str, str] | None:
        """The marks of the thought that the prompt has begun."""
        return opened_by(self.text(prompt[-_END_OF_PROMPT:]))

    def prompt(self, template: ChatTemplate, messages: Sequence[Message], *, think: bool = False) -> list[int]:
        """Token numbers of the rendered messages. Special tokens come from the template alone.

        Where the template begins a thought that nobody asked for, the thought is ended at once: an empty one.
        Raises AppError MODEL_BROKEN where the tokenizer fails, and as :meth:`ChatTemplate.render`.
        """
        texts = [encodable(message["content"]) for message in messages]
        rendered = _rendered(template, messages, texts, think)
        if not any(self._marks.search(text) for text in texts):
            ids = self._encode(rendered)
            # A tokenizer that normalises first can see a special token in other characters: then it is not the same.
            if sum(number in self._steering for number in ids) == len(self._marks.findall(rendered)):
                return ids
        return list(self._guarded(template, messages, texts, think))

    def _guarded(
        self, template: ChatTemplate, messages: Sequence[Message], texts: Sequence[str], think: bool = False
    ) -> Iterator[int]:
        """The slow way, where a document names a special token: it is hidden from the template, then encoded plainly.

        A name inside a text becomes a random word while the template is rendered. What lies between the template's own
        special tokens gets its words back and is encoded as if there were no special tokens.
        """
        hidden: dict[str, str] = {}

        def hide(match: re.Match[str]) -> str:
            word = f"x{secrets.token_hex(16)}x"
            hidden[word] = match[0]
            return word

        safe = [self._marks.sub(hide, text) for text in texts]
        rendered = _rendered(template, messages, safe, think)
        words = re.compile("|".join(hidden) or r"(?!)")
        start, follows = 0, False
        for match in [*self._marks.finditer(rendered), None]:
            between = rendered[start : match.start() if match else None]
            precedes, takes_what_follows = self._strips[match[0]] if match else (False, False)
            between = between.lstrip() if follows else between
            between = between.rstrip() if precedes else between
            follows = takes_what_follows
            if between:
                yield from self._plainly(words.sub(lambda found: hidden[found[0]], between))
            if match:
                yield self._numbers[match[0]]
                start = match.end()

    def _plainly(self, text: str) -> Iterator[int]:
        """The names of special tokens are characters like any other; what only we know as one is taken apart."""
        for part in self._inside.split(text):
            if part:
                yield from self._encode(part, plainly=True)

    def stream(self) -> TextStream:
        return TextStream(self.text)

    def _encode(self, text: str, *, plainly: bool = False) -> list[int]:
        """``plainly``: the names of special tokens are characters like any other. (A second tokenizer would take its
        load time and memory twice.)"""
        self._tokenizer.encode_special_tokens = plainly
        with self._library():
            # For a single text the library keeps the interpreter's lock: nothing could bound it.
            made = self._within(ENCODE_SECONDS, lambda: self._tokenizer.encode_batch([text], add_special_tokens=False))
            return list(made[0].ids)

    @contextmanager
    def _library(self) -> Iterator[None]:
        """The library raises bare Exception for every broken file, and its Rust panics are BaseExceptions (F11)."""
        try:
            yield
        except TimeoutError as error:
            raise broken(self._folder, self._file, "the tokenizer does not end") from error
        except BaseException as error:
            if type(error) is Exception or type(error).__name__ == "PanicException":
                raise broken(self._folder, self._file, str(error)) from error
            raise


def _rendered(template: ChatTemplate, messages: Sequence[Message], texts: Sequence[str], think: bool) -> str:
    given = [{**message, "content": text} for message, text in zip(messages, texts, strict=True)]
    rendered = template.render(given, think=think)
    opened = None if think else opened_by(rendered)
    return rendered.rstrip() + closing(opened[1]) if opened else rendered


def _steers(name: str) -> bool:
    return name in MARK_NAMES or (name.startswith("<|") and name.endswith("|>"))


def encodable(text: str) -> str:
    """Half of a surrogate pair, which a broken file can give, cannot be UTF-8; it becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def known(numbers: Iterable[int | None]) -> frozenset[int]:
    return frozenset(number for number in numbers if number is not None)
