"""A Whisper model from a local folder, on the processor or a CUDA card: sound in, segments out. Opens no recording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.dictate.transcript import TranscriptSegment, Word
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.manifest import Manifest, ModelRole, SpeechFacts
from app.domain.spoken.guards import Doubt, Heard, doubt_of
from app.engines.onnx.session import usable_cores
from app.engines.speech.audio_file import RATE, Samples
from app.engines.speech.leaving import WORKERS, Apart, LeavingWhisper
from app.engines.speech.library import ctranslate2, faster_whisper
from app.protocol.tasks.speech import SpeechOptions

CPU, CUDA = "cpu", "cuda"
TEMPERATURES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Where a pass repeats itself or is unsure, the next one takes its tokens more freely (Whisper paper, section 4.5)."""
NO_SPEECH = 0.6
"""The model's doubt from which on an unsure segment counts as silence."""
_TOKENS_A_SECOND, _SPARE_TOKENS = 12.0, 16
"""A fast speaker: six words, or eight Chinese characters of a token and a half."""
_COMPUTE = {CPU: "int8", CUDA: "float16"}
_MEMORY = re.compile(r"alloc|out of memory", re.IGNORECASE)
_CHINESE_PROMPT = "以下是普通话的句子。"
"""Without it Whisper leaves the marks of sentences out of Chinese, and mixes both scripts."""
_TOKENIZER_PANIC = "PanicException"
_NEVER_SAID = frozenset({Doubt.EMPTY, Doubt.STOCK_PHRASE, Doubt.ECHO})
"""What no threshold of the library's own leaves out."""


@dataclass(frozen=True, slots=True)
class Said:
    """A segment, the model's doubt whether anybody speaks in it, and where the window begins that it was heard in
    (seconds): all before that is final."""

    segment: TranscriptSegment
    no_speech: float
    window: float


@dataclass(frozen=True, slots=True)
class Hearing:
    """``segments`` come as they are decoded; times in seconds from the beginning of the sound."""

    language: str
    language_probability: float
    segments: Iterator[Said] = field(repr=False)


def cuda_works() -> bool:
    try:
        return int(ctranslate2().get_cuda_device_count()) > 0
    except (RuntimeError, OSError):
        return False


def chosen(provider: str) -> str:
    """'auto' takes a card where there is one; a wanted one that is not here becomes the processor."""
    return CUDA if provider in ("auto", CUDA) and cuda_works() else CPU


class SpeechModel:
    """Not for two threads at once."""

    def __init__(self, folder: Path, provider: str = CPU, threads: int | None = None) -> None:
        """Raises AppError: MODEL_MISSING, MODEL_BROKEN, MODEL_UNSUPPORTED, OUT_OF_MEMORY, DEVICE_FAILED."""
        self.manifest = Manifest.load(folder)
        if self.manifest.role is not ModelRole.SPEECH or self.manifest.speech is None:
            raise AppError(ErrorCode.MODEL_UNSUPPORTED, model=self.manifest.id, path=str(folder), problem="role")
        self.provider, self._folder = provider, folder
        self.facts: SpeechFacts = self.manifest.speech
        try:
            self.whisper: Any = faster_whisper().WhisperModel(
                str(self.manifest.root(folder)),
                device=provider,
                compute_type=_COMPUTE[provider],
                cpu_threads=threads or usable_cores(),
                num_workers=WORKERS if provider == CPU else 1,
                local_files_only=True,
            )
        except (RuntimeError, ValueError, OSError, MemoryError, KeyError, TypeError) as error:
            raise self._failed(error, ErrorCode.MODEL_BROKEN) from error
        except BaseException as error:
            # tokenizers raises bare Exception for every broken file, and its Rust panics are BaseExceptions.
            if type(error) is Exception or type(error).__name__ == _TOKENIZER_PANIC:
                raise self._failed(error, ErrorCode.MODEL_BROKEN, file="tokenizer.json") from error
            raise
        self._engine = self.whisper.model = LeavingWhisper(self.whisper.model)
        self._adapt()

    def called(self, apart: Apart) -> None:
        """How the engine's long calls are waited for from now on."""
        self._engine.apart = apart

    def _adapt(self) -> None:
        """To what the weights say, where the folder's small files say something else or nothing."""
        extractor, mels = self.whisper.feature_extractor, int(self.whisper.model.n_mels)
        seconds = self.facts.window_seconds or extractor.chunk_length
        if extractor.mel_filters.shape[0] != mels or extractor.chunk_length != seconds:
            given = {**self.whisper.feat_kwargs, "feature_size": mels, "chunk_length": seconds}
            self.whisper.feature_extractor = type(extractor)(**given)
        if self.facts.text_length:
            self.whisper.max_length = min(self.whisper.max_length, self.facts.text_length)

    @property
    def multilingual(self) -> bool:
        return bool(self.whisper.model.is_multilingual)

    @property
    def translates(self) -> bool:
        return self.multilingual and self.facts.translates

    def hear(self, sound: Samples, options: SpeechOptions, before: str = "") -> Hearing:
        """``sound`` is int16 [n]; ``before``: the language of what was said before it, where that is known.

        Where no language is given, each window is looked at for its own. Raises AppError; the iterator does as well,
        for what happens on the way.
        """
        arguments = self._arguments(options, before)
        self._engine.language = before
        if options.quick:
            arguments["max_new_tokens"] = self._most_tokens(seconds_of(sound))
        with _Faults(self):
            segments, info = self.whisper.transcribe(as_floats(sound), **arguments)
        return Hearing(info.language, float(info.language_probability), self._segments(segments, options))

    def _most_tokens(self, seconds: float) -> int:
        """Of a window: nobody says more in that time, and a model that is lost would write on and on."""
        window = min(seconds, float(self.whisper.feature_extractor.chunk_length))
        return max(1, min(int(self.whisper.max_length) // 2 - 24, round(_SPARE_TOKENS + _TOKENS_A_SECOND * window)))

    def _arguments(self, options: SpeechOptions, before: str) -> dict[str, Any]:
        language = options.language if options.language in self.whisper.supported_languages else ""
        is_chinese = (language or before) == "zh"
        prompt = options.prompt or (_CHINESE_PROMPT if is_chinese and not options.hot_words else "")
        return {
            "language": language or None,
            "multilingual": self.multilingual and not language,
            "task": "translate" if options.translate and self.translates else "transcribe",
            "beam_size": 1 if options.quick else max(1, options.beam),
            "temperature": 0.0 if options.quick else list(TEMPERATURES),
            "condition_on_previous_text": False,
            "word_timestamps": options.words,
            "initial_prompt": prompt or None,
            "hotwords": ", ".join(options.hot_words) or None,
            "no_speech_threshold": NO_SPEECH,
            "hallucination_silence_threshold": 2.0 if options.words else None,
            "vad_filter": False,
        }

    def _segments(self, segments: Iterable[Any], options: SpeechOptions) -> Iterator[Said]:
        iterator = iter(segments)
        finds_language = self.multilingual and options.language not in self.whisper.supported_languages
        while True:
            with _Faults(self):
                segment = next(iterator, None)
            if segment is None:
                return
            heard = Heard(segment.text, float(segment.no_speech_prob), float(segment.avg_logprob))
            prompt = options.prompt or _CHINESE_PROMPT
            if doubt_of(heard, hot_words=options.hot_words, prompt=prompt) in _NEVER_SAID:
                continue
            words = tuple(
                Word(word.word, round(float(word.start), 3), round(float(word.end), 3), round(word.probability, 4))
                for word in segment.words or ()
            )
            yield Said(
                TranscriptSegment(
                    float(segment.start),
                    float(segment.end),
                    segment.text.strip(),
                    words,
                    language=self._engine.language if finds_language else "",
                ),
                float(segment.no_speech_prob),
                segment.seek * self.whisper.feature_extractor.time_per_frame,
            )

    def _failed(self, error: BaseException, otherwise: ErrorCode, file: str = "") -> AppError:
        is_memory = isinstance(error, MemoryError) or _MEMORY.search(str(error)) is not None
        code = ErrorCode.OUT_OF_MEMORY if is_memory else otherwise
        if self.provider != CPU and not is_memory:
            code = ErrorCode.DEVICE_FAILED
        name, problem = file or self.facts.model_file, str(error)[:500]
        return AppError(
            code,
            model=self.manifest.id,
            path=str(self._folder),
            file=name,
            problem=problem,
            **({"device": self.provider} if self.provider != CPU else {}),
        )


class _Faults:
    """What the library raises, as codes."""

    def __init__(self, model: SpeechModel) -> None:
        self._model = model

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, RuntimeError | ValueError | MemoryError) and not isinstance(error, JobCancelled):
            raise self._model._failed(error, ErrorCode.MODEL_BROKEN) from error


def as_floats(sound: Samples) -> NDArray[np.float32]:
    """float32 in [-1, 1), as Whisper's front end wants it."""
    return sound.astype(np.float32) / 32768.0


def seconds_of(sound: Samples) -> float:
    return float(sound.shape[-1]) / RATE
