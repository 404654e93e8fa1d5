"""Texts to token numbers with a model's own tokenizer file, cut at the model's limit; pads nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import EmbeddingFacts, Manifest

PADDING_NAMES = ("[PAD]", "<pad>", "<|endoftext|>", "<|pad|>")
CHARACTERS_PER_TOKEN = 64
"""No more characters than this are read for each token that the model takes: no book is tokenized to be cut."""


class Tokens:
    def __init__(self, folder: Path, manifest: Manifest, facts: EmbeddingFacts) -> None:
        """Raises AppError MODEL_BROKEN where the tokenizer cannot be loaded."""
        try:
            tokenizer = Tokenizer.from_file(str(manifest.root(folder) / facts.tokenizer_file))
        except BaseException as error:
            # The library raises bare Exception for every broken file, and its Rust panics are BaseExceptions.
            if type(error) is Exception or type(error).__name__ == "PanicException":
                file, problem = facts.tokenizer_file, str(error)[:500]
                raise AppError(
                    ErrorCode.MODEL_BROKEN, model=manifest.id, path=str(folder), file=file, problem=problem
                ) from error
            raise
        self.padding = _padding(tokenizer)
        tokenizer.no_padding()
        tokenizer.enable_truncation(facts.max_tokens)
        self._tokenizer = tokenizer
        self._longest = facts.max_tokens * CHARACTERS_PER_TOKEN

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Token numbers with the special tokens that the tokenizer adds; at least one even for an empty text."""
        clean = [_encodable(text[: self._longest]) for text in texts]
        return [encoding.ids or [self.padding] for encoding in self._tokenizer.encode_batch_fast(clean)]


def _padding(tokenizer: Tokenizer) -> int:
    declared = tokenizer.padding
    if declared:
        return int(declared["pad_id"])
    return next((number for name in PADDING_NAMES if (number := tokenizer.token_to_id(name)) is not None), 0)


def _encodable(text: str) -> str:
    """Half of a surrogate pair, which a broken file can give, cannot be UTF-8; it becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
