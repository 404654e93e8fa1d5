"""The border of the writers: a path in, segments out; translations in, the bytes of the new file out.

A document is gone through twice in the same way: once to find its segments, once to fill them in. Whatever a library
raises on a hostile file becomes a FileRefused. Nothing here writes to a disk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import DocumentChoices, DocumentFormat
from app.domain.translate.segment import Piece, cut, is_translatable, joined
from app.engines.loaders.load import guarded
from app.engines.loaders.opening import open_file
from app.engines.loaders.section import Source
from app.engines.writers.formats import open_rewriter
from app.engines.writers.unit import Rewriter, Unit

MAX_SEGMENTS = 500_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """``fingerprint`` is of all segments in their order: it says whether a later reading found the same ones."""

    format: DocumentFormat
    content_hash: str
    suffix: str
    segments: int
    fingerprint: str


def extract(
    path: Path,
    choices: DocumentChoices,
    *,
    on_segment: Callable[[str], None],
    check: Callable[[], None] = lambda: None,
) -> Extracted:
    """Hand on each segment of the file at ``path`` that has words, in order. Raises FileRefused, EMPTY without any.

    ``check`` is called between units and may raise to stop.
    """
    opened = open_file(path)
    rewriter = next(guarded(_opened(opened.source, choices)))
    seen = _Fingerprint()
    for _, pieces in guarded(_cut_units(rewriter, check)):
        for piece in pieces:
            seen.add(piece.text)
            on_segment(piece.text)
    if not seen.count:
        raise FileRefused(Refusal.EMPTY)
    return Extracted(rewriter.format, opened.content_hash, rewriter.suffix, seen.count, seen.value)


def write(
    path: Path,
    choices: DocumentChoices,
    *,
    content_hash: str,
    fingerprint: str,
    translations: Sequence[str | None],
    check: Callable[[], None] = lambda: None,
) -> bytes:
    """The file with ``translations`` in the place of its segments; where one is None the source stays.

    Raises FileRefused, CHANGED where the file is no longer the one that was extracted.
    """
    opened = open_file(path)
    if opened.content_hash != content_hash:
        raise FileRefused(Refusal.CHANGED)
    rewriter = next(guarded(_opened(opened.source, choices)))
    seen = _Fingerprint()
    for unit, pieces in guarded(_cut_units(rewriter, check)):
        begin = seen.count
        for piece in pieces:
            seen.add(piece.text)
        given = translations[begin : seen.count]
        if len(given) < len(pieces):
            raise FileRefused(Refusal.CHANGED)
        if any(text is not None for text in given):
            texts = [text if text is not None else piece.text for text, piece in zip(given, pieces, strict=True)]
            is_same = all(text == piece.text for text, piece in zip(texts, pieces, strict=True))
            next(guarded(_put(unit, unit.text if is_same else joined(pieces, texts))))
    if seen.value != fingerprint:
        raise FileRefused(Refusal.CHANGED)
    check()
    return next(guarded(_finished(rewriter)))


def _opened(source: Source, choices: DocumentChoices) -> Iterator[Rewriter]:
    yield open_rewriter(source, choices)


def _cut_units(rewriter: Rewriter, check: Callable[[], None]) -> Iterator[tuple[Unit, list[Piece]]]:
    count = 0
    for unit in rewriter.units():
        check()
        if is_translatable(unit.text):
            pieces = cut(unit.text)
            count += len(pieces)
            if count > MAX_SEGMENTS:
                raise FileRefused(Refusal.TOO_LARGE, limit="segments")
            yield unit, pieces


def _put(unit: Unit, translation: str) -> Iterator[None]:
    unit.put(translation)
    yield None


def _finished(rewriter: Rewriter) -> Iterator[bytes]:
    yield rewriter.finish()


class _Fingerprint:
    def __init__(self) -> None:
        self.count = 0
        self._digest = hashlib.sha256()

    def add(self, text: str) -> None:
        self.count += 1
        self._digest.update(text.encode("utf-8", "surrogatepass") + b"\x00")

    @property
    def value(self) -> str:
        return self._digest.hexdigest()
