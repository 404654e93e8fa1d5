"""Length-prefixed frames: a JSON header and an optional binary tail (vectors, audio)."""
from __future__ import annotations

import json
import struct
import threading
from typing import IO, Any

_HEAD = struct.Struct(">II")


class FrameWriter:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def write(self, header: dict[str, Any], tail: bytes = b"") -> None:
        body = json.dumps(header, ensure_ascii=False).encode()
        with self._lock:
            self._stream.write(_HEAD.pack(len(body), len(tail)) + body + tail)
            self._stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """Return the next frame, or None when the other side is gone."""
    head = _read_exactly(stream, _HEAD.size)
    if head is None:
        return None
    body_size, tail_size = _HEAD.unpack(head)
    body, tail = _read_exactly(stream, body_size), _read_exactly(stream, tail_size)
    if body is None or tail is None:
        return None
    header: dict[str, Any] = json.loads(body)
    return header, tail


def _read_exactly(stream: IO[bytes], size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        part = stream.read(size - len(data))
        if not part:
            return None
        data += part
    return data
