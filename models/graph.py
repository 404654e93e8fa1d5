"""A thin writer of ONNX graphs: nodes and weights in order, the same bytes each time. Knows no architecture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

MICROSOFT = "com.microsoft"
OPSET = 21
IR_VERSION = 10


class Graph:
    def __init__(self, name: str) -> None:
        self._name = name
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []
        self._shared: dict[str, str] = {}

    def weight(self, name: str, values: np.ndarray) -> str:
        self._weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def shared(self, name: str, values: np.ndarray | np.generic) -> str:
        """A constant that many nodes use: written once."""
        if name not in self._shared:
            self._shared[name] = self.weight(name, np.asarray(values))
        return self._shared[name]

    def once(self, kind: str, value: str) -> str:
        """A node that many others use: written once."""
        place = f"{kind} of {value}"
        if place not in self._shared:
            self._shared[place] = self.add(kind, [value])
        return self._shared[place]

    def node(self, kind: str, inputs: list[str], *, outputs: int = 1, domain: str = "", **attributes: Any) -> list[str]:
        """Append a node; its outputs get running names. An empty input name leaves an optional input out."""
        place = f"{kind}_{len(self._nodes)}"
        names = [f"{place}.{n}" for n in range(outputs)]
        self._nodes.append(helper.make_node(kind, inputs, names, name=place, domain=domain, **attributes))
        return names

    def add(self, kind: str, inputs: list[str], *, domain: str = "", **attributes: Any) -> str:
        """:meth:`node` with one output."""
        return self.node(kind, inputs, domain=domain, **attributes)[0]

    def save(self, path: Path, inputs: dict[str, list[str | int]], output: str, output_name: str, width: int) -> None:
        """``inputs`` are int64; the output is float32 [batch, tokens, width]."""
        self._nodes.append(helper.make_node("Identity", [output], [output_name], name="result"))
        graph = helper.make_graph(
            self._nodes,
            self._name,
            [helper.make_tensor_value_info(name, onnx.TensorProto.INT64, shape) for name, shape in inputs.items()],
            [helper.make_tensor_value_info(output_name, onnx.TensorProto.FLOAT, ["batch", "tokens", width])],
            self._weights,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="alcove")
        path.write_bytes(model.SerializeToString(deterministic=True))
