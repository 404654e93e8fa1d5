"""What went wrong, what was kept and what to do: one sentence for each error code."""

from __future__ import annotations

from app.domain.dictate.dictating import MicrophoneProblem
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Refusal
from app.domain.models.model_refusal import ModelRefusal
from app.wording.conversion import conversion_sentence
from app.wording.downloads import download_sentence
from app.wording.microphone import microphone_sentence
from app.wording.model_refusals import model_refusal_sentence
from app.wording.quantities import amount
from app.wording.refusals import refusal_sentence
from app.wording.sentence import Sentence, Translate
from app.wording.sound import sound_sentences
from app.wording.translation import translation_sentence

_MOST_NAMES = 8


def sentence_for(error: BaseException, translate: Translate) -> Sentence:
    """Any failure in words. What is not an :class:`AppError` is a fault of Alcove's own and says so."""
    if not isinstance(error, AppError):
        return _sentences(translate)[ErrorCode.BUG]
    if error.code is ErrorCode.READING:
        return refusal_sentence(Refusal(error.details.get("refusal", Refusal.CRASHED)), translate)
    if error.code is ErrorCode.MICROPHONE:
        problem = error.details.get("problem", MicrophoneProblem.CANNOT_OPEN)
        return microphone_sentence(MicrophoneProblem(problem), translate)
    if error.code is ErrorCode.QUESTION_TOO_LONG and "tokens" in error.details:
        return Sentence(
            translate("Error", "Too much for this model"),
            translate("Error", "The language model cannot hold the question and a passage at once."),
            translate("Error", "Ask a shorter question, or use a model with more room."),
        )
    if error.code is ErrorCode.MODEL_REFUSED and "refusal" in error.details:
        told = model_refusal_sentence(ModelRefusal(error.details["refusal"]), translate)
        return Sentence(told.title, _with_name(told.what, error), told.help)
    if error.code is ErrorCode.MODEL_MISSING and error.details.get("wanted"):
        none = translate("Error", "No model of this name is on this computer.")
        return Sentence(
            translate("Error", "The model is not here"),
            f"{none} ({error.details['wanted']})",
            translate("Error", "`alcove models list --installed` shows the names of those that are."),
        )
    if error.code is ErrorCode.NO_ROOM and "needs" in error.details:
        return _no_room(error, translate)
    if error.code is ErrorCode.MODEL_DOES_NOT_FIT:
        return _does_not_fit(error, translate)
    if (of_download := download_sentence(error, translate)) is not None:
        return of_download
    if (of_translation := translation_sentence(error, translate)) is not None:
        return of_translation
    if (of_conversion := conversion_sentence(error, translate)) is not None:
        return of_conversion
    sentence = _sentences(translate)[error.code]
    return Sentence(sentence.title, _with_name(sentence.what, error), sentence.help)


def _does_not_fit(error: AppError, translate: Translate) -> Sentence:
    what = translate("Error", "The model {model} needs {needs} of memory; {has} are free.")
    needs, has = amount(int(error.details.get("needs", 0))), amount(int(error.details.get("has", 0)))
    return Sentence(
        translate("Error", "The model does not fit into memory"),
        what.format(model=error.details.get("model", ""), needs=needs, has=has),
        translate("Error", "Close other programs, or choose a smaller model."),
    )


def _no_room(error: AppError, translate: Translate) -> Sentence:
    told = _sentences(translate)[ErrorCode.NO_ROOM]
    what = translate("Error", "{needs} are needed on the disk, {has} are free. Nothing was written.")
    needs, has = amount(int(error.details.get("needs", 0))), amount(int(error.details.get("has", 0)))
    return Sentence(told.title, _with_name(what.format(needs=needs, has=has), error), told.help)


def _with_name(what: str, error: AppError) -> str:
    named = error.details.get("path") or error.details.get("name")
    among = error.details.get("names")
    told = [named] if isinstance(named, str) and named else []
    if isinstance(among, list) and among:
        shown = ", ".join(str(name) for name in among[:_MOST_NAMES])
        told.append(f"{shown} …" if len(among) > _MOST_NAMES else shown)
    return f"{what} ({': '.join(told)})" if told else what


def _sentences(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        **_of_the_workers(translate),
        **_of_the_store(translate),
        **_of_the_model_files(translate),
        **_of_what_was_asked(translate),
        **sound_sentences(translate),
    }


def _of_the_workers(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.BUG: Sentence(
            translate("Error", "Something in Alcove failed"),
            translate("Error", "A step did not work because of a fault in Alcove. Your library is unharmed."),
            translate("Error", "Try once more. If it comes back, the log in the data folder says where it failed."),
        ),
        ErrorCode.WORKER_CRASHED: Sentence(
            translate("Error", "A helper program broke off"),
            translate("Error", "The part of Alcove that did this work stopped suddenly. Nothing of yours is lost."),
            translate("Error", "Try once more; it is started afresh."),
        ),
        ErrorCode.WORKER_TIMEOUT: Sentence(
            translate("Error", "It took too long"),
            translate("Error", "The work took longer than allowed and was stopped."),
            translate("Error", "Try once more, or with less at a time."),
        ),
        ErrorCode.WORKER_CANNOT_START: Sentence(
            translate("Error", "A helper program does not start"),
            translate("Error", "The system did not let Alcove start the part that does this work."),
            translate("Error", "Close other programs to free memory. If it stays so, install Alcove again."),
        ),
        ErrorCode.WORKER_PROTOCOL: Sentence(
            translate("Error", "Two parts of Alcove do not match"),
            translate("Error", "A part of Alcove is of another version than the window."),
            translate("Error", "Close Alcove and start it again; if it stays so, install it again."),
        ),
        ErrorCode.MODEL_UNKNOWN: Sentence(
            translate("Error", "No model has this name"),
            translate("Error", "The list of models has no such name; nothing was downloaded."),
            translate("Error", "`alcove models list` shows the names."),
        ),
        ErrorCode.MODEL_MISSING: Sentence(
            translate("Error", "The model is not installed"),
            translate("Error", "This needs a model that is not on this computer."),
            translate("Error", "Get it on the Models page. Until then, searching by words works without it."),
        ),
        ErrorCode.SPEECH_MODEL_MISSING: Sentence(
            translate("Error", "No speech model yet"),
            translate("Error", "Speech is written down by a speech model, and none is installed. Nothing was lost."),
            translate("Error", "Get one on the Models page, or with `alcove models get faster-whisper-small`."),
        ),
        ErrorCode.MODEL_BROKEN: Sentence(
            translate("Error", "The model is damaged"),
            translate("Error", "A file of the model is missing, was changed, or is not what it should be."),
            translate(
                "Error",
                "Get or import it again, or choose another model; one that came with Alcove comes back when the set-up "
                "is run again. Until then, searching by words works.",
            ),
        ),
        ErrorCode.MODEL_UNSUPPORTED: Sentence(
            translate("Error", "The model does not fit"),
            translate("Error", "Alcove does not know how to run this model."),
            translate("Error", "Choose another model."),
        ),
        ErrorCode.MODEL_FAILED_TEST: Sentence(
            translate("Error", "The model failed its self-test"),
            translate("Error", "The model did not work when it was tried on this computer. Nothing was changed."),
            translate("Error", "Test it once more, download it anew, or choose another model."),
        ),
        ErrorCode.MODEL_DOES_NOT_FIT: Sentence(
            translate("Error", "The model does not fit into memory"),
            translate("Error", "The model needs more memory than is free."),
            translate("Error", "Close other programs, or choose a smaller model."),
        ),
        ErrorCode.DEVICE_FAILED: Sentence(
            translate("Error", "The graphics card failed"),
            translate("Error", "The model could not run on the graphics card. Nothing is lost."),
            translate("Error", "Alcove uses the processor instead; the Models page can try the card again."),
        ),
        ErrorCode.OUT_OF_MEMORY: Sentence(
            translate("Error", "Not enough memory"),
            translate("Error", "The work needs more memory than is free. It was stopped; nothing is lost."),
            translate("Error", "Close other programs, or choose a smaller model."),
        ),
    }


def _of_the_model_files(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.MODEL_REFUSED: Sentence(
            translate("Error", "Not a model Alcove takes"),
            translate("Error", "The folder was not taken in as a model."),
            translate("Error", "Choose another folder."),
        ),
        ErrorCode.MODEL_IN_USE: Sentence(
            translate("Error", "The model is in use"),
            translate(
                "Error", "The model is being used, and the system does not let go of its files. It was not changed."
            ),
            translate("Error", "Wait until the answer is finished, then try once more."),
        ),
        ErrorCode.MODEL_CAME_ALONG: Sentence(
            translate("Error", "It belongs to Alcove"),
            translate("Error", "This model came with Alcove and stays as long as Alcove does."),
            translate("Error", "Choose another model as the default instead."),
        ),
        ErrorCode.TARGET_UNWRITABLE: Sentence(
            translate("Error", "The folder cannot be written"),
            translate(
                "Error",
                "The system does not let Alcove write to the chosen folder. Nothing was left half-written there.",
            ),
            translate("Error", "Choose another folder, or allow your account to write there."),
        ),
        ErrorCode.TARGET_GONE: Sentence(
            translate("Error", "The folder went away"),
            translate("Error", "The chosen folder or stick went away while Alcove wrote to it. It is not complete."),
            translate("Error", "Put it back in, then export once more."),
        ),
        ErrorCode.FILE_TOO_LARGE_FOR_STICK: Sentence(
            translate("Error", "A file is too large for this stick"),
            translate(
                "Error", "The stick is formatted in a way that holds no file of 4 GB or more. Nothing was written."
            ),
            translate("Error", "Format the stick as exFAT, or choose another folder."),
        ),
        ErrorCode.NO_ROOM: Sentence(
            translate("Error", "Not enough room"),
            translate("Error", "There is not enough room on the disk. Nothing was written."),
            translate("Error", "Free some space on the disk, then try once more."),
        ),
    }


def _of_the_store(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.STORE_NEWER: Sentence(
            translate("Error", "The library is from a newer Alcove"),
            translate("Error", "A newer version of Alcove made this library. It was not touched."),
            translate("Error", "Start the newer version, or choose another data folder."),
        ),
        ErrorCode.STORE_DAMAGED: Sentence(
            translate("Error", "The library is damaged"),
            translate("Error", "The library file cannot be read. Your own documents are not affected."),
            translate("Error", "Put a backup of the file in its place, or move it away and add your documents again."),
        ),
        ErrorCode.STORE_BUSY: Sentence(
            translate("Error", "The library is in use"),
            translate("Error", "Another program is writing to the library. This change was not made."),
            translate("Error", "Wait until the other program has finished, then try once more."),
        ),
        ErrorCode.STORE_UNWRITABLE: Sentence(
            translate("Error", "The library cannot be written"),
            translate("Error", "The system does not let Alcove write to the library file. Nothing was changed."),
            translate("Error", "Allow your account to write to the data folder, then try once more."),
        ),
        ErrorCode.DISK_FULL: Sentence(
            translate("Error", "The disk is full"),
            translate("Error", "There is no room left to save. What was saved before is kept."),
            translate("Error", "Free some space on the disk, then try once more."),
        ),
        ErrorCode.HOME_UNWRITABLE: Sentence(
            translate("Error", "The data folder cannot be written"),
            translate("Error", "Alcove keeps everything in one folder, and the system does not let it write there."),
            translate("Error", "Allow your account to write there, or choose another folder."),
        ),
    }


def _of_what_was_asked(translate: Translate) -> dict[ErrorCode, Sentence]:
    return {
        ErrorCode.PATH_MISSING: Sentence(
            translate("Error", "Not found"),
            translate("Error", "There is no such file or folder."),
            translate("Error", "Check the name and try once more."),
        ),
        ErrorCode.QUESTION_EMPTY: Sentence(
            translate("Error", "No question yet"),
            translate("Error", "There is nothing to look for in an empty question."),
            translate("Error", "Write a word or a question."),
        ),
        ErrorCode.QUESTION_TOO_LONG: Sentence(
            translate("Error", "The question is too long"),
            translate("Error", "A question may have 20,000 characters at most."),
            translate("Error", "Shorten it, or add the text as a document and ask about that."),
        ),
        ErrorCode.ANSWER_FORM: Sentence(
            translate("Error", "The form of the answer does not work"),
            translate("Error", "The answer was to have a certain form, which Alcove cannot keep. Nothing was changed."),
            translate("Error", "Try once more, or with another model."),
        ),
        ErrorCode.DOCUMENT_UNKNOWN: Sentence(
            translate("Error", "Not in the library"),
            translate("Error", "This document is no longer in the library."),
            translate("Error", "Add it again to use it."),
        ),
        ErrorCode.COLLECTION_UNKNOWN: Sentence(
            translate("Error", "No such collection"),
            translate("Error", "This collection is no longer in the library."),
            translate("Error", "Choose another one."),
        ),
        ErrorCode.CONVERSATION_UNKNOWN: Sentence(
            translate("Error", "No such conversation"),
            translate("Error", "This conversation was deleted."),
            translate("Error", "Start a new one."),
        ),
        ErrorCode.TARGET_EXISTS: Sentence(
            translate("Error", "There is a file of that name already"),
            translate("Error", "Alcove overwrites no file unless you say so."),
            translate("Error", "Choose another name, or allow it to be overwritten."),
        ),
        ErrorCode.TARGET_IS_ORIGINAL: Sentence(
            translate("Error", "That is the original"),
            translate("Error", "A translation is never written over the document it was made from."),
            translate("Error", "Choose another name."),
        ),
        ErrorCode.ORIGINAL_CHANGED: Sentence(
            translate("Error", "The original has changed"),
            translate(
                "Error", "The document is no longer the one that was read for this translation. Nothing was written."
            ),
            translate("Error", "Translate it again from the start."),
        ),
        ErrorCode.TRANSLATION_JOB_UNKNOWN: Sentence(
            translate("Error", "No such translation"),
            translate("Error", "This translation of a document was deleted."),
            translate("Error", "Translate the document again."),
        ),
    }
