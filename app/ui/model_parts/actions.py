"""What a person can want of one model. Plain values."""

from __future__ import annotations

import enum


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
