"""What a model takes in memory, by arithmetic from its manifest: weights, cache, states, the process itself.

``tests/benchmarks/llm_memory.py`` compares it with what the process really holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.manifest import Manifest

PROCESS_BYTES = 96 << 20
"""A worker with its libraries and no model: interpreter, onnxruntime, numpy, tokenizers."""
ENCODER_WORKING_BYTES = 192 << 20
"""Activations of an encoder's largest batch."""
USUAL_TOKENS = 4096
"""A prompt with its passages and an answer; the cache of longer ones grows while there is room."""
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
    if manifest.chat is None:
        return MemoryNeed(weights, working=PROCESS_BYTES + ENCODER_WORKING_BYTES)
    cache = min(tokens, manifest.chat.context_length) * manifest.chat.cache_bytes_per_token
    return MemoryNeed(weights, cache, manifest.chat.state_bytes)
