"""From a checkpoint to a float32 graph by optimum, and the small files that go with it. Judges nothing."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from typing import Any

from telling import Failed, Job

SMALL_FILES = (
    "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json",
    "added_tokens.json", "chat_template.jinja", "modules.json", "sentence_bert_config.json",
    "config_sentence_transformers.json", "1_Pooling/config.json",
)  # fmt: skip


def load(job: Job, architecture: str) -> Any:
    """The original in single precision; safetensors only, and no code from the folder."""
    import torch
    import transformers

    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    kind = getattr(transformers, architecture)
    model, told = kind.from_pretrained(
        job.checkpoint, dtype=torch.float32, use_safetensors=True, trust_remote_code=False, local_files_only=True,
        output_loading_info=True,
    )  # fmt: skip
    if told["missing_keys"] or told["mismatched_keys"]:
        lacking = sorted(map(str, (*told["missing_keys"], *told["mismatched_keys"])))
        needed = [name for name in lacking if "pooler" not in name and "position_ids" not in name]
        if needed:  # transformers would make them up at random
            raise Failed("unsupported", f"the checkpoint lacks {len(needed)} weights: {', '.join(needed[:3])}")
    return model.eval()


def export(job: Job, task: str) -> Path:
    """The graph that optimum makes; ``task`` in its words. The original is read once more for it."""
    from optimum.exporters.onnx import main_export

    folder = job.scratch / "exported"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the tracer, about branches that depend on sizes
        main_export(
            str(job.checkpoint), output=str(folder), task=task, dtype="fp32", library_name="transformers",
            do_validation=False, trust_remote_code=False, local_files_only=True,
        )  # fmt: skip
    graph = folder / "model.onnx"
    if not graph.is_file():
        raise Failed("unsupported", "optimum made no single graph of it")
    return graph


def tokenizer(job: Job) -> Any:
    """The fast tokenizer; made from the older files where the checkpoint has no tokenizer.json."""
    import tokenizers
    import transformers

    there = job.checkpoint / "tokenizer.json"
    if not there.is_file():
        slow = transformers.AutoTokenizer.from_pretrained(
            job.checkpoint, trust_remote_code=False, local_files_only=True
        )
        if not slow.is_fast:
            raise Failed("unsupported", "no tokenizer.json can be made of its tokenizer")
        made = job.scratch / "tokenizer"
        slow.save_pretrained(made)
        there = made / "tokenizer.json"
    shutil.copyfile(there, job.out / "tokenizer.json")
    found = tokenizers.Tokenizer.from_file(str(there))
    found.no_padding()
    found.no_truncation()
    return found


def copy_small_files(job: Job) -> list[str]:
    """What the program needs beside the graph; returns all that is in the folder now, by name."""
    for name in SMALL_FILES:
        source, target = job.checkpoint / name, job.out / name
        if source.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return sorted(path.relative_to(job.out).as_posix() for path in job.out.rglob("*") if path.is_file())


def let_go_of_the_export(graph: Path) -> None:
    """Its float weights are the largest thing on the disk."""
    shutil.rmtree(graph.parent, ignore_errors=True)
