"""What the translation lane can do: segments by a dedicated model, the language of a text. Keeps one model."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from app.domain.models.model_memory import need_of
from app.domain.spoken.writing import Script
from app.domain.text.language import guess_language, han_script
from app.engines.scripts.chinese import ScriptConverter
from app.engines.translation.identify import Identifier
from app.engines.translation.model import TranslationModel, Wish
from app.engines.translation.trial import try_translation
from app.machine.processes import resident_bytes
from app.protocol.tasks import (
    BareTranslated,
    DetectLanguage,
    LanguageGuess,
    LoadedModel,
    ModelTried,
    TranslateBare,
    TranslatedSegments,
    TranslateSegments,
    TranslationDone,
    TryTranslationModel,
)
from app.worker.warm_model import WarmModel

_SIMPLIFIED = frozenset({"zh", "zh-cn", "zh-sg", "zh-hans"})


class Context(Protocol):
    """What these handlers use of the worker's job context."""

    def stop_if_cancelled(self) -> None: ...

    def progress(self, done: int, total: int | None = None, stage: str = "") -> None: ...

    def partial(self, value: Any, tail: bytes = b"") -> None: ...


class TranslationLane:
    def __init__(self) -> None:
        self._warm = WarmModel(TranslationModel)
        self._identifier: Identifier | None = None
        self._scripts = ScriptConverter()

    def translate(self, context: Context, task: TranslateSegments, _tail: bytes) -> TranslationDone:
        """Stopped between groups of segments: each takes a fraction of a second with the usual models."""
        model = self._warm.get(task.model)
        wish = Wish(task.source, task.target, task.beam, task.alternatives, task.prefix, task.stricter)
        cut = list[int]()
        done = 0
        for group in model.translate(task.segments, wish, context.stop_if_cancelled):
            texts = tuple(tuple(self._in_script(text, task.target) for text in several) for several in group.texts)
            context.partial(TranslatedSegments(group.numbers, texts, group.scores))
            done += len(group.texts)
            cut += group.cut
            context.progress(done, len(task.segments))
        return TranslationDone(done, tuple(cut))

    def translate_bare(self, _context: Context, task: TranslateBare, _tail: bytes) -> BareTranslated:
        model = self._warm.get(task.model)
        began = time.perf_counter()
        model.bare(task.segments, Wish(task.source, task.target, task.beam))
        return BareTranslated(time.perf_counter() - began)

    def _in_script(self, text: str, target: str) -> str:
        """Chinese as it was asked for: many models write Simplified whatever they are told."""
        code = target.lower().replace("_", "-")
        if code.partition("-")[0] != "zh":
            return text
        wanted = Script.SIMPLIFIED if code in _SIMPLIFIED else Script.TRADITIONAL_TAIWAN
        wanted = Script.TRADITIONAL_HONG_KONG if code in ("zh-hk", "zh-mo") else wanted
        is_traditional = han_script(text)[0] == "Hant"
        return text if is_traditional != (wanted is Script.SIMPLIFIED) else self._scripts.convert(text, wanted)

    def detect(self, context: Context, task: DetectLanguage, _tail: bytes) -> LanguageGuess:
        context.stop_if_cancelled()
        identifier = self._identifier_at(task.identifier)
        guess = identifier.guess(task.text) if identifier is not None else guess_language(task.text)
        return LanguageGuess(guess.language, guess.probability, guess.script)

    def _identifier_at(self, path: Path | None) -> Identifier | None:
        """None where there is none, or where it cannot be read: then scripts and common words decide."""
        if path is None or not path.is_file():
            return None
        if self._identifier is None or self._identifier.path != path:
            try:
                self._identifier = Identifier(path)
            except (ImportError, ValueError, RuntimeError):
                return None
        return self._identifier

    def try_model(self, context: Context, task: TryTranslationModel, _tail: bytes) -> ModelTried:
        """Loaded anew, so that the time it takes and what it holds are its own."""
        context.progress(0, None, "device:cpu")
        self._warm.forget()
        began = time.perf_counter()
        model = self._warm.get(task.model)
        loaded = time.perf_counter() - began
        found = try_translation(model, context.stop_if_cancelled)
        return ModelTried(
            model.device,
            round(loaded, 3),
            found.checks,
            found.failed,
            decode_speed=round(found.tokens_per_second, 1),
            resident_bytes=resident_bytes(os.getpid()),
            reckoned_bytes=need_of(model.manifest).total,
        )

    def models(self) -> tuple[LoadedModel, ...]:
        """What stands in memory now."""
        return tuple(
            LoadedModel(model.manifest.id, model.device, need_of(model.manifest).total)
            for _, model in self._warm.loaded
        )

    def handlers(self) -> dict[str, Callable[[Any, Any, bytes], Any]]:
        return {
            TranslateSegments.name: self.translate,
            DetectLanguage.name: self.detect,
            TryTranslationModel.name: self.try_model,
            TranslateBare.name: self.translate_bare,
        }


def open_lane() -> TranslationLane:
    return TranslationLane()


def versions() -> dict[str, str]:
    """The libraries that this lane works with, for `doctor`."""
    return {name: metadata.version(name) for name in ("ctranslate2", "sentencepiece", "numpy")}


def providers() -> tuple[str, ...]:
    return ("cpu",)
