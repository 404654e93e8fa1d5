"""The microphone: 16 kHz, mono, int16, as it comes; when it is lost, another goes on where there is one."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QIODevice, QObject, QTimer, Signal
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSource, QMediaDevices, QtAudio

from app.domain.dictate.dictating import BYTES_A_SECOND, SAMPLE_RATE, MicrophoneProblem
from app.ui.dictation.sound_frames import has_sound, level

SILENT_MS = 2_000
"""A microphone that gives nothing for so long is gone, whatever the system says."""
PRE_ROLL_BYTES = BYTES_A_SECOND
"""What is remembered from before the key went down, where the person allows it: one second, in memory alone."""
_BUFFER_BYTES = BYTES_A_SECOND // 5
"""How much the system may gather, 200 ms; it hands over as soon as there is something."""


@dataclass(frozen=True, slots=True)
class Microphone:
    """``id`` is the system's own, as text; '' is whichever the system prefers."""

    id: str
    name: str
    is_default: bool = False


def audio_format() -> QAudioFormat:
    made = QAudioFormat()
    made.setSampleRate(SAMPLE_RATE)
    made.setChannelCount(1)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made


class Recorder(QObject):
    """Signals: ``came(bytes)`` sound; ``level_changed(float)`` 0 … 1; ``began()`` the first sound that is not zero;
    ``failed(MicrophoneProblem)`` it is not recording any more; ``changed_to(str)`` it goes on with that microphone;
    ``devices_changed()``."""

    came = Signal(bytes)
    level_changed = Signal(float)
    began = Signal()
    failed = Signal(MicrophoneProblem)
    changed_to = Signal(str)
    devices_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._devices = QMediaDevices(self)
        self._devices.audioInputsChanged.connect(self._look_at_devices)
        self._source: QAudioSource | None = None
        self._stream: QIODevice | None = None
        self._wanted = ""
        self._used = ""
        self._is_armed = self._is_recording = self._has_begun = False
        self._before: deque[bytes] = deque()
        self._before_bytes = 0
        self._watchdog = QTimer(self)
        self._watchdog.setSingleShot(True)
        self._watchdog.setInterval(SILENT_MS)
        self._watchdog.timeout.connect(self._lost)

    def microphones(self) -> list[Microphone]:
        default = _id(QMediaDevices.defaultAudioInput())
        return [
            Microphone(_id(device), device.description(), _id(device) == default)
            for device in QMediaDevices.audioInputs()
        ]

    @property
    def is_recording(self) -> bool:
        return self._is_recording

    def arm(self, wanted: str, *, listens: bool) -> None:
        """``listens``: keep the microphone open and remember its last second, so that not a syllable is lost."""
        self._wanted = wanted
        self._is_armed = listens
        if listens and self._source is None:
            self._open()
        elif not listens and not self._is_recording:
            self._close()

    def start(self, wanted: str) -> None:
        """Record with the microphone of that id; another one serves where it is not there. Ends in ``failed`` where
        none can be opened."""
        self._wanted = wanted
        self._is_recording, self._has_begun = True, False
        if self._source is None and not self._open():
            return
        kept = b"".join(self._before)
        self._forget()
        self._watchdog.start()
        if kept:
            self._take(kept)

    def stop(self) -> None:
        """Hand over what the system still holds, then stop."""
        if self._is_recording:
            self._read()
        self._is_recording = False
        self._watchdog.stop()
        if not self._is_armed:
            self._close()

    def close(self) -> None:
        self._is_armed = self._is_recording = False
        self._watchdog.stop()
        self._close()

    def _open(self) -> bool:
        device = self._device()
        if device.isNull():
            self._fail(MicrophoneProblem.NONE)
            return False
        source = QAudioSource(device, audio_format(), self)
        source.setBufferSize(_BUFFER_BYTES)
        self._source, self._used = source, _id(device)
        source.stateChanged.connect(self._look_at_state)  # its argument is of a type that PySide cannot convert
        stream = source.start()
        if stream is None or source.error() != QtAudio.Error.NoError:
            self._fail(MicrophoneProblem.CANNOT_OPEN)
            return False
        self._stream = stream
        stream.readyRead.connect(self._read)
        return True

    def _device(self) -> QAudioDevice:
        found = [one for one in QMediaDevices.audioInputs() if _id(one) == self._wanted]
        return found[0] if found else QMediaDevices.defaultAudioInput()

    def _read(self) -> None:
        if self._stream is not None:
            self._take(bytes(self._stream.readAll().data()))

    def _take(self, samples: bytes) -> None:
        if not samples:
            return
        if not self._is_recording:
            self._remember(samples)
            return
        self._watchdog.start()
        if not self._has_begun and has_sound(samples):
            self._has_begun = True
            self.began.emit()
        self.level_changed.emit(level(samples))
        self.came.emit(samples)

    def _remember(self, samples: bytes) -> None:
        self._before.append(samples)
        self._before_bytes += len(samples)
        while self._before_bytes - len(self._before[0]) >= PRE_ROLL_BYTES:
            self._before_bytes -= len(self._before.popleft())

    def _forget(self) -> None:
        self._before.clear()
        self._before_bytes = 0

    def _look_at_state(self) -> None:
        """A source that stops by itself has failed."""
        source = self._source
        if source is not None and self._stream is not None and source.state() == QtAudio.State.StoppedState:
            self._lost()

    def _look_at_devices(self) -> None:
        self.devices_changed.emit()
        here = {_id(device) for device in QMediaDevices.audioInputs()}
        if self._source is not None and self._used not in here:
            self._lost()

    def _lost(self) -> None:
        """Go on with another microphone, if there is one that is not the lost one."""
        lost = self._used
        self._close()
        device = QMediaDevices.defaultAudioInput()
        if not self._is_recording and not self._is_armed:
            return
        if device.isNull() or _id(device) == lost:
            self._fail(MicrophoneProblem.LOST)
        elif self._open() and self._is_recording:
            self._watchdog.start()
            self.changed_to.emit(device.description())

    def _fail(self, problem: MicrophoneProblem) -> None:
        was_recording = self._is_recording
        self._is_recording = False
        self._watchdog.stop()
        self._close()
        if was_recording:
            self.failed.emit(problem)

    def _close(self) -> None:
        source, self._source, self._stream = self._source, None, None
        self._forget()
        if source is not None:
            source.stop()
            source.deleteLater()


def _id(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode(errors="replace")
