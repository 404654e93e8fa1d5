"""What can go wrong in the world, as codes. Codes cross the pipe; sentences are made where a person reads them."""

from __future__ import annotations

import enum
from typing import Any

from app.domain.library.document import Refusal


class ErrorCode(enum.StrEnum):
    BUG = "app.bug"
    WORKER_CRASHED = "worker.crashed"
    WORKER_TIMEOUT = "worker.timeout"
    WORKER_CANNOT_START = "worker.cannot_start"
    WORKER_PROTOCOL = "worker.protocol"
    MODEL_MISSING = "model.missing"
    MODEL_BROKEN = "model.broken"
    MODEL_UNSUPPORTED = "model.unsupported"
    MODEL_REFUSED = "model.refused"
    MODEL_UNKNOWN = "model.unknown"
    MODEL_IN_USE = "model.in_use"
    MODEL_CAME_ALONG = "model.came_along"
    MODEL_FAILED_TEST = "model.failed_test"
    NO_ROOM = "disk.no_room"
    TARGET_UNWRITABLE = "target.unwritable"
    TARGET_GONE = "target.gone"
    TARGET_EXISTS = "target.exists"
    TARGET_IS_ORIGINAL = "target.is_original"
    FILE_TOO_LARGE_FOR_STICK = "target.file_too_large"
    MODEL_DOES_NOT_FIT = "model.does_not_fit"
    OUT_OF_MEMORY = "model.out_of_memory"
    DEVICE_FAILED = "model.device_failed"
    CONVERSION_TOOLS = "convert.tools"
    CONVERSION_FAILED = "convert.failed"
    CONVERSION_DIFFERS = "convert.differs"
    CONVERSION_PRECISION = "convert.precision"
    STORE_NEWER = "store.newer"
    STORE_DAMAGED = "store.damaged"
    STORE_BUSY = "store.busy"
    STORE_UNWRITABLE = "store.unwritable"
    DISK_FULL = "store.disk_full"
    HOME_UNWRITABLE = "home.unwritable"
    NO_SOUND_OUTPUT = "sound.no_output"
    PATH_MISSING = "path.missing"
    QUESTION_EMPTY = "question.empty"
    QUESTION_TOO_LONG = "question.too_long"
    ANSWER_FORM = "answer.form"
    DOCUMENT_UNKNOWN = "document.unknown"
    COLLECTION_UNKNOWN = "collection.unknown"
    CONVERSATION_UNKNOWN = "conversation.unknown"
    DICTATION_UNKNOWN = "dictation.unknown"
    DOWNLOAD_UNREACHABLE = "download.unreachable"
    DOWNLOAD_INSECURE = "download.insecure"
    DOWNLOAD_PROXY = "download.proxy"
    DOWNLOAD_STALLED = "download.stalled"
    DOWNLOAD_CUT = "download.cut"
    DOWNLOAD_BUSY = "download.busy"
    DOWNLOAD_NOT_FOUND = "download.not_found"
    DOWNLOAD_FORBIDDEN = "download.forbidden"
    DOWNLOAD_REFUSED = "download.refused"
    DOWNLOAD_WRONG_FILE = "download.wrong_file"
    DOWNLOAD_NO_HASH = "download.no_hash"
    DOWNLOAD_RUNNING = "download.running"
    DOWNLOAD_IMPOSSIBLE = "download.impossible"
    TRANSLATION_MISSING = "translation.missing"
    PAIR_UNSUPPORTED = "translation.pair"
    LANGUAGES_MISSING = "translation.languages"
    SAME_LANGUAGE = "translation.same_language"
    LANGUAGE_UNCLEAR = "translation.language_unclear"
    TEXT_TOO_LONG = "translation.text_too_long"
    TRANSLATION_JOB_UNKNOWN = "translation.job_unknown"
    ORIGINAL_CHANGED = "translation.original_changed"
    SPEECH_MODEL_MISSING = "speech.model_missing"
    READING = "reading.refused"
    MICROPHONE = "microphone.unusable"
    """``problem``: of :class:`app.domain.dictate.dictating.MicrophoneProblem`."""


class AppError(Exception):
    """An expected failure. ``details`` holds plain JSON values for the sentence (names, numbers), never a sentence."""

    def __init__(self, code: ErrorCode, **details: Any) -> None:
        super().__init__(code.value, details)
        self.code = code
        self.details = details


class FileRefused(AppError):  # noqa: N818 - it reads as what happened
    """Raised by loaders: this file cannot be indexed, and this is why."""

    def __init__(self, refusal: Refusal, **details: Any) -> None:
        super().__init__(ErrorCode.READING, refusal=refusal.value, **details)
        self.refusal = refusal


class JobCancelled(Exception):  # noqa: N818 - it is not an error
    """The person, or the program, asked this job to stop; not an error."""
