"""faster-whisper as it comes, with its own decoder and filter: what our pipeline is measured beside, no more."""

from __future__ import annotations

import io
import time
from pathlib import Path

from app.engines.speech.audio_file import open_audio
from app.engines.speech.library import faster_whisper
from app.engines.speech.whisper import TEMPERATURES, SpeechModel
from app.protocol.tasks.speech import BareTranscribed, SpeechOptions


def transcribe_bare(model: SpeechModel, path: Path, options: SpeechOptions) -> BareTranscribed:
    """The same weights, settings and threads; ``path`` is checked first, outside of what is measured. Raises
    FileRefused."""
    with open_audio(path):
        pass
    data = io.BytesIO(path.read_bytes())
    decode_audio = faster_whisper().decode_audio
    began = time.perf_counter()
    segments, _ = model.whisper.transcribe(
        decode_audio(data),
        language=options.language or None,
        beam_size=options.beam,
        temperature=list(TEMPERATURES),
        condition_on_previous_text=False,
        word_timestamps=options.words,
        vad_filter=True,
    )
    count = len(list(segments))
    return BareTranscribed(round(time.perf_counter() - began, 4), count)
