"""The lanes, and what each of them can be asked. Plain data."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, ClassVar


class LaneName(enum.StrEnum):
    READING = "reading"
    EMBEDDING = "embedding"
    LLM = "llm"
    SPEECH = "speech"
    TRANSLATION = "translation"
    FETCHER = "fetcher"
    """The one process that may speak to the network; it runs while a download runs."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The partial type of tasks that send no pieces."""


@dataclass(frozen=True, slots=True)
class LaneDescription:
    """For `doctor`: ``versions`` of the libraries the lane really loaded, execution providers, seal, loaded models."""

    versions: dict[str, Any]
    providers: tuple[str, ...] = ()
    seal: dict[str, Any] | None = None
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Describe:
    name: ClassVar[str] = "describe"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = LaneDescription
