"""Trying a model: load it, run it, check what can be checked, measure. The same answer for every lane. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.domain.models.self_test import TryCheck
from app.protocol.tasks.lane import Nothing
from app.protocol.tasks.llm import RunSettings


@dataclass(frozen=True, slots=True)
class ModelTried:
    """``checks`` were made, ``failed`` are those of them that failed. Speeds a second (tokens, passages,
    seconds of sound), 0 where they do not apply.

    ``resident_bytes``: what the worker's process held after it, None where this system does not tell;
    ``reckoned_bytes``: by arithmetic, for what it did.
    """

    provider: str
    load_seconds: float
    checks: tuple[TryCheck, ...]
    failed: tuple[TryCheck, ...]
    prompt_speed: float = 0.0
    decode_speed: float = 0.0
    passage_speed: float = 0.0
    sound_speed: float = 0.0
    resident_bytes: int | None = None
    reckoned_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class TryChatModel:
    """Takes some seconds at most, on a slow computer too. ``provider`` and ``settings`` as for an answer."""

    name: ClassVar[str] = "try_chat_model"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = ModelTried
    model: Path
    provider: str = "auto"
    settings: RunSettings | None = None


@dataclass(frozen=True, slots=True)
class TryEmbeddingModel:
    """``provider``: encoders run on the processor alone."""

    name: ClassVar[str] = "try_embedding_model"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = ModelTried
    model: Path
    provider: str = "cpu"


@dataclass(frozen=True, slots=True)
class TrySpeechModel:
    """Made-up sound and silence are written down: the first must give an answer, the second none."""

    name: ClassVar[str] = "try_speech_model"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = ModelTried
    model: Path
    provider: str = "auto"
