"""Messages over a pipe: each envelope as one frame, by name. Knows nothing of jobs, processes or threads."""

from __future__ import annotations

import dataclasses
from typing import IO, Any, cast

from app.protocol.codec import CodecError, decode
from app.protocol.framing import FrameWriter, read_frame
from app.protocol.messages import EVENTS, REQUESTS, Event, Request

_KIND = "message"


class MessageWriter:
    """Sends messages whole, from any thread; blocks while the pipe is full, raises OSError when nobody reads it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._frames = FrameWriter(stream)

    def send(self, message: Request | Event, tail: bytes = b"") -> None:
        # The envelope is flat and what it carries is encoded already: one level is enough.
        header: dict[str, Any] = {_KIND: type(message).__name__.lower()}
        for field in dataclasses.fields(message):
            if (value := getattr(message, field.name)) is not None:
                header[field.name] = value
        self._frames.write(header, tail)


def read_request(stream: IO[bytes]) -> tuple[Request, bytes] | None:
    """The next request and its tail, None at the end; raises FrameError or CodecError for anything else."""
    return cast("tuple[Request, bytes] | None", _read(stream, REQUESTS))


def read_event(stream: IO[bytes]) -> tuple[Event, bytes] | None:
    """The next event and its tail, None at the end; raises FrameError or CodecError for anything else."""
    return cast("tuple[Event, bytes] | None", _read(stream, EVENTS))


def _read(stream: IO[bytes], kinds: dict[str, Any]) -> tuple[Any, bytes] | None:
    frame = read_frame(stream)
    if frame is None:
        return None
    header, tail = frame
    kind = kinds.get(str(header.pop(_KIND, None)))
    if kind is None:
        raise CodecError("no message of this name")
    return decode(kind, header), tail
