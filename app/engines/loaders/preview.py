"""The extracted text of a document that a place counts in, for showing a passage where the window has no viewer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.domain.library.place import Place
from app.engines.loaders.chunking import without_surrogates
from app.engines.loaders.load import guarded, load_source
from app.engines.loaders.opening import open_file
from app.engines.loaders.section import Section
from app.protocol.tasks import Preview

AFTER = 50_000
"""Characters shown beyond the passage; what stands before it is always whole, since ``start`` counts from there."""

_FILLER = "\u200b"


def preview(path: Path, place: Place) -> Preview:
    """``text[place.start : place.start + place.length]`` of the result is the passage. Raises FileRefused."""
    loaded = load_source(open_file(path).source)
    sections = (s for s in guarded(loaded.sections) if _is_same_container(s.place, place))
    text = assemble(sections, place.start + place.length + AFTER)
    return Preview(text, loaded.kind)


def assemble(sections: Iterable[Section], enough: int) -> str:
    """The text of one container, at most some sections beyond ``enough`` characters, cut there."""
    parts: list[str] = []
    length = 0
    for section in sections:
        parts.append("\n" * (section.place.start - length))
        parts.append(section.text if section.indexes is None else _by_index(section.text, section.indexes))
        length = max(length, section.place.start) + len(parts[-1])
        if length > enough:
            break
    return without_surrogates("".join(parts)[:enough])


def _by_index(text: str, indexes: Iterable[int]) -> str:
    """``text`` with each character at its index; what the reader's index skips is filled with zero-width spaces."""
    cells: list[str] = []
    for character, index in zip(text, indexes, strict=False):
        cells.extend(_FILLER * (index - len(cells)))
        cells.append(character)
    return "".join(cells)


def _is_same_container(a: Place, b: Place) -> bool:
    return (a.page, a.slide, a.sheet, a.part) == (b.page, b.slide, b.sheet, b.part)
