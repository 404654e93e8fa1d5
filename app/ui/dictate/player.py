"""Plays a recording from any second on. The sound comes as samples from a worker: the window opens no media file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import AppError, ErrorCode
from app.jobs.background import BackgroundTask
from app.jobs.stop_signal import StopSignal
from app.ui.bridge import Calls

RATE = 16_000
BYTES_A_SECOND = 2 * RATE
"""Signed 16-bit samples, one channel."""
PIECE_SECONDS = 20.0
"""As much is fetched at once; the next piece is asked for while half of it is still to be heard."""
STEP_MS = 40

Pieces = Callable[[float, float, StopSignal], bytes]
"""(from second, so many seconds, stop) → samples; fewer at the end, none behind it. Blocking. Raises AppError."""


class SoundPlayer(QObject):
    """Signals: ``moved(second)`` while it plays, ``playing_changed(bool)``, ``failed(error)``.

    ``open_sink`` gives an object with ``start() -> device``, ``stop()`` and ``bytesFree()``, as QAudioSink has.
    """

    moved = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, calls: Calls, open_sink: Callable[[QObject], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls, self._open_sink = calls, open_sink
        self._pieces: Pieces | None = None
        self._duration = 0.0
        self._sink: Any = None
        self._device: Any = None
        self._fetching: BackgroundTask | None = None
        self._request = 0
        self._waiting, self._at_end = bytearray(), False
        self._fetched_to = self._start = 0.0
        self._clock = QTimer(self)
        self._clock.setInterval(STEP_MS)
        self._clock.timeout.connect(self._step)

    @property
    def is_playing(self) -> bool:
        return self._sink is not None

    def open(self, pieces: Pieces | None, duration: float) -> None:
        """Another recording, ``duration`` seconds long; None: nothing to hear."""
        self.stop()
        self._pieces, self._duration = pieces, duration

    def play(self, second: float = 0.0) -> None:
        if self._pieces is None:
            return
        self.stop()
        self._start = self._fetched_to = min(max(0.0, second), self._duration)
        self._waiting, self._at_end = bytearray(), False
        try:
            self._sink = self._open_sink(self)
            self._device = self._sink.start()
        except (AppError, ImportError, RuntimeError) as error:  # no sound output, or QtMultimedia lacks its libraries
            self._sink = self._device = None
            self.failed.emit(error)
            return
        self._clock.start()
        self.playing_changed.emit(True)
        self._fetch()

    def stop(self) -> None:
        self._request += 1
        self._clock.stop()
        if self._fetching is not None:
            self._fetching.stop()
            self._fetching = None
        if self._sink is not None:
            sink, self._sink, self._device = self._sink, None, None
            sink.stop()
            self.playing_changed.emit(False)

    def _fetch(self) -> None:
        assert self._pieces is not None
        pieces, begin, request = self._pieces, self._fetched_to, self._request
        self._fetching = self._calls.run(
            lambda stop: pieces(begin, PIECE_SECONDS, stop),
            lambda sound: self._arrived(request, sound),
            lambda error: self._lost(request, error),
        )

    def _arrived(self, request: int, sound: bytes) -> None:
        if request != self._request:
            return
        self._fetching = None
        self._waiting += sound
        self._fetched_to += len(sound) / BYTES_A_SECOND
        self._at_end = len(sound) < int(PIECE_SECONDS * BYTES_A_SECOND)

    def _lost(self, request: int, error: BaseException) -> None:
        if request == self._request:
            self.stop()
            self.failed.emit(error)

    def _step(self) -> None:
        """Hand over what the system takes now, say how far it is, and see to the next piece."""
        room = min(self._sink.bytesFree(), len(self._waiting))
        if room := room - room % 2:
            written = self._device.write(bytes(self._waiting[:room]))
            del self._waiting[: max(0, written)]
        heard = min(self._start + self._sink.processedUSecs() / 1e6, self._duration or float("inf"))
        self.moved.emit(heard)
        unheard = self._fetched_to - heard
        if self._fetching is None and not self._at_end and unheard < PIECE_SECONDS / 2:
            self._fetch()
        elif self._at_end and not self._waiting and unheard <= STEP_MS / 1000:
            self.moved.emit(self._fetched_to)
            self.stop()


def system_sink(parent: QObject) -> Any:
    """The sound output that the person's system uses. Raises ImportError or AppError where there is none."""
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

    device = QMediaDevices.defaultAudioOutput()
    if device.isNull():
        raise AppError(ErrorCode.NO_SOUND_OUTPUT)
    sound = QAudioFormat()
    sound.setSampleRate(RATE)
    sound.setChannelCount(1)
    sound.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return QAudioSink(device, sound, parent)
