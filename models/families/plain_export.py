"""Exports a family's checkpoint to the forms of the public ONNX repositories, with their quantized variants.

    python models/families/plain_export.py --family qwen2 --work build/families

Runs in the optimum environment, after genai_build.py (whose graph is the base of one form). File names and settings
are those of the public repositories.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import onnx
from family_recipes import Family, Format, family
from onnx import ModelProto

BLOCK = 32


def main() -> None:
    parser = argparse.ArgumentParser(description="Export one tiny family as optimum does.")
    parser.add_argument("--family", required=True)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    chosen = family(arguments.family)
    work = arguments.work / chosen.id
    if Format.PLAIN in chosen.formats:
        exported = work / "optimum"
        if chosen.config == "Lfm2Config":
            from lfm2_export import export_lfm2

            export_lfm2(work / "checkpoint", exported)
        else:
            optimum_export(work / "checkpoint", exported)
        write_variants(chosen, exported / "model.onnx", work / "checkpoint", work / Format.PLAIN.value)
    if Format.MERGED in chosen.formats:
        from merged_export import export_merged

        folder = published(work / "checkpoint", work / Format.MERGED.value)
        merged = export_merged(work / "checkpoint", work / "two-decoders")
        save(merged, folder / "onnx" / "decoder_model_merged.onnx")
        quantize_int8(
            folder / "onnx" / "decoder_model_merged.onnx", folder / "onnx" / "decoder_model_merged_quantized.onnx"
        )
    if Format.GROUPED in chosen.formats:
        from grouped_export import grouped

        base = published(work / "checkpoint", work / Format.GROUPED.value) / "onnx"
        built, width = work / Format.GENAI_INT4.value / "model.onnx", head_size(work / "checkpoint")
        save(grouped(built, width), base / "model_q4.onnx", beside=True)
        save(halved(grouped(built, width)), base / "model_q4f16.onnx")


def head_size(checkpoint: Path) -> int:
    config = json.loads((checkpoint / "config.json").read_text("utf-8"))
    return int(config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"])


def optimum_export(checkpoint: Path, out: Path) -> None:
    """The very call behind ``optimum-cli export onnx --task text-generation-with-past``."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from optimum.exporters.onnx import main_export

    shutil.rmtree(out, ignore_errors=True)
    main_export(str(checkpoint), output=str(out), task="text-generation-with-past", do_validation=False)


def published(checkpoint: Path, folder: Path) -> Path:
    """The small files of a public ONNX repository, and the place of its graphs: the subfolder ``onnx``."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    for name in ("config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(checkpoint / name, folder / name)
    return folder


def write_variants(chosen: Family, graph: Path, checkpoint: Path, folder: Path) -> None:
    base = published(checkpoint, folder) / "onnx"
    float_graph = base / "model.onnx"
    save(onnx.load(str(graph)), float_graph)
    for name in chosen.graphs:
        target = base / f"{name}.onnx"
        if name == "model_int8":
            quantize_int8(float_graph, target)
        elif name == "model_quantized":
            quantize_int8(float_graph, target, unsigned=True)
        elif name == "model_q4":
            # The parts of the larger variants lie beside the graph.
            save(quantize_int4(onnx.load(str(float_graph))), target, beside=chosen.parts)
        elif name == "model_q4f16":
            save(halved(quantize_int4(onnx.load(str(float_graph)))), target)


def quantize_int8(source: Path, target: Path, *, unsigned: bool = False) -> None:
    """Dynamic: weights at 8 bits, activations at the range of each run."""
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]

    kind = QuantType.QUInt8 if unsigned else QuantType.QInt8
    made = target.with_suffix(".tmp")
    quantize_dynamic(source, made, weight_type=kind, extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True})
    save(onnx.load(str(made)), target)
    made.unlink()


def quantize_int4(graph: ModelProto) -> ModelProto:
    """MatMulNBits in blocks of 32, computed with 8-bit activations (accuracy level 4), as the public q4 files are."""
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer  # type: ignore[import-untyped]

    quantizer = MatMulNBitsQuantizer(graph, block_size=BLOCK, is_symmetric=True, accuracy_level=4)
    quantizer.process()
    made: ModelProto = quantizer.model.model
    return made


def halved(graph: ModelProto) -> ModelProto:
    """All float32 becomes float16, inputs, caches and outputs with it; the logits stay float32, as published."""
    from onnxruntime.transformers.float16 import convert_float_to_float16  # type: ignore[import-untyped]

    made: ModelProto = convert_float_to_float16(
        graph, keep_io_types=["logits"], disable_shape_infer=True, op_block_list=[]
    )
    return made


def save(graph: ModelProto, target: Path, *, beside: bool = False) -> None:
    """Without the traces of the machine that exported it; ``beside``: the tensors lie in ``<name>.onnx_data``."""
    strip(graph.graph)
    shorten(graph.graph)
    del graph.metadata_props[:]
    for function in graph.functions:
        function.doc_string = ""
    if beside:
        onnx.save(
            graph,
            str(target),
            save_as_external_data=True,
            all_tensors_to_one_file=True,
            location=f"{target.name}_data",
            size_threshold=256,
        )
    else:
        target.write_bytes(graph.SerializeToString(deterministic=True))


def strip(graph: Any) -> None:
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
                strip(attribute.g)


def shorten(graph: Any) -> None:
    """Inner names become short: they say nothing to a reader of the graph and take half of a tiny model's bytes."""
    kept = {value.name for value in (*graph.input, *graph.output)} | {""}
    every = list(nodes(graph))
    inner = dict.fromkeys(name for node in every for name in node.output if name not in kept)
    short = {name: f"v{number}" for number, name in enumerate(inner)}
    for number, node in enumerate(every):
        node.name = f"n{number}"
        node.input[:] = [short.get(name, name) for name in node.input]
        node.output[:] = [short.get(name, name) for name in node.output]
        for attribute in node.attribute:
            for value in attribute.g.output if attribute.type == onnx.AttributeProto.GRAPH else ():
                value.name = short.get(value.name, value.name)


def nodes(graph: Any) -> Iterator[Any]:
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                yield from nodes(attribute.g)


if __name__ == "__main__":
    main()
