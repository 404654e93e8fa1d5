"""Runs a document through its writer without a worker: segments out, a translation of each in, the new bytes back."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices
from app.domain.translate.segment import cut, is_translatable, joined
from app.engines.loaders.section import Source
from app.engines.writers.formats import open_rewriter
from tests.fakes.translating import swapped_segment


def rewritten(
    name: str,
    data: bytes | str,
    translate: Callable[[str], str] = swapped_segment,
    *,
    layout: BilingualLayout = BilingualLayout.TRANSLATION,
    target: str = "zh",
    columns: tuple[int, ...] = (),
) -> tuple[list[str], bytes]:
    """The segments that were found, and the new file."""
    source = Source(data.encode() if isinstance(data, str) else data, name)
    rewriter = open_rewriter(source, DocumentChoices(target, layout, columns))
    found: list[str] = []
    for unit in rewriter.units():
        if is_translatable(unit.text):
            pieces = cut(unit.text)
            found += [piece.text for piece in pieces]
            unit.put(joined(pieces, [translate(piece.text) for piece in pieces]))
    return found, rewriter.finish()


def as_dictionary(words: dict[str, str]) -> Callable[[str], str]:
    """A translation by heart; a segment that is not in it fails the test."""
    return lambda segment: words[segment]
