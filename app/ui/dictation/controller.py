"""Joins microphone, keys, service and insertion to dictations, one after another; knows no page and no overlay.

A new dictation may begin while the one before it is still being written: its first word must not wait. Texts are
inserted in the order in which they were spoken.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from app.desktop.insertion.models import InsertRefusal
from app.domain.dictate.dictating import (
    BYTES_A_SECOND,
    Dictated,
    DictationMode,
    DictationState,
    DictationText,
    DictationWish,
    MicrophoneProblem,
)
from app.domain.errors import JobCancelled
from app.jobs.stop_signal import StopSignal
from app.services.dictate.dictate import Dictate
from app.settings.schema import Settings
from app.ui.bridge import Calls
from app.ui.dictation.inserter import Inserter
from app.ui.dictation.recorder import Recorder
from app.ui.dictation.sound_frames import SoundFrames

TAIL_MS = 120
"""The microphone hears on for so long after the key: fingers are faster than the last consonant."""
SHORTEST_MS = 250
"""A key that was held for less was touched by mistake."""
REPAINT_MS = 80


class Cueing(Protocol):
    def listen(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(eq=False, slots=True)
class _Dictation:
    frames: SoundFrames
    discard: StopSignal = field(default_factory=StopSignal)
    received: int = 0
    here: bool = False
    """For a page of this window: it goes into no other program."""


class DictationController(QObject):
    """Signals: ``state_changed(DictationState)``; ``level_changed(float)`` 0 … 1; ``text_changed(DictationText)``;
    ``dictated(Dictated)`` what was said is written (its text may be empty); ``inserted(Dictated, str)`` into that
    program; ``not_inserted(Dictated, InsertRefusal)``; ``failed(object)`` an error, the sound is kept;
    ``microphone_failed(MicrophoneProblem)``; ``microphone_changed(str)`` it goes on with that one."""

    state_changed = Signal(DictationState)
    level_changed = Signal(float)
    text_changed = Signal(DictationText)
    dictated = Signal(Dictated)
    inserted = Signal(Dictated, str)
    not_inserted = Signal(Dictated, InsertRefusal)
    failed = Signal(object)
    microphone_failed = Signal(MicrophoneProblem)
    microphone_changed = Signal(str)

    def __init__(
        self,
        dictate: Dictate,
        recorder: Recorder,
        inserter: Inserter,
        calls: Calls,
        settings: Callable[[], Settings],
        cues: Cueing,
    ) -> None:
        super().__init__()
        self._dictate, self._recorder, self._inserter, self._calls = dictate, recorder, inserter, calls
        self._settings, self._cues = settings, cues
        self._live: _Dictation | None = None
        self._writing: list[_Dictation] = []
        self._to_insert: deque[Dictated] = deque()
        self._inserting: Dictated | None = None
        self._state = DictationState.IDLE
        self._text, self._is_for_page = DictationText(), False
        self._since = QElapsedTimer()
        self._tail = self._timer(TAIL_MS, self._end)
        self._repaint = self._timer(REPAINT_MS, lambda: self.text_changed.emit(self._text))
        recorder.came.connect(self._took)
        recorder.level_changed.connect(self.level_changed)
        recorder.began.connect(self._began)
        recorder.failed.connect(self._microphone_failed)
        recorder.changed_to.connect(self.microphone_changed)
        inserter.done.connect(self._inserted)
        inserter.refused.connect(self._not_inserted)

    @property
    def state(self) -> DictationState:
        return self._state

    @property
    def is_for_page(self) -> bool:
        """What is spoken, or was spoken last, is for a page of this window, which shows it itself."""
        return self._is_for_page

    @property
    def is_live(self) -> bool:
        """The microphone is in use for a dictation."""
        return self._live is not None

    def key_pressed(self, *, tells_release: bool) -> None:
        """The main key went down. Where nobody will tell of its release, holding is like pressing twice."""
        holds = self._settings().dictation_mode is DictationMode.HOLD and tells_release
        if not holds:
            self.toggle()
        elif self._live is None:
            self.start()
        else:
            self._tail.stop()  # it was let go for a moment only

    def key_released(self) -> None:
        if self._settings().dictation_mode is DictationMode.HOLD and self._live is not None:
            if self._since.elapsed() < SHORTEST_MS:
                self.cancel()
            else:
                self._tail.start()

    def toggle(self) -> None:
        """Begin, or end what is being spoken."""
        if self._live is None:
            self.start()
        else:
            self._end()

    def start(self, *, here: bool = False) -> None:
        """Begin to listen; does nothing while it listens. ``here``: for a page of this window, which takes the text
        from ``dictated``."""
        if self._live is not None:
            return
        settings = self._settings()
        self._live = live = _Dictation(SoundFrames(), here=here)
        self._text, self._is_for_page = DictationText(), here
        self._since.start()
        self._set_state(DictationState.OPENING)
        self._recorder.start(settings.dictation_microphone)
        if self._live is not live:  # there is no microphone
            return
        ends = settings.dictation_mode is DictationMode.HANDS_FREE
        wish = DictationWish(settings.dictation_language, "" if here else self._inserter.program(), ends)
        self._calls.run(
            lambda stop: self._write(live, wish, stop),
            lambda dictated: self._written(live, dictated),
            lambda error: self._broke_off(live, error),
        )

    def insert(self, text: str) -> None:
        """Something that was said before, into the program that has the focus now."""
        self._to_insert.append(Dictated(text))
        self._insert_next()
        self._rest()

    def cancel(self) -> bool:
        """Throw away what is being spoken, else what is being written; says whether there was anything."""
        live, self._live = self._live, None
        thrown = [live] if live is not None else self._writing[-1:]
        for dictation in thrown:
            dictation.discard.stop()
            dictation.frames.end()
        if live is not None:
            self._tail.stop()
            self._recorder.stop()
        self._writing = [one for one in self._writing if one not in thrown]
        if thrown:
            self._rest()
        return bool(thrown)

    def close(self) -> None:
        """The program ends: the clipboard goes back, and what was not written waits for the next start."""
        self._tail.stop()
        self._inserter.finish_now()
        self._recorder.close()
        for dictation in [*([self._live] if self._live else []), *self._writing]:
            dictation.frames.end()
        self._live = None

    def _write(self, dictation: _Dictation, wish: DictationWish, stop: StopSignal) -> Dictated:
        """On a background thread."""
        forget = stop.add_callback(dictation.frames.end)
        try:
            return self._dictate.dictate(
                dictation.frames,
                wish,
                stop=stop,
                discard=dictation.discard,
                on_text=lambda text: self._calls.post(lambda: self._show(dictation, text)),
                on_pause=lambda: self._calls.post(lambda: self._paused(dictation, wish)),
            )
        finally:
            forget()

    def _took(self, samples: bytes) -> None:
        if self._live is not None:
            self._live.received += len(samples)
            self._live.frames.put(samples)

    def _began(self) -> None:
        if self._live is not None:
            self._set_state(DictationState.LISTENING)
            if self._settings().dictation_cue:
                self._cues.listen()

    def _end(self) -> None:
        """No more sound; its text is made."""
        self._tail.stop()
        if self._live is None:
            return
        self._recorder.stop()
        live, self._live = self._live, None
        self._writing.append(live)
        live.frames.end()
        if self._settings().dictation_cue and live.received >= BYTES_A_SECOND // 10:
            self._cues.stop()
        self._set_state(DictationState.WRITING)

    def _paused(self, dictation: _Dictation, wish: DictationWish) -> None:
        if wish.ends_by_itself and dictation is self._live:
            self._end()

    def _show(self, dictation: _Dictation, text: DictationText) -> None:
        if dictation is self._live or (self._live is None and dictation in self._writing):
            self._text = text
            if not self._repaint.isActive():
                self._repaint.start()

    def _written(self, dictation: _Dictation, dictated: Dictated) -> None:
        self._leave(dictation)
        self.dictated.emit(dictated)
        if dictated.text and not dictation.here:
            self._to_insert.append(dictated)
        self._insert_next()
        self._rest()

    def _broke_off(self, dictation: _Dictation, error: BaseException) -> None:
        self._leave(dictation)
        self._rest()
        if not isinstance(error, JobCancelled):
            self.failed.emit(error)

    def _leave(self, dictation: _Dictation) -> None:
        if dictation is self._live:  # it ended before the person did: there is no model, or the lane broke off
            self._live = None
            self._recorder.stop()
        self._writing = [one for one in self._writing if one is not dictation]

    def _insert_next(self) -> None:
        if self._inserting is None and self._to_insert:
            self._inserting = dictated = self._to_insert.popleft()
            if self._live is None:
                self._set_state(DictationState.INSERTING)
            settings = self._settings()
            self._inserter.insert(dictated.text, settings.dictation_insert_by_program, settings.dictation_insert)

    def _inserted(self, program: str) -> None:
        dictated, self._inserting = self._inserting, None
        if dictated is not None:
            self.inserted.emit(dictated, program)
        self._insert_next()
        self._rest()

    def _not_inserted(self, refusal: InsertRefusal) -> None:
        dictated, self._inserting = self._inserting, None
        if dictated is not None:
            self.not_inserted.emit(dictated, refusal)
        self._insert_next()
        self._rest()

    def _microphone_failed(self, problem: MicrophoneProblem) -> None:
        """What was said until then is written all the same."""
        live = self._live
        if live is not None and live.received:
            self._end()
        elif live is not None:
            self.cancel()
        self.microphone_failed.emit(problem)

    def _rest(self) -> None:
        """The state that follows from what is under way."""
        if self._live is not None:
            return
        busy = DictationState.INSERTING if self._inserting is not None else DictationState.IDLE
        self._set_state(DictationState.WRITING if self._writing else busy)

    def _set_state(self, state: DictationState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    def _timer(self, milliseconds: int, what: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(what)
        return timer
