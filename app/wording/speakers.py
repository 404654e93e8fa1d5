"""What a person calls the channels of a recording."""

from __future__ import annotations

from app.wording.sentence import Translate


def speaker_name(channel: int, translate: Translate) -> str:
    """``channel`` counts from 0."""
    if channel == 0:
        return translate("Speaker", "Left")
    if channel == 1:
        return translate("Speaker", "Right")
    return translate("Speaker", "Channel {0}").format(channel + 1)
