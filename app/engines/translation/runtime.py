"""CTranslate2 in one place: how a model is opened and on which device, what its failures mean. Knows no language."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import ctranslate2

from app.domain.errors import AppError, ErrorCode
from app.domain.models.manifest import Manifest

_MEMORY = re.compile(r"alloc|out of memory", re.IGNORECASE)
FAILURES = (RuntimeError, ValueError, MemoryError, IndexError, OverflowError)
"""What its C++ becomes in Python: damaged weights are an IndexError as well as a RuntimeError."""
_MOST_THREADS = 8
"""More gain nothing for a model of these sizes."""


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
    threads = min(_MOST_THREADS, max(1, (os.cpu_count() or 2)))
    return ctranslate2.Translator(str(root), device=device, compute_type=kind, inter_threads=1, intra_threads=threads)


def _cards() -> int:
    try:
        return int(ctranslate2.get_cuda_device_count())
    except RuntimeError:
        return 0
