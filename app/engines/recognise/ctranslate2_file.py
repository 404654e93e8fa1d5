"""The head of a CTranslate2 ``model.bin``, walked without loading it: what it is, and whether it is whole."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

_MOST_VARIABLES = 100_000
_MOST_RANK = 8
_LATEST_VERSION = 16


class NotCTranslate2Error(ValueError):
    """The file does not begin as one."""


class CutOffError(ValueError):
    """It is one, and ends too early or too late."""


@dataclass(frozen=True, slots=True)
class CTranslate2Head:
    """``specification`` is 'WhisperSpec', 'TransformerSpec' …; ``precision`` of most weights: 'int8' …

    ``shapes`` of the variables that say what a speech model takes.
    """

    version: int
    specification: str
    precision: str
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


_TOLD = ("encoder/conv1/weight", "encoder/position_encodings/encodings", "decoder/position_encodings/encodings")
_TYPES = {0: ("float32", 4), 1: ("int8", 1), 2: ("int16", 2), 3: ("int32", 4), 4: ("float16", 2), 5: ("bfloat16", 2)}
"""By number, with bytes an element (ctranslate2/types.h)."""


def read_head(path: Path, size: int) -> CTranslate2Head:
    """Walks all variables by seeking. Raises OSError, NotCTranslate2Error, CutOffError.

    Layout: python/ctranslate2/specs/model_spec.py of CTranslate2, versions 4 and later.
    """
    with path.open("rb") as stream:
        walk = _Walk(stream, size)
        version = walk.number(4)
        if not 2 <= version <= _LATEST_VERSION:
            raise NotCTranslate2Error(f"version {version}")
        name = walk.text()
        if not name.isidentifier():
            raise NotCTranslate2Error("no name")
        walk.number(4)  # the revision of the specification
        weights: dict[str, int] = {}
        shapes: dict[str, tuple[int, ...]] = {}
        count = walk.number(4)
        if count > _MOST_VARIABLES:
            raise CutOffError("too many variables")
        for _ in range(count):
            told, shape, kind, length = _variable(walk, version)
            if told in _TOLD:
                shapes[told] = shape
            weights[kind] = weights.get(kind, 0) + length
        if version >= 3:
            aliases = walk.number(4)
            if aliases > _MOST_VARIABLES:
                raise CutOffError("too many aliases")
            for _ in range(aliases * 2):
                walk.text()
        if walk.at != size:
            raise CutOffError(f"{size - walk.at} bytes too many")
    return CTranslate2Head(version, name, max(weights, key=lambda kind: weights[kind], default="float32"), shapes)


def _variable(walk: _Walk, version: int) -> tuple[str, tuple[int, ...], str, int]:
    """Name, shape, kind, bytes."""
    name = walk.text()
    rank = walk.number(1)
    if rank > _MOST_RANK:
        raise CutOffError("an impossible shape")
    shape = tuple(walk.number(4) for _ in range(rank))
    elements = math.prod(shape)
    if version < 4:
        width = walk.number(1)
        length = width * walk.number(4)
        kind = {1: "int8", 2: "float16"}.get(width, "float32")
    else:
        kind, width = _TYPES.get(walk.number(1), ("", 0))
        length = walk.number(4)
        if not kind or length != elements * width:
            raise CutOffError("a size that does not match its shape")
    walk.skip(length)
    return name, shape, kind, length


class _Walk:
    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size, self.at = stream, size, 0

    def _read(self, count: int) -> bytes:
        data = self._stream.read(count)
        if len(data) != count:
            raise CutOffError("it ends too early")
        self.at += count
        return data

    def number(self, width: int) -> int:
        return int.from_bytes(self._read(width), "little")

    def text(self) -> str:
        """Its length counts the zero at the end."""
        return self._read(self.number(2)).rstrip(b"\0").decode("utf-8", "replace")

    def skip(self, count: int) -> None:
        if self.at + count > self._size:
            raise CutOffError("it ends too early")
        self.at += count
        self._stream.seek(self.at)
