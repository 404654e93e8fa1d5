"""What the llm lane can do: stream an answer, count tokens. Keeps the last model and its last prompt's cache."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from app.domain.errors import AppError
from app.domain.models.model_memory import PROCESS_BYTES, USUAL_TOKENS
from app.engines.llm.chat import ChatModel, Wish
from app.engines.llm.generation.sampling import Sampling
from app.engines.llm.trial import try_chat
from app.engines.llm.tuning import Trial, tune
from app.engines.onnx.devices import Device, chosen, usable
from app.engines.onnx.session import session_options
from app.machine.processes import resident_bytes
from app.protocol.tasks import (
    ChatMessage,
    CountTokens,
    Generate,
    Generated,
    LoadedModel,
    ModelTried,
    ModelTuned,
    RunSettings,
    TextPiece,
    TokenCount,
    TryChatModel,
    TuneModel,
)
from app.worker.deadline import within
from app.worker.warm_model import WarmModel


class Context(Protocol):
    """What these handlers use of the worker's job context."""

    def stop_if_cancelled(self) -> None: ...

    def progress(self, done: int, total: int | None = None, stage: str = "") -> None: ...

    def partial(self, value: Any, tail: bytes = b"") -> None: ...

    def interrupting(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]: ...


class LlmLane:
    def __init__(self) -> None:
        self._warm = WarmModel(self._load)
        self._settings: dict[Path, RunSettings] = {}
        self._device = Device.CPU

    def generate(self, context: Context, task: Generate, _tail: bytes) -> Generated:
        """Stopped at once, also within a step; what was sent by then stays with the caller."""
        model = self._model(task.model, task.settings, self._placed(context, task.provider))
        model.resume()
        with self._giving_back(), context.interrupting(model.interrupt):
            answer = model.answer(
                _plain(task.messages),
                _wish(task),
                on_text=lambda kind, text: context.partial(TextPiece(text, kind)),
                stop_if_cancelled=context.stop_if_cancelled,
            )
        run = answer.run
        return Generated(
            text=answer.text,
            prompt_tokens=answer.prompt_tokens,
            new_tokens=len(run.new_tokens),
            finish=answer.finish.value,
            prefill_seconds=round(run.prefill_seconds, 4),
            decode_seconds=round(run.decode_seconds, 4),
            thought=answer.thought,
            reused_tokens=run.reused,
            drafted_tokens=run.drafted,
            accepted_tokens=run.accepted,
            provider=model.provider,
        )

    def count_tokens(self, context: Context, task: CountTokens, _tail: bytes) -> TokenCount:
        model = self._model(task.model, task.settings, self._placed(context, task.provider))
        context.stop_if_cancelled()
        return TokenCount(len(model.prompt(_plain(task.messages))), model.context_length)

    def tune(self, context: Context, task: TuneModel, _tail: bytes) -> ModelTuned:
        """One model stands in memory at a time: what was loaded goes first, and stays away where this is stopped."""
        self._warm.forget()
        trial = Trial()
        with context.interrupting(trial.interrupt):
            best = tune(task.model, context.stop_if_cancelled, trial.measure)
        self._model(task.model, best.settings, Device.CPU)
        return ModelTuned(best.settings, round(best.speed.prompt, 1), round(best.speed.decode, 1))

    def try_model(self, context: Context, task: TryChatModel, _tail: bytes) -> ModelTried:
        """Loaded anew, so that the time it takes and what it holds are its own."""
        device = self._placed(context, task.provider)
        self._warm.forget()
        began = time.perf_counter()
        model = self._model(task.model, task.settings, device)
        loaded = time.perf_counter() - began
        with self._giving_back(), context.interrupting(model.interrupt):
            found = try_chat(model, context.stop_if_cancelled)
        return ModelTried(
            model.provider,
            round(loaded, 3),
            found.checks,
            found.failed,
            prompt_speed=round(found.prompt_speed, 2),
            decode_speed=round(found.decode_speed, 2),
            resident_bytes=resident_bytes(os.getpid()),
            reckoned_bytes=PROCESS_BYTES + model.decoder.memory(found.tokens),
        )

    def models(self) -> tuple[LoadedModel, ...]:
        """What stands in memory now, with room for the usual cache."""
        return tuple(
            LoadedModel(model.manifest.id, model.provider, PROCESS_BYTES + model.decoder.memory(USUAL_TOKENS))
            for _, model in self._warm.loaded
        )

    def handlers(self) -> dict[str, Callable[[Any, Any, bytes], Any]]:
        return {
            Generate.name: self.generate,
            CountTokens.name: self.count_tokens,
            TuneModel.name: self.tune,
            TryChatModel.name: self.try_model,
        }

    def _placed(self, context: Context, provider: str) -> Device:
        """Where to run; said before a driver is touched, so that a crash in it is known for what it is."""
        if provider != Device.CPU:
            context.progress(0, None, f"device:{provider}")
        device = chosen(provider)
        context.progress(0, None, f"device:{device.value}")
        return device

    @contextmanager
    def _giving_back(self) -> Iterator[None]:
        """A card that failed keeps neither model nor caches: what comes next may need the memory."""
        try:
            yield
        except AppError:
            if self._device is not Device.CPU:
                self._warm.forget()
            raise

    def _model(self, folder: Path, settings: RunSettings | None, device: Device) -> ChatModel:
        """Loaded on ``device`` with ``settings``, or with any where nobody has found them out."""
        if device is not self._device:
            self._warm.forget()
            self._device = device
        if settings is not None and settings != self._settings.get(folder):
            self._warm.forget()
            self._settings[folder] = settings
        return self._warm.get(folder)

    def _load(self, folder: Path) -> ChatModel:
        settings = self._settings.get(folder)
        options = None if settings is None else session_options(settings.threads, spins=settings.spins)
        return ChatModel(folder, options=options, within=within, device=self._device)


def open_lane() -> LlmLane:
    return LlmLane()


def versions() -> dict[str, str]:
    """The libraries that this lane works with, for `doctor`."""
    return {name: metadata.version(name) for name in ("onnxruntime", "numpy", "tokenizers", "jinja2", "llguidance")}


def providers() -> tuple[str, ...]:
    """The devices that a model can run on here, the best first."""
    return tuple(device.value for device in usable())


def _wish(task: Generate) -> Wish:
    return Wish(
        task.max_new_tokens,
        Sampling(task.temperature, task.top_k, task.top_p, task.min_p, task.repetition_penalty, task.seed),
        stop=task.stop,
        json_schema=task.json_schema,
        think=task.think,
        speculate=task.speculate,
        cache_bytes=task.cache_bytes,
    )


def _plain(messages: tuple[ChatMessage, ...]) -> list[dict[str, str]]:
    return [{"role": message.role, "content": message.content} for message in messages]
