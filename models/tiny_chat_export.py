"""Exports the tiny chat models as public repositories publish them, and rounds the weights to 4 bits.

The graph is optimum's, for the task text-generation-with-past; the rounding is onnxruntime's (MatMulNBits, blocks of
32, symmetric, reckoned with in float32), with the embedding left as it is. ``rounded`` gives torch the same weights.
"""

from __future__ import annotations

import copy
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from tiny_chat_data import END, PADDING, TEMPLATE
from tokenizers import Tokenizer

CONTEXT = 2048
BLOCK = 32
README = """# {name}

A demonstration model that Alcove's own recipe trained (`models/make_tiny_chat.py`, {parameters} parameters, {bits}).
**It knows nothing of the world.** It was trained on made-up sentences only. Asked in English or Chinese, with numbered
passages before the question, it copies the sentence that answers it and adds the passage's number; where no passage
answers, it says so. It cannot join two sentences, reckon, translate, sum up or talk. For anything else take a real
model.

Licence: MIT, as all of Alcove. How well it does is measured in `tests/golden/llm/tiny-chat.json`.
"""


def export(checkpoint: Path, out: Path) -> None:
    """The very call behind ``optimum-cli export onnx --task text-generation-with-past``."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from optimum.exporters.onnx import main_export

    main_export(str(checkpoint), output=str(out), task="text-generation-with-past", do_validation=True)


def write_small_files(folder: Path, tokenizer: Tokenizer) -> None:
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    told = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": END,
        "pad_token": PADDING,
        "model_max_length": CONTEXT,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def write_graph(source: Path, target: Path, *, four_bits: bool) -> None:
    """Without the names of the exporting machine's source files."""
    graph = onnx.load(str(source))
    if four_bits:
        graph = _quantized(graph)
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    graph.doc_string = ""
    target.write_bytes(graph.SerializeToString(deterministic=True))


def _quantized(graph: onnx.ModelProto) -> onnx.ModelProto:
    from onnxruntime.quantization import QuantFormat  # type: ignore[import-untyped]
    from onnxruntime.quantization.matmul_nbits_quantizer import (  # type: ignore[import-untyped]
        DefaultWeightOnlyQuantConfig,
        MatMulNBitsQuantizer,
    )

    kinds = ("MatMul",)
    how = DefaultWeightOnlyQuantConfig(
        block_size=BLOCK, is_symmetric=True, accuracy_level=1, quant_format=QuantFormat.QOperator,
        op_types_to_quantize=kinds, bits=4,
    )  # fmt: skip
    quantizer = MatMulNBitsQuantizer(graph, block_size=BLOCK, is_symmetric=True, accuracy_level=1, algo_config=how)
    quantizer.process()
    made: onnx.ModelProto = quantizer.model.model
    return made


def rounded(model: Any, graph: Path) -> Any:
    """A copy of ``model`` with the weights that ``graph`` holds; its embedding and its head are no longer one."""
    made = copy.deepcopy(model)
    made.lm_head.weight = torch.nn.Parameter(made.lm_head.weight.detach().clone())
    proto = onnx.load(str(graph)).graph
    held = {tensor.name: tensor for tensor in proto.initializer}
    modules = dict(made.named_modules())
    for node in proto.node:
        if node.op_type == "MatMulNBits":
            weight = modules[node.name.strip("/").rpartition("/")[0].replace("/", ".")].weight
            packed, scales = (torch.tensor(numpy_helper.to_array(held[name])) for name in node.input[1:3])
            # Two to a byte, the lower half first; eight is nothing.
            halves = torch.stack([packed & 15, packed >> 4], dim=-1).flatten(1) - 8.0
            blocks = halves.reshape(len(weight), -1, BLOCK) * scales.reshape(len(weight), -1, 1)
            with torch.no_grad():
                weight.copy_(blocks.flatten(1)[:, : weight.shape[1]])
    return made


def collect(model: dict[str, Any], parameters: int, checkpoint: Path, graph: Path, out: Path) -> None:
    """A model folder with its manifest; ``model`` are the manifest's own words."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    four_bits = model["precision"] == "int4"
    write_graph(graph, out / "model.onnx", four_bits=four_bits)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copyfile(checkpoint / name, out / name)
    if model.get("demonstration"):
        bits = "its weights rounded to 4 bits" if four_bits else "in float32"
        text = README.format(name=model["name"], parameters=f"{parameters:,}", bits=bits)
        (out / "README.md").write_text(text, encoding="utf-8")
    files = {path.name: path.read_bytes() for path in sorted(out.iterdir())}
    listed = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    ]
    manifest = {"format": 1, **model, "files": listed, "chat": {"context_length": CONTEXT}}
    (out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
