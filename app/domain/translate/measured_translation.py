"""What was measured of translation here: speeds, and ratios of runs that took turns. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

MOST_OVERHEAD = 1.05
"""Our pipeline's time over the bare engine's."""
LEAST_FROM_MEMORY = 5_000.0
"""Segments a second."""
MOST_WAIT = 0.15
"""Seconds that the first segment may take beside the engine's own time."""


MOST_DOCUMENT_SECONDS, MOST_DOCUMENT_BYTES = 20.0, 500_000_000


@dataclass(frozen=True, slots=True)
class MeasuredDocument:
    """A DOCX of ``pages`` read, cut into ``segments`` and written, with an engine that takes no time.

    ``held``: the most that the reader's process was seen to hold, in bytes; None where this system does not tell.
    """

    pages: int
    segments: int
    seconds: float
    held: int | None

    @property
    def falls_short(self) -> bool:
        return self.seconds > MOST_DOCUMENT_SECONDS or (self.held or 0) > MOST_DOCUMENT_BYTES


@dataclass(frozen=True, slots=True)
class MeasuredTranslation:
    """``engine`` None: nothing is installed for the pair, and only the memory was measured.

    ``from_memory``: segments a second. ``bare`` (the library alone, called once for all) and ``pipeline``: seconds for
    the same ``segments``, medians of ``rounds`` that took turns; ``overhead`` is the ratio of their quickest rounds,
    since other programs only ever make one slower. ``own_milliseconds``: what a segment costs this process of the
    processor, mostly while the engine works on. ``first_wait`` is the median of the first typed segment's seconds
    beside the engine's own.
    """

    engine: str | None
    segments: int
    rounds: int
    from_memory: float
    bare: float = 0.0
    pipeline: float = 0.0
    overhead: float = 0.0
    own_milliseconds: float = 0.0
    first_engine: float = 0.0
    first_wait: float = 0.0

    @property
    def falls_short(self) -> tuple[str, ...]:
        """The names of the figures that miss their targets."""
        missed = [("from_memory", self.from_memory < LEAST_FROM_MEMORY)]
        if self.engine is not None:
            missed += [("overhead", self.overhead > MOST_OVERHEAD), ("first_wait", self.first_wait > MOST_WAIT)]
        return tuple(name for name, is_missed in missed if is_missed)
