"""The tokens of the tiny speech model: whole words, marks, Whisper's own special tokens, and its times.

A word is one token with the space before it, once as it stands and once with a capital, so that texts come out as
Whisper's do. What is no word of the model is ``<unknown>``, which faster-whisper suppresses with the other signs that
are never spoken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tiny_whisper_words import words

SPACE = "\u0120"
"""How the byte-level scheme of the tokenizer writes the space before a word."""
MARKS = [".", "?", ","]
UNKNOWN = "<unknown>"
SPECIAL = [
    "<|endoftext|>", "<|startoftranscript|>", "<|translate|>", "<|transcribe|>",
    "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
]  # fmt: skip
WINDOW_SECONDS = 6
TIME_STEP = 0.02
TIMES = [f"<|{step * TIME_STEP:.2f}|>" for step in range(round(WINDOW_SECONDS / TIME_STEP) + 1)]
COARSE = 5
"""Times are taught in steps of a tenth of a second: this many of Whisper's own."""
_PIECE = re.compile(r"[A-Za-z]+|[.?,]")


class Vocabulary:
    """Numbers of tokens; ``plain`` numbers the words without capitals, from 1, for the loss beside the usual one."""

    def __init__(self) -> None:
        known = words()
        cased = dict.fromkeys([*known, *(word[0].upper() + word[1:] for word in known)])
        self.tokens = [UNKNOWN, *MARKS, *(SPACE + word for word in cased), *SPECIAL, *TIMES]
        self.number = {token: place for place, token in enumerate(self.tokens)}
        self.plain = {word.lower(): place for place, word in enumerate(known, 1)}
        self.end, self.start = self.number["<|endoftext|>"], self.number["<|startoftranscript|>"]
        self.before, self.nothing = self.number["<|startofprev|>"], self.number["<|nospeech|>"]
        self.untimed, self.zero = self.number["<|notimestamps|>"], self.number["<|0.00|>"]

    def numbers(self, text: str) -> list[int]:
        """The tokens of ``text``: words and marks."""
        return [self.number.get(piece if piece in MARKS else SPACE + piece, 0) for piece in _PIECE.findall(text)]

    def plain_numbers(self, text: str) -> list[int]:
        """The words of ``text`` without capitals and marks."""
        return [self.plain[word.lower()] for word in re.findall(r"[A-Za-z]+", text)]

    def time(self, seconds: float) -> int:
        """The token of a time inside the window, to a tenth of a second."""
        step = round(min(max(seconds, 0.0), WINDOW_SECONDS) / TIME_STEP / COARSE) * COARSE
        return self.zero + step

    def text(self, numbers: Sequence[int]) -> str:
        """The text of ``numbers``; special tokens and times are left out."""
        return "".join(self.tokens[n] for n in numbers if 0 < n < self.end).replace(SPACE, " ").strip()


def tokenizer_json(vocabulary: Vocabulary) -> dict[str, Any]:
    """What ``tokenizer.json`` holds: whole words, cut the byte-level way, so that a decoded word has its space."""
    added = [
        {"id": number, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
         "special": True}
        for number, token in enumerate(vocabulary.tokens) if number >= vocabulary.end
    ]  # fmt: skip
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
        "pre_tokenizer": byte_level, "post_processor": None, "decoder": byte_level,
        "model": {"type": "WordLevel", "vocab": dict(vocabulary.number), "unk_token": UNKNOWN},
    }  # fmt: skip


def write_tokenizer(vocabulary: Vocabulary, folder: Path) -> None:
    """``tokenizer.json`` and the word list that a person reads."""
    text = json.dumps(tokenizer_json(vocabulary), ensure_ascii=False, separators=(",", ":"))
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
