"""What went wrong with sound and with what was spoken: a sentence for each code."""

from __future__ import annotations

from app.domain.errors import ErrorCode
from app.wording.sentence import Sentence, Translate


def sound_sentences(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.NO_SOUND_OUTPUT: Sentence(
            translate("Sound", "Nothing to play it on"),
            translate("Sound", "The system names no speaker or headphones. The recording is kept."),
            translate("Sound", "Connect one, or choose one in the system's sound settings, then try once more."),
        ),
        ErrorCode.DICTATION_UNKNOWN: Sentence(
            translate("Sound", "Not in the history"),
            translate("Sound", "What was spoken there has been deleted."),
            translate("Sound", "Speak again, or add the recording again."),
        ),
    }
