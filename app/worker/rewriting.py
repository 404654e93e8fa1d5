"""What the reading lane does for translations of documents: segments out in batches, the new file back in pieces."""

from __future__ import annotations

import hashlib
import json

from app.engines.writers.rewrite import extract, write
from app.protocol.tasks import (
    ExtractSegments,
    FilePiece,
    SegmentBatch,
    SegmentsExtracted,
    TranslationWritten,
    WriteTranslation,
)
from app.worker.context import Handler, JobContext

BATCH_SEGMENTS = 256
BATCH_CHARACTERS = 64 * 1024
PIECE_BYTES = 4 * 1024 * 1024
_EXTRACTING = "extracting"


def handlers() -> dict[str, Handler]:
    """By task name."""
    return {ExtractSegments.name: _extract, WriteTranslation.name: _write}


class _Batches:
    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._waiting: list[str] = []
        self._characters = self._sent = 0

    def add(self, segment: str) -> None:
        self._waiting.append(segment)
        self._characters += len(segment)
        if len(self._waiting) >= BATCH_SEGMENTS or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        if not self._waiting:
            return
        self._context.stop_if_cancelled()
        self._context.partial(SegmentBatch(tuple(self._waiting)))
        self._sent += len(self._waiting)
        self._context.progress(self._sent, None, _EXTRACTING)
        self._waiting, self._characters = [], 0


def _extract(context: JobContext, task: ExtractSegments, _tail: bytes) -> SegmentsExtracted:
    batches = _Batches(context)
    found = extract(task.path, task.choices, on_segment=batches.add, check=context.stop_if_cancelled)
    batches.flush()
    return SegmentsExtracted(found.format, found.content_hash, found.fingerprint, found.segments, found.suffix)


def _write(context: JobContext, task: WriteTranslation, tail: bytes) -> TranslationWritten:
    data = write(
        task.path,
        task.choices,
        content_hash=task.content_hash,
        fingerprint=task.fingerprint,
        translations=json.loads(tail),
        check=context.stop_if_cancelled,
    )
    for offset in range(0, len(data), PIECE_BYTES):
        context.stop_if_cancelled()
        context.partial(FilePiece(offset), data[offset : offset + PIECE_BYTES])
    return TranslationWritten(len(data), hashlib.sha256(data).hexdigest())
