"""What the speech lane can be asked of written text: Chinese in another script. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.domain.spoken.writing import Script
from app.protocol.tasks.lane import Nothing


@dataclass(frozen=True, slots=True)
class ScriptConverted:
    """As many as there were, in order."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConvertScript:
    """``texts`` in ``script``. In the speech lane, which is warm when something was spoken; no model is loaded."""

    name: ClassVar[str] = "convert_script"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = ScriptConverted
    texts: tuple[str, ...]
    script: Script
