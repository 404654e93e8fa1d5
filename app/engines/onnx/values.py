"""What is known of an ONNX graph without loading it: its inputs, outputs, weights and nodes as plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class ElementType(enum.IntEnum):
    """``TensorProto.DataType`` (onnx/onnx.proto)."""

    FLOAT = 1
    UINT8 = 2
    INT8 = 3
    UINT16 = 4
    INT16 = 5
    INT32 = 6
    INT64 = 7
    STRING = 8
    BOOL = 9
    FLOAT16 = 10
    DOUBLE = 11
    UINT32 = 12
    UINT64 = 13
    COMPLEX64 = 14
    COMPLEX128 = 15
    BFLOAT16 = 16
    FLOAT8E4M3FN = 17
    FLOAT8E4M3FNUZ = 18
    FLOAT8E5M2 = 19
    FLOAT8E5M2FNUZ = 20
    UINT4 = 21
    INT4 = 22
    FLOAT4E2M1 = 23
    FLOAT8E8M0 = 24
    UINT2 = 25
    INT2 = 26

    @property
    def bits(self) -> int:
        """Of one element; a text has none of its own."""
        return _BITS.get(self, 8)


_BITS = {
    ElementType.FLOAT: 32,
    ElementType.UINT16: 16,
    ElementType.INT16: 16,
    ElementType.INT32: 32,
    ElementType.INT64: 64,
    ElementType.STRING: 0,
    ElementType.FLOAT16: 16,
    ElementType.DOUBLE: 64,
    ElementType.UINT32: 32,
    ElementType.UINT64: 64,
    ElementType.COMPLEX64: 64,
    ElementType.COMPLEX128: 128,
    ElementType.BFLOAT16: 16,
    ElementType.UINT4: 4,
    ElementType.INT4: 4,
    ElementType.FLOAT4E2M1: 4,
    ElementType.UINT2: 2,
    ElementType.INT2: 2,
}

Shape = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Port:
    """An input or output of the graph. ``shape``: whole numbers and symbols ('' where nothing is said).

    ``kind`` is None where it is not a tensor; ``shape`` None where the graph does not give one.
    """

    name: str
    kind: ElementType | None
    shape: Shape | None


@dataclass(frozen=True, slots=True)
class External:
    """Where a weight lies outside the file; ``location`` as the file says it. ``length`` None: to its end."""

    location: str
    offset: int
    length: int | None


@dataclass(frozen=True, slots=True)
class Weight:
    """A constant of the graph. ``bytes`` is what its type and shape say; ``held`` what stands in the file itself.

    ``data`` is where its raw bytes begin in the file, None where it has none there.
    """

    name: str
    kind: ElementType
    shape: tuple[int, ...]
    bytes: int
    held: int
    external: External | None
    data: int | None


@dataclass(frozen=True, slots=True)
class Node:
    """``depth`` 0 is the main graph. ``numbers``: its whole-number attributes."""

    kind: str
    domain: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    numbers: dict[str, int]
    depth: int


@dataclass(slots=True)
class Header:
    """``inputs`` are without those that have a weight, whose names are ``replaceable``: a caller may give another one.
    ``nodes`` and ``weights`` include those of subgraphs.

    ``opsets``: version by domain ('' is ONNX itself). ``own_operators``: (domain, name) that the file itself defines.
    """

    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    nodes: list[Node] = field(default_factory=list)
    weights: list[Weight] = field(default_factory=list)
    opsets: dict[str, int] = field(default_factory=dict)
    own_operators: set[tuple[str, str]] = field(default_factory=set)
    metadata: dict[str, str] = field(default_factory=dict)
    replaceable: frozenset[str] = frozenset()

    @property
    def weight_bytes(self) -> int:
        return sum(weight.bytes for weight in self.weights)

    @property
    def operators(self) -> set[tuple[str, str]]:
        """(domain, name) of every operator used, without those that the file defines."""
        return {(node.domain, node.kind) for node in self.nodes} - self.own_operators

    def input(self, name: str) -> Port | None:
        return next((port for port in self.inputs if port.name == name), None)

    def output(self, name: str) -> Port | None:
        return next((port for port in self.outputs if port.name == name), None)
