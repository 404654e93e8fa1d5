"""What the speech lane can be asked: a recording as text, sound from the microphone as text, where somebody speaks.

Sound that crosses the pipe is the tail: int16 little-endian, mono, 16,000 samples a second. Plain data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.domain.dictate.transcript import TranscriptSegment
from app.protocol.tasks.lane import Nothing

SAMPLE_RATE = 16_000
SAMPLE_BYTES = 2


@dataclass(frozen=True, slots=True)
class SpeechOptions:
    """How speech is heard.

    ``language``: a code ('en', 'zh'), '' lets the model find out. ``translate``: into English, where the model can.
    ``words``: with the times of the words. ``hot_words``: names and terms that are likely. ``prompt``: text in whose
    manner the model goes on. ``quick``: a single pass without search or second tries, for text that is only shown
    until the real pass.
    """

    language: str = ""
    translate: bool = False
    words: bool = False
    beam: int = 5
    hot_words: tuple[str, ...] = ()
    prompt: str = ""
    quick: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds from the beginning, in which somebody speaks."""

    start: float
    end: float


@dataclass(frozen=True, slots=True)
class VoiceFound:
    """``stretches`` in order. ``seconds`` of sound were looked at; ``peak`` is the loudest sample, in [0, 1].

    ``clipped``: the share of samples at full scale.
    """

    stretches: tuple[Stretch, ...]
    seconds: float
    peak: float = 0.0
    clipped: float = 0.0


@dataclass(frozen=True, slots=True)
class SpeechPiece:
    """Segments as they are found. All before ``reached`` (seconds) is final: an interrupted job goes on from there."""

    segments: tuple[TranscriptSegment, ...]
    reached: float


@dataclass(frozen=True, slots=True)
class AudioDescribed:
    """``container`` and ``codec`` by their FFmpeg names; ``duration`` in seconds, None where the file does not say."""

    container: str
    codec: str
    channels: int
    sample_rate: int
    duration: float | None = None
    has_video: bool = False


@dataclass(frozen=True, slots=True)
class FileTranscribed:
    """``duration`` of the sound and ``voiced`` of it, in seconds; ``segments`` were sent.

    ``language``: what was spoken, as it was given or found with ``language_probability``. ``seconds``: what it took.
    ``clipped``: the share of samples at full scale. ``provider``: what really ran, 'cpu' or 'cuda'.
    """

    language: str
    language_probability: float
    duration: float
    voiced: float
    segments: int
    channels: int
    seconds: float
    clipped: float = 0.0
    provider: str = "cpu"


@dataclass(frozen=True, slots=True)
class TranscribeFile:
    """Write down the recording at ``path``, from ``since`` (seconds) on.

    ``split_channels``: each channel on its own, for recordings with one speaker a channel. Progress is in whole seconds
    of sound. Fails with READING and a ``refusal``; silence is no failure: it gives no segment.
    """

    name: ClassVar[str] = "transcribe_file"
    partial: ClassVar[type] = SpeechPiece
    result: ClassVar[type] = FileTranscribed
    model: Path
    path: Path
    options: SpeechOptions = SpeechOptions()
    split_channels: bool = False
    since: float = 0.0
    provider: str = "auto"


@dataclass(frozen=True, slots=True)
class SpeechHeard:
    """``segments`` with times from the tail's beginning; ``voice``: where somebody speaks in it.

    ``language`` and ``language_probability`` as for a file. ``seconds``: what it took. ``no_speech``: the model's own
    doubt whether anybody speaks, in [0, 1].
    """

    segments: tuple[TranscriptSegment, ...]
    voice: VoiceFound
    language: str
    seconds: float
    language_probability: float = 0.0
    no_speech: float = 0.0
    provider: str = "cpu"


@dataclass(frozen=True, slots=True)
class HearSpeech:
    """Write down the tail. The worker keeps nothing of it: whoever asks keeps the sound until its text is safe.

    Where nobody speaks the answer has no segment. The partial comes first, before the model runs. ``pause``: seconds of
    silence that end a stretch of its ``voice``.
    """

    name: ClassVar[str] = "hear_speech"
    partial: ClassVar[type] = VoiceFound
    result: ClassVar[type] = SpeechHeard
    model: Path
    options: SpeechOptions = SpeechOptions()
    pause: float = 2.0
    provider: str = "auto"


@dataclass(frozen=True, slots=True)
class SpeechWarm:
    """``load_seconds`` is 0 where the model stood in memory already."""

    load_seconds: float
    provider: str
    multilingual: bool
    translates: bool


@dataclass(frozen=True, slots=True)
class WarmSpeech:
    """Load the model, so that it is ready when the first words come."""

    name: ClassVar[str] = "warm_speech"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = SpeechWarm
    model: Path
    provider: str = "auto"


@dataclass(frozen=True, slots=True)
class FindVoice:
    """Where somebody speaks in the recording at ``path``, or in the tail. Needs no model of the person's.

    ``pause``: seconds of silence that end a stretch.
    """

    name: ClassVar[str] = "find_voice"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = VoiceFound
    path: Path | None = None
    pause: float = 2.0


@dataclass(frozen=True, slots=True)
class BareTranscribed:
    seconds: float
    segments: int


@dataclass(frozen=True, slots=True)
class TranscribeBare:
    """The engine without our pipeline, to measure that: the recording at ``path`` whole in memory, no stop, no text."""

    name: ClassVar[str] = "transcribe_bare"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = BareTranscribed
    model: Path
    path: Path
    options: SpeechOptions = SpeechOptions()
    provider: str = "auto"


@dataclass(frozen=True, slots=True)
class DescribeAudio:
    """What the file at ``path`` is. Fails with READING and a ``refusal``."""

    name: ClassVar[str] = "describe_audio"
    partial: ClassVar[type] = Nothing
    result: ClassVar[type] = AudioDescribed
    path: Path
