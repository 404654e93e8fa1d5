"""Why a folder is not taken as a model: one code for each reason; the sentence is made where a person reads it."""

from __future__ import annotations

import enum

from app.domain.errors import AppError, ErrorCode


class ModelRefusal(enum.StrEnum):
    PICKLE = "pickle"
    """A file that runs a program when it is opened (PyTorch checkpoints, pickles)."""
    NATIVE_CODE = "native_code"
    """A library or program among the files, or a setting that asks for one."""
    CUSTOM_OPERATORS = "custom_operators"
    FOREIGN_LOADER = "foreign_loader"
    """The model needs program code of its own to be opened."""
    LINK = "link"
    HARD_LINK = "hard_link"
    LINKS_IN_PLACE = "links_in_place"
    """A cache's links: such a model can be copied, not used where it is."""
    CLIMBING = "climbing"
    """A name, or data that the graph asks for, leads out of the folder."""
    SPECIAL_FILE = "special_file"
    """A device, a pipe or a socket."""
    BAD_NAME = "bad_name"
    """A file name that not every system can hold."""
    TOO_MANY_FILES = "too_many_files"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    GGUF = "gguf"
    SAFETENSORS = "safetensors"
    TRUNCATED = "truncated"
    """A file is shorter than it says, or one that belongs to it is missing."""
    DAMAGED = "damaged"
    CHANGED = "changed"
    """A file changed while it was read."""
    WRONG_HASH = "wrong_hash"
    """A file is not the one that the manifest beside it lists."""
    NO_TOKENIZER = "no_tokenizer"
    NO_TEMPLATE = "no_template"
    """A language model without the form in which it is asked; it completes text, it does not answer."""
    UNSUPPORTED = "unsupported"
    """A model, but of a kind or form that Alcove does not run (``problem``)."""
    OTHER_FORM = "other_form"
    """A speech or translation model in another form than the one that Alcove runs."""
    ARCHIVE = "archive"
    """Nothing but a packed file, which is not unpacked here."""
    POINTER = "pointer"
    """A place-holder of Git's store for large files lies where the file should."""
    GONE = "gone"
    """The folder went away while it was read: a stick that was pulled out."""
    NO_VARIANT = "no_variant"
    """The folder's model has no such variant (``names`` has those there are)."""
    SEVERAL = "several"
    """More than one model in the folder (``names``)."""
    NO_CHECKPOINT = "no_checkpoint"
    """Nothing in the folder that could be converted."""
    CONVERTED = "converted"
    """A model that runs as it is; there is nothing to convert."""
    ADAPTER = "adapter"
    """A change to another model, without that model."""
    QUANTIZED = "quantized"
    """A checkpoint that was rounded for another program already."""
    NO_RECIPE = "no_recipe"
    """A checkpoint of a build that no recipe converts (``name`` says which)."""
    UNKNOWN = "unknown"
    """No model in the folder."""


class ModelRefused(AppError):  # noqa: N818 - it reads as what happened
    """``name`` is the file that it is about, where it is about one."""

    def __init__(self, refusal: ModelRefusal, name: str = "", **details: object) -> None:
        super().__init__(ErrorCode.MODEL_REFUSED, refusal=refusal.value, name=name[:300], **details)
        self.refusal = refusal
