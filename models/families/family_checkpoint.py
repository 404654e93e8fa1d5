"""Makes one family's checkpoint (random weights, then made decisive) and its reference tokens by transformers.

    python models/families/family_checkpoint.py --family qwen2 --work build/families

Runs in the optimum environment. Random weights let two tokens come so close that rounding chooses between them. So the
weights are drawn, an answer to each prompt is drawn from them, and they are trained for some seconds until every token
of these answers leads by LEAD of the logits' spread: quantizing or another processor then changes no token. Half of the
third answer quotes its prompt, so that drafts from the prompt can be right.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import torch
import transformers
from family_recipes import CONTEXT, SIZES, Family, Words, family
from family_tokenizers import PROMPT_TEXT, make_tokenizer
from tokenizers import Tokenizer

LENGTHS = (1, 17, 300)
STEPS = 64
QUOTED = slice(60, 92)
LEAD = 2.5
MOST_STEPS = 3000
BLOCK = 32
SAMPLED_LOGITS = 8


def main() -> None:
    parser = argparse.ArgumentParser(description="Make one tiny family's checkpoint and its reference tokens.")
    parser.add_argument("--family", required=True)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    chosen = family(arguments.family)
    torch.manual_seed(chosen.seed)
    work = arguments.work / chosen.id
    shutil.rmtree(work, ignore_errors=True)
    checkpoint = work / "checkpoint"
    checkpoint.mkdir(parents=True)
    tokenizer = make_tokenizer(chosen)
    model = make_model(chosen, tokenizer)
    prompts = [tokenizer.encode(PROMPT_TEXT, add_special_tokens=False).ids[5 : 5 + length] for length in LENGTHS]
    if [len(prompt) for prompt in prompts] != list(LENGTHS):
        raise SystemExit(f"{chosen.id}: the text of the prompts is too short")
    answers = [drawn(model, prompt, len(chosen.specials), tokenizer.get_vocab_size()) for prompt in prompts]
    steps = make_decisive(model, prompts, answers)
    model.save_pretrained(checkpoint)
    write_small_files(chosen, checkpoint, tokenizer)
    reloaded = type(model).from_pretrained(checkpoint).eval()
    reference = {
        "reference": "transformers, greedy, float32, without a cache, from the checkpoint before any export",
        "torch": torch.__version__.split("+")[0],
        "transformers": transformers.__version__,
        "runs": [run(reloaded, prompt) for prompt in prompts],
        "chats": [chat(checkpoint, messages) for messages in CHATS],
    }
    (work / "reference.json").write_text(json.dumps(reference, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{chosen.id}: {sum(p.numel() for p in model.parameters())} parameters, decisive after {steps} steps")


def make_model(chosen: Family, tokenizer: Tokenizer) -> Any:
    number = tokenizer.token_to_id
    values = {
        **SIZES,
        **chosen.sizes,
        **chosen.settings,
        "vocab_size": -(-tokenizer.get_vocab_size() // 32) * 32,
        "bos_token_id": number(chosen.start) if chosen.start else None,
        "eos_token_id": number(chosen.end),
        "pad_token_id": number(chosen.padding),
    }
    config = getattr(transformers, chosen.config)(**values)
    config._attn_implementation = "eager"
    model = getattr(transformers, chosen.architecture)(config).eval()
    model.generation_config.eos_token_id = number(chosen.end)
    return model


@torch.no_grad()  # type: ignore[untyped-decorator]
def drawn(model: Any, prompt: list[int], specials: int, tokens: int) -> list[int]:
    """An answer drawn from the model, without its ``specials`` first tokens. The long prompt's soon quotes it."""
    ids = list(prompt)
    while len(ids) < len(prompt) + STEPS:
        logits = model(torch.tensor([ids])).logits[0, -1]
        logits = logits / logits.std()
        logits[:specials] = -torch.inf
        logits[tokens:] = -torch.inf
        logits[list(set(ids[-8:]))] = -torch.inf
        ids.append(int(torch.multinomial(torch.softmax(logits, 0), 1)))
    answer = ids[len(prompt) :]
    if len(prompt) > QUOTED.stop:
        answer[1 : 1 + QUOTED.stop - QUOTED.start] = prompt[QUOTED]
    return answer


def make_decisive(model: Any, prompts: list[list[int]], answers: list[list[int]]) -> int:
    """Train until each token of each answer leads all others by LEAD standard deviations of its logits.

    The matrices stay on the grid of their 4-bit quantization (the gradient goes to the unrounded ones), so that the
    quantized graphs hold the very same weights.
    """
    parameters = list(model.parameters())
    unrounded = [parameter.detach().clone() for parameter in parameters]
    optimizer = torch.optim.Adam(unrounded, lr=3e-3)
    pairs = [(torch.tensor([p + a]), torch.tensor(a), len(p)) for p, a in zip(prompts, answers, strict=True)]
    for step in range(MOST_STEPS):
        for parameter, exact in zip(parameters, unrounded, strict=True):
            parameter.data.copy_(on_grid(exact) if exact.ndim == 2 else exact)
        leads = torch.cat([lead(model, ids, answer, start) for ids, answer, start in pairs])
        if leads.min() >= LEAD:
            return step
        model.zero_grad()
        torch.nn.functional.softplus((LEAD * 1.2 - leads) * 4).mean().backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for parameter, exact in zip(parameters, unrounded, strict=True):
            exact.grad = parameter.grad
        optimizer.step()
    raise SystemExit(f"not decisive after {MOST_STEPS} steps: a lead of {leads.min():.3f}")


def on_grid(weights: torch.Tensor) -> torch.Tensor:
    """Rounded as MatMulNBits rounds: blocks of 32 along a row, the largest of each is -8 steps."""
    blocks = weights.reshape(-1, BLOCK)
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    scale = torch.where(largest == 0, 1.0, largest / -8)
    return ((blocks / scale).round().clamp(-8, 7) * scale).reshape(weights.shape)


def lead(model: Any, ids: torch.Tensor, answer: torch.Tensor, start: int) -> torch.Tensor:
    logits = model(ids).logits[0, start - 1 : -1]
    wanted = logits.gather(1, answer[:, None])[:, 0]
    others = logits.scatter(1, answer[:, None], -torch.inf).amax(1)
    return (wanted - others) / logits.detach().std(1)


def run(model: Any, prompt: list[int]) -> dict[str, Any]:
    """Logits of the first step and of the last, and the least lead of all steps."""
    model.generation_config.eos_token_id = None
    made = model.generate(
        torch.tensor([prompt]),
        attention_mask=torch.ones((1, len(prompt)), dtype=torch.long),
        do_sample=False,
        use_cache=False,
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


CHATS = (
    [{"role": "user", "content": "When does the ferry leave?"}],
    [
        {"role": "system", "content": "Answer briefly."},
        {"role": "user", "content": "绿茶可以保存多久？"},
        {"role": "assistant", "content": "半年。\U0001f375"},
        {"role": "user", "content": "And black tea?"},
    ],
)
DATE = "22 Nov 2026"


def chat(checkpoint: Path, messages: list[dict[str, str]]) -> dict[str, Any]:
    """``date``: what the template is given where it asks for today's; ``enable_thinking`` is false."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(checkpoint)
    told = {"enable_thinking": False, "date_string": DATE}
    text = tokenizer.apply_chat_template(messages, add_generation_prompt=True, tokenize=False, **told)
    ids = tokenizer(text, add_special_tokens=False).input_ids
    return {"messages": messages, **told, "text": text, "ids": ids}


def write_small_files(chosen: Family, folder: Path, tokenizer: Tokenizer) -> None:
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    template = Path(__file__).resolve().parent / "templates" / f"{chosen.id}.jinja"
    told = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": chosen.start or None,
        "eos_token": chosen.end,
        "pad_token": chosen.padding,
        "unk_token": "<unk>" if chosen.words is Words.PIECES else None,
        "model_max_length": CONTEXT,
        "clean_up_tokenization_spaces": False,
        "chat_template": template.read_text(encoding="utf-8").rstrip("\n"),
    }
    text = json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False, indent=2)
    (folder / "tokenizer_config.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
