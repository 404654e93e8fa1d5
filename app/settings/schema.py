"""What a person can choose and what the program remembers, each with its default. Plain values; ``file`` keeps them."""

from __future__ import annotations

import dataclasses
import enum
from dataclasses import dataclass


class Theme(enum.StrEnum):
    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person chose. ``language`` is 'system' or a locale name: 'en', 'zh_CN'."""

    theme: Theme = Theme.SYSTEM
    language: str = "system"
    use_gpu: bool = True
    idle_minutes: int = 5
    """A model that nobody used for so long leaves the memory."""


@dataclass(frozen=True, slots=True)
class State:
    """What the program remembers between starts; losing it costs nothing. Geometry is Qt's own, as base64."""

    window_geometry: str = ""
    splitter: str = ""
    last_page: str = "ask"
    last_collection: int | None = None
    failed_devices: dict[str, str] = dataclasses.field(default_factory=dict)
    """Model id → 'device:error code' of the graphics card that failed with it on this computer."""
