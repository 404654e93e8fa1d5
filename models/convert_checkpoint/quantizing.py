"""Graphs at 8 and 4 bits: dynamic quantization of everything, or MatMulNBits in blocks of 32. Loads no model to run.

Settings are those of the public repositories (models/families/plain_export.py makes the tests' graphs with the same).
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import ModelProto, numpy_helper

BLOCK = 32
BESIDE_BYTES = 1 << 30
"""A larger graph keeps its weights in a file beside it: a protobuf message ends at 2 GiB."""


def quantize(graph: Path, target: Path, precision: str, scratch: Path) -> list[str]:
    """Write ``graph`` at ``precision`` ('int8' or 'int4') to ``target``; returns the names of the files it is in."""
    if precision == "int4":
        return save(_int4(onnx.load(str(graph))), target)
    made = scratch / "int8.onnx"
    _int8(graph, made, large=_weight_bytes(graph) > BESIDE_BYTES, scratch=scratch)
    names = save(onnx.load(str(made)), target)
    for path in scratch.glob("*.onnx*"):
        path.unlink()
    return names


def _int8(graph: Path, target: Path, *, large: bool, scratch: Path) -> None:
    """Weights at 8 bits for each output by itself; activations at the range of each run. ``graph`` is gone then."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    untied = scratch / "untied.onnx"
    model = onnx.load(str(graph))
    _untie(model)
    shutil.rmtree(graph.parent)  # the largest thing on the disk, and the quantizer makes another like it
    save(model, untied)
    del model
    quantize_dynamic(
        str(untied),
        str(target),
        weight_type=QuantType.QInt8,
        per_channel=True,
        use_external_data_format=large,
        op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
    )


def _int4(model: ModelProto) -> ModelProto:
    """Computed with activations of 8 bits (accuracy level 4). What is only looked up (embeddings) stays as it is."""
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer  # type: ignore[import-untyped]

    _untie(model)
    quantizer = MatMulNBitsQuantizer(model, block_size=BLOCK, is_symmetric=True, accuracy_level=4)
    quantizer.process()
    made: ModelProto = quantizer.model.model
    return made


def _untie(model: ModelProto) -> None:
    """Where the output is the embedding turned round (tied weights), give it weights of its own.

    A product with the result of a Transpose is not constant to the quantizers, so the largest product would stay float.
    """
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    turned = {
        node.output[0]: node for node in model.graph.node if node.op_type == "Transpose" and node.input[0] in weights
    }
    used: set[str] = set()
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in turned:
            source = turned[node.input[1]]
            name = f"{source.input[0]}_turned"
            if name not in used:
                order = next((list(a.ints) for a in source.attribute if a.name == "perm"), None)
                values = np.ascontiguousarray(np.transpose(numpy_helper.to_array(weights[source.input[0]]), order))
                model.graph.initializer.append(numpy_helper.from_array(values, name))
                used.add(name)
            node.input[1] = name
    wanted = {name for node in model.graph.node for name in node.input} | {out.name for out in model.graph.output}
    for output, node in turned.items():
        if output not in wanted:
            model.graph.node.remove(node)


def _weight_bytes(graph: Path) -> int:
    return sum(path.stat().st_size for path in graph.parent.iterdir() if path.name.startswith(graph.name))


def save(model: ModelProto, target: Path) -> list[str]:
    """Without the traces of the machine that exported it."""
    _strip(model.graph)
    del model.metadata_props[:]
    for function in model.functions:
        function.doc_string = ""
    if model.ByteSize() <= BESIDE_BYTES:
        target.write_bytes(model.SerializeToString(deterministic=True))
        return [target.name]
    beside = f"{target.name}_data"
    onnx.save(
        model,
        str(target),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=beside,
        size_threshold=1024,
    )
    return [target.name, beside]


def _strip(graph: Any) -> None:
    graph.doc_string = ""
    del graph.metadata_props[:]
    del graph.value_info[:]
    for value in (*graph.input, *graph.output, *graph.initializer):
        value.doc_string = ""
        del value.metadata_props[:]
    for node in graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                _strip(attribute.g)
