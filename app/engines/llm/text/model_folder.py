"""The small files of a chat model's folder: which tokens end a turn, and its chat template. Loads no weights."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.text.thinking import MARKS

LARGEST_FILE_BYTES = 16 << 20
TURN_ENDS = ("<|im_end|>", "<|eot_id|>", "<|end|>", "<end_of_turn>", "<|end_of_text|>", "<|endoftext|>", "</s>")
"""Names by which published chat models end a turn; a folder's declared end is sometimes another one."""

_CHANNELS = "<|channel|>"
"""gpt-oss: one turn is several messages, and what ends its thought is what elsewhere ends the turn."""


@dataclass(frozen=True, slots=True)
class ChatFiles:
    """``template`` is Jinja source; ``end_ids`` and ``end_names`` what the folder itself calls an end of the turn.

    ``thinks``: the template knows of thoughts before an answer.
    """

    template: str
    end_ids: frozenset[int]
    end_names: tuple[str, ...]
    bos_token: str
    eos_token: str

    @property
    def thinks(self) -> bool:
        return any(word in self.template for word in ("thinking", *(name for pair in MARKS for name in pair)))


def read_chat_files(folder: Path) -> ChatFiles:
    """As published folders have them: ``chat_template.jinja``, ``chat_template.json``, ``tokenizer_config.json``.

    Raises AppError: MODEL_BROKEN where a file is not what it should be, MODEL_UNSUPPORTED where no file has a template.
    """
    tokenizer = _json(folder, "tokenizer_config.json")
    ids = frozenset(
        number
        for name in ("generation_config.json", "config.json")
        for number in _whole_numbers(_json(folder, name).get("eos_token_id"))
    )
    genai = _json(folder, "genai_config.json").get("model")
    if isinstance(genai, dict):
        ids |= frozenset(_whole_numbers(genai.get("eos_token_id")))
    template = (
        _text(folder, "chat_template.jinja")
        or _declared_template(_json(folder, "chat_template.json").get("chat_template"))
        or _declared_template(tokenizer.get("chat_template"))
    )
    if not template:
        raise _unsupported(folder, "no chat template")
    if _CHANNELS in template:
        raise _unsupported(folder, "answers in channels")
    eos = _token(tokenizer.get("eos_token"))
    names = tuple(dict.fromkeys(name for name in (eos, *TURN_ENDS) if name))
    return ChatFiles(template, ids, names, _token(tokenizer.get("bos_token")), eos)


def _unsupported(folder: Path, problem: str) -> AppError:
    return AppError(ErrorCode.MODEL_UNSUPPORTED, model=folder.name, path=str(folder), problem=problem)


def broken(folder: Path, file: str, problem: str) -> AppError:
    return AppError(ErrorCode.MODEL_BROKEN, model=folder.name, path=str(folder), file=file, problem=problem[:500])


def _text(folder: Path, name: str) -> str | None:
    try:
        with (folder / name).open("rb") as stream:
            data = stream.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise broken(folder, name, f"unreadable: {error.strerror}") from error
    if len(data) > LARGEST_FILE_BYTES:
        raise broken(folder, name, "too large")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise broken(folder, name, str(error)) from error


def _json(folder: Path, name: str) -> Mapping[str, Any]:
    """The object in the file; empty where there is no such file."""
    text = _text(folder, name)
    if text is None:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise broken(folder, name, str(error)) from error
    if not isinstance(value, dict):
        raise broken(folder, name, "not an object")
    return value


def _whole_numbers(value: Any) -> Iterator[int]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, int) and not isinstance(item, bool):
            yield item


def _declared_template(value: Any) -> str | None:
    """A text, or a list of named ones of which 'default' is for plain chat."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        named = {item.get("name"): item.get("template") for item in value if isinstance(item, dict)}
        found = named.get("default") or next(iter(named.values()), None)
        return found if isinstance(found, str) else None
    return None


def _token(value: Any) -> str:
    """Written as a text or as an object with its ``content``."""
    text = value.get("content") if isinstance(value, dict) else value
    return text if isinstance(text, str) else ""
