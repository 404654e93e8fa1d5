"""Translation models (Marian, M2M100, MADLAD): to CTranslate2 at 8 bits, then both translate the same sentences."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import Any

import numpy as np
from ct2 import listed, to_ctranslate2
from exporting import load
from samples import SENTENCES
from telling import Check, Job, Stage, Teller

ARCHITECTURES = {
    "marian": "MarianMTModel", "m2m100": "M2M100ForConditionalGeneration", "madlad": "T5ForConditionalGeneration",
}  # fmt: skip
COPIED = ("source.spm", "target.spm", "sentencepiece.bpe.model", "spiece.model", "sentencepiece.model",
          "tokenizer_config.json", "tokenizer.json")  # fmt: skip
MOST_TOKENS = 32
MOST_APART = 0.2
"""Nats: how much less, or more, likely a token of the original's translation is to the made model; the mean."""
LEAST_SAME = 0.75
"""Of the tokens, each behind the original's own."""


@dataclass(frozen=True)
class Sample:
    """``source`` with what marks its language; ``target``: what the original wrote, ``begins`` with."""

    source: list[str]
    begins: list[str]
    target: list[str]
    scores: list[float]


def convert(job: Job, teller: Teller) -> list[str]:
    import transformers

    words = transformers.AutoTokenizer.from_pretrained(job.checkpoint, trust_remote_code=False, local_files_only=True)
    model = load(job, ARCHITECTURES[job.kind])
    teller.stage(Stage.READING, 0.5)
    samples = [_original(model, words, job.kind, text, language) for text, language in _texts(words, job.kind)]
    del model
    gc.collect()
    teller.stage(Stage.EXPORTING)
    to_ctranslate2(job, COPIED)
    teller.stage(Stage.COMPARING)
    _compare(job, samples, teller)
    return listed(job)


def _texts(words: Any, kind: str) -> list[tuple[str, str]]:
    """Sentences, each with the code of the language that it is to become ('' where the model knows only one)."""
    if kind == "marian":
        source = str(words.source_lang or "en").split("_")[0].split("-")[0][:2]
        return [(text, "") for text in SENTENCES.get(source, SENTENCES["en"])]
    if kind == "madlad":
        return [(f"<2{to}> {text}", "") for to, of in (("zh", "en"), ("en", "zh")) for text in SENTENCES[of]]
    names = {"en": "en", "zh": "zh"} if hasattr(words, "get_lang_id") else {"en": "eng_Latn", "zh": "zho_Hans"}
    return [(f"{names[of]}\n{text}", names[to]) for to, of in (("zh", "en"), ("en", "zh")) for text in SENTENCES[of]]


def _original(model: Any, words: Any, kind: str, text: str, language: str) -> Sample:
    import torch

    begins = list[str]()
    if language:
        words.src_lang, _, text = text.partition("\n")
        begin = words.get_lang_id(language) if hasattr(words, "get_lang_id") else words.convert_tokens_to_ids(language)
        begins = words.convert_ids_to_tokens([begin])
    ids = words(text).input_ids
    known = [model.config.decoder_start_token_id, *words.convert_tokens_to_ids(begins)]
    scores, made = list[float](), list[int]()
    with torch.inference_mode():
        encoded = model.get_encoder()(torch.tensor([ids]))
        for _ in range(MOST_TOKENS):
            fed = torch.tensor([known + made])
            logits = model(encoder_outputs=encoded, decoder_input_ids=fed, use_cache=False).logits[0, -1].float()
            if kind == "marian":  # it never writes this one, and CTranslate2 takes it out
                logits[model.config.pad_token_id] = -torch.inf
            logs = torch.log_softmax(logits, -1)
            made.append(int(logs.argmax()))
            scores.append(float(logs.max()))
            if made[-1] == model.config.eos_token_id:
                break
    return Sample(words.convert_ids_to_tokens(ids), begins, words.convert_ids_to_tokens(made), scores)


def _compare(job: Job, samples: list[Sample], teller: Teller) -> None:
    import ctranslate2

    made = ctranslate2.Translator(str(job.out), device="cpu", compute_type="int8", intra_threads=2)
    apart, same = list[float](), list[bool]()
    for number, sample in enumerate(samples):
        ends = sample.target[-1] == "</s>"
        words = sample.target[:-1] if ends else sample.target
        scores = made.score_batch([sample.source], [[*sample.begins, *words]])[0].log_probs[len(sample.begins) :]
        compared = list(zip(sample.scores, scores, strict=False))
        apart += [abs(original - other) for original, other in compared]
        for place in range(len(sample.target)):
            begun = [*sample.begins, *sample.target[:place]]
            told = made.translate_batch(
                [sample.source], target_prefix=[begun], beam_size=1, max_decoding_length=len(begun) + 1,
                min_decoding_length=0,
            )  # fmt: skip
            written = told[0].hypotheses[0][len(begun) :]
            same.append((written[0] if written else "</s>") == sample.target[place])
        teller.stage(Stage.COMPARING, (number + 1) / len(samples))
    mean = float(np.mean(apart)) if apart else float("nan")
    teller.check(Check("likelihood", "model", mean, MOST_APART, True, len(apart)))
    teller.check(Check("same_tokens", "model", float(np.mean(same)), LEAST_SAME, False, len(same)))
