"""Reads the lines that the tools of a conversion print; what is no line of theirs is left to the log.

Their side of it is ``models/convert_checkpoint/telling.py``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.domain.fields import FieldError, Fields
from app.domain.models.conversion import Comparison, ConversionNews, ConversionStage

_OUT_OF_MEMORY = -9
"""The kernel takes a process that needs more than there is with SIGKILL."""


class ConversionLines:
    """``comparisons`` in the order in which they came."""

    def __init__(self, on_news: Callable[[ConversionNews], None], on_comparison: Callable[[Comparison], None]) -> None:
        self._on_news, self._on_comparison = on_news, on_comparison
        self.comparisons = list[Comparison]()
        self.is_sealed = self._is_done = False
        self._failure: tuple[str, str] | None = None

    @property
    def passed(self) -> bool:
        """Whether everything that was compared agrees; nothing compared is no agreement."""
        return bool(self.comparisons) and all(comparison.passed for comparison in self.comparisons)

    def take(self, line: bytes) -> None:
        try:
            values = json.loads(line)
            if isinstance(values, dict):
                self._take(values)
        except (ValueError, RecursionError):  # FieldError is a ValueError
            self._failure = self._failure or ("broke", "a line that is none of the tools'")

    def see_that_it_ended_well(self, status: int, log: Path) -> None:
        """Raises CONVERSION_FAILED; ``reason`` 'tools', 'memory', 'disk', 'unsupported' or 'broke'."""
        if self._is_done and status == 0 and self._failure is None:
            return
        reason, problem = self._failure or ("memory" if status == _OUT_OF_MEMORY else "broke", f"exit status {status}")
        if reason == "tools":
            raise AppError(ErrorCode.CONVERSION_TOOLS, problem=problem)
        raise AppError(ErrorCode.CONVERSION_FAILED, reason=reason, problem=problem, path=str(log))

    def _take(self, values: dict[str, Any]) -> None:
        if "failed" in values:
            fields = Fields(values, "line")
            self._failure = (fields.text("failed"), fields.text("problem", "")[:500])
        elif "check" in values:
            self._compare(Fields(values["check"], "check"))
        elif "done" in values:
            self._is_done = True
            self.is_sealed = Fields(values["done"], "done").text("network") == "closed"
        elif "stage" in values:
            share = values.get("share")
            stage = Fields(values, "line").choice("stage", ConversionStage)
            self._on_news(ConversionNews(stage, float(share) if isinstance(share, int | float) else 0.0))

    def _compare(self, fields: Fields) -> None:
        numbers = {name: fields.values.get(name) for name in ("value", "limit")}
        if any(not isinstance(number, int | float) for number in numbers.values() if number is not None):
            raise FieldError("check: no number")
        value, limit, at_most = numbers["value"], float(numbers["limit"] or 0.0), fields.truth("at_most", False)
        holds = value is not None and (value <= limit if at_most else value >= limit)
        comparison = Comparison(
            name=fields.text("name")[:40],
            of=fields.text("of")[:40],
            value=None if value is None else float(value),
            limit=limit,
            at_most=at_most,
            samples=fields.whole("samples", 0, 1 << 40),
            passed=holds and fields.truth("passed", False),
        )
        self.comparisons.append(comparison)
        self._on_comparison(comparison)
