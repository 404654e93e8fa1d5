"""Reads typed fields of a JSON object that came from elsewhere; every error names the field."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from typing import Any, TypeVar

_Choice = TypeVar("_Choice", bound=enum.StrEnum)


class FieldError(ValueError):
    """A field is missing or not what it must be; the message names it, for the log and for `doctor`."""


class Fields:
    """``where`` names the object in errors. Raises FieldError throughout."""

    def __init__(self, values: Any, where: str) -> None:
        if not isinstance(values, Mapping):
            raise FieldError(f"{where} is not an object")
        self.values: Mapping[str, Any] = values
        self._where = where

    def _get(self, name: str, default: Any) -> Any:
        value = self.values.get(name, default)
        if value is None:
            raise FieldError(f"{self._where}.{name} is missing")
        return value

    def text(self, name: str, default: str | None = None) -> str:
        value = self._get(name, default)
        if not isinstance(value, str) or (not value and default is None):
            raise FieldError(f"{self._where}.{name} is not a text")
        return value

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        value = self.text(name)
        if not pattern.fullmatch(value):
            raise FieldError(f"{self._where}.{name} {value[:100]!r} is not of the right form")
        return value

    def matching_or_none(self, name: str, pattern: re.Pattern[str]) -> str | None:
        return None if self.values.get(name) is None else self.matching(name, pattern)

    def whole(self, name: str, least: int, most: int, default: int | None = None) -> int:
        value = self._get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise FieldError(f"{self._where}.{name} is not a whole number from {least} to {most}")
        return value

    def whole_or_none(self, name: str, least: int, most: int) -> int | None:
        return None if self.values.get(name) is None else self.whole(name, least, most)

    def truth(self, name: str, default: bool) -> bool:
        value = self._get(name, default)
        if not isinstance(value, bool):
            raise FieldError(f"{self._where}.{name} is neither true nor false")
        return value

    def choice(self, name: str, kind: type[_Choice]) -> _Choice:
        value = self.text(name)
        try:
            return kind(value)
        except ValueError as error:
            raise FieldError(f"{self._where}.{name} {value!r} is not known") from error

    def items(self, name: str, *, may_be_empty: bool = False) -> list[Any]:
        value = self._get(name, None)
        if not isinstance(value, list) or not (value or may_be_empty):
            raise FieldError(f"{self._where}.{name} is not a list with something in it")
        return value

    def texts(self, name: str) -> list[str]:
        found = self.items(name)
        if not all(isinstance(item, str) and item for item in found):
            raise FieldError(f"{self._where}.{name} is not a list of texts")
        return found

    def section(self, name: str) -> Fields:
        return Fields(self._get(name, None), name)

    def section_or_none(self, name: str) -> Fields | None:
        return None if self.values.get(name) is None else self.section(name)
