"""What stands in the way of a dictation, in words: global key, insertion, model; and what it is doing."""

from __future__ import annotations

from app.desktop.hotkeys.models import HotkeyRefusal
from app.desktop.insertion.models import InsertRefusal
from app.domain.dictate.dictating import DictationState
from app.domain.errors import AppError, ErrorCode
from app.wording.errors import sentence_for
from app.wording.sentence import Sentence, Translate


def dictation_sentence(error: BaseException, translate: Translate) -> Sentence:
    """Why a dictation gave no text, and what became of what was said."""
    told = sentence_for(error, translate)
    if isinstance(error, AppError) and error.code is ErrorCode.SPEECH_MODEL_MISSING:
        return told  # nothing was recorded
    kept = translate("Dictation", "What you said is kept and can be written down later.")
    return Sentence(told.title, told.what, f"{told.help} {kept}".strip())


def hotkey_sentence(refusal: HotkeyRefusal, translate: Translate) -> Sentence:
    command = translate(
        "Dictation", "Give a key of the desktop's own shortcuts this command instead: alcove dictate --toggle"
    )
    another = translate("Dictation", "Choose another key.")
    return {
        HotkeyRefusal.UNREADABLE: Sentence(
            translate("Dictation", "Not a key"), translate("Dictation", "This does not name one key."), another
        ),
        HotkeyRefusal.NEEDS_MODIFIER: Sentence(
            translate("Dictation", "This key is needed for typing"),
            translate("Dictation", "Taken by Alcove alone, it would do nothing any more in other programs."),
            translate("Dictation", "Put Ctrl, Alt or Super before it, or choose a function key."),
        ),
        HotkeyRefusal.TAKEN: Sentence(
            translate("Dictation", "The key is taken"),
            translate("Dictation", "Another program, or the desktop, uses this key already."),
            another,
        ),
        HotkeyRefusal.NO_SUCH_KEY: Sentence(
            translate("Dictation", "No such key"),
            translate("Dictation", "The keyboard as it is set up now has no such key."),
            another,
        ),
        HotkeyRefusal.NOT_HERE: Sentence(
            translate("Dictation", "No global keys here"),
            translate("Dictation", "This desktop lets no program listen to keys while another one has the focus."),
            command,
        ),
        HotkeyRefusal.DENIED: Sentence(
            translate("Dictation", "The desktop did not allow the key"),
            translate("Dictation", "The desktop asked for your permission, or its rules, and the answer was no."),
            command,
        ),
    }[refusal]


def insertion_sentence(refusal: InsertRefusal, translate: Translate) -> Sentence:
    """The text lies in the clipboard in all of these cases, and in the history."""
    paste = translate("Dictation", "The text is in the clipboard: paste it yourself.")
    return {
        InsertRefusal.NOT_HERE: Sentence(
            translate("Dictation", "Not inserted"),
            translate("Dictation", "This desktop lets no program press keys in another one."),
            paste,
        ),
        InsertRefusal.DENIED: Sentence(
            translate("Dictation", "Not inserted"),
            translate(
                "Dictation",
                "The system does not let Alcove press keys in other programs. "
                "On macOS allow it under Privacy & Security, Accessibility.",
            ),
            paste,
        ),
        InsertRefusal.NO_SUCH_KEY: Sentence(
            translate("Dictation", "Not inserted"),
            translate("Dictation", "The text has characters that no key of this keyboard can write."),
            translate("Dictation", "Let it be pasted instead; until then the text is in the clipboard."),
        ),
        InsertRefusal.FAILED: Sentence(
            translate("Dictation", "Not inserted"),
            translate("Dictation", "The system refused to press the keys."),
            paste,
        ),
        InsertRefusal.NOT_TAKEN: Sentence(
            translate("Dictation", "Not inserted"),
            translate("Dictation", "The program in front did not take the text."),
            paste,
        ),
    }[refusal]


def state_words(state: DictationState, translate: Translate) -> str:
    return {
        DictationState.IDLE: translate("Dictation", "Ready"),
        DictationState.OPENING: translate("Dictation", "Opening the microphone …"),
        DictationState.LISTENING: translate("Dictation", "Listening"),
        DictationState.WRITING: translate("Dictation", "Writing down …"),
        DictationState.INSERTING: translate("Dictation", "Inserting …"),
    }[state]
