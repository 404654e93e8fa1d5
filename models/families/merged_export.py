"""The older published form: two decoders, without and with a cache, behind one branch that an input chooses."""

from __future__ import annotations

import shutil
from pathlib import Path

from onnx import ModelProto


def export_merged(checkpoint: Path, out: Path) -> ModelProto:
    """As optimum made it until 2024: inputs ``past_key_values.*`` and ``use_cache_branch``, outputs ``present.*``."""
    from optimum.exporters.onnx import export
    from optimum.exporters.tasks import TasksManager
    from optimum.onnx import merge_decoders
    from transformers import AutoModelForCausalLM

    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    model = AutoModelForCausalLM.from_pretrained(checkpoint).eval()
    make = TasksManager.get_exporter_config_constructor("onnx", model, task="text-generation-with-past")
    paths = [out / "decoder_model.onnx", out / "decoder_with_past_model.onnx"]
    for path, takes_past in zip(paths, (False, True), strict=True):
        config = make(model.config, use_past=True, use_past_in_inputs=takes_past)
        export(model, config, path, opset=17, do_constant_folding=True)
    merged: ModelProto = merge_decoders(*paths, save_path=out / "merged.onnx", strict=False)
    return merged
