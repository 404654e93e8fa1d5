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
class LoadedModel:
    """A model that stands in memory now: its id, what it runs on, what it takes by arithmetic."""

    model: str
    provider: str
    reckoned_bytes: int


@dataclass(frozen=True, slots=True)
class LaneDescription:
    """For `doctor`: ``versions`` of the libraries the lane really loaded, execution providers, seal, loaded models.

    ``resident_bytes``: what the process holds, None where this system does not tell.
    """

    versions: dict[str, Any]
    providers: tuple[str, ...] = ()
    seal: dict[str, Any] | None = None
    models: tuple[LoadedModel, ...] = ()
    resident_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Describe:
    name: ClassVar[str] = "describe"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = LaneDescription
