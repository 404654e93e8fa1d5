"""From what a model wrote to the texts of whole segments: pieces joined, formatting back, scores of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.engines.translation.markup import Link, Look, Marked, put_back
from app.engines.translation.tokens import SPACE, Encoded

LEAST_LOOK = 0.04
"""Share of the attention of a word of the translation under which it does not look at a word of the source."""

VAGUE = 0.5
"""Mean share of the attention that the word looked at most has, under which nobody can tell."""


@dataclass(frozen=True, slots=True)
class Text:
    """One translation of a piece. ``links`` count in it, and in the piece's source."""

    text: str
    links: tuple[Link, ...]
    score: float
    tokens: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of the plain segment ``number``."""

    number: int
    start: int
    end: int
    encoded: Encoded


def links_of(
    tokens: Sequence[str], spans: Sequence[tuple[int, int]], attention: Sequence[Sequence[float]], piece: Piece
) -> tuple[Link, ...]:
    """A link for each token that writes something; the parts of a word in an alphabet share one."""
    links: list[Link] = []
    read = piece.encoded.spans()
    for token, (start, end), row in zip(tokens, spans, attention, strict=False):
        if start == end:
            continue
        looks = _looks(row, piece.start, read)
        inside = not token.startswith(SPACE) and token[:1].isalpha() and token[:1] < "\u2e80"
        last = links[-1] if links else None
        if inside and last and last.end == start and looks and last.looks and last.looks[0].end == looks[0].start:
            links[-1] = Link(last.start, end, (*last.looks, *looks))
        else:
            links.append(Link(start, end, looks))
    return tuple(links)


def _looks(row: Sequence[float], start: int, spans: Sequence[tuple[int, int]]) -> tuple[Look, ...]:
    """Where it looks, in the segment's characters; the end and the marks of languages are nowhere."""
    found = [
        Look(start + seen[0], start + seen[1], share)
        for share, seen in zip(row, spans, strict=False)
        if seen[0] < seen[1] and share > LEAST_LOOK
    ]
    return tuple(sorted(found, key=lambda look: -look.share))


def is_vague(texts: Sequence[Text]) -> bool:
    """Whether their words look about too much to say which words of the source they mean."""
    looks = [link.looks[0].share if link.looks else 0.0 for text in texts for link in text.links]
    return bool(looks) and sum(looks) < VAGUE * len(looks)


def joined(
    marked: Marked,
    own: Sequence[tuple[Piece, Sequence[Text]]],
    target: str,
    alone: Mapping[tuple[int, int], str] | None = None,
) -> tuple[tuple[str, ...], float, bool]:
    """The segment's translations, the score of the first, whether it was cut. ``alone``: as :func:`put_back` says."""
    if len(own) == 1 and not marked.nodes and (own[0][0].start, own[0][0].end) == (0, len(marked.plain)):
        made = own[0][1]  # most are one plain sentence
        return tuple(dict.fromkeys(one.text for one in made)), made[0].score, made[0].is_cut
    texts = []
    for number in range(min(len(made) for _, made in own)):
        text, links = "", list[Link]()
        at = 0
        for piece, made in own:
            between = marked.plain[at : piece.start]
            text += _gap(between, text, target) if at else between
            chosen = made[number]
            links += [replace(link, start=len(text) + link.start, end=len(text) + link.end) for link in chosen.links]
            text += chosen.text
            at = piece.end
        text += marked.plain[at:]
        whole = put_back(marked, text, links, alone)
        if whole not in texts:
            texts.append(whole)
    tokens = sum(made[0].tokens for _, made in own)
    score = sum(made[0].score * made[0].tokens for _, made in own) / max(1, tokens)
    return tuple(texts), score, any(made[0].is_cut for _, made in own)


def _gap(between: str, before: str, target: str) -> str:
    """What stands between two pieces: Chinese and Japanese have no space after a full stop."""
    if between.strip(" "):
        return between
    wide = target.lower().startswith(("zh", "ja"))
    if wide:
        return "" if before[-1:] > "\u2e80" else between
    return between or (" " if before[-1:].isascii() else "")
