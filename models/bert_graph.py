"""A BERT encoder as an ONNX graph, from its tensors; knows shapes and order, leaves number formats to ``linear``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from graph import MICROSOFT, Graph
from linear import Linear
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


class BertGraph:
    """Inputs ``input_ids`` and ``attention_mask`` [batch, tokens]; output ``last_hidden_state`` float32.

    The token type is always 0, so its row is folded into the positions. The pooler is left out: nobody reads it.
    """

    def __init__(self, tensors: Mapping[str, np.ndarray], shape: BertShape, linear: Linear) -> None:
        self._tensors, self._shape, self._linear = tensors, shape, linear
        self._graph = Graph("bert")

    def build(self) -> tuple[Graph, str]:
        """The graph and the name of its last value."""
        mask = self._graph.add("Cast", ["attention_mask"], to=TensorProto.INT32)
        hidden = self._embeddings()
        for layer in range(self._shape.layers):
            hidden = self._layer(layer, hidden, mask)
        return self._graph, hidden

    def _embeddings(self) -> str:
        graph, tensors = self._graph, self._tensors
        words = self._linear.table(graph, "input_ids", "words", tensors["embeddings.word_embeddings.weight"])
        positions = (
            tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        length = graph.add("Shape", ["input_ids"], start=1, end=2)
        zero = graph.weight("zero", np.zeros(1, np.int64))
        used = graph.add("Slice", [graph.weight("positions", positions), zero, length, zero])
        total = graph.add("Add", [words, used])
        norm = self._norm("embeddings.LayerNorm")
        return graph.add("LayerNormalization", [total, *norm], axis=-1, epsilon=self._shape.epsilon)

    def _layer(self, number: int, hidden: str, mask: str) -> str:
        graph, linear, tensors = self._graph, self._linear, self._tensors
        place = f"encoder.layer.{number}."
        parts = [f"{place}attention.self.{part}" for part in ("query", "key", "value")]
        joined = linear.apply(
            graph,
            hidden,
            f"{place}attention.joined",
            np.concatenate([tensors[f"{part}.weight"].T for part in parts], axis=1),
            np.concatenate([tensors[f"{part}.bias"] for part in parts]),
        )
        query, key, value = graph.node("Split", [joined], outputs=3, axis=-1, num_outputs=3)
        inputs = [query, key, value, "", mask]
        context = graph.add("MultiHeadAttention", inputs, domain=MICROSOFT, num_heads=self._shape.heads)
        hidden = self._join(hidden, self._dense(context, f"{place}attention.output.dense"), f"{place}attention.output")
        inner = self._dense(hidden, f"{place}intermediate.dense")
        inner = graph.add("Gelu", [inner], domain=MICROSOFT)
        return self._join(hidden, self._dense(inner, f"{place}output.dense"), f"{place}output")

    def _dense(self, value: str, place: str) -> str:
        weight, bias = self._tensors[f"{place}.weight"].T, self._tensors[f"{place}.bias"]
        return self._linear.apply(self._graph, value, place, weight, bias)

    def _join(self, hidden: str, change: str, place: str) -> str:
        inputs = [change, hidden, *self._norm(f"{place}.LayerNorm")]
        return self._graph.add("SkipLayerNormalization", inputs, domain=MICROSOFT, epsilon=self._shape.epsilon)

    def _norm(self, place: str) -> list[str]:
        return [self._graph.weight(f"{place}.{part}", self._tensors[f"{place}.{part}"]) for part in ("weight", "bias")]
