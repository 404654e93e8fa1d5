"""The committed tiny models as a person has them: a downloaded folder without a manifest, one format each.

Their contexts are 1,024 tokens of two or three letters, less than the rules of a prompt: here a token is a word.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"


def downloaded(target: Path, model: str, graph: str = "", *, words: bool = True) -> Path:
    """A copy of ``model`` without our manifest; of several graphs only ``graph`` (how its files begin)."""
    source = MODELS / model
    for path in sorted(source.rglob("*")):
        if not path.is_file() or path.name == "manifest.json":
            continue
        if graph and ".onnx" in path.name and not path.name.startswith(f"{graph}."):
            continue
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if words:
        change(target / "tokenizer.json", _of_words)
    return target


def change(path: Path, make: Any) -> None:
    """Rewrite a JSON file: ``make`` changes what it gets, or gives something else."""
    values = json.loads(path.read_text("utf-8"))
    made = make(values)
    path.write_text(json.dumps(values if made is None else made, ensure_ascii=False), encoding="utf-8")


def _of_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """A tokenizer for which every word is the same token; the special ones are those of before."""
    size = 1 + max(values["model"]["vocab"].values())
    taken = {token["id"]: token["content"] for token in values["added_tokens"]}
    vocabulary = {taken.get(number, f"word{number}"): number for number in range(size)}
    return {
        **values,
        "normalizer": None,
        "pre_tokenizer": {"type": "WhitespaceSplit"},
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": f"word{size - 1}"},
    }


def installed(folder: Path, model: str) -> Path:
    """``folder`` with the manifest that ``model`` has here, over the files that lie there now."""
    values = json.loads((MODELS / model / "manifest.json").read_text("utf-8"))
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    values["files"] = [
        {
            "name": name,
            "size": (folder / name).stat().st_size,
            "sha256": hashlib.sha256((folder / name).read_bytes()).hexdigest(),
        }
        for name in names
    ]
    values["chat"]["model_file"] = next(name for name in names if name.endswith(".onnx"))
    (folder / "manifest.json").write_text(json.dumps(values), encoding="utf-8")
    return folder
