"""Values of a live dictation: how it is begun and ended, what is shown meanwhile, what came of it. No rules."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

SAMPLE_RATE = 16_000
"""Samples a second; one channel, int16, little-endian: what the speech lane takes."""
BYTES_A_SECOND = 2 * SAMPLE_RATE


TERMINAL = "terminal"
"""In the place of a program: spoken with `alcove dictate`, into no other program's window."""


class DictationMode(enum.StrEnum):
    HOLD = "hold"
    """Speak while the key is held."""
    TOGGLE = "toggle"
    """One press begins, the next one ends."""
    HANDS_FREE = "hands_free"
    """One press begins; a pause after something was said ends."""


class AudioRule(enum.StrEnum):
    """What becomes of the sound once its text is safe."""

    DROP = "drop"
    KEEP = "keep"


class DictationState(enum.StrEnum):
    IDLE = "idle"
    OPENING = "opening"
    """The microphone is asked for sound and has given none yet."""
    LISTENING = "listening"
    WRITING = "writing"
    """The sound has ended; its text is made."""
    INSERTING = "inserting"


class MicrophoneProblem(enum.StrEnum):
    """Codes; the sentences stand in ``wording``."""

    NONE = "microphone.none"
    """The system knows of no microphone."""
    CANNOT_OPEN = "microphone.cannot_open"
    """There is one, and the system does not let Alcove have it: a permission, or another program."""
    LOST = "microphone.lost"
    """It was unplugged, or gave nothing any more, and no other took its place."""
    NO_SOUND_SYSTEM = "microphone.no_sound_system"
    """The program's sound library does not load here."""


@dataclass(frozen=True, slots=True)
class Recording:
    """Sound that waits for its text. ``has_ended``: False where the program broke off while it was spoken.

    ``process``: the number of the process that sees to it, 0 for none.
    """

    id: int
    started_at: datetime
    seconds: float
    program: str = ""
    language: str = ""
    has_ended: bool = True
    process: int = 0


@dataclass(frozen=True, slots=True)
class DictationText:
    """What is written so far. ``committed`` only ever grows; ``tentative`` may still change."""

    committed: str = ""
    tentative: str = ""

    @property
    def whole(self) -> str:
        return self.committed + self.tentative


@dataclass(frozen=True, slots=True)
class DictationWish:
    """``language``: a code, '' lets the model find out. ``program``: who had the focus when it began.

    ``ends_by_itself``: a pause after something was said ends it.
    """

    language: str = ""
    program: str = ""
    ends_by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Dictated:
    """``text`` is what is inserted, '' where nothing was said; ``raw`` what was recognised.

    ``seconds`` of sound; ``decode_seconds`` from the end of the sound to the text. ``id`` is its row in the history,
    None where there is none: nothing was said, or the history could not be written.
    """

    text: str
    raw: str = ""
    language: str = ""
    seconds: float = 0.0
    decode_seconds: float = 0.0
    id: int | None = None
