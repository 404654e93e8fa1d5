"""Length-prefixed frames: a JSON object and an optional binary tail (vectors, audio). Knows no message; never pickle.

A frame is two big-endian uint32 (size of the JSON, size of the tail), the JSON in UTF-8, the tail. Sizes are bounded,
so that a stray print or a broken child is refused instead of waited for.
"""

from __future__ import annotations

import json
import struct
import threading
from typing import IO, Any

MAX_HEADER_BYTES = 64 * 1024 * 1024
MAX_TAIL_BYTES = 256 * 1024 * 1024

_HEAD = struct.Struct(">II")
_JOIN_BELOW = 64 * 1024
"""Tails up to this size are copied behind the JSON to save a system call; larger ones are written on their own."""


class FrameError(ValueError):
    """What came is no frame, or one larger than the limits."""


class FrameWriter:
    """Writes whole frames from any thread. Blocks while the pipe is full; raises OSError when nobody reads it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def write(self, header: dict[str, Any], tail: bytes = b"") -> None:
        # surrogatepass: a file name that is not UTF-8 reaches Python with lone surrogates and has to survive the pipe.
        body = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        if len(body) > MAX_HEADER_BYTES or len(tail) > MAX_TAIL_BYTES:
            raise FrameError(f"a frame of {len(body)} + {len(tail)} bytes is too large")
        head = _HEAD.pack(len(body), len(tail))
        with self._lock:
            if len(tail) <= _JOIN_BELOW:
                self._stream.write(head + body + tail)
            else:
                self._stream.write(head + body)
                self._stream.write(tail)
            self._stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame, or None when the other side is gone (also in the middle of one); raises :class:`FrameError`."""
    head = _read_exactly(stream, _HEAD.size)
    if head is None:
        return None
    body_size, tail_size = _HEAD.unpack(head)
    if body_size > MAX_HEADER_BYTES or tail_size > MAX_TAIL_BYTES:
        raise FrameError(f"a frame of {body_size} + {tail_size} bytes is too large")
    body = _read_exactly(stream, body_size)
    tail = _read_exactly(stream, tail_size) if body is not None else None
    if body is None or tail is None:
        return None
    try:
        header = json.loads(str(body, "utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise FrameError("not JSON") from error
    if not isinstance(header, dict):
        raise FrameError("not a JSON object")
    return header, bytes(tail)


def _read_exactly(stream: IO[bytes], size: int) -> bytes | bytearray | None:
    first = stream.read(size) if size else b""
    if len(first) == size:  # a buffered pipe gives all at once unless it ends: no second copy
        return first
    data = bytearray(size)
    data[: len(first)] = first
    view, filled = memoryview(data), len(first)
    while filled < size:
        part = stream.read(size - filled)
        if not part:
            return None
        view[filled : filled + len(part)] = part
        filled += len(part)
    return data
