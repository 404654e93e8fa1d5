"""Finds quantized products of one and the same input and writes them as a single one: a wait for all threads less each.

The weights are put one behind the other by nodes that onnxruntime computes once, while it loads. What is added up for
an output stays the same, in the same order.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app.engines.onnx.protobuf_walk import Span, text_field, varint_field, whole_field
from app.engines.onnx.values import ElementType, Header, Node, Weight

WIDTH = "N"
"""The attribute that says how many outputs a token has."""
_PRODUCT = ("com.microsoft", "MatMulNBits")
_ALIGNED_OUTPUTS = 16
"""Kernels take outputs in such groups; a group must not hold outputs of two products, or rounding might differ."""
_PLACE_OF_SCALES, _PLACE_OF_ORDER = 2, 4
"""Inputs: a scale for each block, and an order of the columns (g_idx), which differs from product to product."""
_SPLIT_BY_INPUT = 13
"""Since this version of ONNX the sizes of a Split are an input."""


@dataclass(frozen=True, slots=True)
class Merged:
    """``nodes`` have the same input and the same form; ``first`` takes the place of all."""

    nodes: tuple[Node, ...]

    @property
    def first(self) -> Node:
        return self.nodes[0]

    @property
    def _name(self) -> str:
        return f"{self.first.outputs[0]}.alcove"

    def widths(self) -> bytes:
        """A TensorProto, int64: how many of the outputs belong to each of the products."""
        sizes = [node.numbers[WIDTH] for node in self.nodes]
        return b"".join(
            (
                varint_field(1, len(sizes)),
                varint_field(2, ElementType.INT64),
                text_field(8, f"{self._name}.widths"),
                whole_field(9, struct.pack(f"<{len(sizes)}q", *sizes)),
            )
        )

    def around(self, product: bytes) -> Iterator[bytes]:
        """The nodes instead of all: weights put together, ``product`` (from :meth:`product`), outputs taken apart."""
        for place, name in enumerate(self.first.inputs):
            if place and name:
                names = [node.inputs[place] for node in self.nodes]
                yield _node("Concat", names, [self._input(place)], _number("axis", 0))
        yield product
        outputs = [node.outputs[0] for node in self.nodes]
        axis = varint_field(3, (1 << 64) - 1)  # -1
        yield _node("Split", [self._name, f"{self._name}.widths"], outputs, _attribute("axis", axis))

    def product(self, node: Span) -> bytes:
        """``node``, which is the first one, as the product of all."""
        inputs = [self._input(place) if place and name else name for place, name in enumerate(self.first.inputs)]
        width = sum(node.numbers[WIDTH] for node in self.nodes)
        kept = (field.copy() for field in node.raw_fields() if field.number not in (1, 2, 5))
        attributes = (
            field.copy()
            for field in node.raw_fields()
            if field.number == 5 and all(f.number != 1 or f.value().text() != WIDTH for f in field.value().raw_fields())
        )
        named = [*(text_field(1, name) for name in inputs), text_field(2, self._name)]
        return b"".join((*named, *kept, *attributes, whole_field(5, _number(WIDTH, width))))

    def _input(self, place: int) -> str:
        return f"{self._name}.{place}"


def merged_products(header: Header, but: Node | None) -> tuple[Merged, ...]:
    """Those that can be one, each in one group only: q, k and v of an attention, gate and up of what follows it.
    ``but`` stays alone."""
    if header.opsets.get("", 0) < _SPLIT_BY_INPUT:
        return ()
    weights = {weight.name: weight for weight in header.weights if weight.name not in header.replaceable}
    users = Counter(name for node in header.nodes for name in node.inputs)
    groups = dict[object, list[Node]]()
    for node in header.nodes:
        form = _form(node, weights, users)
        if form is not None and node is not but:
            groups.setdefault(form, []).append(node)
    return tuple(Merged(tuple(nodes)) for nodes in groups.values() if len(nodes) > 1)


def _form(node: Node, weights: dict[str, Weight], users: Counter[str]) -> object | None:
    """What must be equal for two products to become one; None where a product must stay as it is."""
    width = node.numbers.get(WIDTH, 0)
    if node.depth or (node.domain, node.kind) != _PRODUCT or width <= 0 or width % _ALIGNED_OUTPUTS:
        return None
    if len(node.outputs) != 1 or len(node.inputs) < 3 or any(node.inputs[_PLACE_OF_ORDER : _PLACE_OF_ORDER + 1]):
        return None
    scales = weights.get(node.inputs[_PLACE_OF_SCALES])
    if scales is None or scales.kind is not ElementType.FLOAT:
        return None  # in half precision the runtime puts conversions between, and a Split moves where it rounds
    shapes = list[object]()
    for name in node.inputs[1:]:
        weight = weights.get(name)
        if name and (weight is None or users[name] != 1 or not weight.shape or weight.shape[0] % width):
            return None
        shapes.append(weight and (weight.kind, weight.shape[0] // width, weight.shape[1:]))
    numbers = sorted((name, value) for name, value in node.numbers.items() if name != WIDTH)
    return node.inputs[0], tuple(numbers), tuple(shapes)


def _node(kind: str, inputs: list[str], outputs: list[str], attribute: bytes) -> bytes:
    parts = [*(text_field(1, name) for name in inputs), *(text_field(2, name) for name in outputs)]
    return b"".join((*parts, text_field(3, outputs[0]), text_field(4, kind), whole_field(5, attribute)))


def _number(name: str, value: int) -> bytes:
    return _attribute(name, varint_field(3, value))


def _attribute(name: str, value: bytes) -> bytes:
    return text_field(1, name) + value + varint_field(20, 2)  # 2: a whole number
