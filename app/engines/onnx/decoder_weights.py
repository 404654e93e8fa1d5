"""How much of a graph's weights is held in memory once it runs, by arithmetic from its header; loads nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.engines.onnx.values import ElementType, Header, Node

_LOOKUPS = frozenset({("", "Gather"), ("com.microsoft", "GatherBlockQuantized")})
_BYTES_PER_SCALE = 8
"""For 4-bit products with 8-bit activations (accuracy level 4) onnxruntime packs each block with a copy of its scale
and a sum of its own (mlas, SQNBitGemm; measured with 1.32: 24 bytes packed for 20 in the file, and the scales of the
file stay mapped)."""


@dataclass(frozen=True, slots=True)
class WeightBytes:
    """``stored`` is what the files hold. ``tables`` of it are only looked up row by row, so little of them is resident.

    ``prepared``: what the runtime adds when it packs products for the processor.
    """

    stored: int
    tables: int
    prepared: int


def weight_bytes(header: Header) -> WeightBytes:
    users = dict[str, list[tuple[Node, int]]]()
    for node in header.nodes:
        for place, name in enumerate(node.inputs):
            users.setdefault(name, []).append((node, place))
    tables = sum(weight.bytes for weight in header.weights if _is_table(users.get(weight.name, [])))
    scales = {
        node.inputs[2]
        for node in header.nodes
        if node.kind == "MatMulNBits" and len(node.inputs) > 2 and node.numbers.get("accuracy_level", 0) in (0, 4)
    }
    prepared = sum(_BYTES_PER_SCALE * math.prod(weight.shape) for weight in header.weights if weight.name in scales)
    twice = sum(weight.bytes for weight in header.weights if _is_twice(users.get(weight.name, [])))
    return WeightBytes(header.weight_bytes, tables, prepared + twice + _widened(header))


def _is_table(users: list[tuple[Node, int]]) -> bool:
    return bool(users) and all((node.domain, node.kind) in _LOOKUPS and place == 0 for node, place in users)


def _is_twice(users: list[tuple[Node, int]]) -> bool:
    """Packed for a product, and kept as well in another shape for something else (embeddings tied to the logits)."""
    kinds = {node.kind for node, place in users if not ((node.domain, node.kind) in _LOOKUPS and place == 0)}
    return "MatMulNBits" in kinds and len(kinds) > 1


def _widened(header: Header) -> int:
    """Half-precision weights of plain products become single precision on a CPU, which has no such product."""
    products = {name for node in header.nodes if node.kind in ("MatMul", "Gemm") for name in node.inputs}
    return sum(w.bytes for w in header.weights if w.kind is ElementType.FLOAT16 and w.name in products)
