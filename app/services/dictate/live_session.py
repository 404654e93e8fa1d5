"""One live dictation: the sound that has no text yet, the passes over it, and the text that they agree on. No Qt.

The worker keeps nothing, so one that crashed costs the pass that it was at: the next pass sends the same sound again.
"""

from __future__ import annotations

import enum
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.dictate.dictating import BYTES_A_SECOND, DictationText
from app.domain.dictate.live_window import Agreement, WindowRules, where_to_cut
from app.domain.dictate.transcript import TranscriptSegment, joined
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.jobs.job import Job, JobEnded, JobEvent, Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import FindVoice, HearSpeech, LaneName, SpeechHeard, SpeechOptions, VoiceFound
from app.services.devices import Devices
from app.services.dictate.dictate import Heard

log = logging.getLogger(__name__)

SURE_OF_LANGUAGE = 0.6
"""A language found with this probability is kept for the rest of a dictation."""
_BREATH_SECONDS = 0.25
"""Silence that tells two stretches of voice apart: text is cut there."""
_PADDING_SECONDS = 0.4
"""Of silence, which the lane counts to a stretch of voice at its end."""
_LONG_SILENCE_SECONDS = 5.0
"""After so much of it the text before it is final, and its sound is let go."""
_TRIES = 3
_CRASHES = frozenset({ErrorCode.WORKER_CRASHED, ErrorCode.WORKER_TIMEOUT, ErrorCode.WORKER_PROTOCOL})


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told; ``on_pause`` once, after ``pause`` seconds of silence behind speech. ``on_over``: at its end."""

    on_text: Callable[[DictationText], None]
    on_pause: Callable[[], None]
    pause: float
    on_over: Callable[[], None] = lambda: None


class _Pass(enum.Enum):
    SHOW = enum.auto()
    """A quick one over all the sound: text to be shown."""
    CUT = enum.auto()
    """The last one over the beginning of a sound that grew long: its text is final."""
    REST = enum.auto()
    """In a pause of the speaker, over all the sound: the final text, if nothing more is said."""
    LISTEN = enum.auto()
    """After that one, without the model: is something more said?"""


class LiveSession:
    """``feed`` comes from one thread; the callbacks run on threads of the lane, outside of any lock."""

    def __init__(
        self,
        lanes: Lanes,
        devices: Devices,
        model: InstalledModel,
        options: SpeechOptions,
        told: Told,
        rules: WindowRules,
        clock: Callable[[], float],
    ) -> None:
        self._lanes, self._devices, self._model, self._told = lanes, devices, model, told
        self._options, self._rules, self._clock = options, rules, clock
        self._changed = threading.Condition()
        self._sound = bytearray()
        """What has no final text yet; ``dropped`` bytes came before it."""
        self._dropped = 0
        self._settled: list[TranscriptSegment] = []
        self._text = ""
        """Of the settled segments, in one line."""
        self._agreement = Agreement()
        self._job: Job | None = None
        self._next, self._cut = _Pass.SHOW, 0
        self._began, self._seen = float("-inf"), 0
        self._rest: tuple[int, SpeechHeard] | None = None
        """So many bytes have been heard a last time in a pause, and what was heard."""
        self._voice_until: float | None = None
        """Seconds from the beginning of the dictation; None while nobody has spoken."""
        self._has_paused = self._is_over = False

    @property
    def seconds(self) -> float:
        """Of sound that was fed."""
        return (self._dropped + len(self._sound)) / BYTES_A_SECOND

    @property
    def waiting_bytes(self) -> int:
        """Sound that is held because it has no final text yet."""
        return len(self._sound)

    @property
    def segments(self) -> tuple[TranscriptSegment, ...]:
        """Those whose text is final, with times from the beginning of the dictation."""
        with self._changed:
            return tuple(self._settled)

    def feed(self, samples: bytes) -> None:
        """int16, mono, 16 kHz. Returns at once, also while the model is busy."""
        with self._changed:
            self._sound += samples
            self._begin_pass()

    def cancel(self) -> None:
        """Nothing is told any more, and nothing kept."""
        with self._changed:
            self._is_over = True
            self._sound.clear()
        self._told.on_over()

    def finish(self, stop: StopSignal) -> Heard:
        """The text of all that was fed. Waits for it; raises AppError or JobCancelled, and may then be called again."""
        with self._changed:
            self._is_over = True
            while self._job is not None and not stop.is_set:
                self._changed.wait(0.1)
        try:
            stop.raise_if_set()
            if self._sound:
                heard = self._last_pass(stop)
                with self._changed:
                    self._settle(heard, len(self._sound))
        finally:
            self._told.on_over()
        return Heard(self._shown().committed, self._options.language, self._model.id, self.segments)

    # a pass -----------------------------------------------------------------------------------------------------------
    def _begin_pass(self) -> None:
        if self._job is not None or self._is_over:
            return
        now, size = self._clock(), len(self._sound)
        if self._next in (_Pass.SHOW, _Pass.LISTEN):
            is_fresh = size - self._seen >= self._rules.fresh * BYTES_A_SECOND
            every = self._rules.every if self._next is _Pass.SHOW else self._rules.every / 2  # listening costs little
            if not is_fresh or now - self._began < every:
                return
        kind, self._began = self._next, now
        begin, size = 0, self._cut if kind is _Pass.CUT else size
        if kind is _Pass.LISTEN and self._rest is not None:
            begin = self._rest[0]
        if kind in (_Pass.SHOW, _Pass.LISTEN):
            self._seen = size
        task: FindVoice | HearSpeech = FindVoice()
        if kind is not _Pass.LISTEN:
            quick = kind is _Pass.SHOW
            options = replace(self._options, quick=quick, words=self._options.words and not quick)
            provider = self._devices.provider_for(self._model.id)
            task = HearSpeech(self._model.folder, options, _BREATH_SECONDS, provider)
        try:
            self._job = self._lanes.submit(
                LaneName.SPEECH,
                task,
                priority=Priority.INTERACTIVE,
                tail=bytes(self._sound[begin:size]),
                on_event=lambda _job, event: self._on_event(kind, event, size),
            )
        except JobCancelled:  # the program ends
            self._is_over = True

    def _on_event(self, kind: _Pass, event: JobEvent, size: int) -> None:
        if not isinstance(event, JobEnded):
            return
        with self._changed:
            self._job = None
            before, paused = self._shown(), False
            if event.error is not None:
                log.warning("a pass over a dictation failed: %s", event.error.code.value)
                self._next = _Pass.SHOW
            elif event.value is not None and self._sound:
                paused = self._take(kind, event.value, size)
            after = self._shown()
            is_over = self._is_over
            self._begin_pass()
            self._changed.notify_all()
        if after != before and not is_over:
            self._told.on_text(after)
        if paused and not is_over:
            self._told.on_pause()

    def _take(self, kind: _Pass, value: SpeechHeard | VoiceFound, size: int) -> bool:
        """Whether the speaker has paused for so long that it ends a hands-free dictation."""
        self._next = _Pass.SHOW
        if isinstance(value, VoiceFound):
            if value.stretches:
                self._rest, self._began = None, float("-inf")
            elif self._rest is not None and value.seconds >= _LONG_SILENCE_SECONDS:
                self._settle(self._rest[1], self._rest[0])
            else:
                self._next = _Pass.LISTEN
            return self._pauses(size)
        self._keep_language(value)
        if kind is _Pass.CUT:
            self._settle(value, size)
            self._began = float("-inf")  # what lies behind the cut has waited long enough
        elif kind is _Pass.REST:
            self._rest, self._next = (size, value), _Pass.LISTEN
        elif not value.voice.stretches:
            self._forget_silence()
        else:
            last = value.voice.stretches[-1].end
            quiet = _PADDING_SECONDS if last < size / BYTES_A_SECOND else 0.0
            self._voice_until = self._dropped / BYTES_A_SECOND + last - quiet
            self._agreement.hear(joined(segment.text for segment in value.segments))
            self._plan(value.voice, size)
        return self._pauses(size)

    def _plan(self, voice: VoiceFound, size: int) -> None:
        """What is done next with the sound that was just shown."""
        seconds = size / BYTES_A_SECOND
        cut = where_to_cut([(stretch.start, stretch.end) for stretch in voice.stretches], seconds, self._rules)
        if cut is not None:
            self._next, self._cut = _Pass.CUT, min(size, round(cut.at * BYTES_A_SECOND / 2) * 2)
        elif voice.stretches[-1].end < seconds:
            self._next = _Pass.REST

    def _pauses(self, size: int) -> bool:
        seconds = self._dropped / BYTES_A_SECOND + size / BYTES_A_SECOND
        if self._has_paused or self._voice_until is None or seconds - self._voice_until < self._told.pause:
            return False
        self._has_paused = True
        return True

    def _keep_language(self, heard: SpeechHeard) -> None:
        if not self._options.language and heard.language_probability >= SURE_OF_LANGUAGE:
            self._options = replace(self._options, language=heard.language)

    # the text ---------------------------------------------------------------------------------------------------------
    def _shown(self) -> DictationText:
        committed = _with(self._text, self._agreement.committed)
        return DictationText(committed, _with(committed, self._agreement.tentative)[len(committed) :])

    def _forget_silence(self) -> None:
        """Nobody has spoken since the last text: a little sound is kept for the word that begins now."""
        keep = round(self._rules.before * BYTES_A_SECOND / 2) * 2
        if (spare := len(self._sound) - keep) > 0:
            self._drop(spare)

    def _drop(self, size: int) -> None:
        del self._sound[:size]
        self._dropped += size
        self._seen = max(0, self._seen - size)
        self._rest = None

    def _settle(self, heard: SpeechHeard, size: int) -> None:
        """The text of the first ``size`` bytes is final."""
        text, rest = self._agreement.finish(joined(segment.text for segment in heard.segments))
        begins = self._dropped / BYTES_A_SECOND
        moved = [_moved(segment, begins) for segment in heard.segments]
        if joined(segment.text for segment in moved) == text:
            self._settled += moved
        elif text:
            start = moved[0].start if moved else begins
            end = moved[-1].end if moved else begins + size / BYTES_A_SECOND
            words = tuple(word for segment in moved for word in segment.words)
            self._settled.append(TranscriptSegment(start, end, text, words))
        self._text = _with(self._text, text)
        self._agreement = Agreement(rest)
        self._drop(size)

    # the end ----------------------------------------------------------------------------------------------------------
    def _last_pass(self, stop: StopSignal) -> SpeechHeard:
        """Over all that has no final text yet. What was heard in the last pause holds where only silence followed."""
        sound = bytes(self._sound)
        if self._rest is not None and self._is_silent(sound[self._rest[0] :], stop):
            return self._rest[1]
        task = HearSpeech(self._model.folder, self._options, _BREATH_SECONDS)
        for tries_left in reversed(range(_TRIES)):
            try:
                made = self._devices.run(LaneName.SPEECH, task, model_id=self._model.id, tail=sound, stop=stop).value
            except AppError as error:
                if error.code not in _CRASHES or not tries_left:
                    raise
                log.warning("the last pass over a dictation is made again: %s", error.code.value)
            else:
                assert isinstance(made, SpeechHeard)
                self._keep_language(made)
                return made
        raise AssertionError("the last try returns or raises")

    def _is_silent(self, sound: bytes, stop: StopSignal) -> bool:
        if len(sound) < 2:
            return True
        try:
            found = self._lanes.run(LaneName.SPEECH, FindVoice(), tail=sound, stop=stop).value
        except AppError:
            return False
        assert isinstance(found, VoiceFound)
        return not found.stretches


def _with(text: str, more: str) -> str:
    """Both in one line, as :func:`joined` puts them together; looks at no more of a long ``text`` than its end."""
    return text + joined([text[-1:], more])[len(text[-1:]) :]


def _moved(segment: TranscriptSegment, seconds: float) -> TranscriptSegment:
    words = tuple(replace(word, start=word.start + seconds, end=word.end + seconds) for word in segment.words)
    return replace(segment, start=round(segment.start + seconds, 3), end=round(segment.end + seconds, 3), words=words)
