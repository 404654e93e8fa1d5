"""Why a file could not be read, and what would help; one sentence for each reason code."""

from __future__ import annotations

from app.domain.library.document import Refusal
from app.wording.sentence import Sentence, Translate


def refusal_sentence(refusal: Refusal, translate: Translate) -> Sentence:
    """Every reason has its own words; a test looks that none is missing."""
    return _sentences(translate)[refusal]


def _sentences(translate: Translate) -> dict[Refusal, Sentence]:
    return {
        Refusal.ENCRYPTED: Sentence(
            translate("Refusal", "Locked with a password"),
            translate("Refusal", "The file is locked with a password."),
            translate("Refusal", "Save a copy without the password and add the copy."),
        ),
        Refusal.DAMAGED: Sentence(
            translate("Refusal", "Damaged"),
            translate("Refusal", "The file is damaged or not complete."),
            translate("Refusal", "Open it in its own program and save it anew, or get it again from its source."),
        ),
        Refusal.EMPTY: Sentence(
            translate("Refusal", "Empty"),
            translate("Refusal", "There is no text in the file."),
            translate("Refusal", "If it should hold text, open it in its own program and save it anew."),
        ),
        Refusal.SCANNED: Sentence(
            translate("Refusal", "Scanned, without text"),
            translate("Refusal", "The pages are pictures; there is no text in them to read."),
            translate("Refusal", "Run text recognition (OCR) on it in a scanning program and add the result."),
        ),
        Refusal.UNSUPPORTED: Sentence(
            translate("Refusal", "Not a kind that can be read"),
            translate("Refusal", "Alcove cannot read this kind of file yet."),
            translate("Refusal", "Save it as PDF, DOCX, XLSX or plain text, then add that."),
        ),
        Refusal.TOO_LARGE: Sentence(
            translate("Refusal", "Too large"),
            translate("Refusal", "The file is larger than Alcove can read."),
            translate("Refusal", "Split it into smaller files and add those."),
        ),
        Refusal.CHANGED: Sentence(
            translate("Refusal", "Changed while being read"),
            translate("Refusal", "The file kept changing while it was being read."),
            translate("Refusal", "Close the program that writes to it, then read it again."),
        ),
        Refusal.TIMEOUT: Sentence(
            translate("Refusal", "Took too long"),
            translate("Refusal", "Reading the file took longer than 30 seconds and was stopped."),
            translate("Refusal", "Split it into smaller files, or save it as plain text and add that."),
        ),
        Refusal.CRASHED: Sentence(
            translate("Refusal", "Could not be read"),
            translate("Refusal", "The reader broke off at this file; the other files are not affected."),
            translate("Refusal", "Open it in its own program and save it anew, then read it again."),
        ),
        Refusal.UNREADABLE: Sentence(
            translate("Refusal", "No permission"),
            translate("Refusal", "The system does not let Alcove read this file."),
            translate("Refusal", "Allow your account to read it, then read it again."),
        ),
        Refusal.MISSING: Sentence(
            translate("Refusal", "Not there"),
            translate("Refusal", "There is no file or folder at this path."),
            translate("Refusal", "Check the spelling, or put the file back and read it again."),
        ),
        Refusal.NOT_SOUND: Sentence(
            translate("Refusal", "Not a recording"),
            translate("Refusal", "By its name this is sound or film, but its content is something else."),
            translate("Refusal", "Get the recording again from its source, or give the file its right name."),
        ),
        Refusal.NO_SOUND: Sentence(
            translate("Refusal", "A film without sound"),
            translate("Refusal", "There is no sound track in the film."),
            translate("Refusal", "Add the recording that holds the sound."),
        ),
        Refusal.NO_SPEECH: Sentence(
            translate("Refusal", "Nobody speaks in it"),
            translate("Refusal", "No speech was found in the recording."),
            translate("Refusal", "If somebody speaks in it, make the recording louder and try again."),
        ),
        Refusal.PLAYLIST: Sentence(
            translate("Refusal", "A playlist, not a recording"),
            translate("Refusal", "The file only names other files; Alcove opens none that you did not choose."),
            translate("Refusal", "Add the recordings themselves."),
        ),
        Refusal.NEEDS_SPEECH_MODEL: Sentence(
            translate("Refusal", "Needs a speech model"),
            translate("Refusal", "Recordings are written down by a speech model, and none is installed."),
            translate("Refusal", "Get one on the Models page, then read the file again."),
        ),
        Refusal.NOT_A_FILE: Sentence(
            translate("Refusal", "Not a file"),
            translate("Refusal", "This is a device or a link, not a file with text."),
            translate("Refusal", "Add the file itself."),
        ),
    }
