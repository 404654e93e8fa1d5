"""What an .onnx file says about its graph, read from the file without loading it: never reads or copies tensor data."""

from __future__ import annotations

import math
import mmap
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.engines.onnx.protobuf_walk import MalformedError, Span, signed
from app.engines.onnx.values import ElementType, External, Header, Node, Port, Shape, Weight

LARGEST_FILE_BYTES = 1 << 36
MOST_NODES = 1 << 18
MOST_DIMENSIONS = 16
DEEPEST_SUBGRAPH = 8


def read_header(path: Path) -> Header:
    """The header of the .onnx file at ``path``. Raises OSError, and MalformedError where it is no such file."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        if not 0 < size <= LARGEST_FILE_BYTES:
            raise MalformedError("the file is empty" if size == 0 else "the file is too large")
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as buffer:
            return _Reader().model(Span(buffer, 0, size))


class _Reader:
    """Field numbers are those of onnx/onnx.proto."""

    def __init__(self) -> None:
        self._header = Header()

    def model(self, span: Span) -> Header:
        graphs = list[Span]()
        for number, value in span.fields():
            if number == 7:
                graphs.append(_span(value))
            elif number == 8:
                domain, version = self._opset(_span(value))
                self._header.opsets[domain] = version
            elif number == 14:
                key, text = _entry(_span(value))
                self._header.metadata[key] = text
            elif number == 25:
                self._function(_span(value))
        if len(graphs) != 1 or not self._header.opsets:
            raise MalformedError("no graph" if not graphs else "not one graph with its operator sets")
        self._graph(graphs[0], 0)
        return self._header

    def _graph(self, span: Span, depth: int) -> None:
        if depth > DEEPEST_SUBGRAPH:
            raise MalformedError("graphs in graphs without end")
        inputs, outputs, own = list[Port](), list[Port](), set[str]()
        for number, value in span.fields():
            if number == 1:
                self._node(_span(value), depth)
            elif number == 5:
                own.add(self._weight(_span(value)).name)
            elif number == 11:
                inputs.append(_port(_span(value)))
            elif number == 12:
                outputs.append(_port(_span(value)))
            elif number == 15:  # SparseTensorProto: values = 1, indices = 2
                for part, tensor in _span(value).fields():
                    if part in (1, 2):
                        own.add(self._weight(_span(tensor)).name)
        if depth == 0:
            self._header.inputs = tuple(port for port in inputs if port.name not in own)
            self._header.replaceable = frozenset(port.name for port in inputs if port.name in own)
            self._header.outputs = tuple(outputs)

    def _node(self, span: Span, depth: int) -> None:
        inputs, outputs, kind, domain = list[str](), list[str](), "", ""
        numbers = dict[str, int]()
        for number, value in span.fields():
            if number == 1:
                inputs.append(_span(value).text())
            elif number == 2:
                outputs.append(_span(value).text())
            elif number == 4:
                kind = _span(value).text()
            elif number == 7:
                domain = _domain(_span(value).text())
            elif number == 5:
                numbers.update(self._attribute(_span(value), depth))
        if not kind:
            raise MalformedError("a node without an operator")
        if len(self._header.nodes) >= MOST_NODES:
            raise MalformedError("too many nodes")
        self._header.nodes.append(Node(kind, domain, tuple(inputs), tuple(outputs), numbers, depth))

    def _attribute(self, span: Span, depth: int) -> Iterator[tuple[str, int]]:
        name, whole = "", None
        for number, value in span.fields():
            if number == 1:
                name = _span(value).text()
            elif number == 3:
                whole = signed(_whole(value))
            elif number in (5, 10):
                self._weight(_span(value))
            elif number in (6, 11):
                self._graph(_span(value), depth + 1)
        if whole is not None:
            yield name, whole

    def _weight(self, span: Span) -> Weight:
        name, kind, outside, held, data = "", 0, False, 0, None
        dimensions, entries = list[int](), dict[str, str]()
        for number, value in span.fields():
            if number == 1:
                dimensions.extend(map(signed, _numbers(value)))
            elif number == 2:
                kind = _whole(value)
            elif number == 8:
                name = _span(value).text()
            elif number == 9:
                held, data = len(_span(value)), _span(value).start
            elif number == 13:
                entries.update([_entry(_span(value))])
            elif number == 14:
                outside = _whole(value) == 1
            elif number in (4, 5, 6, 7, 10, 11):  # typed data, packed or one field a number
                held += len(value) if isinstance(value, Span) else 8
        shape = _sizes(dimensions)
        element = _element(kind)
        size = (math.prod(shape) * element.bits + 7) // 8
        weight = Weight(name, element, shape, size, held, _external(entries) if outside else None, data)
        self._header.weights.append(weight)
        return weight

    def _opset(self, span: Span) -> tuple[str, int]:
        domain, version = "", 0
        for number, value in span.fields():
            if number == 1:
                domain = _domain(_span(value).text())
            elif number == 2:
                version = signed(_whole(value))
        return domain, version

    def _function(self, span: Span) -> None:
        name, domain = "", ""
        for number, value in span.fields():
            if number == 1:
                name = _span(value).text()
            elif number == 7:
                self._node(_span(value), 1)
            elif number == 10:
                domain = _domain(_span(value).text())
        self._header.own_operators.add((domain, name))


def _port(span: Span) -> Port:
    name, kind, shape = "", None, None
    for number, value in span.fields():
        if number == 1:
            name = _span(value).text()
        elif number == 2:
            for of_type, inner in _span(value).fields():
                if of_type == 1:
                    kind, shape = _tensor_type(_span(inner))
    return Port(name, kind, shape)


def _tensor_type(span: Span) -> tuple[ElementType, Shape | None]:
    kind, shape = 0, None
    for number, value in span.fields():
        if number == 1:
            kind = _whole(value)
        elif number == 2:
            shape = tuple(_dimension(_span(item)) for place, item in _span(value).fields() if place == 1)
            if len(shape) > MOST_DIMENSIONS:
                raise MalformedError("too many dimensions")
    return _element(kind), shape


def _dimension(span: Span) -> int | str:
    for number, value in span.fields():
        if number == 1:
            return _sizes([signed(_whole(value))])[0]
        if number == 2:
            return _span(value).text()
    return ""


def _external(entries: dict[str, str]) -> External:
    try:
        offset = int(entries.get("offset", "0"))
        length = int(entries["length"]) if "length" in entries else None
    except ValueError as error:
        raise MalformedError("external data at no number") from error
    if offset < 0 or (length is not None and length < 0):
        raise MalformedError("external data at a negative place")
    return External(entries.get("location", ""), offset, length)


def _entry(span: Span) -> tuple[str, str]:
    texts = {number: _span(value) for number, value in span.fields()}
    empty = Span(span.buffer, span.end, span.end)
    value = texts.get(2, empty)
    return texts.get(1, empty).text(), value.text() if len(value) <= 1 << 16 else ""


def _sizes(dimensions: Iterable[int]) -> tuple[int, ...]:
    sizes = tuple(dimensions)
    if len(sizes) > MOST_DIMENSIONS or any(size < 0 for size in sizes):
        raise MalformedError("an impossible shape")
    return sizes


def _element(kind: int) -> ElementType:
    try:
        return ElementType(kind)
    except ValueError as error:
        raise MalformedError(f"element type {kind}") from error


def _domain(name: str) -> str:
    return "" if name == "ai.onnx" else name


def _numbers(value: int | Span) -> Iterable[int]:
    return value.varints() if isinstance(value, Span) else (value,)


def _span(value: int | Span) -> Span:
    if not isinstance(value, Span):
        raise MalformedError("a number where a message belongs")
    return value


def _whole(value: int | Span) -> int:
    if isinstance(value, Span):
        raise MalformedError("a message where a number belongs")
    return value
