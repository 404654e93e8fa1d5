"""Which of 176 languages a text is in, by fastText's small table; scripts decide first where they can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from app.domain.text.language import LOOKED_AT, Guess, guess_language

SURE_BY_SCRIPT = frozenset({"Hans", "Hant", "Jpan", "Hang", "Zyyy"})
_SAME = {"nb": "no", "nn": "no"}


class Identifier:
    """The loaded table."""

    def __init__(self, path: Path) -> None:
        """Raises ImportError where this Python has no fastText, ValueError where the file is none."""
        import fasttext  # type: ignore[import-untyped]  # there is none for Python 3.14

        self.path = path
        self._model: Any = fasttext.load_model(str(path))

    def guess(self, text: str) -> Guess:
        by_script = guess_language(text)
        if by_script.script in SURE_BY_SCRIPT:
            return by_script
        line = " ".join(text[:LOOKED_AT].split())  # it takes one line, as it is written: small letters tell it less
        labels, probabilities = self._model.predict(line)
        if not labels:
            return by_script
        code = str(labels[0]).removeprefix("__label__")
        return Guess(_SAME.get(code, code), round(min(1.0, float(probabilities[0])), 3), by_script.script)
