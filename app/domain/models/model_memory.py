"""What a model takes in memory, by arithmetic from its manifest: weights, cache, states, the process itself.

``tests/benchmarks/llm_memory.py`` compares it with what the process really holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.models.manifest import ChatFacts, Manifest, ModelRole

PROCESS_BYTES = 96 << 20
"""A worker with its libraries and no model: interpreter, onnxruntime, numpy, tokenizers."""
SPEECH_WORKING_BYTES = 320 << 20
"""Some minutes of sound with their spectrum, the encoder's frames of a window, and a beam of five texts."""
TRANSLATION_PROCESS_BYTES = 48 << 20
"""A worker with CTranslate2 and SentencePiece and no model."""
TRANSLATION_WORKING_BYTES = 128 << 20
"""Four beams of 32 sentences, each with a probability for all words of the vocabulary. A model of OPUS-MT's shape (80
MB) held 150 MB after one sentence and 227 MB after 28 (tests/benchmarks/translation_lane.py tells it anew)."""
ENCODER_WORKING_BYTES = 192 << 20
"""Activations of an encoder's largest batch."""
USUAL_TOKENS = 4096
"""A prompt with its passages and an answer; the cache of longer ones grows while there is room."""
LEAST_TOKENS = 2048
"""A question, two passages and an answer: a model that has no room for these is not started at all."""
_SMALL_FILES = (".json", ".jinja", ".txt", ".md", ".model")
"""Tokenizers and templates: in memory many times smaller or larger than the file, and never what matters."""


@dataclass(frozen=True, slots=True)
class MemoryNeed:
    """Bytes. ``working`` is the process itself and its activations."""

    weights: int
    cache: int = 0
    state: int = 0
    working: int = PROCESS_BYTES

    @property
    def total(self) -> int:
        return self.weights + self.cache + self.state + self.working


def need_of(manifest: Manifest, tokens: int = USUAL_TOKENS) -> MemoryNeed:
    """For a chat model with ``tokens`` in its cache (never more than its context); encoders have no cache."""
    weights = sum(file.size for file in manifest.files if not file.name.endswith(_SMALL_FILES))
    if manifest.role is ModelRole.SPEECH:
        # While they are read the weights stand in memory as they are kept: 591 MB of float32 took 591 then, 318 later.
        held = _run_at_8_bits(manifest, weights)
        return MemoryNeed(held, working=PROCESS_BYTES + max(SPEECH_WORKING_BYTES, weights - held))
    if manifest.role is ModelRole.TRANSLATION:
        weights = _run_at_8_bits(manifest, weights)
        return MemoryNeed(weights, working=TRANSLATION_PROCESS_BYTES + TRANSLATION_WORKING_BYTES)
    if manifest.chat is None:
        return MemoryNeed(weights, working=PROCESS_BYTES + ENCODER_WORKING_BYTES)
    cache = min(tokens, manifest.chat.context_length) * manifest.chat.cache_bytes_per_token
    return MemoryNeed(weights, cache, manifest.chat.state_bytes)


def _run_at_8_bits(manifest: Manifest, weights: int) -> int:
    """They run at 8 bits on the processor, whatever they are kept in; on a card less of them is here than that."""
    return weights // {"float32": 4, "float16": 2, "bfloat16": 2, "int16": 2}.get(manifest.precision, 1)


def cache_bytes_within(manifest: Manifest, free: int, most: int) -> int | None:
    """The most that the caches of a chat model may take; None where nobody knows what a token takes.

    ``free`` bytes a model may take now, ``most`` once all others that can be spared have left: they are sent away for
    a conversation of the usual length, and not for a longer one. Room for ``LEAST_TOKENS`` is taken to be there.
    """
    facts = manifest.chat
    if facts is None or not facts.cache_bytes_per_token:
        return None
    least, usual = (need_of(manifest, tokens) for tokens in (LEAST_TOKENS, USUAL_TOKENS))
    rest = least.total - least.cache
    whole = facts.context_length * facts.cache_bytes_per_token
    return min(whole, max(least.cache, free - rest, min(usual.cache, most - rest)))


def tokens_within(facts: ChatFacts, cache_bytes: int | None) -> int:
    """How long prompt and answer may be together."""
    if cache_bytes is None or not facts.cache_bytes_per_token:
        return facts.context_length
    return min(facts.context_length, cache_bytes // facts.cache_bytes_per_token)
