"""Which caches of a decoder may have one memory as past and present, seen in its graph's header; runs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.engines.onnx.files import UnsuitableError
from app.engines.onnx.values import Header, Node

_SHARING = frozenset({("com.microsoft", "GroupQueryAttention")})
"""Operators whose past and present may be one memory that is longer than what it holds."""
LARGEST_WINDOW = 1 << 17


@dataclass(frozen=True, slots=True)
class Sharing:
    """``least_tokens``: the least room that the graph takes for each cache, 0 where any will do."""

    may_share: bool
    least_tokens: tuple[int, ...]


def sharing(header: Header, caches: Sequence[tuple[str, str]], *, is_allowed: bool) -> Sharing:
    """For caches by the names of their input and output. Raises UnsuitableError where a graph takes no other way.

    Every past must go straight into an operator that allows it, and to nothing else, and its present come from there:
    a past that something else looks at too (its length, say) must be as long as what it holds.
    """
    users, makers = dict[str, list[Node]](), dict[str, Node]()
    for node in header.nodes:
        for name in node.inputs:
            users.setdefault(name, []).append(node)
        makers.update(dict.fromkeys(node.outputs, node))
    using = [users.get(past, []) for past, _ in caches]
    makes = [makers.get(present) for _, present in caches]
    may_share = bool(caches) and is_allowed and all(map(_is_direct, using, makes))
    least = tuple(max((_window(node) for node in nodes), default=0) for nodes in using)
    if max(least, default=0) > LARGEST_WINDOW or (any(least) and not may_share):
        raise UnsuitableError("a cache that slides")
    return Sharing(may_share, least)


def _is_direct(users: list[Node], maker: Node | None) -> bool:
    return len(users) == 1 and users[0] is maker and not users[0].depth and _key(users[0]) in _SHARING


def _window(node: Node) -> int:
    """GroupQueryAttention with a cache that slides (the genai builder's Gemma 3): it refuses less room than its window.

    With room for every token nothing slides, and it is a cache like any other.
    """
    slides = _key(node) in _SHARING and node.numbers.get("sliding_window_cache", 0)
    return max(0, node.numbers.get("local_window_size", 0)) if slides else 0


def _key(node: Node) -> tuple[str, str]:
    return node.domain, node.kind
