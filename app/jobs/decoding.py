"""Events of the pipe as events of a job, in the task's own types; CodecError for what does not fit."""

from __future__ import annotations

from typing import Any

from app.domain.errors import AppError, ErrorCode, FileRefused
from app.domain.library.document import Refusal
from app.jobs.job import JobEnded, JobEvent, JobPartial, JobProgress, JobState
from app.protocol.codec import CodecError, decode
from app.protocol.messages import Cancelled, Done, Failed, Partial, Progress


def job_event(task: Any, event: Progress | Partial | Done | Failed | Cancelled, tail: bytes) -> JobEvent:
    """``task`` names the types: its ``partial`` and its ``result``."""
    match event:
        case Progress():
            return JobProgress(event.done, event.total, event.stage)
        case Partial():
            return JobPartial(decode(task.partial, event.value), tail)
        case Done():
            return JobEnded(JobState.DONE, decode(task.result, event.value), tail)
        case Failed():
            return JobEnded(JobState.FAILED, error=_error(event))
        case Cancelled():
            return JobEnded(JobState.CANCELLED)


def _error(failed: Failed) -> AppError:
    details = {name: value for name, value in failed.details.items() if name not in ("self", "code")}
    try:
        code = ErrorCode(failed.code)
        if code is ErrorCode.READING:
            return FileRefused(Refusal(details.pop("refusal", None)), **details)
    except ValueError as error:
        raise CodecError(f"no error of the name {failed.code}") from error
    return AppError(code, **details)
