"""Translators that know no language: they change letters, so that tests see what went through them and how often."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.domain.translate.segment import tokens, written
from app.domain.translate.translation import Mark, TranslatedSegment, TranslateOptions
from app.jobs.stop_signal import StopSignal
from tests.fakes.document_profiles import swapped


def swapped_segment(segment: str) -> str:
    """Upper and lower case change places; placeholders stay."""
    return written(swapped(part) if isinstance(part, str) else part for part in tokens(segment))


class LetterSwapper:
    """Translates by ``swapped_segment``, and keeps what it was asked. ``before_each`` may stop it or wait."""

    def __init__(self, before_each: Callable[[str], None] = lambda _text: None) -> None:
        self.asked: list[str] = []
        self._before_each = before_each
        self.marks: dict[str, tuple[Mark, ...]] = {}

    def translate(
        self,
        segments: Sequence[str],
        source: str,
        target: str,
        options: TranslateOptions | None = None,
        stop: StopSignal | None = None,
    ) -> Iterator[TranslatedSegment]:
        for index, text in enumerate(segments):
            self._before_each(text)
            if stop is not None:
                stop.raise_if_set()
            self.asked.append(text)
            yield TranslatedSegment(index, swapped_segment(text), 0.5, self.marks.get(text, ()))
