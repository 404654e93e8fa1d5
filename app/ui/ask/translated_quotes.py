"""Quotes from documents in another language, as blocks: the translation, and under it the words of the document."""

from __future__ import annotations

from app.domain.ask.conversation import Answer, Citation
from app.domain.text.readable import readable
from app.ui.ask.answer_values import Block, BlockKind, Run


def has_translations(answer: Answer) -> bool:
    return any(citation.translation for citation in answer.citations)


def translated_blocks(answer: Answer) -> tuple[Block, ...]:
    """Each quote in the answer's order; one in the language of the question stands alone."""
    return tuple(block for citation in answer.citations for block in _blocks(citation))


def compared_text(citation: Citation) -> str:
    """What a sentence of the answer is compared with: the passage, and what it says in the question's language."""
    return f"{citation.text}\n{citation.translation}" if citation.translation else citation.text


def _blocks(citation: Citation) -> tuple[Block, ...]:
    original = " ".join(readable(citation.text).split())
    chip = Run(f"[{citation.n}]", cite=citation.n)
    if not citation.translation:
        return (Block(BlockKind.QUOTE, (Run(original + " "), chip)),)
    translation = " ".join(citation.translation.split())
    return (
        Block(BlockKind.PARAGRAPH, (Run(translation + " "), chip)),
        Block(BlockKind.QUOTE, (Run(original),)),
    )
