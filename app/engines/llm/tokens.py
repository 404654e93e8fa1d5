"""Text to tokens and back with a model's own tokenizer; no text of a document can become a token that ends a turn."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.decoders import DecodeStream

from app.engines.llm.chat_template import ChatTemplate, Message
from app.engines.llm.model_folder import broken


class Tokens:
    """Prompts in, text out. Not for two threads at once."""

    def __init__(self, folder: Path, file: str) -> None:
        """Raises AppError MODEL_BROKEN where the tokenizer cannot be loaded."""
        self._folder, self._file = folder, file
        with self._library():
            self._tokenizer = Tokenizer.from_file(str(folder / file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        added = self._tokenizer.get_added_tokens_decoder()
        self._special = {token.content: number for number, token in added.items() if token.special}
        names = sorted(self._special, key=len, reverse=True)
        self._marks = re.compile("|".join(map(re.escape, names)) or r"(?!)")

    def number(self, name: str) -> int | None:
        """The special token of that name, if the model has one."""
        return self._special.get(name)

    def prompt(self, template: ChatTemplate, messages: Sequence[Message]) -> list[int]:
        """Token numbers of the rendered messages. Special tokens come from the template alone.

        Raises AppError MODEL_BROKEN where the tokenizer fails, and as :meth:`ChatTemplate.render`.
        """
        texts = [encodable(message["content"]) for message in messages]
        rendered = template.render([{**m, "content": t} for m, t in zip(messages, texts, strict=True)])
        if not any(self._marks.search(text) for text in texts):
            ids = self._encode(rendered)
            special = set(self._special.values())
            # A tokenizer that normalises first can see a special token in other characters: then it is not the same.
            if sum(number in special for number in ids) == len(self._marks.findall(rendered)):
                return ids
        return list(self._guarded(template, messages, texts))

    def _guarded(self, template: ChatTemplate, messages: Sequence[Message], texts: Sequence[str]) -> Iterator[int]:
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
        rendered = template.render([{**m, "content": t} for m, t in zip(messages, safe, strict=True)])
        words = re.compile("|".join(hidden) or r"(?!)")
        start = 0
        for match in [*self._marks.finditer(rendered), None]:
            between = rendered[start : match.start() if match else None]
            if between:
                yield from self._encode(words.sub(lambda found: hidden[found[0]], between), plainly=True)
            if match:
                yield self._special[match[0]]
                start = match.end()

    def stream(self) -> TextStream:
        return TextStream(self._tokenizer)

    def _encode(self, text: str, *, plainly: bool = False) -> list[int]:
        """``plainly``: the names of special tokens are characters like any other. (A second tokenizer would take its
        load time and memory twice.)"""
        self._tokenizer.encode_special_tokens = plainly
        with self._library():
            return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    @contextmanager
    def _library(self) -> Iterator[None]:
        """The library raises bare Exception for every broken file, and its Rust panics are BaseExceptions (F11)."""
        try:
            yield
        except BaseException as error:
            if type(error) is Exception or type(error).__name__ == "PanicException":
                raise broken(self._folder, self._file, str(error)) from error
            raise


class TextStream:
    """One answer's tokens as text: characters of several tokens come whole, special tokens not at all."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer, self._stream = tokenizer, DecodeStream(skip_special_tokens=True)

    def take(self, token: int) -> str:
        """The text that became certain with this token; often empty."""
        try:
            return self._stream.step(self._tokenizer, token) or ""
        except Exception as error:
            if type(error) is not Exception:
                raise
            # The library loses its place on some byte sequences ("Invalid prefix encountered"): begin anew.
            self._stream = DecodeStream(skip_special_tokens=True)
        return self._stream.step(self._tokenizer, token) or ""


def encodable(text: str) -> str:
    """Half of a surrogate pair, which a broken file can give, cannot be UTF-8; it becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def known(numbers: Iterable[int | None]) -> frozenset[int]:
    return frozenset(number for number in numbers if number is not None)
