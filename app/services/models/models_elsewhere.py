"""Finds models that other programs already keep on this computer; looks only where they are known to keep them."""

from __future__ import annotations

import enum
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.models.model_refusal import ModelRefusal
from app.jobs.stop_signal import StopSignal
from app.services.models.import_models import Importable, ImportModels

MOST_FOLDERS = 300


class Program(enum.StrEnum):
    """Whose folder it is. Their names are names, in every language."""

    HUGGING_FACE = "Hugging Face"
    MODELSCOPE = "ModelScope"
    LM_STUDIO = "LM Studio"
    OLLAMA = "Ollama"
    GPT4ALL = "GPT4All"
    JAN = "Jan"
    SHERPA = "sherpa-onnx"


_GGUF_PROGRAMS = frozenset({Program.LM_STUDIO, Program.OLLAMA, Program.GPT4ALL, Program.JAN})


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """``model`` where Alcove can take it, else ``error`` says why it cannot."""

    program: Program
    path: Path
    model: Importable | None = None
    error: AppError | None = None


class ModelsElsewhere:
    """``person`` is the person's own folder; ``environment`` may name other places of a cache. Blocking."""

    def __init__(self, imports: ImportModels, person: Path, environment: Mapping[str, str] | None = None) -> None:
        self._imports, self._person = imports, person
        self._environment = dict(os.environ if environment is None else environment)

    def look(self, stop: StopSignal | None = None) -> Iterator[Elsewhere]:
        """One after another, as they are found. What is no model at all is left out. Raises JobCancelled."""
        stop = stop or StopSignal()
        for number, (program, folder) in enumerate(self._folders()):
            stop.raise_if_set()
            if number >= MOST_FOLDERS:
                return
            try:
                yield Elsewhere(program, folder, self._imports.inspect(folder, stop=stop))
            except AppError as error:
                if _worth_telling(program, error):
                    yield Elsewhere(program, folder, error=error)

    def _folders(self) -> Iterator[tuple[Program, Path]]:
        for cache in self._caches():
            for folder in _inner(cache, "models--*"):
                yield Program.HUGGING_FACE, folder
        modelscope = self._person / ".cache" / "modelscope" / "hub"
        newer = modelscope / "models"
        for folder in _inner(newer if newer.is_dir() else modelscope, "*/*"):
            yield Program.MODELSCOPE, folder
        for place in (".lmstudio/models", ".cache/lm-studio/models"):
            for folder in _inner(self._person / place, "*/*"):
                yield Program.LM_STUDIO, folder
        ollama = Path(self._environment.get("OLLAMA_MODELS") or self._person / ".ollama" / "models")
        for folder in (ollama / "blobs",):
            if folder.is_dir():
                yield Program.OLLAMA, folder
        for place in (".local/share/nomic.ai/GPT4All", "AppData/Local/nomic.ai/GPT4All"):
            if (self._person / place).is_dir():
                yield Program.GPT4ALL, self._person / place
        for folder in _inner(self._person / "jan" / "models", "*"):
            yield Program.JAN, folder
        for folder in _inner(self._person / ".cache" / "sherpa-onnx", "*"):
            yield Program.SHERPA, folder

    def _caches(self) -> list[Path]:
        """Where the hub's own tools look, in their order; several may be in use."""
        told = self._environment
        places = [
            told.get("HF_HUB_CACHE"),
            told.get("HUGGINGFACE_HUB_CACHE"),
            os.path.join(told["HF_HOME"], "hub") if told.get("HF_HOME") else None,  # noqa: PTH118 - may be ''
            os.path.join(told["XDG_CACHE_HOME"], "huggingface", "hub") if told.get("XDG_CACHE_HOME") else None,  # noqa: PTH118
            str(self._person / ".cache" / "huggingface" / "hub"),
        ]
        return list(dict.fromkeys(Path(place) for place in places if place))


def _inner(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(entry for entry in folder.glob(pattern) if entry.is_dir())
    except OSError:
        return []


def _worth_telling(program: Program, error: AppError) -> bool:
    """A cache holds data sets and half downloads too: what is no model is no news."""
    if error.code is not ErrorCode.MODEL_REFUSED:
        return False
    unknown = error.details.get("refusal") == ModelRefusal.UNKNOWN
    return not unknown or program in _GGUF_PROGRAMS
