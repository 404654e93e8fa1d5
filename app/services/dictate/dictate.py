"""Dictate: take sound as it is spoken, keep it safe, have it written down, apply the rules, remember it. No Qt.

Order matters: the sound is on the disk before it is decoded, and leaves it only when its text stands in the history.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from app.domain.dictate.dictating import BYTES_A_SECOND, AudioRule, Dictated, DictationText, DictationWish, Recording
from app.domain.dictate.dictation import NewDictation, SpokenKind
from app.domain.dictate.transcript import Transcript, TranscriptSegment
from app.domain.dictate.transcript_times import retimed
from app.domain.errors import AppError, JobCancelled
from app.jobs.stop_signal import StopSignal
from app.machine.processes import resident_bytes
from app.storage.recordings import Recordings

log = logging.getLogger(__name__)
NOBODY, SETTLED = 0, -1
"""In the place of a process: its own gave up on the recording; its text is safe, and it only has to be dropped."""


@dataclass(frozen=True, slots=True)
class Heard:
    """``text`` as it was recognised, '' where nobody spoke; ``model``: the id of the one that heard it.

    ``segments``: the same with times from the beginning of the dictation, where they are known.
    """

    text: str
    language: str = ""
    model: str = ""
    segments: tuple[TranscriptSegment, ...] = ()


class Hearing(Protocol):
    """One dictation in the speech lane. ``feed`` never waits for the model."""

    def feed(self, samples: bytes) -> None: ...

    def finish(self, stop: StopSignal) -> Heard:
        """The final text of all that was fed; raises AppError or JobCancelled."""

    def cancel(self) -> None: ...


class Listener(Protocol):
    """What begins a :class:`Hearing`; raises SPEECH_MODEL_MISSING where no speech model is installed."""

    def begin(
        self, language: str, on_text: Callable[[DictationText], None], on_pause: Callable[[], None]
    ) -> Hearing: ...


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What happens to recognised words. ``written`` applies the person's rules; ``remember`` gives the row's id.

    ``written`` may take seconds where a model cleans the text, and is stopped like the rest.
    """

    written: Callable[[str, str, StopSignal], str] = lambda raw, _language, _stop: raw
    remember: Callable[[NewDictation], int | None] = lambda _new: None
    audio_rule: Callable[[], AudioRule] = lambda: AudioRule.DROP


class Dictate:
    """Blocking; every call on a background thread of its own."""

    def __init__(self, listener: Listener, recordings: Recordings, afterwards: Afterwards) -> None:
        self._listener, self._recordings, self._after = listener, recordings, afterwards
        self._own: set[int] = set()

    def dictate(
        self,
        sound: Iterable[bytes],
        wish: DictationWish,
        *,
        stop: StopSignal,
        discard: StopSignal | None = None,
        on_text: Callable[[DictationText], None] = lambda _text: None,
        on_pause: Callable[[], None] = lambda: None,
    ) -> Dictated:
        """Write down ``sound``, pieces of int16 mono at 16 kHz, until it ends. Call :meth:`tidy` some time afterwards.

        ``discard``: the person does not want it; no trace stays. ``stop``: the program ends; the sound stays for
        :meth:`recover`, as it does after an error. The callbacks run on threads of the lane. Raises AppError and
        JobCancelled.
        """
        thrown_away = discard or StopSignal()
        hearing = self._listener.begin(wish.language, on_text, on_pause)
        spool = _Spool(self._recordings, wish, self._own)
        try:
            for samples in sound:
                _go_on(stop, thrown_away)
                hearing.feed(samples)
                spool.take(samples)
            _go_on(stop, thrown_away)
            spool.end()
        except BaseException:
            hearing.cancel()
            spool.leave(thrown_away=thrown_away.is_set)
            raise
        if not spool.seconds:
            hearing.cancel()
            return Dictated("")
        forget = thrown_away.add_callback(stop.stop)
        try:
            return self._finish(hearing, spool, stop)
        except JobCancelled:
            spool.leave(thrown_away=thrown_away.is_set)
            raise
        finally:
            forget()

    def waiting(self) -> list[Recording]:
        """Recordings whose program broke off, or whose text could not be made; not what is under way."""
        ours = (NOBODY, os.getpid())  # in a container every start may have the same number
        return [
            recording
            for recording in self._recordings.all()
            if recording.id not in self._own
            and recording.process != SETTLED
            and (recording.process in ours or not is_running(recording.process))
        ]

    def tidy(self) -> None:
        """Drop the sound of which the text is safe. Seconds for an hour of it, so nobody should wait for this."""
        for recording in self._recordings.all():
            if recording.process == SETTLED:
                self._recordings.drop(recording.id)

    def recover(self, recording: Recording, stop: StopSignal) -> Dictated:
        """Write down a recording that waits. Raises as :meth:`dictate`; a stop leaves it where it is."""
        spool = _Spool.of(self._recordings, recording, self._own)
        try:
            hearing = self._listener.begin(recording.language, lambda _text: None, lambda: None)
            sound = self._recordings.sound(recording.id)
            for start in range(0, len(sound), BYTES_A_SECOND):
                hearing.feed(sound[start : start + BYTES_A_SECOND])
            return self._finish(hearing, spool, stop)
        except BaseException:
            spool.leave(thrown_away=False)
            raise

    def discard(self, recording: Recording) -> None:
        """Throw a waiting recording away, at the person's wish."""
        self._recordings.drop(recording.id)

    def _finish(self, hearing: Hearing, spool: _Spool, stop: StopSignal) -> Dictated:
        began = time.monotonic()
        try:
            heard = hearing.finish(stop)
            raw = heard.text.strip()
            text = self._after.written(raw, heard.language, stop).strip() if raw else ""
        except BaseException:
            spool.leave(thrown_away=False)
            raise
        took = round(time.monotonic() - began, 3)
        row, is_safe = self._remember(spool, heard, raw, text) if raw else (None, True)
        spool.leave(thrown_away=False, settled=is_safe)
        return Dictated(text, raw, heard.language, round(spool.seconds, 3), took, row)

    def _remember(self, spool: _Spool, heard: Heard, raw: str, text: str) -> tuple[int | None, bool]:
        """The row, and whether the text is safe there: a full disk must not keep the text from the cursor."""
        keeps = self._after.audio_rule() is AudioRule.KEEP
        try:
            sound = spool.sound() if keeps else None
            new = NewDictation(
                SpokenKind.DICTATION,
                text,
                raw,
                spool.started_at,
                spool.seconds,
                spool.wish.program,
                language=heard.language,
                model=heard.model,
                transcript=_with_times(heard, text, spool.seconds),
                sound=sound,
            )
            return self._after.remember(new), True
        except AppError as error:
            log.warning("a dictation could not be remembered: %s", error.code.value)
            return None, False


class _Spool:
    """The sound of one dictation on the disk. Where the disk takes no more, the dictation goes on without."""

    def __init__(self, recordings: Recordings, wish: DictationWish, own: set[int]) -> None:
        """``own``: the numbers of recordings that this process sees to."""
        self._recordings, self.wish, self._own = recordings, wish, own
        self._number: int | None = None
        self._gathered: list[bytes] = []
        self._size = 0
        self._is_lost = False
        self.seconds = 0.0
        self.started_at: datetime | None = None

    @classmethod
    def of(cls, recordings: Recordings, recording: Recording, own: set[int]) -> _Spool:
        made = cls(recordings, DictationWish(recording.language, recording.program), own)
        own.add(recording.id)
        made._number, made.seconds, made.started_at = recording.id, recording.seconds, recording.started_at
        recordings.take_over(recording.id, os.getpid())
        return made

    def take(self, samples: bytes) -> None:
        """Gathered to a second, so that the disk is not asked for every frame."""
        self.started_at = self.started_at or datetime.now(UTC)
        self._gathered.append(samples)
        self._size += len(samples)
        self.seconds += len(samples) / BYTES_A_SECOND
        if self._size >= BYTES_A_SECOND:
            self._write()

    def end(self) -> None:
        if self._size:
            self._write()
        if self._number is not None and not self._is_lost:
            with self._tolerant():
                self._recordings.end(self._number)

    def sound(self) -> bytes | None:
        return None if self._number is None else self._recordings.sound(self._number)

    def leave(self, *, thrown_away: bool, settled: bool = False) -> None:
        """Drop it, say that it can be dropped, or leave it to the next who looks."""
        if (number := self._number) is None:
            return
        with self._tolerant():
            if thrown_away:
                self._recordings.drop(number)
                self._number = None
            else:
                if self._size and not self._is_lost:
                    self._write()
                self._recordings.take_over(number, SETTLED if settled else NOBODY)
        self._own.discard(number)

    def _write(self) -> None:
        samples = b"".join(self._gathered)
        self._gathered, self._size = [], 0
        if self._is_lost:
            return
        with self._tolerant():
            if self._number is None:
                self._number = self._recordings.begin(os.getpid(), self.wish.program, self.wish.language)
                self._own.add(self._number)
            self._recordings.append(self._number, samples)

    @contextlib.contextmanager
    def _tolerant(self) -> Iterator[None]:
        try:
            yield
        except AppError as error:
            log.warning("the sound of a dictation could not be kept: %s", error.code.value)
            self._is_lost = True


def _with_times(heard: Heard, text: str, seconds: float) -> Transcript | None:
    """What is kept of a dictation that is longer than a segment, so that a citation can name the minute."""
    if len(heard.segments) < 2:
        return None
    return retimed(Transcript(heard.language, seconds, heard.segments, heard.model), text)


def _go_on(*signals: StopSignal) -> None:
    for signal in signals:
        signal.raise_if_set()


def is_running(process: int) -> bool:
    """Whether there is a process of this number; a number that was given anew counts, so the sound waits longer."""
    return bool(resident_bytes(process))
