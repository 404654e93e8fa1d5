"""Frozen dataclasses to JSON values and back, by their type hints; strict, so that a wrong message fails at the border.

Understands str, int, float, bool, None, StrEnum, Path, tuple[T, ...], dict[str, Any], Optional and nested dataclasses.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
_PLAIN = frozenset({str, int, float, bool})
"""What stands in JSON as it is: long rows of it are not looked at one by one."""


class CodecError(ValueError):
    """The value does not fit the type: a bug, or the other side speaks another protocol version."""


def encode(value: Any) -> Any:
    """``value`` as plain JSON; fields that hold None are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in dataclasses.fields(value))
        return {name: encode(item) for name, item in pairs if item is not None}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, tuple | list):
        if _PLAIN.issuperset(map(type, value)):
            return list(value)
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    return value


def decode(kind: type[T], value: Any) -> T:
    """Rebuild a ``kind`` from what :func:`encode` made; raises :class:`CodecError`."""
    try:
        return typing.cast(T, _decode(kind, value))
    except (KeyError, TypeError, ValueError) as error:
        raise CodecError(f"not a {kind.__name__}: {error}") from error


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _decode(kind: Any, value: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        inner = [a for a in arguments if a is not type(None)]
        return None if value is None else _decode(inner[0], value)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise CodecError(f"expected a list, got {type(value).__name__}")
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            if arguments[0] in _PLAIN and {arguments[0]}.issuperset(map(type, value)):
                return tuple(value)
            return tuple(_decode(arguments[0], item) for item in value)
        return tuple(_decode(a, item) for a, item in zip(arguments, value, strict=True))
    if kind is Any:
        return value
    if (origin is dict or kind is dict or dataclasses.is_dataclass(kind)) and not isinstance(value, dict):
        raise CodecError(f"expected an object, got {type(value).__name__}")
    if origin is dict or kind is dict:
        return value
    if dataclasses.is_dataclass(kind):
        hints, names = _hints(typing.cast(type, kind)), {f.name for f in dataclasses.fields(kind)}
        if unknown := set(value) - names:
            raise CodecError(f"unknown fields {sorted(unknown)}")
        return typing.cast(type, kind)(**{name: _decode(hints[name], item) for name, item in value.items()})
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if kind is Path:
        return Path(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise CodecError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value
