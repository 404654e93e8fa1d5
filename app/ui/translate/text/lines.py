"""The sentences of the text and of its translation side by side, while the translation is being made. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.ui.translate.text.linked_text import Piece
from app.ui.translate.values import Sentence, Translated

WITHOUT_SPACES = frozenset({"zh", "yue", "ja", "th", "lo", "km", "my"})
"""Languages that put no space between sentences."""


@dataclass(slots=True)
class Line:
    """``shown`` stands on the page: the sentence's own translation, or (``waiting``) what stood there before."""

    source: str
    gap: str
    shown: Translated | None = None
    waiting: bool = True
    piece: str = ""
    """What of the translation is there so far, while the engine writes; shown where nothing stood before."""

    @property
    def target(self) -> str:
        return self.shown.text if self.shown is not None else self.piece

    @property
    def is_pale(self) -> bool:
        """What stands there is not what will: it belongs to the sentence as it was."""
        return self.waiting and self.shown is not None


class Lines:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.tail = ""

    def cut(self, text: str, sentences: Sequence[Sentence]) -> None:
        """Another text; a sentence that stands in both keeps what is shown, a changed one keeps the old in its place.

        Sentences are paired from both ends, since one is typed or removed at a time.
        """
        old, new, at = self.lines, list[Line](), 0
        for sentence in sentences:
            new.append(Line(sentence.text, text[at : sentence.span.start]))
            at = sentence.span.end
        self.tail = text[at:]
        head = 0
        while head < min(len(old), len(new)) and old[head].source == new[head].source:
            head += 1
        end = 0
        while end < min(len(old), len(new)) - head and old[-1 - end].source == new[-1 - end].source:
            end += 1
        for n, line in enumerate(new):
            if n < head:
                _keep(line, old[n])
            elif n >= len(new) - end:
                _keep(line, old[n - len(new)])
            elif n < len(old) - end:
                line.shown = old[n].shown
        self.lines = new

    def missing(self) -> list[int]:
        return [n for n, line in enumerate(self.lines) if line.waiting]

    def set(self, n: int, translated: Translated) -> None:
        line = self.lines[n]
        line.shown, line.waiting, line.piece = translated, False, ""

    def begin(self) -> None:
        """Everything is to be translated anew: into another language, or by another engine."""
        for line in self.lines:
            line.waiting, line.piece = True, ""

    def pieces(self, target: str) -> tuple[list[Piece], str]:
        """The translation as it is to be shown, and what follows its last sentence."""
        spaced = target.split("-")[0] not in WITHOUT_SPACES
        made, begun = [], False
        for line in self.lines:
            made.append(Piece(_gap(line.gap, spaced=spaced, first=not begun), line.target))
            begun = begun or bool(line.target)
        return made, self.tail if _stays(self.tail) else ""


def _keep(line: Line, old: Line) -> None:
    line.shown, line.waiting, line.piece = old.shown, old.waiting, old.piece


def _stays(gap: str) -> bool:
    return "\n" in gap or "\t" in gap or bool(gap.strip())


def _gap(gap: str, *, spaced: bool, first: bool) -> str:
    """Line breaks, list marks and code stay; between sentences stands what the target language puts there."""
    if _stays(gap):
        return gap
    if first:
        return ""
    return " " if spaced else ""
