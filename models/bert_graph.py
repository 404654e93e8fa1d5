"""A BERT encoder as an ONNX graph, from its tensors; knows shapes and order, leaves number formats to ``linear``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from graph import MICROSOFT, Graph
from linear import Bounds, Linear
from onnx import TensorProto


@dataclass(frozen=True)
class BertShape:
    """The sizes that config.json names; anything else in it must be what this graph does."""

    layers: int
    heads: int
    width: int
    epsilon: float

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> BertShape:
        """Raises ValueError where the configuration is not a plain BERT."""
        wanted = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
        for name, value in wanted.items():
            if config.get(name, value) != value:
                raise ValueError(f"config.json: {name} is {config[name]!r}, not {value!r}")
        return cls(
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            width=int(config["hidden_size"]),
            epsilon=float(config["layer_norm_eps"]),
        )


GELU_LEAST = -0.17
"""GELU gives nothing smaller: its least value is -0.169971."""


@dataclass(frozen=True)
class LayerRanges:
    """Measured on texts: the largest magnitude of each channel before attention and before the feed-forward layer,
    and the few neurons of the latter whose values are far larger than all others'."""

    attention: np.ndarray
    feed_forward: np.ndarray
    loud_neurons: np.ndarray

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> LayerRanges:
        return cls(
            np.array(values["attention"], np.float32),
            np.array(values["feed_forward"], np.float32),
            np.array(values["loud_neurons"], np.int64),
        )


class BertGraph:
    """Inputs ``input_ids`` and ``attention_mask`` [batch, tokens]; output ``last_hidden_state`` float32.

    The token type is always 0, so its row is folded into the positions. The pooler is left out: nobody reads it.
    With ``ranges`` the loud neurons are computed apart in float32: a fortieth of the work, most of the rounding error.
    """

    def __init__(
        self,
        tensors: Mapping[str, np.ndarray],
        shape: BertShape,
        linear: Linear,
        ranges: Sequence[LayerRanges] | None = None,
    ) -> None:
        self._tensors, self._shape, self._linear, self._ranges = tensors, shape, linear, ranges
        self._graph = Graph("bert")

    def build(self) -> tuple[Graph, str]:
        """The graph and the name of its last value."""
        mask = self._graph.add("Cast", ["attention_mask"], to=TensorProto.INT32)
        hidden = self._embeddings()
        for layer in range(self._shape.layers):
            ranges = self._ranges[layer] if self._ranges else None
            hidden = self._attention(f"encoder.layer.{layer}.attention", hidden, mask, ranges)
            hidden = self._feed_forward(f"encoder.layer.{layer}", hidden, ranges)
        return self._graph, hidden

    def _embeddings(self) -> str:
        graph, tensors = self._graph, self._tensors
        words = self._linear.table(graph, "input_ids", "words", tensors["embeddings.word_embeddings.weight"])
        first_type = tensors["embeddings.token_type_embeddings.weight"][0]
        positions = tensors["embeddings.position_embeddings.weight"] + first_type
        length = graph.add("Shape", ["input_ids"], start=1, end=2)
        zero = graph.weight("zero", np.zeros(1, np.int64))
        used = graph.add("Slice", [graph.weight("positions", positions), zero, length, zero])
        total = graph.add("Add", [words, used])
        norm = self._norm("embeddings.LayerNorm")
        return graph.add("LayerNormalization", [total, *norm], axis=-1, epsilon=self._shape.epsilon)

    def _attention(self, place: str, hidden: str, mask: str, ranges: LayerRanges | None) -> str:
        graph, tensors = self._graph, self._tensors
        parts = [f"{place}.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([tensors[f"{part}.weight"].T for part in parts], axis=1)
        bias = np.concatenate([tensors[f"{part}.bias"] for part in parts])
        bounds = Bounds(largest=ranges.attention) if ranges else Bounds()
        joined, bias = self._linear.product(graph, hidden, f"{place}.self", weight, bias, bounds)
        parts = graph.node("Split", [joined], outputs=3, axis=-1, num_outputs=3)
        inputs = [*parts, graph.weight(f"{place}.self.bias", bias), mask]
        context = graph.add("MultiHeadAttention", inputs, domain=MICROSOFT, num_heads=self._shape.heads)
        change, bias = self._dense(context, f"{place}.output.dense", Bounds())
        return self._join(hidden, change, bias, f"{place}.output")

    def _feed_forward(self, place: str, hidden: str, ranges: LayerRanges | None) -> str:
        graph, into, out = self._graph, f"{place}.intermediate.dense", f"{place}.output.dense"
        neurons = np.arange(len(self._tensors[f"{into}.bias"]))
        loud = ranges.loud_neurons if ranges else neurons[:0]
        quiet = np.setdiff1d(neurons, loud)
        bounds = Bounds(largest=ranges.feed_forward) if ranges else Bounds()
        inner, inner_bias = self._dense(hidden, into, bounds, outputs=quiet)
        inner = self._gelu(inner, inner_bias, into)
        change, bias = self._dense(inner, out, Bounds(least=GELU_LEAST), inputs=quiet)
        if len(loud):
            weight, loud_bias = self._tensors[f"{into}.weight"][loud].T, self._tensors[f"{into}.bias"][loud]
            apart = graph.add("MatMul", [hidden, graph.weight(f"{into}.loud", weight)])
            apart = self._gelu(apart, loud_bias, f"{into}.loud")
            back = graph.weight(f"{out}.loud", self._tensors[f"{out}.weight"][:, loud].T)
            change = graph.add("Add", [change, graph.add("MatMul", [apart, back])])
        return self._join(hidden, change, bias, f"{place}.output")

    def _gelu(self, value: str, bias: np.ndarray, name: str) -> str:
        return self._graph.add("BiasGelu", [value, self._graph.weight(f"{name}.bias", bias)], domain=MICROSOFT)

    def _dense(
        self,
        value: str,
        place: str,
        bounds: Bounds,
        *,
        inputs: np.ndarray | None = None,
        outputs: np.ndarray | None = None,
    ) -> tuple[str, np.ndarray]:
        weight, bias = self._tensors[f"{place}.weight"].T, self._tensors[f"{place}.bias"]
        if inputs is not None:
            weight = weight[inputs]
        if outputs is not None:
            weight, bias = weight[:, outputs], bias[outputs]
        return self._linear.product(self._graph, value, place, weight, bias, bounds)

    def _join(self, hidden: str, change: str, bias: np.ndarray, place: str) -> str:
        inputs = [change, hidden, *self._norm(f"{place}.LayerNorm"), self._graph.weight(f"{place}.bias", bias)]
        return self._graph.add("SkipLayerNormalization", inputs, domain=MICROSOFT, epsilon=self._shape.epsilon)

    def _norm(self, place: str) -> list[str]:
        return [self._graph.weight(f"{place}.{part}", self._tensors[f"{place}.{part}"]) for part in ("weight", "bias")]
