"""The tiny translation model dressed as another family: the same weights, two seldom letters renamed to marks.

What it writes then is no language; that the marks stand where the family wants them is what can be seen.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-marian-en-zh"
_LETTERS = ("~", "^")
_USER_DEFINED = b"\x18\x04"


def family(folder: Path, kind: str, marks: tuple[str, str], tokenizer: str, *, pieces: bool) -> Path:
    """``marks`` become tokens of the vocabulary; with ``pieces`` also pieces of the tokenizer, as MADLAD has them."""
    shutil.copytree(TINY, folder)
    vocabulary = json.loads((folder / "shared_vocabulary.json").read_text(encoding="utf-8"))
    model = (folder / "source.spm").read_bytes()
    for letter, mark in zip(_LETTERS, marks, strict=True):
        vocabulary[vocabulary.index(letter)] = mark
        if pieces:
            old = b"\x0a\x08\x0a\x01" + letter.encode() + b"\x15"
            at = model.index(old)
            score = model[at + len(old) : at + len(old) + 4]
            body = b"\x0a" + bytes([len(mark)]) + mark.encode() + b"\x15" + score + _USER_DEFINED
            model = model[:at] + b"\x0a" + bytes([len(body)]) + body + model[at + len(old) + 4 :]
    (folder / "shared_vocabulary.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    for name in ("source.spm", "target.spm"):
        (folder / name).unlink()
    (folder / tokenizer).write_bytes(model)
    values = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = [path for path in sorted(folder.iterdir()) if path.name not in ("manifest.json", "README.md")]
    values["files"] = [
        {"name": file.name, "size": file.stat().st_size, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
        for file in files
    ]
    values["translation"] = {"kind": kind, "pairs": [], "source_tokenizer": tokenizer, "target_tokenizer": tokenizer}
    values.pop("expected")
    (folder / "manifest.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    return folder


def madlad(folder: Path) -> Path:
    return family(folder, "madlad", ("<2zh>", "<2en>"), "sentencepiece.model", pieces=True)


def m2m100(folder: Path) -> Path:
    return family(folder, "m2m100", ("__zh__", "__en__"), "sentencepiece.bpe.model", pieces=False)
