"""Puts a family's folders where the tests read them, each with a manifest, and writes the family's golden values.

    python models/families/family_collect.py --family qwen2 --work build/families --models tests/data/models \
        --golden tests/golden/llm/families

Runs in the optimum environment. Every graph must give transformers' tokens when it is run plainly (``plain_run.py``);
a graph that does not ends the recipe. What is kept of each graph are its own logits at the first and the last step.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import onnxruntime  # type: ignore[import-untyped]
from family_recipes import CONTEXT, Format, family
from plain_run import PlainRun, config_of

COMMAND = "python models/make_families.py --optimum-python … --genai-python … (see models/README.md)"
PRECISIONS = {"int4": "int4", "q4": "int4", "q4f16": "int4 with float16", "int8": "int8", "quantized": "int8"}
LEAST_LEAD = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description="Collect one tiny family's folders and golden values.")
    parser.add_argument("--family", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--golden", type=Path, required=True)
    arguments = parser.parse_args()
    chosen = family(arguments.family)
    work = arguments.work / chosen.id
    reference = json.loads((work / "reference.json").read_text("utf-8"))
    config = config_of(work / "checkpoint")
    graphs: dict[str, Any] = {}
    for form in chosen.formats:
        folder = arguments.models / f"{chosen.id}-{form}"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(work / form.value, folder)
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.onnx"))
        for path in folder.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        text = json.dumps(manifest(form, folder, names[0], config), ensure_ascii=False, indent=2)
        (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
        for name in names:
            graphs[f"{folder.name}/{name}"] = plainly(folder / name, config, reference["runs"])
    values = {
        "command": COMMAND,
        **{name: value for name, value in reference.items() if name not in ("runs", "chats")},
        "graphs_reference": "onnxruntime, each graph by itself, the whole sequence anew for every token, nothing kept; "
        "the tokens are those of transformers",
        "onnxruntime": onnxruntime.__version__,
        "runs": reference["runs"],
        "chats": reference["chats"],
        "graphs": graphs,
    }
    arguments.golden.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False)
    (arguments.golden / f"{chosen.id}.json").write_text(text + "\n", encoding="utf-8")


def plainly(graph: Path, config: dict[str, Any], runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ends the recipe where the tokens are not the reference's or are not clear enough."""
    plain, kept = PlainRun(graph, config), []
    for run in runs:
        made = plain.run(run["prompt"], len(run["tokens"]))
        if made.pop("tokens") != run["tokens"] or made["least_lead"] < LEAST_LEAD:
            raise SystemExit(f"{graph}: other tokens than transformers' for {len(run['prompt'])}, {made['least_lead']}")
        kept.append(made)
    return kept


def manifest(form: Format, folder: Path, graph: str, config: dict[str, Any]) -> dict[str, Any]:
    data = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*"))
            if path.is_file()}  # fmt: skip
    last = graph.removesuffix(".onnx").rpartition("_")[2]
    return {
        "format": 1,
        "id": folder.name,
        "name": f"{folder.name}, a test model with random weights",
        "role": "chat",
        "licence": "MIT (a test model of the project's own making; it knows nothing)",
        "source": "models/make_families.py",
        "revision": "1",
        "precision": "int4" if form in (Format.GENAI_INT4, Format.GENAI_WHOLE) else PRECISIONS.get(last, "float32"),
        "languages": ["en", "zh"],
        "files": [
            {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in data.items()
        ],
        "chat": {"context_length": CONTEXT, "model_file": graph, **memory(config, form)},
    }


def memory(config: dict[str, Any], form: Format) -> dict[str, int]:
    """Of the float32 caches, by the configuration. Without GroupQueryAttention a step reads one and writes another."""
    from_builder = form not in (Format.PLAIN, Format.MERGED)
    columns = config.get("conv_L_cache", 0) - from_builder
    head = config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"]
    kinds = config.get("layer_types") or ["full_attention"] * config["num_hidden_layers"]
    states = kinds.count("conv") * config["hidden_size"] * columns * 4
    tokens = (
        2 * (len(kinds) - kinds.count("conv")) * config["num_key_value_heads"] * head * 4 * (1 if from_builder else 2)
    )
    return {"cache_bytes_per_token": tokens, "state_bytes": states}


if __name__ == "__main__":
    main()
