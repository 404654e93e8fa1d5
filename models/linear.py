"""Number formats of an encoder's tables and linear layers: float32, or 8 bits with activations rounded per token."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from graph import MICROSOFT, Graph
from onnx import TensorProto

LARGEST_WEIGHT = 127
LARGEST_PAIR = 127
"""Processors without VNNI add two products of an unsigned and a signed byte in 16 bits, and cut what is larger:
255 * (|a| + |b|) has to stay below 32,768 for neighbours a and b of one sign. So the result is the same everywhere."""
SMOOTHING = 0.6
"""How much of an input's range moves into its weights (SmoothQuant, arXiv:2211.10438). 0.5 to 0.7 measured alike."""
MIDDLE = 128


class Linear(Protocol):
    def table(self, graph: Graph, ids: str, name: str, rows: np.ndarray) -> str:
        """The rows [n, width] that ``ids`` name, as float32."""

    def product(
        self, graph: Graph, value: str, name: str, weight: np.ndarray, bias: np.ndarray, bounds: Bounds
    ) -> tuple[str, np.ndarray]:
        """``value @ weight`` for a weight [inputs, outputs], and the bias that the next node still has to add."""


class Bounds:
    """What is known of a layer's input: ``largest`` magnitude per channel, ``least`` value of all; None: not known."""

    def __init__(self, largest: np.ndarray | None = None, least: float | None = None) -> None:
        self.largest, self.least = largest, least


class Float32:
    def table(self, graph: Graph, ids: str, name: str, rows: np.ndarray) -> str:
        return graph.add("Gather", [graph.weight(name, rows), ids])

    def product(
        self, graph: Graph, value: str, name: str, weight: np.ndarray, bias: np.ndarray, _bounds: Bounds
    ) -> tuple[str, np.ndarray]:
        return graph.add("MatMul", [value, graph.weight(f"{name}.weight", weight)]), bias


class Int8:
    """Weights in 8 bits with a scale per output; activations in 8 bits with a scale per token.

    A scale per token (a batch has one in the usual dynamic quantization) keeps a text's vector the same whatever else
    is in its batch, bit for bit, and lets one large token cost only itself.
    """

    def table(self, graph: Graph, ids: str, name: str, rows: np.ndarray) -> str:
        scales = np.abs(rows).max(axis=1, keepdims=True).astype(np.float32) / LARGEST_WEIGHT
        scales[scales == 0] = 1
        whole = np.rint(rows / scales).astype(np.int8)
        taken = graph.add("Cast", [graph.add("Gather", [graph.weight(name, whole), ids])], to=TensorProto.FLOAT)
        return graph.add("Mul", [taken, graph.add("Gather", [graph.weight(f"{name}.scales", scales), ids])])

    def product(
        self, graph: Graph, value: str, name: str, weight: np.ndarray, bias: np.ndarray, bounds: Bounds
    ) -> tuple[str, np.ndarray]:
        inputs, outputs = weight.shape
        if bounds.largest is not None:
            factors = smoothing(bounds.largest, weight)
            value = graph.add("Mul", [value, graph.weight(f"{name}.smoothing", 1 / factors)])
            weight = weight * factors[:, None]
        whole, scales = round_weights(weight)
        rows = graph.add("Reshape", [value, graph.shared(f"rows_of_{inputs}", np.array([-1, inputs], np.int64))])
        if bounds.least is None:
            middle = graph.shared("middle", np.uint8(MIDDLE))
            largest = graph.add("ReduceMax", [graph.add("Abs", [rows]), last_axis(graph)], keepdims=1)
            largest = graph.add("Max", [largest, graph.shared("smallest_row", np.float32(1e-12))])
            steps = graph.add("Mul", [largest, graph.shared("step_of_half", np.float32(1 / 127))])
        else:  # nothing lies below ``least``: the whole byte is for what lies above
            middle = graph.shared("bottom", np.uint8(0))
            rows = graph.add("Sub", [rows, graph.shared(f"{name}.least", np.float32(bounds.least))])
            largest = graph.add("ReduceMax", [rows, last_axis(graph)], keepdims=1)
            steps = graph.add("Mul", [largest, graph.shared("step_of_whole", np.float32(1 / 255))])
            bias = bias + bounds.least * (whole * scales.astype(np.float64)).sum(axis=0)
        flat = graph.add("Reshape", [steps, graph.shared("flat", np.array([-1], np.int64))])
        middles = graph.add("Expand", [middle, graph.add("Shape", [flat])])
        rounded = graph.add("QuantizeLinear", [rows, flat, middles], axis=0)
        names = [rounded, graph.weight(f"{name}.weight", whole), graph.shared("one", np.float32(1))]
        names += [graph.weight(f"{name}.scales", scales), middle]
        product = graph.add("MatMulIntegerToFloat", names, domain=MICROSOFT)
        shape = graph.add("Concat", [batch_shape(graph), graph.shared(f"width_{outputs}", np.array([outputs]))], axis=0)
        return graph.add("Reshape", [graph.add("Mul", [product, steps]), shape]), bias.astype(np.float32)


def smoothing(largest: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Factors [inputs] that divide the inputs and multiply their weights, so that no channel takes all the steps."""
    factors = largest.astype(np.float64) ** SMOOTHING / np.abs(weight).max(axis=1) ** (1 - SMOOTHING)
    logarithms = np.log(np.maximum(factors, 1e-5))
    # Few digits, since logarithms differ in their last one from processor to processor.
    factors = np.round(np.exp(logarithms - logarithms.mean()), 3)
    return np.asarray(np.maximum(factors, 0.001), np.float32)


def round_weights(weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [inputs, outputs] and the scale of each output: as fine as neighbours in one sum allow."""
    pairs = weight.reshape(weight.shape[0] // 2, 2, -1)
    together = np.where(pairs[:, 0] * pairs[:, 1] > 0, np.abs(pairs).sum(axis=1), 0).max(axis=0)
    scales = np.maximum(np.abs(weight).max(axis=0) / LARGEST_WEIGHT, together / LARGEST_PAIR).astype(np.float32)
    scales[scales == 0] = 1
    whole = np.clip(np.rint(weight / scales), -LARGEST_WEIGHT, LARGEST_WEIGHT)
    return whole.astype(np.int8), scales


def last_axis(graph: Graph) -> str:
    return graph.shared("last_axis", np.array([-1], np.int64))


def batch_shape(graph: Graph) -> str:
    """[batch, tokens]."""
    return graph.once("Shape", "input_ids")
