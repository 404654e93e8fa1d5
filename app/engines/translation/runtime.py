"""CTranslate2 in one place: how a model is opened and on which device, what its failures mean. Knows no language."""

from __future__ import annotations

import mmap
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import ctranslate2

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import Manifest, TranslationKind

_MEMORY = re.compile(r"alloc|out of memory", re.IGNORECASE)
FAILURES = (RuntimeError, ValueError, MemoryError, IndexError, OverflowError, OSError)
"""What its C++ becomes in Python: damaged weights are an IndexError as well as a RuntimeError."""
_MOST_THREADS = 8
"""More gain nothing for a model of these sizes."""
_SMALL_BYTES = 30_000_000
"""Weights up to this are done sooner by one thread: several wait for one another longer than they work (400 sentences
of tiny-marian, two cores: 0.47 s with one, 0.63 s with two, twice that where another program takes a core)."""
_SPARE_POSITIONS = 2
"""Of the beginning, and of the one token more that reading the attention writes."""
BATCH = 32


@dataclass(slots=True)
class Batch:
    """Token lists, and how they are to be translated. ``begun`` are promises of the library, ``made`` its answers."""

    sources: Sequence[list[str]]
    options: Mapping[str, Any]
    begun: list[Any] = field(default_factory=list)
    made: list[Any] | None = None


class Runtime:
    """One opened model. A batch that was begun goes on while Python does other things. Not for two threads at once."""

    def __init__(self, folder: Path, manifest: Manifest, device: str) -> None:
        """Raises AppError: MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY."""
        self._folder, self._manifest = folder, manifest
        self._translator, self.device = open_translator(folder, manifest, device)
        self.longest = _positions(manifest.root(folder) / "model.bin", manifest)
        """Tokens that a translation may have at most: the library gives up on a whole batch in which one goes on."""

    def begin(self, batch: Batch) -> None:
        """Returns at once; what goes wrong is told by :meth:`results`."""
        try:
            batch.begun = self._translator.translate_batch(
                batch.sources, max_input_length=0, max_batch_size=BATCH, asynchronous=True, **batch.options
            )
        except FAILURES:
            batch.begun = []

    def results(self, batch: Batch) -> list[Any]:
        """Waits for them; begins it where nobody did. A card that fails has it done by the processor from now on.

        Raises AppError: MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY.
        """
        if batch.made is None:
            try:
                batch.made = self._answers(batch)
            except FAILURES as error:
                if self.device == "cpu":
                    raise told(error, self._folder, self._manifest) from error
                self._translator, self.device = open_translator(self._folder, self._manifest, "cpu")
                batch.begun = []
                batch.made = self._answers(batch)
        return batch.made

    def _answers(self, batch: Batch) -> list[Any]:
        if batch.begun:
            return [one.result() for one in batch.begun]
        return list(
            self._translator.translate_batch(batch.sources, max_input_length=0, max_batch_size=BATCH, **batch.options)
        )


def open_translator(folder: Path, manifest: Manifest, wanted: str) -> tuple[Any, str]:
    """The translator and its device, 'cuda' or 'cpu'. ``wanted`` may be 'auto'; a card that fails leaves the processor.

    Raises AppError: MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY.
    """
    if wanted in ("auto", "cuda") and _cards() > 0:
        try:
            return _open(manifest.root(folder), "cuda"), "cuda"
        except FAILURES:
            pass  # an old driver, a library that is not installed, a card that is full: the processor does it
    try:
        return _open(manifest.root(folder), "cpu"), "cpu"
    except FAILURES as error:
        raise told(error, folder, manifest) from error


def told(error: Exception, folder: Path, manifest: Manifest) -> AppError:
    """What a failure of the library means for a person."""
    problem = str(error)[:200]
    if isinstance(error, MemoryError) or _MEMORY.search(problem):
        return AppError(ErrorCode.OUT_OF_MEMORY, model=manifest.id)
    unsupported = "version" in problem or "not supported" in problem or "Unsupported" in problem
    code = ErrorCode.MODEL_UNSUPPORTED if unsupported else ErrorCode.MODEL_BROKEN
    file = manifest.translation.model_file if manifest.translation is not None else ""
    return AppError(code, model=manifest.id, path=str(folder), file=file, problem=problem)


def _open(root: Path, device: str) -> Any:
    kind = "int8_float16" if device == "cuda" else "int8"
    is_small = (root / "model.bin").stat().st_size <= _SMALL_BYTES
    threads = 1 if is_small else min(_MOST_THREADS, max(1, (os.cpu_count() or 2)))
    return ctranslate2.Translator(str(root), device=device, compute_type=kind, inter_threads=1, intra_threads=threads)


def _positions(path: Path, manifest: Manifest) -> int:
    """Marian's are a table, of 512 rows mostly. MADLAD's have no end: gigabytes need not be looked through for one.

    Layout: a name with its zero, the rank in a byte, each size in four (python/ctranslate2/specs/model_spec.py).
    """
    if manifest.translation is not None and manifest.translation.kind is TranslationKind.MADLAD:
        return sys.maxsize
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for name in (b"decoder/position_encodings/encodings\0", b"encoder/position_encodings/encodings\0"):
            at = data.find(name) + len(name)
            if at >= len(name) and data[at : at + 1] == b"\2":
                return max(1, int.from_bytes(data[at + 1 : at + 5], "little") - _SPARE_POSITIONS)
    return sys.maxsize


def _cards() -> int:
    try:
        return int(ctranslate2.get_cuda_device_count())
    except RuntimeError:
        return 0
