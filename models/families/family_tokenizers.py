"""Tokenizers of a few hundred entries in the two styles of the families, trained on sentences of our own."""

from __future__ import annotations

import sys
from pathlib import Path

from family_recipes import TOKENS, Family, Words
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from golden_texts import HARBOUR, TEA, TEXTS

CORPUS = (HARBOUR, TEA, *TEXTS[:12])
PROMPT_TEXT = " ".join((HARBOUR, TEXTS[4], TEXTS[5], TEXTS[6], HARBOUR, TEXTS[7], TEA, TEXTS[3]))
"""Long enough for a prompt of 300 tokens in every family's tokenizer."""


def make_tokenizer(family: Family) -> Tokenizer:
    return byte_pairs(family) if family.words is Words.BYTES else pieces(family)


def byte_pairs(family: Family) -> Tokenizer:
    """As Qwen, Llama 3, SmolLM, Granite, Phi-4 and LFM2 have them."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=TOKENS,
        special_tokens=_added(family),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    if family.start == "<|begin_of_text|>":
        tokenizer.post_processor = _starting_with(tokenizer, family.start)
    return tokenizer


def pieces(family: Family) -> Tokenizer:
    """As Phi-3 and Gemma have them: a low line for the space, and a token for every byte that no piece covers."""
    trained = Tokenizer(models.BPE())
    normalizer = normalizers.Replace(" ", "▁")
    trained.normalizer = normalizer
    specials = list(family.specials)
    room = TOKENS + 128 - 256 - len(specials)
    trainer = trainers.BpeTrainer(vocab_size=room, limit_alphabet=room - 40, show_progress=False)
    trained.train_from_iterator([word for text in CORPUS for word in text.split(" ")], trainer)
    words = sorted(trained.get_vocab().items(), key=lambda item: item[1])
    names = [*specials, *(f"<0x{number:02X}>" for number in range(256)), *(word for word, _ in words)]
    vocabulary = {name: number for number, name in enumerate(dict.fromkeys(names))}
    merges = [(one, other) for one, other in _merges(trained)]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens(_added(family))
    tokenizer.post_processor = _starting_with(tokenizer, family.start)
    return tokenizer


def _merges(tokenizer: Tokenizer) -> list[list[str]]:
    import json

    merges: list[list[str]] = json.loads(tokenizer.to_str())["model"]["merges"]
    return merges


def _added(family: Family) -> list[AddedToken]:
    return [AddedToken(name, special=True, normalized=False) for name in family.specials]


def _starting_with(tokenizer: Tokenizer, start: str) -> processors.TemplateProcessing:
    return processors.TemplateProcessing(
        single=f"{start} $A",
        pair=f"{start} $A {start} $B",
        special_tokens=[(start, tokenizer.token_to_id(start))],
    )
