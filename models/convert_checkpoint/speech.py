"""Whisper models: to CTranslate2 at 8 bits, then what both hear and write of the same sound is compared."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import Any

import numpy as np
from ct2 import listed, to_ctranslate2
from exporting import load, tokenizer
from numpy.typing import NDArray
from samples import RATE, sound
from telling import Check, Job, Stage, Teller

COPIED = ("preprocessor_config.json", "generation_config.json")
STEPS = 24
HALF = 0.5
"""As with language models: a token that the original holds half as likely as its own is no other one."""
LEAST_COSINE, LEAST_SAME = 0.98, 0.85
"""Of the encoder's frames, the mean; of the tokens."""


def convert(job: Job, teller: Teller) -> list[str]:
    import transformers

    tokenizer(job)
    extractor = transformers.WhisperFeatureExtractor.from_pretrained(job.checkpoint, local_files_only=True)
    heard = extractor(sound(), sampling_rate=RATE, return_tensors="np").input_features.astype(np.float32)
    model = load(job, "WhisperForConditionalGeneration")
    prompt = _prompt(model)
    teller.stage(Stage.READING, 0.5)
    original = _Heard(prompt, *_original(model, heard, prompt), end=model.config.eos_token_id)
    del model
    gc.collect()
    teller.stage(Stage.EXPORTING)
    to_ctranslate2(job, COPIED)
    teller.stage(Stage.COMPARING)
    _compare(job, heard, original, teller)
    return listed(job)


def _prompt(model: Any) -> list[int]:
    """The tokens that Whisper begins with: language and task where it knows several, and no time stamps."""
    settings = model.generation_config
    prompt = [model.config.decoder_start_token_id]
    if getattr(settings, "is_multilingual", False) and getattr(settings, "lang_to_id", None):
        prompt += [settings.lang_to_id["<|en|>"], settings.task_to_id["transcribe"]]
    plain = getattr(settings, "no_timestamps_token_id", None)
    return [*prompt, plain] if plain is not None else prompt


def _original(
    model: Any, heard: NDArray[np.float32], prompt: list[int]
) -> tuple[NDArray[np.float32], list[int], NDArray[np.float32]]:
    """The encoder's frames, the greedy tokens behind ``prompt``, and the log-probabilities each was chosen from."""
    import torch

    with torch.inference_mode():
        encoded = model.model.encoder(torch.from_numpy(heard))
        tokens, rows = list[int](), list[NDArray[np.float32]]()
        for _ in range(STEPS):
            told = model(encoder_outputs=encoded, decoder_input_ids=torch.tensor([prompt + tokens]), use_cache=False)
            logs = torch.log_softmax(told.logits[0, -1].float(), -1).numpy()
            rows.append(logs)
            tokens.append(int(logs.argmax()))
            if tokens[-1] == model.config.eos_token_id:
                break
    return encoded.last_hidden_state[0].numpy(), tokens, np.stack(rows)


@dataclass(frozen=True)
class _Heard:
    """What the original made of the sound: its ``frames``, and ``tokens`` chosen from ``logs`` behind ``prompt``."""

    prompt: list[int]
    frames: NDArray[np.float32]
    tokens: list[int]
    logs: NDArray[np.float32]
    end: int


def _compare(job: Job, heard: NDArray[np.float32], original: _Heard, teller: Teller) -> None:
    import ctranslate2

    made = ctranslate2.models.Whisper(str(job.out), device="cpu", compute_type="int8", intra_threads=2)
    encoded = made.encode(ctranslate2.StorageView.from_array(heard), to_cpu=True)
    others = np.array(encoded)[0].astype(np.float32)
    cosines = (original.frames * others).sum(1) / (
        np.linalg.norm(original.frames, axis=1) * np.linalg.norm(others, axis=1)
    )
    teller.check(Check("frames", "model", float(cosines.mean()), LEAST_COSINE, False, len(cosines)))
    teller.stage(Stage.COMPARING, 0.6)
    room = 2 * (len(original.prompt) + len(original.tokens))  # CTranslate2 writes half of it at most
    told = made.generate(
        encoded, [original.prompt], beam_size=1, max_length=room, suppress_blank=False, suppress_tokens=[]
    )  # fmt: skip
    written = [*told[0].sequences_ids[0], original.end]
    same = _same_until_they_part(written, original.tokens, original.logs)
    teller.check(Check("same_tokens", "model", float(np.mean(same)), LEAST_SAME, False, len(same)))


def _same_until_they_part(made: list[int], tokens: list[int], logs: NDArray[np.float32]) -> list[bool]:
    """What follows two different tokens cannot be compared; where the original wavered, another one is no fault."""
    same = list[bool]()
    for row, token, other in zip(logs, tokens, made, strict=False):
        same.append(bool(np.exp(row[other] - row.max()) >= HALF))
        if other != token:
            break
    return same
