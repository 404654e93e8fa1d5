"""Small tokenizers of the two kinds that chat models have, made anew: byte-level BPE, and SentencePiece with bytes."""

from __future__ import annotations

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

TEXTS = [
    "The deposit is three months of rent. The ferry leaves at 6:15, and the ticket costs 12 euros.",
    'The form: {"name": "Ada", "age": 36, "tags": ["a", "b"], "married": true, "address": null}',
    "押金是三个月。渡轮六点十五分开。年假是十五天。",
    "<think>\nLet me think.\n</think>\n\nThe answer is 12.\n",
]
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")


def byte_level(*, think: bool | None = None) -> Tokenizer:
    """As Qwen, Llama 3, SmolLM, Granite. ``think``: its marks are tokens of their own, special ones where True."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(TEXTS, trainer)
    return with_marks(made, think)


def sentence_piece(*, think: bool | None = None) -> Tokenizer:
    """As Llama 2, Mistral, Phi-3, Gemma: a blank is ``▁``, what is not in the vocabulary comes as bytes ``<0xE4>``."""
    trained = Tokenizer(models.BPE(unk_token="<unk>"))
    trained.normalizer = normalizers.Replace(" ", "▁")
    trained.pre_tokenizer = pre_tokenizers.Split(Regex("(?<=[^▁])(?=▁)"), "isolated")
    trainer = trainers.BpeTrainer(
        vocab_size=420, special_tokens=["<unk>", *SPECIAL], limit_alphabet=60, show_progress=False
    )
    trained.train_from_iterator(TEXTS[:2], trainer)
    vocabulary = dict(sorted(trained.get_vocab().items(), key=lambda item: item[1]))
    for byte in range(256):
        vocabulary[f"<0x{byte:02X}>"] = len(vocabulary)
    merges = [tuple(merge) for merge in _merges(trained)]
    made = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    made.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in SPECIAL])
    return with_marks(made, think)


def with_marks(made: Tokenizer, think: bool | None) -> Tokenizer:
    marks = ("<think>", "</think>")
    if think is True:
        made.add_special_tokens(list(marks))
    elif think is False:
        made.add_tokens(list(marks))
    return made


def _merges(trained: Tokenizer) -> list[list[str]]:
    import json

    told = json.loads(trained.to_str())["model"]["merges"]
    return [merge if isinstance(merge, list) else merge.split(" ") for merge in told]
