"""How many positions a decoder's graph knows by its tables: beyond these it fails, whatever a config declares."""

from __future__ import annotations

from app.engines.onnx.values import Header

_TABLES = {
    ("com.microsoft", "GroupQueryAttention"): 7,
    ("com.microsoft", "RotaryEmbedding"): 2,
    ("", "RotaryEmbedding"): 1,
}
"""Which input of an operator is its table of cosines, a row for each position."""


def most_positions(header: Header) -> int:
    """0 where the graph computes them, or chooses among tables while it runs."""
    rows = {weight.name: weight.shape[0] for weight in header.weights if len(weight.shape) == 2}
    found = [
        rows[node.inputs[place]]
        for node in header.nodes
        if (place := _TABLES.get((node.domain, node.kind))) is not None
        and len(node.inputs) > place
        and node.inputs[place] in rows
    ]
    return min(found, default=0)
