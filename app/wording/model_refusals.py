"""Why a folder is not taken as a model, and what helps: one sentence for each reason."""

from __future__ import annotations

from app.domain.models.model_refusal import ModelRefusal
from app.wording.sentence import Sentence, Translate


def model_refusal_sentence(refusal: ModelRefusal, translate: Translate) -> Sentence:
    """Every reason has its own words; a test looks that none is missing."""
    return {
        **_of_what_could_do_harm(translate),
        **_of_what_cannot_be_used(translate),
        **_of_what_cannot_be_converted(translate),
    }[refusal]


def _of_what_could_do_harm(translate: Translate) -> dict[ModelRefusal, Sentence]:
    return {
        ModelRefusal.PICKLE: Sentence(
            translate("ModelRefusal", "Could run a program"),
            translate("ModelRefusal", "A file in the folder can run a program when it is opened."),
            translate(
                "ModelRefusal",
                "If the model's ONNX files lie beside it, copy them without this file and choose the copy.",
            ),
        ),
        ModelRefusal.NATIVE_CODE: Sentence(
            translate("ModelRefusal", "Brings a program with it"),
            translate("ModelRefusal", "The folder brings a program library, and Alcove runs no program from a model."),
            translate("ModelRefusal", "Get the model from its publisher without such files."),
        ),
        ModelRefusal.CUSTOM_OPERATORS: Sentence(
            translate("ModelRefusal", "Needs foreign program code"),
            translate("ModelRefusal", "The model calculates with program code that does not come with Alcove."),
            translate("ModelRefusal", "Choose another variant of this model, or another model."),
        ),
        ModelRefusal.FOREIGN_LOADER: Sentence(
            translate("ModelRefusal", "Needs its own program to open"),
            translate(
                "ModelRefusal",
                "The model can be opened only with program code from its folder, which Alcove does not run.",
            ),
            translate("ModelRefusal", "Look for the same model in ONNX form."),
        ),
        ModelRefusal.LINK: Sentence(
            translate("ModelRefusal", "A link leads elsewhere"),
            translate("ModelRefusal", "A file in the folder is a link to another place."),
            translate("ModelRefusal", "Copy the real files into one folder and choose that."),
        ),
        ModelRefusal.HARD_LINK: Sentence(
            translate("ModelRefusal", "A file belongs to two places"),
            translate("ModelRefusal", "A file in the folder is at the same time a file in another place."),
            translate("ModelRefusal", "Copy the folder and choose the copy."),
        ),
        ModelRefusal.LINKS_IN_PLACE: Sentence(
            translate("ModelRefusal", "Cannot be used where it is"),
            translate(
                "ModelRefusal", "This folder keeps its files as links, so the model cannot be used in its place."
            ),
            translate("ModelRefusal", "Import it as a copy instead."),
        ),
        ModelRefusal.CLIMBING: Sentence(
            translate("ModelRefusal", "Reaches out of its folder"),
            translate("ModelRefusal", "The model asks for a file outside of its folder."),
            translate("ModelRefusal", "Get it again from its publisher; a good model does not do that."),
        ),
        ModelRefusal.SPECIAL_FILE: Sentence(
            translate("ModelRefusal", "Not a plain file"),
            translate("ModelRefusal", "The folder holds something that is not a plain file."),
            translate("ModelRefusal", "Copy only the model's own files into a new folder and choose that."),
        ),
        ModelRefusal.BAD_NAME: Sentence(
            translate("ModelRefusal", "A name that cannot be kept"),
            translate("ModelRefusal", "A file has a name that not every system can hold."),
            translate("ModelRefusal", "Get the model again from its publisher, with its own file names."),
        ),
        ModelRefusal.TOO_MANY_FILES: Sentence(
            translate("ModelRefusal", "Too many files"),
            translate("ModelRefusal", "The folder holds more files than any model has."),
            translate("ModelRefusal", "Choose the folder of the one model."),
        ),
        ModelRefusal.TOO_LARGE: Sentence(
            translate("ModelRefusal", "Too large"),
            translate("ModelRefusal", "A file is larger than any that Alcove can use."),
            translate("ModelRefusal", "Choose a smaller form of the model."),
        ),
    }


def _of_what_cannot_be_used(translate: Translate) -> dict[ModelRefusal, Sentence]:
    return {
        ModelRefusal.UNREADABLE: Sentence(
            translate("ModelRefusal", "No permission"),
            translate("ModelRefusal", "The system does not let Alcove read a file of the model."),
            translate("ModelRefusal", "Allow your account to read it, then try once more."),
        ),
        ModelRefusal.GGUF: Sentence(
            translate("ModelRefusal", "A form Alcove does not run"),
            translate("ModelRefusal", "This is a GGUF file, made for llama.cpp, Ollama or LM Studio."),
            translate(
                "ModelRefusal", "Look for the same model in ONNX form; `alcove models list` names some that work."
            ),
        ),
        ModelRefusal.SAFETENSORS: Sentence(
            translate("ModelRefusal", "Not converted yet"),
            translate(
                "ModelRefusal", "These are a model's weights as they were trained, which cannot be run as they are."
            ),
            translate("ModelRefusal", "Convert the folder first: alcove models convert FOLDER."),
        ),
        ModelRefusal.TRUNCATED: Sentence(
            translate("ModelRefusal", "Not complete"),
            translate("ModelRefusal", "A file of the model is missing or shorter than it should be."),
            translate("ModelRefusal", "Get the model again; the copy or the download was probably cut off."),
        ),
        ModelRefusal.DAMAGED: Sentence(
            translate("ModelRefusal", "Damaged"),
            translate("ModelRefusal", "A file of the model is not what it should be."),
            translate("ModelRefusal", "Get the model again from its source."),
        ),
        ModelRefusal.CHANGED: Sentence(
            translate("ModelRefusal", "Changed while being read"),
            translate("ModelRefusal", "A file of the model changed while it was being read. Nothing was taken in."),
            translate("ModelRefusal", "Wait until the other program has finished, then try once more."),
        ),
        ModelRefusal.WRONG_HASH: Sentence(
            translate("ModelRefusal", "Not the file that was packed"),
            translate("ModelRefusal", "A file is not the one that was exported. Nothing was taken in."),
            translate(
                "ModelRefusal", "Export the model once more; the stick may be worn, or somebody changed the file."
            ),
        ),
        ModelRefusal.NO_TOKENIZER: Sentence(
            translate("ModelRefusal", "Incomplete without its tokenizer"),
            translate("ModelRefusal", "The file tokenizer.json, which cuts text for the model, is not in the folder."),
            translate("ModelRefusal", "Get the whole folder of the model, with all of its small files."),
        ),
        ModelRefusal.NO_TEMPLATE: Sentence(
            translate("ModelRefusal", "Not made for questions"),
            translate(
                "ModelRefusal", "This language model has no form for questions and answers; it only continues text."
            ),
            translate("ModelRefusal", "Choose a version whose name says Instruct or Chat."),
        ),
        ModelRefusal.UNSUPPORTED: Sentence(
            translate("ModelRefusal", "A kind Alcove does not run"),
            translate("ModelRefusal", "This is a model of a kind or form that Alcove does not run."),
            translate("ModelRefusal", "Choose a model for answers, search, speech or translation."),
        ),
        ModelRefusal.OTHER_FORM: Sentence(
            translate("ModelRefusal", "Another form is needed"),
            translate("ModelRefusal", "Alcove does not run speech and translation models in ONNX form."),
            translate("ModelRefusal", "Get the same model in CTranslate2 form; for speech look for faster-whisper."),
        ),
        ModelRefusal.ARCHIVE: Sentence(
            translate("ModelRefusal", "Still packed"),
            translate("ModelRefusal", "This is a packed file, which Alcove does not unpack."),
            translate("ModelRefusal", "Unpack it and choose the folder that comes out."),
        ),
        ModelRefusal.POINTER: Sentence(
            translate("ModelRefusal", "Only a place-holder"),
            translate("ModelRefusal", "In the place of a large file there is only Git's note of where to get it."),
            translate("ModelRefusal", "Fetch the large files with `git lfs pull`, or from the model's web page."),
        ),
        ModelRefusal.GONE: Sentence(
            translate("ModelRefusal", "The folder went away"),
            translate("ModelRefusal", "The folder or stick went away while it was being read. Nothing was taken in."),
            translate("ModelRefusal", "Put it back in, then try once more."),
        ),
        ModelRefusal.NO_VARIANT: Sentence(
            translate("ModelRefusal", "No such variant"),
            translate("ModelRefusal", "The model in this folder has no variant of this name."),
            translate("ModelRefusal", "Choose one of those there are."),
        ),
        ModelRefusal.SEVERAL: Sentence(
            translate("ModelRefusal", "More than one model"),
            translate("ModelRefusal", "There are several models in this folder."),
            translate("ModelRefusal", "Choose the folder of one of them."),
        ),
        ModelRefusal.UNKNOWN: Sentence(
            translate("ModelRefusal", "No model found"),
            translate("ModelRefusal", "There is no model in this folder that Alcove knows."),
            translate("ModelRefusal", "Choose the folder in which the model's files lie."),
        ),
    }


def _of_what_cannot_be_converted(translate: Translate) -> dict[ModelRefusal, Sentence]:
    return {
        ModelRefusal.NO_CHECKPOINT: Sentence(
            translate("ModelRefusal", "Nothing to convert"),
            translate("ModelRefusal", "There are no weights in this folder that could be converted."),
            translate("ModelRefusal", "Choose the folder with config.json and the safetensors files."),
        ),
        ModelRefusal.CONVERTED: Sentence(
            translate("ModelRefusal", "Needs no converting"),
            translate("ModelRefusal", "The model in this folder runs as it is."),
            translate("ModelRefusal", "Take it in: alcove models import FOLDER."),
        ),
        ModelRefusal.ADAPTER: Sentence(
            translate("ModelRefusal", "Only a part of a model"),
            translate("ModelRefusal", "The folder holds a change to another model, not that model itself."),
            translate("ModelRefusal", "Get the version in which its publisher has merged the two."),
        ),
        ModelRefusal.QUANTIZED: Sentence(
            translate("ModelRefusal", "Made smaller already"),
            translate("ModelRefusal", "These weights were already made smaller for another program."),
            translate("ModelRefusal", "Get the original version; its name has no GPTQ, AWQ or FP8."),
        ),
        ModelRefusal.NO_RECIPE: Sentence(
            translate("ModelRefusal", "A build Alcove cannot convert"),
            translate("ModelRefusal", "Alcove has no way to convert models of this build."),
            translate("ModelRefusal", "Look for the same model in ONNX form, or choose another model."),
        ),
    }
