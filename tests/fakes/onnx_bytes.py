"""Writes ONNX graphs byte by byte, also wrong ones: the onnx package would refuse them, and is not there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.engines.onnx.protobuf_walk import text_field, varint_field, whole_field
from app.engines.onnx.values import ElementType

FLOAT, INT64 = ElementType.FLOAT, ElementType.INT64


def tensor(
    name: str,
    shape: Sequence[int],
    raw: bytes = b"",
    *,
    kind: int = FLOAT,
    external: Mapping[str, str] | None = None,
) -> bytes:
    """A TensorProto; ``external`` as the file says it: location, offset, length."""
    parts = [*(varint_field(1, size % (1 << 64)) for size in shape), varint_field(2, kind), text_field(8, name)]
    if external is None:
        parts.append(whole_field(9, raw))
    else:
        parts += [whole_field(13, text_field(1, key) + text_field(2, value)) for key, value in external.items()]
        parts.append(varint_field(14, 1))
    return b"".join(parts)


def port(name: str, shape: Sequence[int | str], kind: int = FLOAT) -> bytes:
    """A ValueInfoProto of a tensor."""
    sizes = b"".join(
        whole_field(1, varint_field(1, size) if isinstance(size, int) else text_field(2, size)) for size in shape
    )
    return text_field(1, name) + whole_field(2, whole_field(1, varint_field(1, kind) + whole_field(2, sizes)))


def node(
    kind: str, inputs: Sequence[str], outputs: Sequence[str], *attributes: bytes, domain: str = "", **numbers: int
) -> bytes:
    """A NodeProto; ``numbers`` are whole-number attributes, ``attributes`` ready-made ones."""
    whole = [text_field(1, name) + varint_field(3, value) + varint_field(20, 2) for name, value in numbers.items()]
    return b"".join(
        [
            *(text_field(1, name) for name in inputs),
            *(text_field(2, name) for name in outputs),
            text_field(4, kind),
            *(whole_field(5, attribute) for attribute in (*whole, *attributes)),
            text_field(7, domain),
        ]
    )


def branch(name: str, inner: bytes) -> bytes:
    """An attribute that is a graph."""
    return text_field(1, name) + whole_field(6, inner) + varint_field(20, 5)


def graph(
    nodes: Sequence[bytes] = (),
    inputs: Sequence[bytes] = (),
    outputs: Sequence[bytes] = (),
    weights: Sequence[bytes] = (),
) -> bytes:
    """A GraphProto."""
    parts = [(1, item) for item in nodes] + [(5, item) for item in weights]
    parts += [(11, item) for item in inputs] + [(12, item) for item in outputs]
    return text_field(2, "g") + b"".join(whole_field(number, item) for number, item in parts)


def model(inner: bytes, *, domains: Mapping[str, int] | None = None, functions: Sequence[bytes] = ()) -> bytes:
    """A ModelProto; ``domains``: version of each operator set."""
    opsets = {"": 18, "com.microsoft": 1} if domains is None else domains
    parts = [varint_field(1, 8), whole_field(7, inner)]
    parts += [whole_field(8, text_field(1, name) + varint_field(2, version)) for name, version in opsets.items()]
    return b"".join([*parts, *(whole_field(25, function) for function in functions)])


def decoder(
    *,
    cache: Sequence[int | str] = ("batch", 2, "past", 4),
    cache_kind: int = FLOAT,
    inputs: Sequence[bytes] = (),
    outputs: Sequence[bytes] = (),
    nodes: Sequence[bytes] = (),
    weights: Sequence[bytes] = (),
    logits: Sequence[int | str] = ("batch", "tokens", 16),
) -> bytes:
    """A graph with the ports of a decoder of one layer, and nodes that make nothing of them."""
    names = ("key", "value")
    return model(
        graph(
            nodes,
            [
                port("input_ids", ("batch", "tokens"), INT64),
                *(port(f"past_key_values.0.{name}", cache, cache_kind) for name in names),
                *inputs,
            ],
            [port("logits", logits), *(port(f"present.0.{name}", cache, cache_kind) for name in names), *outputs],
            weights,
        )
    )
