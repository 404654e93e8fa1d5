"""One answer's tokens as text, piece by piece, in whole characters; knows no tokenizer but for what it decodes.

Not the library's DecodeStream: that loses its place on bytes that are no text ("Invalid prefix encountered") and keeps
all of the answer until it has caught up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

MOST_HELD = 12
"""Tokens. A character has at most four bytes, one joined of several emoji some thirty: what takes longer is no text."""
_MOST_BYTES = 4
_UNKNOWN = "\ufffd"
_JOINER = "\u200d"
_FLAGS = range(0x1F1E6, 0x1F200)


class TextStream:
    """``decode`` gives the text of token numbers; bytes that are no character give U+FFFD.

    The last piece's tokens are decoded again before each new one: so a tokenizer that leaves out a space at the
    beginning of a text does so once.
    """

    def __init__(self, decode: Callable[[Sequence[int]], str]) -> None:
        self._decode = decode
        self._before: list[int] = []
        self._held: list[int] = []

    def take(self, token: int) -> str:
        """The text that became certain with this token; often empty."""
        self._held.append(token)
        text = self._new_text()
        if (text.endswith(_UNKNOWN) or _may_go_on(text)) and len(self._held) < MOST_HELD:
            return ""
        if text.endswith(_UNKNOWN) and (certain := self._begun()):
            return certain
        if text:
            self._before, self._held = self._held, []
        elif len(self._held) >= MOST_HELD:  # tokens without any text
            self._before, self._held = [*self._before, *self._held][-MOST_HELD:], []
        return text

    def rest(self) -> str:
        """What was held back, at the end; a character that lacks its last bytes is left out."""
        text, self._before, self._held = self._new_text().rstrip(_UNKNOWN), [], []
        return text

    def _begun(self) -> str:
        """What was held before a character that has only begun: some tokenizers show no byte of a run until it ends."""
        for begun in range(1, _MOST_BYTES):
            tokens = self._held[:-begun]
            text = self._text_of(tokens)
            if text and not text.endswith(_UNKNOWN):
                self._before, self._held = tokens, self._held[-begun:]
                return text
        return ""

    def _new_text(self) -> str:
        return self._text_of(self._held)

    def _text_of(self, tokens: Sequence[int]) -> str:
        before, both = self._decode(self._before), self._decode([*self._before, *tokens])
        if both.startswith(before):
            return both[len(before) :]
        # Bytes that were given up as no text have become a character after all.
        same = next((n for n, (a, b) in enumerate(zip(before, both, strict=False)) if a != b), len(both))
        return both[same:]


def _may_go_on(text: str) -> bool:
    """An emoji that the next one joins, or the first half of a flag."""
    if text.endswith(_JOINER):
        return True
    flags = 0
    for character in reversed(text):
        if ord(character) not in _FLAGS:
            break
        flags += 1
    return flags % 2 == 1
