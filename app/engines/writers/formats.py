"""Which writer a document has: by its content first, by its name where the content leaves a choice."""

from __future__ import annotations

from app.domain.document import Refusal
from app.domain.document_translation import DocumentChoices
from app.domain.errors import FileRefused
from app.engines.loaders.detect import FileFormat, detect
from app.engines.loaders.section import Source
from app.engines.writers.unit import Rewriter


def open_rewriter(source: Source, choices: DocumentChoices) -> Rewriter:
    """Raises FileRefused: UNSUPPORTED where the format can be read but not written, else as the guards do."""
    found = detect(source)
    if found is FileFormat.WORD:
        from app.engines.writers.word import WordRewriter

        return WordRewriter(source, choices)
    raise FileRefused(Refusal.UNSUPPORTED, format=found.name.lower())
