"""Number formats of an encoder's tables and linear layers: float32, or 8 bits with activations rounded per token."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from graph import MICROSOFT, Graph
from onnx import TensorProto


class Linear(Protocol):
    def table(self, graph: Graph, ids: str, name: str, rows: np.ndarray) -> str:
        """The rows [n, width] that ``ids`` name, as float32."""

    def apply(self, graph: Graph, value: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        """``value @ weight + bias`` with weight [inputs, outputs]."""


class Float32:
    def table(self, graph: Graph, ids: str, name: str, rows: np.ndarray) -> str:
        return graph.add("Gather", [graph.weight(name, rows), ids])

    def apply(self, graph: Graph, value: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        product = graph.add("MatMul", [value, graph.weight(f"{name}.weight", weight)])
        return graph.add("Add", [product, graph.weight(f"{name}.bias", bias)])


class Int8:
    """Weights in 8 bits with a scale per block; the kernel rounds the activations per token and block too.

    So a text's vector does not depend on what else is in its batch, and one large activation costs only its block.
    """

    def __init__(self, block: int = 32) -> None:
        self._block = block

    def table(self, graph: Graph, ids: str, name: str, rows: np.ndarray) -> str:
        scales = np.abs(rows).max(axis=1, keepdims=True).astype(np.float32) / 127
        scales[scales == 0] = 1
        whole = np.rint(rows / scales).astype(np.int8)
        taken = graph.add("Cast", [graph.add("Gather", [graph.weight(name, whole), ids])], to=TensorProto.FLOAT)
        return graph.add("Mul", [taken, graph.add("Gather", [graph.weight(f"{name}.scales", scales), ids])])

    def apply(self, graph: Graph, value: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
        inputs, outputs = weight.shape
        blocks = weight.T.reshape(outputs, inputs // self._block, self._block)
        scales = (np.abs(blocks).max(axis=-1) / 127).astype(np.float32)
        scales[scales == 0] = 1
        whole = (np.rint(blocks / scales[..., None]) + 128).astype(np.uint8)
        names = [
            value,
            graph.weight(f"{name}.weight", whole),
            graph.weight(f"{name}.scales", scales),
            "",
            "",
            graph.weight(f"{name}.bias", bias),
        ]
        return graph.add(
            "MatMulNBits",
            names,
            domain=MICROSOFT,
            K=inputs,
            N=outputs,
            bits=8,
            block_size=self._block,
            accuracy_level=4,
        )
