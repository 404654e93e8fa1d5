"""Sound that came through the pipe: where somebody speaks in it, and what is said. Keeps nothing between two calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.domain.dictate.transcript import TranscriptSegment
from app.engines.speech.audio_file import RATE, Samples, open_audio
from app.engines.speech.recording import FULL_SCALE, Piece
from app.engines.speech.voice_activity import Span, Stretches, VoiceActivity, VoiceRules
from app.engines.speech.whisper import SpeechModel
from app.protocol.tasks.speech import SpeechHeard, SpeechOptions, Stretch, VoiceFound


def samples_of(tail: bytes) -> Samples:
    """int16 [n] of little-endian bytes; half a sample at the end is left."""
    return np.frombuffer(tail, "<i2", len(tail) // 2).astype(np.int16, copy=False)


def find_voice(sound: Samples, activity: VoiceActivity, rules: VoiceRules) -> VoiceFound:
    """``activity`` must be fresh."""
    stretches = Stretches(rules)
    spans = [*stretches.feed(activity.feed(sound, last=True)), *stretches.finish(len(sound))]
    return _found(spans, len(sound), *_loudness(sound))


def voice_in_file(path: Path, activity: VoiceActivity, rules: VoiceRules, check: Callable[[], None]) -> VoiceFound:
    """As :func:`find_voice`, block by block. Raises FileRefused."""
    stretches, spans, total, full, peak = Stretches(rules), list[Span](), 0, 0, 0
    with open_audio(path) as audio:
        for block in audio.blocks(check=check):
            loudest, clipped = _loudness(block[0])
            peak, full, total = max(peak, loudest), full + clipped, total + block.shape[1]
            spans += stretches.feed(activity.feed(block[0]))
    spans += stretches.feed(activity.feed(np.zeros(0, np.int16), last=True))
    return _found([*spans, *stretches.finish(total)], total, peak, full)


def hear_tail(
    model: SpeechModel, sound: Samples, voice: VoiceFound, options: SpeechOptions, check: Callable[[], None]
) -> SpeechHeard:
    """Only what lies in the stretches of ``voice`` is heard: silence gives nothing."""
    spans = tuple(Span(round(stretch.start * RATE), round(stretch.end * RATE)) for stretch in voice.stretches)
    piece = Piece(np.concatenate([sound[span.start : span.end] for span in spans]), spans)
    hearing = model.hear(piece.sound, options)
    segments, doubt = list[TranscriptSegment](), 0.0
    for said in hearing.segments:
        check()
        segments.append(piece.placed(said.segment, None))
        doubt = max(doubt, said.no_speech)
    return SpeechHeard(
        tuple(segments), voice, hearing.language, 0.0, round(hearing.language_probability, 4), round(doubt, 4)
    )


def _loudness(sound: Samples) -> tuple[int, int]:
    """The loudest sample, and how many are at full scale."""
    loud = np.abs(sound.astype(np.int32))
    return int(loud.max(initial=0)), int((loud >= FULL_SCALE).sum())


def _found(spans: list[Span], total: int, peak: int, full: int) -> VoiceFound:
    return VoiceFound(
        tuple(Stretch(round(span.start / RATE, 3), round(span.end / RATE, 3)) for span in spans),
        round(total / RATE, 3),
        round(peak / 32768.0, 4),
        round(full / max(1, total), 5),
    )
