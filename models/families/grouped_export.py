"""The newer public form: GroupQueryAttention and 4 bits, with ``num_logits_to_keep`` and without ``position_ids``.

The public repositories make it from the graph of the onnxruntime-genai builder; so does this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
from onnx import ModelProto, TensorProto, helper

ALL = (1 << 63) - 1


def grouped(built: Path, head_size: int) -> ModelProto:
    """The builder's graph with caches of a known width, and logits for the last positions only."""
    model = onnx.load(str(built))
    graph = model.graph
    for value in (*graph.input, *graph.output):
        sizes = value.type.tensor_type.shape.dim
        if len(sizes) == 4:
            sizes[3].dim_value = head_size
    keep_last_logits(graph)
    return model


def keep_last_logits(graph: Any) -> None:
    """Cut the hidden states before the last matrix. 0 keeps all, since a slice from minus 0 begins at the beginning."""
    last = next(node for node in graph.node if "logits" in node.output)
    graph.input.append(helper.make_tensor_value_info("num_logits_to_keep", TensorProto.INT64, []))
    for name, number in (("keep_end", ALL), ("keep_axis", 1)):
        graph.initializer.append(helper.make_tensor(name, TensorProto.INT64, [1], [number]))
    graph.initializer.append(helper.make_tensor("keep_shape", TensorProto.INT64, [1], [1]))
    made = [
        helper.make_node("Neg", ["num_logits_to_keep"], ["keep_minus"]),
        helper.make_node("Reshape", ["keep_minus", "keep_shape"], ["keep_start"]),
        helper.make_node("Slice", [last.input[0], "keep_start", "keep_end", "keep_axis"], ["kept_hidden"]),
    ]
    last.input[0] = "kept_hidden"
    place = list(graph.node).index(last)
    for offset, node in enumerate(made):
        graph.node.insert(place + offset, node)
