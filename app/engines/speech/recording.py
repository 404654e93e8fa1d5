"""A whole recording as segments, however long: decoded, searched for voice and heard in pieces of some minutes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.dictate.transcript import TranscriptSegment, Word
from app.engines.speech.audio_file import RATE, Samples, open_audio
from app.engines.speech.voice_activity import Span, Stretches, VoiceActivity, VoiceRules
from app.engines.speech.whisper import SpeechModel
from app.protocol.tasks.speech import SpeechOptions

HEARD_TOGETHER = 300.0
"""Seconds of voice that the model gets at once: it fills its windows, and a stop or a kill costs no more than this."""
LONGEST_WAIT = 900.0
"""Seconds of a recording after which also a little voice is heard: text is wanted, though there may be little of it."""
FULL_SCALE = 32_700


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound of one channel with voice in it, ``begins``: where its part lies in the recording (samples)."""

    sound: Samples
    parts: tuple[Span, ...]

    def original(self, seconds: float, *, is_end: bool = False) -> float:
        """From seconds of the piece to seconds of the recording."""
        at = round(seconds * RATE)
        passed = 0
        for number, part in enumerate(self.parts):
            length = part.end - part.start
            is_last = number == len(self.parts) - 1
            if at < passed + length or is_last or (is_end and at == passed + length):
                return round((part.start + min(at - passed, length)) / RATE, 3)
            passed += length
        return seconds

    def placed(self, segment: TranscriptSegment, channel: int | None) -> TranscriptSegment:
        words = tuple(self._word(word) for word in segment.words)
        start, end = self.original(segment.start), self.original(segment.end, is_end=True)
        if words:
            start, end = words[0].start, words[-1].end
        return replace(segment, start=start, end=max(start, end), words=words, channel=channel)

    def _word(self, word: Word) -> Word:
        """Both ends in the part where its middle is: a word does not last through a silence that was left out."""
        middle = (word.start + word.end) / 2
        shift = self.original(middle) - middle
        start = max(0.0, word.start + shift)
        return replace(word, start=round(start, 3), end=round(max(start, word.end + shift), 3))


class Voiced:
    """Collects the voice of one channel until enough is there to be heard."""

    def __init__(self, session: Any, rules: VoiceRules, since: int) -> None:
        self._activity, self._stretches = VoiceActivity(session), Stretches(rules)
        self._since = since
        self._kept: deque[tuple[int, Samples]] = deque()
        self._at = self.voiced = 0
        self._parts: list[tuple[Span, Samples]] = []

    @property
    def complete_until(self) -> int:
        """All voice before this sample was taken, once the piece is."""
        return self._stretches.open_since

    @property
    def waiting(self) -> int:
        return sum(len(sound) for _, sound in self._parts)

    @property
    def is_due(self) -> bool:
        if not self._parts:
            return False
        return self.waiting >= HEARD_TOGETHER * RATE or self._at - self._parts[0][0].start >= LONGEST_WAIT * RATE

    def feed(self, block: Samples, *, last: bool) -> None:
        self._kept.append((self._at, block))
        self._at += len(block)
        for span in self._stretches.feed(self._activity.feed(block, last=last)):
            self._take(span)
        if last:
            for span in self._stretches.finish(self._at):
                self._take(span)
        keep = self._stretches.open_since
        while self._kept and self._kept[0][0] + len(self._kept[0][1]) <= keep:
            self._kept.popleft()

    def piece(self) -> Piece | None:
        """What was collected, which is forgotten then."""
        parts, self._parts = self._parts, []
        if not parts:
            return None
        return Piece(np.concatenate([sound for _, sound in parts]), tuple(span for span, _ in parts))

    def _take(self, span: Span) -> None:
        span = Span(max(span.start, self._since), span.end)
        if span.end <= span.start:
            return
        cut = [sound[max(0, span.start - at) : max(0, span.end - at)] for at, sound in self._kept]
        sound = np.concatenate(cut)
        self.voiced += len(sound)
        self._parts.append((Span(span.start, span.start + len(sound)), sound))


@dataclass(slots=True)
class Tally:
    """What a recording was, counted while it is read. Seconds."""

    channels: int = 1
    duration: float = 0.0
    voiced: float = 0.0
    clipped: float = 0.0
    peak: float = 0.0
    language: str = ""
    language_probability: float = 0.0
    segments: int = 0


def transcribe(
    model: SpeechModel,
    path: Path,
    options: SpeechOptions,
    *,
    split: bool,
    since: float,
    tally: Tally,
    on_piece: Callable[[tuple[TranscriptSegment, ...], float], None],
    on_progress: Callable[[float, float | None], None],
    check: Callable[[], None],
) -> None:
    """Tell segments through ``on_piece``, each time with the second before which all is final. Raises FileRefused,
    AppError, and what ``check`` raises."""
    with open_audio(path) as audio:
        split = split and audio.facts.channels > 1
        tally.channels = 2 if split else 1
        session = VoiceActivity().session
        voices = [Voiced(session, VoiceRules(), round(since * RATE)) for _ in range(tally.channels)]
        counted = _Counted(tally)
        told = _Told(model, options, tally, split, on_piece, check)
        told.on_progress = lambda seconds: on_progress(seconds, audio.facts.duration)
        for block, is_last in _with_last(audio.blocks(split=split, check=check)):
            counted.add(block)
            for channel, voice in enumerate(voices):
                voice.feed(block[channel], last=is_last)
            if is_last or any(voice.is_due for voice in voices):
                told.hear(voices)
            on_progress(max(told.reached, min(tally.duration, since)), audio.facts.duration)
        tally.voiced = max(voice.voiced for voice in voices) / RATE
        on_progress(tally.duration, tally.duration)


class _Told:
    """Hears what was collected and tells it."""

    def __init__(
        self,
        model: SpeechModel,
        options: SpeechOptions,
        tally: Tally,
        split: bool,
        on_piece: Callable[[tuple[TranscriptSegment, ...], float], None],
        check: Callable[[], None],
    ) -> None:
        self._model, self._options, self._tally, self._split = model, options, tally, split
        self._on_piece, self._check = on_piece, check
        self.reached, self._language = 0.0, ""
        self.on_progress: Callable[[float], None] = lambda _seconds: None

    def hear(self, voices: list[Voiced]) -> None:
        pieces = [voice.piece() for voice in voices]
        for channel, piece in enumerate(pieces):
            if piece is not None:
                self._hear(piece, channel)
        # Of two channels each may have more to tell up to here: only now everything before is final.
        self.reached = max(self.reached, min(voice.complete_until for voice in voices) / RATE)
        self._on_piece((), self.reached)

    def _hear(self, piece: Piece, channel: int) -> None:
        tally = self._tally
        hearing = self._model.hear(piece.sound, self._options, self._language)
        if not tally.language:
            tally.language, tally.language_probability = hearing.language, hearing.language_probability
        self._language = self._language or hearing.language
        window, waiting = 0.0, list[TranscriptSegment]()
        for said in hearing.segments:
            self._check()
            self._language = said.segment.language or self._language
            if said.window > window:  # what is told is final: whoever goes on there hears the same windows again
                self._tell(waiting, piece.original(said.window))
                window, waiting = said.window, []
            waiting.append(piece.placed(said.segment, channel if self._split else None))
        self._check()
        self._tell(waiting, piece.parts[-1].end / RATE)

    def _tell(self, segments: list[TranscriptSegment], until: float) -> None:
        self._tally.segments += len(segments)
        if not self._split:
            self.reached = max(self.reached, until)
        if segments:
            self._on_piece(tuple(segments), self.reached)
        self.on_progress(self.reached if not self._split else until)


class _Counted:
    def __init__(self, tally: Tally) -> None:
        self._tally, self._samples, self._full = tally, 0, 0

    def add(self, block: Samples) -> None:
        tally = self._tally
        loud = np.abs(block.astype(np.int32))
        self._samples += block.shape[1]
        self._full += int((loud >= FULL_SCALE).sum())
        tally.peak = max(tally.peak, float(loud.max(initial=0)) / 32768.0)
        tally.duration = self._samples / RATE
        tally.clipped = self._full / (self._samples * len(block))


def _with_last(blocks: Iterator[Samples]) -> Iterator[tuple[Samples, bool]]:
    before: Samples | None = None
    for block in blocks:
        if before is not None:
            yield before, False
        before = block
    if before is not None:
        yield before, True
