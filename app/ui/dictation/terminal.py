"""The microphone for `alcove dictate`: an application without a window, until Enter, a pause, a time, or Ctrl-C."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Iterable
from types import FrameType

from PySide6.QtCore import QCoreApplication, QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler

from app.domain.dictate.dictating import Dictated, MicrophoneProblem
from app.domain.errors import AppError, ErrorCode
from app.jobs.background import Background
from app.jobs.stop_signal import StopSignal
from app.ui.bridge import Calls, MainThread
from app.ui.dictation.recorder import Recorder
from app.ui.dictation.sound_frames import SoundFrames

Write = Callable[[Iterable[bytes], Callable[[], None], StopSignal], Dictated]
log = logging.getLogger(__name__)
WAKE_MS = 150
"""How often Python gets a turn to notice Ctrl-C."""


def listen(
    background: Background,
    microphone: str,
    write: Write,
    *,
    on_began: Callable[[], None],
    on_level: Callable[[float], None],
    on_interrupted: Callable[[], None],
    seconds: float | None = None,
) -> Dictated:
    """Record and have ``write`` write it down, on a background thread: it is given the sound and what ends it.

    Enter on a terminal ends the recording too, Ctrl-C throws it away (``on_interrupted``). Raises KeyboardInterrupt,
    what ``write`` raised, and MICROPHONE.
    """
    qInstallMessageHandler(_to_the_log)
    return _Listening(background, microphone, write, (on_began, on_level, on_interrupted), seconds).result()


def _to_the_log(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    """Which sound libraries Qt tried in vain is nothing for a person's terminal."""
    log.info("%s", text)


class _Listening:
    def __init__(
        self,
        background: Background,
        microphone: str,
        write: Write,
        told: tuple[Callable[[], None], Callable[[float], None], Callable[[], None]],
        seconds: float | None,
    ) -> None:
        on_began, on_level, self._on_interrupted = told
        self._application = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
        self._calls = Calls(background, MainThread())
        self._microphone, self._write, self._seconds = microphone, write, seconds
        self._frames, self._recorder = SoundFrames(), Recorder()
        self._value = Dictated("")
        self._error: BaseException | None = None
        self._received = 0
        self._recorder.began.connect(on_began)
        self._recorder.level_changed.connect(on_level)
        self._recorder.came.connect(self._take)
        self._recorder.failed.connect(self._lost)

    def result(self) -> Dictated:
        wake = QTimer()
        wake.timeout.connect(lambda: None)
        wake.start(WAKE_MS)
        before = signal.signal(signal.SIGINT, self._interrupt)
        QTimer.singleShot(0, self._recorder, self._begin)
        try:
            self._application.exec()
        finally:
            signal.signal(signal.SIGINT, before)
            self._frames.end()
            self._recorder.close()
        if self._error is not None:
            raise self._error
        return self._value

    def _begin(self) -> None:
        self._recorder.start(self._microphone)
        if not self._recorder.is_recording:
            return
        if self._seconds is not None:
            QTimer.singleShot(int(self._seconds * 1000), self._recorder, self._end)
        if sys.stdin is not None and sys.stdin.isatty():
            self._calls.run(lambda _stop: sys.stdin.readline(), lambda _line: self._end(), lambda _error: None)
        self._calls.run(
            lambda stop: self._write(self._frames, lambda: self._calls.post(self._end), stop), self._done, self._failed
        )

    def _take(self, samples: bytes) -> None:
        self._received += len(samples)
        self._frames.put(samples)

    def _end(self) -> None:
        self._recorder.stop()
        self._frames.end()

    def _lost(self, problem: MicrophoneProblem) -> None:
        """What was said until then is written down all the same."""
        if self._received:
            self._frames.end()
        else:
            self._failed(AppError(ErrorCode.MICROPHONE, problem=problem.value))

    def _done(self, value: Dictated) -> None:
        self._value = value
        self._application.quit()

    def _failed(self, error: BaseException) -> None:
        self._error = error
        self._application.quit()

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self._on_interrupted()
        self._failed(KeyboardInterrupt())
