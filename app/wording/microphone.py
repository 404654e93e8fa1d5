"""Why the microphone cannot be used, in words."""

from __future__ import annotations

from app.domain.dictate.dictating import MicrophoneProblem
from app.wording.sentence import Sentence, Translate


def microphone_sentence(problem: MicrophoneProblem, translate: Translate) -> Sentence:
    return {
        MicrophoneProblem.NONE: Sentence(
            translate("Dictation", "No microphone"),
            translate("Dictation", "This computer knows of no microphone."),
            translate("Dictation", "Plug one in, or switch it on in the system's sound settings."),
        ),
        MicrophoneProblem.CANNOT_OPEN: Sentence(
            translate("Dictation", "The microphone cannot be used"),
            translate("Dictation", "The system does not let Alcove listen, or another program holds the microphone."),
            translate("Dictation", "Allow Alcove the microphone in the system's privacy settings, then try again."),
        ),
        MicrophoneProblem.LOST: Sentence(
            translate("Dictation", "The microphone went away"),
            translate("Dictation", "The microphone gives no sound any more. What was said until then is written down."),
            translate("Dictation", "Plug it in again, or choose another one."),
        ),
        MicrophoneProblem.NO_SOUND_SYSTEM: Sentence(
            translate("Dictation", "No sound on this system"),
            translate("Dictation", "The system's sound library is missing, so nothing can be recorded."),
            translate("Dictation", "On Linux install the package libpulse0, then start Alcove again."),
        ),
    }[problem]
