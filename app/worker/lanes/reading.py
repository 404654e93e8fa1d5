"""The reading lane: files to passages, to segments and back, folders to models. It keeps nothing between two jobs."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Any

from app.domain.library.document import Passage
from app.domain.library.place import Place
from app.engines.loaders.exchange.read import entries as exchange_entries
from app.engines.loaders.load import guarded, read
from app.engines.loaders.preview import preview
from app.engines.recognise.checkpoints import inspect_checkpoint
from app.engines.recognise.recognise import recognise
from app.protocol.tasks import (
    DocumentRead,
    ExchangeBatch,
    ExchangeEntry,
    ExchangeRead,
    InspectCheckpoint,
    InspectedCheckpoint,
    InspectedModel,
    InspectModel,
    PassageBatch,
    Preview,
    PreviewDocument,
    ReadDocument,
    ReadExchange,
    ReadSound,
    SoundRead,
)
from app.worker import rewriting
from app.worker.context import Handler, JobContext

BATCH_PASSAGES = 64
BATCH_BYTES = 256 * 1024
EXCHANGE_BATCH = 250

_STAGE = "reading"
_LIBRARIES = (
    "pypdfium2",
    "lxml",
    "polib",
    "selectolax",
    "semantic-text-splitter",
    "charset-normalizer",
    "openpyxl",
    "python-docx",
    "python-pptx",
    "python-oxmsg",
    "striprtf",
)


def handlers() -> dict[str, Handler]:
    """By task name."""
    return {
        ReadDocument.name: _read_document,
        PreviewDocument.name: _preview_document,
        ReadExchange.name: _read_exchange,
        ReadSound.name: _read_sound,
        InspectModel.name: _inspect_model,
        InspectCheckpoint.name: _inspect_checkpoint,
        **rewriting.handlers(),
    }


def versions() -> dict[str, Any]:
    """The parsers' versions, for `doctor`; a library that is missing is left out."""
    found: dict[str, Any] = {}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


class _Batches:
    """Sends passages on in pieces small enough that the window decodes each within a frame."""

    def __init__(self, context: JobContext) -> None:
        self._context = context
        self._waiting: list[Passage] = []
        self._bytes = 0
        self._sent = 0

    def add(self, passage: Passage) -> None:
        size = _encoded_size(passage)
        if self._waiting and (len(self._waiting) >= BATCH_PASSAGES or self._bytes + size > BATCH_BYTES):
            self.flush()
        self._waiting.append(passage)
        self._bytes += size

    def flush(self) -> None:
        if not self._waiting:
            return
        self._context.stop_if_cancelled()
        self._context.partial(PassageBatch(tuple(self._waiting)))
        self._sent += len(self._waiting)
        self._context.progress(self._sent, None, _STAGE)
        self._waiting, self._bytes = [], 0


def _encoded_size(passage: Passage) -> int:
    """An upper bound of the passage in JSON: control characters take six bytes, others what UTF-8 takes."""
    text = len(passage.text.encode()) + 5 * sum(1 for c in passage.text if c < " ")
    headings = sum(len(heading.encode()) for heading in passage.place.headings)
    return text + len(passage.keywords.encode()) + headings + 400


def _read_document(context: JobContext, task: ReadDocument, _tail: bytes) -> DocumentRead:
    batches = _Batches(context)
    result = read(task.path, known_hash=task.known_hash, on_passage=batches.add, check=context.stop_if_cancelled)
    batches.flush()
    return result


def _read_sound(context: JobContext, task: ReadSound, _tail: bytes) -> tuple[SoundRead, bytes]:
    from app.engines.speech.audio_file import open_audio  # FFmpeg's libraries; most workers never need them

    with open_audio(task.path) as recording:
        samples = recording.piece(task.start, task.seconds, context.stop_if_cancelled)
    return SoundRead(len(samples)), samples.astype("<i2", copy=False).tobytes()


def _read_exchange(context: JobContext, task: ReadExchange, _tail: bytes) -> ExchangeRead:
    waiting: list[ExchangeEntry] = []
    sent = left_out = 0

    def send() -> None:
        context.stop_if_cancelled()
        context.partial(ExchangeBatch(tuple(waiting)))
        waiting.clear()

    for entry in guarded(exchange_entries(task.path, task.source, task.target)):
        if entry is None:
            left_out += 1
            continue
        waiting.append(entry)
        sent += 1
        if len(waiting) >= EXCHANGE_BATCH:
            send()
    if waiting:
        send()
    return ExchangeRead(sent, left_out)


def _preview_document(context: JobContext, task: PreviewDocument, _tail: bytes) -> Preview:
    context.stop_if_cancelled()
    return preview(Path(task.path), Place.from_json(task.place))


def _inspect_model(context: JobContext, task: InspectModel, _tail: bytes) -> InspectedModel:
    return recognise(task.path, variant=task.variant, gpu=task.gpu, check=context.stop_if_cancelled)


def _inspect_checkpoint(context: JobContext, task: InspectCheckpoint, _tail: bytes) -> InspectedCheckpoint:
    return inspect_checkpoint(task.path, check=context.stop_if_cancelled)
