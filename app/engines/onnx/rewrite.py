"""Writes a graph anew in memory before it is loaded: weights stay in their file, logits come for wanted rows only,
products of the same input become one.

The file itself is never changed. Knows no architecture.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.engines.onnx.merging import Merged, merged_products
from app.engines.onnx.protobuf_walk import RawField, Span, text_field, varint_field, whole_field
from app.engines.onnx.values import ElementType, Header, Node, Weight

LEAST_MAPPED_BYTES = 1 << 16
ROWS = "alcove.rows"
"""The input that :func:`with_rows` adds: int64, the places of the tokens whose logits are wanted."""
_KEPT = "alcove.kept"
ACCURACY = "accuracy_level"
ROUNDED = 4
"""Activations in blocks of 8 bits: what onnxruntime-genai's builder and most public files ask for on a CPU. Decoding of
a 0.5 B model: 62 tokens a second instead of 33 on one core."""
_PRODUCTS = frozenset({("", "MatMul"), ("com.microsoft", "MatMulNBits")})
_ELEMENTWISE = frozenset({"Cast", "Mul", "Div", "Tanh", "Identity"})
"""Between the product and the logits: a type, a scale, a soft limit (Gemma 2, Granite)."""
_AXIS_OF_TOKENS = 1


@dataclass(frozen=True, slots=True)
class Rewriting:
    """``product`` makes the logits; its first input is to be cut down to the wanted rows. None: leave them all.

    ``rounding``: outputs of the products that shall round what they multiply to 8 bits. ``merged``: products to be one.
    """

    product: Node | None
    mapped: tuple[Weight, ...]
    rounding: frozenset[tuple[str, ...]] = frozenset()
    merged: tuple[Merged, ...] = ()

    def __bool__(self) -> bool:
        return self.product is not None or bool(self.mapped) or bool(self.rounding) or bool(self.merged)


def rewriting_for(header: Header, logits: str, *, on_cpu: bool = True) -> Rewriting:
    """What can be done with a graph of that header, for a processor or a graphics card."""
    mapped = tuple(
        weight for weight in header.weights if weight.data is not None and weight.bytes >= LEAST_MAPPED_BYTES
    )
    rounding = frozenset(node.outputs for node in header.nodes if on_cpu and node.depth == 0 and _may_round(node))
    product = _product(header, logits)
    return Rewriting(product, mapped, rounding, merged_products(header, product) if on_cpu else ())


def rewritten(path: Path, rewriting: Rewriting) -> bytes:
    """The graph of the file at ``path`` without its large weights: they are external data in that file itself.

    Raises OSError.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as buffer:
        return b"".join(_model(Span(buffer, 0, len(buffer)), path.name, rewriting))


def _may_round(node: Node) -> bool:
    """4-bit products whose file says nothing of accuracy: in single precision they take a CPU twice the time."""
    is_quantized = (node.domain, node.kind) == ("com.microsoft", "MatMulNBits")
    return is_quantized and not node.numbers.get(ACCURACY) and node.numbers.get("bits", 4) in (4, 8)


def _product(header: Header, logits: str) -> Node | None:
    """The node whose first input has one row a token and whose output becomes the logits by itself alone."""
    makers = {name: node for node in header.nodes if node.depth == 0 for name in node.outputs}
    constants = {weight.name for weight in header.weights}
    constants |= {name for node in header.nodes if node.kind == "Constant" for name in node.outputs}
    users = dict[str, int]()
    for node in header.nodes:
        for name in node.inputs:
            users[name] = users.get(name, 0) + 1
    name, most_users = logits, 0
    while name in makers and users.get(name, 0) == most_users:
        node = makers[name]
        if (node.domain, node.kind) in _PRODUCTS:
            return node if node.inputs[0] not in constants else None
        varying = [source for source in node.inputs if source not in constants]
        if node.domain or node.kind not in _ELEMENTWISE or len(varying) != 1:
            return None
        name, most_users = varying[0], 1
    return None


def _model(span: Span, file: str, rewriting: Rewriting) -> Iterator[bytes]:
    for field in span.raw_fields():
        if field.number == 7:
            graph = b"".join(_graph(field.value(), file, rewriting))
            yield whole_field(7, graph)
        else:
            yield field.copy()


def _graph(span: Span, file: str, rewriting: Rewriting) -> Iterator[bytes]:
    mapped = {weight.data: weight for weight in rewriting.mapped}
    product = rewriting.product
    groups = {node.outputs: merged for merged in rewriting.merged for node in merged.nodes}
    for field in span.raw_fields():
        if field.number == 1:
            merged = groups.get(_outputs(field.value()))
            yield from _node(field, rewriting) if merged is None else _merged_node(field, rewriting, merged)
        elif field.number == 5 and (weight := _mapped(field.value(), mapped)) is not None:
            yield whole_field(5, _reference(weight, file))
        else:
            yield field.copy()
    for merged in rewriting.merged:
        yield whole_field(5, merged.widths())
    if product is not None:
        yield whole_field(11, _rows_input())


def _merged_node(field: RawField, rewriting: Rewriting, merged: Merged) -> Iterator[bytes]:
    """All of the group where its first one stands, and nothing where the others do."""
    if _outputs(field.value()) == merged.first.outputs:
        product = merged.product(field.value())
        if merged.first.outputs in rewriting.rounding:
            product = b"".join(_with_number(Span(product, 0, len(product)), ACCURACY, ROUNDED))
        yield from (whole_field(1, node) for node in merged.around(product))


def _node(field: RawField, rewriting: Rewriting) -> Iterator[bytes]:
    node, outputs = field.value(), _outputs(field.value())
    product = rewriting.product
    is_product = product is not None and outputs == product.outputs
    if not is_product and outputs not in rewriting.rounding:
        yield field.copy()
        return
    if product is not None and is_product:
        yield whole_field(1, _gather(product.inputs[0]))
    changed = b"".join(_with_first_input(node, _KEPT) if is_product else _copied(node))
    if outputs in rewriting.rounding:
        changed = b"".join(_with_number(Span(changed, 0, len(changed)), ACCURACY, ROUNDED))
    yield whole_field(1, changed)


def _copied(node: Span) -> Iterator[bytes]:
    return (field.copy() for field in node.raw_fields())


def _with_number(node: Span, name: str, value: int) -> Iterator[bytes]:
    """The node with a whole-number attribute instead of the one of that name, if it had one."""
    for field in node.raw_fields():
        if field.number != 5 or not any(f.number == 1 and f.value().text() == name for f in field.value().raw_fields()):
            yield field.copy()
    yield whole_field(5, text_field(1, name) + varint_field(3, value) + varint_field(20, 2))


def _outputs(node: Span) -> tuple[str, ...]:
    return tuple(field.value().text() for field in node.raw_fields() if field.number == 2)


def _mapped(tensor: Span, mapped: dict[int | None, Weight]) -> Weight | None:
    """The weight whose raw bytes this tensor holds."""
    return next((mapped.get(f.value().start) for f in tensor.raw_fields() if f.number == 9), None)


def _reference(weight: Weight, file: str) -> bytes:
    """A TensorProto that says where its data is: dims = 1, data_type = 2, name = 8, external_data = 13."""
    entries = {"location": file, "offset": str(weight.data), "length": str(weight.bytes)}
    return b"".join(
        (
            *(varint_field(1, size) for size in weight.shape),
            varint_field(2, weight.kind),
            text_field(8, weight.name),
            *(whole_field(13, text_field(1, key) + text_field(2, value)) for key, value in entries.items()),
            varint_field(14, 1),
        )
    )


def _gather(source: str) -> bytes:
    axis = text_field(1, "axis") + varint_field(3, _AXIS_OF_TOKENS) + varint_field(20, 2)  # 2: a whole number
    return b"".join(
        (
            text_field(1, source),
            text_field(1, ROWS),
            text_field(2, _KEPT),
            text_field(3, _KEPT),
            text_field(4, "Gather"),
            whole_field(5, axis),
        )
    )


def _with_first_input(node: Span, name: str) -> Iterator[bytes]:
    is_first = True
    for field in node.raw_fields():
        if field.number == 1 and is_first:
            is_first = False
            yield text_field(1, name)
        else:
            yield field.copy()


def _rows_input() -> bytes:
    """A ValueInfoProto: an int64 tensor of one free dimension."""
    shape = whole_field(1, text_field(2, ROWS))
    tensor = varint_field(1, ElementType.INT64) + whole_field(2, shape)
    return text_field(1, ROWS) + whole_field(2, whole_field(1, tensor))
