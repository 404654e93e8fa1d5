"""What the speech lane can do: write down files and sound, find voice. Keeps the last model, nothing that it heard."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

from app.domain.dictate.transcript import TranscriptSegment
from app.domain.errors import AppError
from app.domain.models.model_memory import need_of
from app.engines.scripts.chinese import ScriptConverter
from app.engines.speech.audio_file import open_audio
from app.engines.speech.bare import transcribe_bare
from app.engines.speech.live_sound import find_voice, hear_tail, samples_of, voice_in_file
from app.engines.speech.recording import Tally, transcribe
from app.engines.speech.trial import try_speech
from app.engines.speech.voice_activity import VoiceActivity, VoiceRules
from app.engines.speech.whisper import CPU, SpeechModel, chosen, cuda_works
from app.machine.processes import resident_bytes
from app.protocol.tasks import (
    AudioDescribed,
    BareTranscribed,
    ConvertScript,
    DescribeAudio,
    FileTranscribed,
    FindVoice,
    HearSpeech,
    LoadedModel,
    ModelTried,
    ScriptConverted,
    SpeechHeard,
    SpeechPiece,
    SpeechWarm,
    TranscribeBare,
    TranscribeFile,
    TrySpeechModel,
    VoiceFound,
    WarmSpeech,
)
from app.worker.deadline import until_stopped
from app.worker.warm_model import WarmModel

_PROGRESS_SECONDS = 0.1


class Context(Protocol):
    """What these handlers use of the worker's job context."""

    def stop_if_cancelled(self) -> None: ...

    def progress(self, done: int, total: int | None = None, stage: str = "") -> None: ...

    def partial(self, value: Any, tail: bytes = b"") -> None: ...

    def interrupting(self, interrupt: Callable[[], None]) -> AbstractContextManager[None]: ...


class SpeechLane:
    def __init__(self) -> None:
        self._device = CPU
        self._warm = WarmModel(lambda folder: SpeechModel(folder, self._device))
        self._voice: VoiceActivity | None = None
        self._scripts = ScriptConverter()

    def transcribe_file(self, context: Context, task: TranscribeFile, _tail: bytes) -> FileTranscribed:
        """Stopped between segments and blocks; what was sent by then stays with the caller."""
        with open_audio(task.path):
            pass  # a file that cannot be read is told before a model is loaded for it
        model = self._model(context, task.model, task.provider)
        began, tally, told = time.perf_counter(), Tally(), _Paced(context)

        def on_piece(segments: tuple[TranscriptSegment, ...], reached: float) -> None:
            context.partial(SpeechPiece(segments, round(reached, 3)))

        with self._giving_back():
            transcribe(
                model,
                task.path,
                task.options,
                split=task.split_channels,
                since=task.since,
                tally=tally,
                on_piece=on_piece,
                on_progress=told.progress,
                check=context.stop_if_cancelled,
            )
        return FileTranscribed(
            language=tally.language,
            language_probability=round(tally.language_probability, 4),
            duration=round(tally.duration, 3),
            voiced=round(tally.voiced, 3),
            segments=tally.segments,
            channels=tally.channels,
            seconds=round(time.perf_counter() - began, 3),
            clipped=round(tally.clipped, 5),
            provider=model.provider,
        )

    def hear(self, context: Context, task: HearSpeech, tail: bytes) -> SpeechHeard:
        sound = samples_of(tail)
        began = time.perf_counter()
        voice = find_voice(sound, self._activity(), VoiceRules(pause=task.pause))
        context.partial(voice)
        if not voice.stretches:
            return SpeechHeard((), voice, "", round(time.perf_counter() - began, 4))
        model = self._model(context, task.model, task.provider)
        context.stop_if_cancelled()
        with self._giving_back():
            heard = hear_tail(model, sound, voice, task.options, context.stop_if_cancelled)
        return replace(heard, seconds=round(time.perf_counter() - began, 4), provider=model.provider)

    def bare(self, context: Context, task: TranscribeBare, _tail: bytes) -> BareTranscribed:
        with self._giving_back():
            return transcribe_bare(self._model(context, task.model, task.provider), task.path, task.options)

    def warm(self, context: Context, task: WarmSpeech, _tail: bytes) -> SpeechWarm:
        self._activity()
        there = any(folder == task.model for folder, _ in self._warm.loaded)
        began = time.perf_counter()
        model = self._model(context, task.model, task.provider)
        seconds = 0.0 if there else round(time.perf_counter() - began, 3)
        return SpeechWarm(seconds, model.provider, model.multilingual, model.translates)

    def find_voice(self, context: Context, task: FindVoice, tail: bytes) -> VoiceFound:
        rules = VoiceRules(pause=task.pause)
        if task.path is not None:
            return voice_in_file(task.path, self._activity(), rules, context.stop_if_cancelled)
        return find_voice(samples_of(tail), self._activity(), rules)

    def describe(self, _context: Context, task: DescribeAudio, _tail: bytes) -> AudioDescribed:
        with open_audio(task.path) as audio:
            facts = audio.facts
        return AudioDescribed(
            facts.container, facts.codec, facts.channels, facts.sample_rate, facts.duration, facts.has_video
        )

    def try_model(self, context: Context, task: TrySpeechModel, _tail: bytes) -> ModelTried:
        """Loaded anew, so that the time it takes and what it holds are its own."""
        self._warm.forget()
        began = time.perf_counter()
        model = self._model(context, task.model, task.provider)
        loaded = time.perf_counter() - began
        with self._giving_back():
            found = try_speech(model, context.stop_if_cancelled)
        return ModelTried(
            model.provider,
            round(loaded, 3),
            found.checks,
            found.failed,
            sound_speed=round(found.sound_speed, 2),
            resident_bytes=resident_bytes(os.getpid()),
            reckoned_bytes=need_of(model.manifest).total,
        )

    def convert_script(self, context: Context, task: ConvertScript, _tail: bytes) -> ScriptConverted:
        texts: list[str] = []
        for text in task.texts:
            context.stop_if_cancelled()
            texts.append(self._scripts.convert(text, task.script))
        return ScriptConverted(tuple(texts))

    def models(self) -> tuple[LoadedModel, ...]:
        """What stands in memory now."""
        return tuple(
            LoadedModel(model.manifest.id, model.provider, need_of(model.manifest).total)
            for _, model in self._warm.loaded
        )

    def handlers(self) -> dict[str, Callable[[Any, Any, bytes], Any]]:
        return {
            TranscribeFile.name: self.transcribe_file,
            HearSpeech.name: self.hear,
            TranscribeBare.name: self.bare,
            WarmSpeech.name: self.warm,
            FindVoice.name: self.find_voice,
            DescribeAudio.name: self.describe,
            TrySpeechModel.name: self.try_model,
            ConvertScript.name: self.convert_script,
        }

    def _activity(self) -> VoiceActivity:
        """A fresh one, on the session that is opened once."""
        self._voice = VoiceActivity(self._voice.session if self._voice is not None else None)
        return self._voice

    def _model(self, context: Context, folder: Path, provider: str) -> SpeechModel:
        """On the wanted device, said before a driver is touched: a crash in it is then known for what it is."""
        if provider != CPU:
            context.progress(0, None, f"device:{provider}")
        device = chosen(provider)
        context.progress(0, None, f"device:{device}")
        if device != self._device:
            self._warm.forget()
            self._device = device
        model = self._warm.get(folder)
        model.called(partial(until_stopped, context))
        return model

    @contextmanager
    def _giving_back(self) -> Iterator[None]:
        """A card that failed keeps no model: what comes next may need the memory."""
        try:
            yield
        except AppError:
            if self._device != CPU:
                self._warm.forget()
            raise


class _Paced:
    """Progress in whole seconds of sound, told ten times a second at most."""

    def __init__(self, context: Context) -> None:
        self._context, self._told = context, 0.0

    def progress(self, seconds: float, total: float | None) -> None:
        now = time.monotonic()
        if now - self._told >= _PROGRESS_SECONDS or seconds == total:
            self._told = now
            self._context.progress(int(seconds), None if total is None else max(1, round(total)), "hearing")


def open_lane() -> SpeechLane:
    return SpeechLane()


def versions() -> dict[str, str]:
    """The libraries that this lane works with, for `doctor`."""
    names = ("faster-whisper", "opencc", "ctranslate2", "av", "onnxruntime", "numpy")
    return {name: metadata.version(name) for name in names}


def providers() -> tuple[str, ...]:
    """The devices that a model can run on here, the best first."""
    return ("cuda", "cpu") if cuda_works() else ("cpu",)
