"""Which writer a document has: by its content first, by its name where the content leaves a choice."""

from __future__ import annotations

import importlib

from app.domain.document import Refusal
from app.domain.document_translation import DocumentChoices
from app.domain.errors import FileRefused
from app.engines.loaders.detect import FileFormat, detect
from app.engines.loaders.section import Source
from app.engines.writers.unit import Rewriter

_HERE = __name__.rpartition(".")[0]
_WRITERS = {
    FileFormat.WORD: ("word", "WordRewriter"),
    FileFormat.SLIDES: ("slides", "SlidesRewriter"),
    FileFormat.SHEET: ("sheet", "SheetRewriter"),
    FileFormat.OPEN_DOCUMENT: ("odf", "OdfRewriter"),
    FileFormat.HTML: ("web", "HtmlRewriter"),
    FileFormat.EPUB: ("web", "EpubRewriter"),
}
"""Each is imported only for a file of its kind."""


def open_rewriter(source: Source, choices: DocumentChoices) -> Rewriter:
    """Raises FileRefused: UNSUPPORTED where the format can be read but not written, else as the guards do."""
    found = detect(source)
    module = importlib.import_module(f"{_HERE}.{_WRITERS[found][0]}") if found in _WRITERS else None
    if module is None:
        raise FileRefused(Refusal.UNSUPPORTED, format=found.name.lower())
    rewriter: Rewriter = getattr(module, _WRITERS[found][1])(source, choices)
    return rewriter
