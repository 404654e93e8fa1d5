"""A recording as blocks of samples, 16,000 a second: decodes the one file it was given, and holds a block of it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.speech.containers import CODECS, container_of

RATE = 16_000
BLOCK_SECONDS = 30
MOST_SECONDS = 24 * 3600
MOST_STREAMS = 64
_MOST_BAD_PACKETS = 2_000
_GAP_SECONDS = 0.25
"""A jump of the time stamps from here on is silence: players wait there as well."""
_OPTIONS = {
    "protocol_whitelist": "none",
    "codec_whitelist": ",".join(sorted(CODECS)),
    "enable_drefs": "0",
    "use_absolute_path": "0",
    "probesize": "5000000",
    "analyzeduration": "10000000",
}
_REASONS = {errno.ENOENT: Refusal.MISSING, errno.ENOTDIR: Refusal.MISSING, errno.ENAMETOOLONG: Refusal.MISSING}
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Facts:
    """As the file says. ``duration`` in seconds, None where it does not."""

    container: str
    codec: str
    channels: int
    sample_rate: int
    duration: float | None
    has_video: bool


class _Only:
    """What FFmpeg may touch: one open file, and no name that it could read another one by."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


class AudioFile:
    """An open recording. Raises FileRefused wherever it cannot be read."""

    def __init__(self, container: Any, stream: Any, errors: tuple[type[Exception], ...], name: str) -> None:
        self._container, self._stream, self._errors = container, stream, errors
        context = stream.codec_context
        duration = None
        if stream.duration is not None and stream.time_base is not None:
            duration = float(stream.duration * stream.time_base)
        if (duration is None or name == "aac") and container.duration is not None:
            duration = container.duration / 1_000_000
        if duration is not None and not 0 < duration < 1e7:
            duration = None
        has_video = any(s.type == "video" for s in container.streams)
        channels = max(1, context.layout.nb_channels)
        self.facts = Facts(name, context.name, channels, context.sample_rate or 0, duration, has_video)
        if duration is not None and duration > MOST_SECONDS:
            raise FileRefused(Refusal.TOO_LARGE, limit="seconds")

    def blocks(self, *, split: bool = False, check: Callable[[], None] = lambda: None) -> Iterator[Samples]:
        """int16 [channels, n], of 30 seconds but the last. One channel, or two where ``split`` and there are two.

        Raises FileRefused: DAMAGED where nothing can be decoded, TOO_LARGE.
        """
        split = split and self.facts.channels > 1
        waiting: list[Samples] = []
        held = sent = 0
        for piece in self._pieces(2 if split else 1):
            check()
            waiting.append(piece)
            held += piece.shape[1]
            if sent + held > MOST_SECONDS * RATE:
                raise FileRefused(Refusal.TOO_LARGE, limit="seconds")
            while held >= BLOCK_SECONDS * RATE:
                whole = np.concatenate(waiting, axis=1)
                yield np.ascontiguousarray(whole[:, : BLOCK_SECONDS * RATE])
                waiting = [whole[:, BLOCK_SECONDS * RATE :]]
                held -= BLOCK_SECONDS * RATE
                sent += BLOCK_SECONDS * RATE
        if held:
            yield np.concatenate(waiting, axis=1)
        elif not sent:
            raise FileRefused(Refusal.DAMAGED)

    def piece(self, start: float, seconds: float, check: Callable[[], None] = lambda: None) -> Samples:
        """int16 [n], mono: ``seconds`` from ``start`` on, fewer at the end, none behind it. Once for each opening."""
        import av

        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        begins, wanted = self._beginning(), round(seconds * RATE)
        with suppress(*self._errors):  # what cannot seek is heard from its beginning
            self._container.seek(max(0, int((begins + start) * 1_000_000)))
        found: list[Samples] = []
        held, at = 0, None
        for frame in self._frames():
            check()
            if at is None:
                at = 0 if frame.time is None else round((frame.time - begins) * RATE)
            frame.pts = None
            for made in resampler.resample(frame):
                samples = made.to_ndarray()[0]
                useful = samples[max(0, round(start * RATE) - at) :]
                at += len(samples)
                if len(useful):
                    found.append(useful)
                    held += len(useful)
            if held >= wanted:
                break
        return np.concatenate(found)[:wanted] if found else np.zeros(0, np.int16)

    def _pieces(self, channels: int) -> Iterator[Samples]:
        converter = _Converter(channels)
        begins: float | None = None
        for frame in self._frames():
            if frame.time is not None:
                begins = self._beginning() if begins is None else begins
                missing = frame.time - begins - converter.seconds
                if _GAP_SECONDS < missing < min(3600.0, (self.facts.duration or 0.0) + 1.0 - converter.seconds):
                    yield from converter.flush()
                    yield from converter.silence(missing)
            yield from converter.convert(frame)
        yield from converter.flush()

    def _beginning(self) -> float:
        """Where the recording begins on its own clock, in seconds: the film's where there is one."""
        begins = self._container.start_time
        if begins is not None:
            return float(begins) / 1_000_000
        start, base = self._stream.start_time, self._stream.time_base
        return float(start * base) if start is not None and base is not None else 0.0

    def _frames(self) -> Iterator[Any]:
        """Damaged packets are passed over, as players do; what follows them is often whole."""
        bad = 0
        packets = self._container.demux(self._stream)
        while bad < _MOST_BAD_PACKETS:
            try:
                packet = next(packets)
                frames = packet.decode()
            except StopIteration:
                return
            except self._errors:
                bad += 1
                continue
            bad = 0
            yield from frames


class _Converter:
    """Frames of any rate and layout to int16 at our rate; a second of them at a time, which takes a third as long."""

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._kind: tuple[Any, ...] = ()
        self._fifo: Any = None
        self._resampler: Any = None
        self._made = 0

    @property
    def seconds(self) -> float:
        """Of sound until now, also of what waits."""
        waiting = self._fifo.samples / self._fifo.sample_rate if self._fifo is not None and self._fifo.samples else 0.0
        return self._made / RATE + waiting

    def convert(self, frame: Any) -> Iterator[Samples]:
        import av

        kind = frame.format.name, frame.layout.name, frame.sample_rate
        if kind != self._kind:  # a stream may change in the middle
            yield from self.flush()
            self._kind, self._fifo = kind, av.AudioFifo()
            layout = "stereo" if self._channels > 1 else "mono"
            self._resampler = av.AudioResampler(format="s16p", layout=layout, rate=RATE)
        frame.pts = None  # stamps that jump would be refused
        self._fifo.write(frame)
        if self._fifo.samples >= frame.sample_rate:
            yield from self._drain()

    def silence(self, seconds: float) -> Iterator[Samples]:
        count = round(seconds * RATE)
        self._made += count
        for begin in range(0, count, BLOCK_SECONDS * RATE):
            yield np.zeros((self._channels, min(BLOCK_SECONDS * RATE, count - begin)), np.int16)

    def flush(self) -> Iterator[Samples]:
        if self._fifo is not None:
            yield from self._drain()
            yield from self._told(self._resampler.resample(None))
            self._kind, self._fifo = (), None

    def _drain(self) -> Iterator[Samples]:
        if self._fifo.samples:
            yield from self._told(self._resampler.resample(self._fifo.read()))

    def _told(self, frames: list[Any]) -> Iterator[Samples]:
        for made in frames:
            self._made += made.samples
            yield made.to_ndarray()


@contextmanager
def open_audio(path: Path) -> Iterator[AudioFile]:
    """Raises FileRefused: MISSING, NOT_A_FILE, UNREADABLE, EMPTY, PLAYLIST, NOT_SOUND, NO_SOUND, UNSUPPORTED, DAMAGED,
    TOO_LARGE."""
    with _opened(path) as stream:
        name = container_of(stream)
        import av

        errors: tuple[type[Exception], ...] = (av.error.FFmpegError, ValueError, EOFError, OSError)
        options = {**_OPTIONS, "format_whitelist": name}
        try:
            container = av.open(_Only(stream), format=name, options=options, metadata_errors="ignore")
        except errors as error:
            raise FileRefused(Refusal.DAMAGED, error=type(error).__name__) from error
        try:
            yield _chosen(container, errors, name)
        finally:
            container.close()


def _chosen(container: Any, errors: tuple[type[Exception], ...], name: str) -> AudioFile:
    """The first sound track; others (a second language) are left."""
    if len(container.streams) > MOST_STREAMS:
        raise FileRefused(Refusal.DAMAGED, error="streams")
    streams = list(container.streams.audio)
    if not streams:
        raise FileRefused(Refusal.NO_SOUND)
    known = [stream for stream in streams if stream.codec_context and stream.codec_context.name in CODECS]
    if not known:
        raise FileRefused(Refusal.UNSUPPORTED, codec=str(getattr(streams[0].codec_context, "name", "")))
    return AudioFile(container, known[0], errors, name)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        # Looked at before it is opened: opening a device can do things.
        if not stat.S_ISREG(path.lstat().st_mode):
            raise FileRefused(Refusal.NOT_A_FILE)
        descriptor = os.open(path, _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        raise FileRefused(_REASONS.get(error.errno or 0, Refusal.UNREADABLE)) from error
    except ValueError as error:  # a name with a zero byte
        raise FileRefused(Refusal.MISSING) from error
    with open(descriptor, "rb", buffering=1 << 18) as stream:  # noqa: PTH123 - a descriptor, which is closed with it
        yield stream
