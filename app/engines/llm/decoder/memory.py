"""What a decoder takes in memory, by arithmetic from its graph alone; loads nothing.

``tests/benchmarks/llm_memory.py`` compares it with what the process really holds.
"""

from __future__ import annotations

from app.engines.llm.decoder.cache import capacity_for
from app.engines.llm.decoder.cache_states import MOST_MARKS
from app.engines.onnx.decoder_graph import DecoderGraph

PIECE_TOKENS = 128
"""Of a prompt that is fed in pieces (generate.py)."""
TOUCHED_TABLE_BYTES = 40 << 20
"""Of an embedding table that stays in its file: the rows of some hundred different tokens and the pages around them."""
WORKING_BYTES = 24 << 20
"""The session's own description of the graph and the activations of a piece."""


def decoder_bytes(graph: DecoderGraph, tokens: int, most_tokens: int) -> int:
    """Weights, caches with room for ``tokens``, states with their kept copies, and the logits of a piece."""
    weights = graph.weights.stored - graph.weights.tables + graph.weights.prepared
    tables = min(graph.weights.tables, TOUCHED_TABLE_BYTES)
    capacity = max(graph.least_tokens, capacity_for(tokens, most_tokens)) if tokens else 0
    caches = graph.cache_bytes_per_token * capacity
    states = graph.state_bytes * (2 + MOST_MARKS)
    rows = 1 if graph.gives_last_row or graph.can_choose_rows else min(PIECE_TOKENS, most_tokens)
    logits = rows * graph.vocabulary * graph.logits_kind.bits // 8
    return weights + tables + caches + states + logits + WORKING_BYTES
