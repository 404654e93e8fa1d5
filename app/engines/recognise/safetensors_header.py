"""The header of a .safetensors file: which tensors of what sizes it holds, and whether it is whole. Reads no tensor.

Format: https://huggingface.co/docs/safetensors (8 bytes of length, JSON, then the tensors one behind the other).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LARGEST_HEADER = 100_000_000
_MOST_RANK = 8
_BITS = {
    "F64": 64, "F32": 32, "F16": 16, "BF16": 16, "F8_E4M3": 8, "F8_E5M2": 8, "I64": 64, "I32": 32, "I16": 16, "I8": 8,
    "U64": 64, "U32": 32, "U16": 16, "U8": 8, "BOOL": 8,
}  # fmt: skip
PLAIN = frozenset({"F64", "F32", "F16", "BF16"})
"""Numbers as they were trained; others are of checkpoints that are quantized already."""


class MalformedSafetensorsError(ValueError):
    """It is not one, or says what cannot be."""


class ShortSafetensorsError(ValueError):
    """It is one, and ends too early."""


@dataclass(frozen=True, slots=True)
class TensorHead:
    """``elements`` counts numbers."""

    name: str
    kind: str
    elements: int


def read_header(path: Path, size: int) -> tuple[TensorHead, ...]:
    """Raises OSError and the two errors above. Every tensor lies where it should, and nothing lies between them."""
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if size < 10 or length > _LARGEST_HEADER or length < 2:
            raise MalformedSafetensorsError("no header")
        if 8 + length > size:
            raise ShortSafetensorsError("it ends within its header")
        try:
            values = json.loads(stream.read(length))
        except (ValueError, RecursionError) as error:
            raise MalformedSafetensorsError("a header that is no JSON") from error
    if not isinstance(values, dict):
        raise MalformedSafetensorsError("a header that is no object")
    found, places = list[TensorHead](), list[tuple[int, int]]()
    for name, told in values.items():
        if name != "__metadata__":
            head, place = _tensor(name, told)
            found.append(head)
            places.append(place)
    at = 0
    for begin, end in sorted(places):
        if begin != at:
            raise MalformedSafetensorsError("tensors that overlap, or a gap between them")
        at = end
    if 8 + length + at > size:
        raise ShortSafetensorsError(f"{size} bytes instead of {8 + length + at}")
    if 8 + length + at < size:
        raise MalformedSafetensorsError("more bytes than its tensors have")
    return tuple(found)


def _tensor(name: str, told: Any) -> tuple[TensorHead, tuple[int, int]]:
    try:
        kind, shape, (begin, end) = told["dtype"], told["shape"], told["data_offsets"]
        sizes = [*shape, begin, end]
    except (KeyError, TypeError, ValueError) as error:
        raise MalformedSafetensorsError(f"no place for {name[:100]}") from error
    plain = all(isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 1 << 48 for size in sizes)
    if not plain or len(shape) > _MOST_RANK or not isinstance(kind, str) or kind not in _BITS:
        raise MalformedSafetensorsError(f"an impossible tensor: {name[:100]}")
    elements = math.prod(shape)
    if elements * _BITS[kind] != (end - begin) * 8:
        raise MalformedSafetensorsError(f"a size that does not match its shape: {name[:100]}")
    return TensorHead(name, kind, elements), (begin, end)
