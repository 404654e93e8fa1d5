"""What can be asked of a model's row, and all that the row is shown. Plain values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.services.choose_models import ModelCard
from app.ui.downloads import Download
from app.ui.models.work import Work


class Action(enum.Enum):
    """What a person can want of one model."""

    GET = "get"
    PAUSE = "pause"
    GO_ON = "go_on"
    GIVE_UP = "give_up"
    CHECK = "check"
    TRY = "try"
    USE = "use"
    REMOVE = "remove"
    TRY_CARD_AGAIN = "try_card_again"
    COPY_SOURCE = "copy_source"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class RowState:
    """``failed_on`` is the graphics card that failed with it; ``told`` what its last trial said, in words.

    ``host``: who is asked first for a download.
    """

    card: ModelCard
    download: Download | None = None
    work: Work | None = None
    failed_on: str = ""
    told: str = ""
    host: str = ""
    can_try: bool = False
