"""What the embedding model reads for a passage: its words, and before them the headings that say what it is about."""

from __future__ import annotations

from app.domain.library.document import Passage
from app.domain.library.place import Place
from app.domain.text.readable import readable

MOST_CONTEXT_CHARACTERS = 200
"""The context must never push the passage itself out of the model's window."""


def words_above(title: str, file_stem: str, place: Place) -> str:
    """What a person sees over a passage: the file's name, the document's title, the headings."""
    return " ".join(part for part in (file_stem, title, *place.headings) if part)


def embedded_text(title: str, passage: Passage) -> str:
    """``title`` is the document's own (never its file name); it is left out where the headings begin with it."""
    text = readable(passage.text)
    context = list(passage.place.headings)
    if title and (not context or context[0] != title):
        context.insert(0, title)
    head = " › ".join(part for part in context if part and part not in text[: 2 * len(part)])
    return f"{head[:MOST_CONTEXT_CHARACTERS]}\n{text}" if head else text
