"""What happens while a question is answered, as plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.domain.ask.conversation import Citation
from app.domain.ask.search import KeywordsAlone


class Stage(enum.StrEnum):
    SEARCHING = "searching"
    READING = "reading"
    WRITING = "writing"


@dataclass(frozen=True, slots=True)
class AskStage:
    stage: Stage


@dataclass(frozen=True, slots=True)
class AskPassages:
    """What the answer is made from, numbered as it cites. ``left_out``: good ones that did not fit the model.

    ``keywords_alone``: why the embedding model had no part in the search; None where it had.
    ``left_out_turns``: how many earlier questions of the conversation did not fit the model.
    """

    citations: tuple[Citation, ...]
    left_out: int = 0
    keywords_alone: KeywordsAlone | None = None
    left_out_turns: int = 0


@dataclass(frozen=True, slots=True)
class AskPiece:
    """A piece of the answer, to be put after the earlier ones."""

    text: str


@dataclass(frozen=True, slots=True)
class AskThought:
    """A piece of what the model thinks before it answers. ``seconds``: how long it thought, once that is over."""

    text: str
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class AskAgain:
    """A graphics card failed, and the processor begins the answer anew: pieces and thoughts until now are void."""


@dataclass(frozen=True, slots=True)
class AskSpeed:
    """How the answer was written: on which device ('cpu', 'cuda', 'webgpu'), and tokens a second."""

    device: str
    tokens_per_second: float


AskEvent = AskStage | AskPassages | AskPiece | AskThought | AskAgain | AskSpeed
