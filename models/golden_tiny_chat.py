"""Golden tokens and logits of the tiny chat models from the reference implementation (torch, transformers).

    PYTHONPATH=. python models/golden_tiny_chat.py --work build --models tests/data/models --out tests/golden/llm

Greedy, 64 steps, no end token, for prompts of 1, 17 and 300 tokens; and chat prompts as transformers encodes them.
Where the graph holds rounded weights, so does the reference. ``--measured`` is what measure_tiny_chat.py found.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
import transformers
from tiny_chat_data import ANSWER_BEGINS, Lessons, Shape
from tiny_chat_export import rounded

from app.domain.ask.prompt import Exchange, Source, messages

COMMAND = "python models/golden_tiny_chat.py --work build --models tests/data/models --out tests/golden/llm"
MODELS = ("tiny-chat", "tiny-qwen2")
LENGTHS = (1, 17, 300)
STEPS = 64
SAMPLED_LOGITS = 8
CLEAR_LEAD = 0.02
"""A prompt is taken where each token leads by as much: another order of sums then changes none."""
SHAPE = Shape((4, 6), (2, 5), 1, rules=True, history=0.3, refusals=0.0)
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
    parser.add_argument("--models", type=Path, required=True, help="the folder of model folders")
    parser.add_argument("--measured", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        work = arguments.work / name
        if not (work / "checkpoint").is_dir():
            continue
        values = golden(work / "checkpoint", arguments.models / name / "model.onnx")
        if (work / "training.json").is_file():
            values["training"] = json.loads((work / "training.json").read_text("utf-8"))
            if arguments.measured:
                values["measured"] = json.loads(arguments.measured.read_text("utf-8"))
        (arguments.out / f"{name}.json").write_text(json.dumps(values, ensure_ascii=False) + "\n", encoding="utf-8")


def golden(checkpoint: Path, graph: Path) -> dict[str, Any]:
    model = rounded(transformers.Qwen2ForCausalLM.from_pretrained(checkpoint).eval(), graph)
    model.generation_config.eos_token_id = None
    tokenizer = transformers.AutoTokenizer.from_pretrained(checkpoint)
    return {
        "command": COMMAND,
        "torch": torch.__version__.split("+")[0],
        "transformers": transformers.__version__,
        "runs": [clear_run(model, tokenizer, length) for length in LENGTHS],
        "chats": [chat(tokenizer, made) for made in CHATS],
    }


def clear_run(model: Any, tokenizer: Any, length: int) -> dict[str, Any]:
    """Of the end of a prompt, as the program would send it."""
    lessons = Lessons(14)
    while True:
        lesson = lessons.lesson(SHAPE)
        text = f"{lesson.start}{lesson.branches[0].question}{ANSWER_BEGINS}"
        ids: list[int] = tokenizer(text, add_special_tokens=False).input_ids
        at = len(ids) - length if length > 100 else 40
        if at >= 0:
            made = run(model, ids[at : at + length])
            if made["least_lead"] > CLEAR_LEAD and (length < 100 or len(set(made["tokens"])) > 10):
                return made


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
