"""What the llm lane can be asked: an answer as it is written, the length of a prompt. Plain data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.protocol.tasks.lane import Nothing


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """``role`` is system, user or assistant."""

    role: str
    content: str


class TextKind(enum.StrEnum):
    """A thinking model's thought is shown folded and is never part of the answer."""

    ANSWER = "answer"
    THOUGHT = "thought"


@dataclass(frozen=True, slots=True)
class TextPiece:
    text: str
    kind: TextKind = TextKind.ANSWER


@dataclass(frozen=True, slots=True)
class Generated:
    """``finish`` is 'stop' (the model ended, or a stop string came), 'length' (the limit) or 'repetition'.

    ``text`` is the answer alone, ``thought`` what a thinking model thought before it. Seconds are the worker's own.
    ``reused_tokens`` of the prompt were remembered from before; of ``drafted_tokens`` that speculation proposed,
    ``accepted_tokens`` were right. ``provider`` is the execution provider that really ran ('cpu', 'cuda', 'webgpu').
    """

    text: str
    prompt_tokens: int
    new_tokens: int
    finish: str
    prefill_seconds: float
    decode_seconds: float
    thought: str = ""
    reused_tokens: int = 0
    drafted_tokens: int = 0
    accepted_tokens: int = 0
    provider: str = "cpu"


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a model is run on this computer's processor. ``spins``: idle threads wait busily."""

    threads: int
    spins: bool = False


@dataclass(frozen=True, slots=True)
class Generate:
    """Stream an answer to ``messages``.

    ``temperature`` 0 is greedy; ``top_k`` 0, ``top_p`` 1, ``min_p`` 0 and ``repetition_penalty`` 1 are off. The same
    ``seed`` gives the same answer. ``stop``: texts that end the answer and are not part of it. ``json_schema``: the
    answer is one JSON value of that schema (JSON text). ``think``: let a model that can think do so. ``provider``:
    'auto' takes the best that works here. ``cache_bytes``: the most that the key and value cache may take, None without
    limit. ``settings``: what :class:`TuneModel` found out; None takes what the model runs with, or the usual ones.
    """

    name: ClassVar[str] = "generate"
    partial: ClassVar[type] = TextPiece
    result: ClassVar[type] = Generated
    model: Path
    messages: tuple[ChatMessage, ...]
    max_new_tokens: int = 512
    temperature: float = 0.0
    seed: int = 0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    stop: tuple[str, ...] = ()
    json_schema: str | None = None
    think: bool = False
    speculate: bool = True
    provider: str = "auto"
    cache_bytes: int | None = None
    settings: RunSettings | None = None


@dataclass(frozen=True, slots=True)
class TokenCount:
    tokens: int
    context_length: int


@dataclass(frozen=True, slots=True)
class CountTokens:
    """How many tokens ``messages`` take with the model's template, and how many the model can hold.

    ``provider`` as in :class:`Generate`: the model is loaded where the answer will be written.
    """

    name: ClassVar[str] = "count_tokens"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = TokenCount
    model: Path
    messages: tuple[ChatMessage, ...]
    settings: RunSettings | None = None
    provider: str = "auto"


@dataclass(frozen=True, slots=True)
class ModelTuned:
    """Speeds in tokens a second, with these settings and nothing else running."""

    settings: RunSettings
    prompt_speed: float
    decode_speed: float


@dataclass(frozen=True, slots=True)
class TuneModel:
    """Find out how ``model`` runs fastest on this computer's processor. Takes a few seconds and a load of the model for
    each way that is tried; then the model is loaded with the best one."""

    name: ClassVar[str] = "tune_model"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = ModelTuned
    model: Path
