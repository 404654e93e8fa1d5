"""Golden tokens and logits of the tiny chat models from the reference implementation (torch, transformers).

    PYTHONPATH=. python models/golden_tiny_chat.py --work build --out tests/golden/llm

Greedy, 64 steps, no end token, for prompts of 1, 17 and 300 tokens; and chat prompts as transformers encodes them.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
import transformers
from tiny_chat_data import Lessons

from app.domain.prompt import Exchange, Source, messages

COMMAND = "PYTHONPATH=. python models/golden_tiny_chat.py --work build --out tests/golden/llm"
MODELS = ("tiny-chat", "tiny-qwen2")
LENGTHS = (1, 17, 300)
STEPS = 64
SAMPLED_LOGITS = 8
SOURCES = (
    Source(1, "ferry.md", "The ferry leaves at 6:15. The ticket costs 12 euros."),
    Source(2, "lease.md", "The deposit is three months of rent."),
)
CHINESE = (Source(1, "租约", "押金是三个月。"), Source(2, "员工手册", "年假是十五天。"))
EARLIER = (Exchange("What is the deposit?", "The deposit is \U0001f600."),)
CHATS = (
    messages("What is the deposit?", SOURCES),
    messages("押金是多少？", CHINESE),
    messages(
        "And when does the ferry leave?", SOURCES, [Exchange("What is the deposit?", "The deposit is \U0001f600.")]
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the golden values of the tiny chat models.")
    parser.add_argument("--work", type=Path, required=True, help="where make_tiny_chat.py left its checkpoints")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        values = golden(arguments.work / name / "checkpoint")
        (arguments.out / f"{name}.json").write_text(json.dumps(values, ensure_ascii=False) + "\n", encoding="utf-8")


def golden(checkpoint: Path) -> dict[str, Any]:
    model = transformers.Qwen2ForCausalLM.from_pretrained(checkpoint).eval()
    model.generation_config.eos_token_id = None
    tokenizer = transformers.AutoTokenizer.from_pretrained(checkpoint)
    return {
        "command": COMMAND,
        "torch": torch.__version__.split("+")[0],
        "transformers": transformers.__version__,
        "runs": [run(model, prompt) for prompt in prompts(tokenizer)],
        "chats": [chat(tokenizer, made) for made in CHATS],
    }


def prompts(tokenizer: Any) -> list[list[int]]:
    lesson = Lessons(14).lesson(most_passages=6, most_facts=6, turns=6, rules=True).text * 4
    ids: list[int] = tokenizer(lesson, add_special_tokens=False).input_ids
    return [ids[40 : 40 + length] for length in LENGTHS]


def run(model: Any, prompt: list[int]) -> dict[str, Any]:
    """Logits of the first step and of the last: the ``ids`` with the highest, and the least lead of all steps."""
    made = model.generate(
        torch.tensor([prompt]),
        attention_mask=torch.ones((1, len(prompt)), dtype=torch.long),
        do_sample=False,
        max_new_tokens=STEPS,
        output_logits=True,
        return_dict_in_generate=True,
    )
    logits = torch.cat(made.logits)
    leads = logits.topk(2).values
    return {
        "prompt": prompt,
        "tokens": made.sequences[0, len(prompt) :].tolist(),
        "least_lead": round((leads[:, 0] - leads[:, 1]).min().item(), 5),
        "logits": [sample(logits[0]), sample(logits[-1])],
    }


def sample(logits: torch.Tensor) -> dict[str, Any]:
    top = logits.topk(SAMPLED_LOGITS)
    return {"ids": top.indices.tolist(), "values": [round(value, 4) for value in top.values.tolist()]}


def chat(tokenizer: Any, made: Any) -> dict[str, Any]:
    plain = [{"role": message.role, "content": message.content} for message in made]
    ids = tokenizer.apply_chat_template(plain, add_generation_prompt=True, tokenize=True)
    return {"messages": plain, "ids": list(ids), "text": tokenizer.apply_chat_template(plain, tokenize=False)}


if __name__ == "__main__":
    main()
