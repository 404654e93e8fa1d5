"""Tokenizers of a few hundred entries in the two styles of multilingual embedders, made from sentences of our own."""

from __future__ import annotations

import math
from collections import Counter

from golden_texts import HARBOUR, TEA, TEXTS
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

CORPUS = (
    HARBOUR,
    TEA,
    *TEXTS[:12],
    "query: passage: Instruct: Given a question, find the passages that answer it Query:",
)
SIZE = 400


def pieces(start: str, end: str, padding: str, unknown: str) -> Tokenizer:
    """Sentence pieces with a start and an end, as XLM-RoBERTa has them (and e5 with it)."""
    specials = [start, padding, end, unknown]
    tokenizer = Tokenizer(models.Unigram([*((name, 0.0) for name in specials), *scored_pieces()], len(specials) - 1))
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens(specials)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in (start, end)],
    )
    return tokenizer


def byte_pairs(end: str) -> Tokenizer:
    """Byte pairs with an end token that the tokenizer itself appends, as Qwen3-Embedding has it."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=SIZE, special_tokens=[end], initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"$A {end}", special_tokens=[(end, tokenizer.token_to_id(end))]
    )
    return tokenizer


def scored_pieces() -> list[tuple[str, float]]:
    """Beginnings of words and single characters by frequency; the library's own trainer differs from run to run."""
    counts: Counter[str] = Counter()
    for word in ("▁" + word for text in CORPUS for word in text.split()):
        counts.update(word)
        counts.update(word[:end] for end in (3, 5, len(word)) if 1 < end <= len(word))
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(piece, math.log(count / total)) for piece, count in ranked[: SIZE - 4]]
