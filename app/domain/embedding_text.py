"""What the embedding model reads for a passage: its words, and before them the headings that say what it is about."""

from __future__ import annotations

from app.domain.document import Passage

MOST_CONTEXT_CHARACTERS = 200
"""The context must never push the passage itself out of the model's window."""


def embedded_text(title: str, passage: Passage) -> str:
    """``title`` is the document's own (never its file name); it is left out where the headings begin with it."""
    context = list(passage.place.headings)
    if title and (not context or context[0] != title):
        context.insert(0, title)
    head = " › ".join(part for part in context if part and part not in passage.text[: 2 * len(part)])
    return f"{head[:MOST_CONTEXT_CHARACTERS]}\n{passage.text}" if head else passage.text
