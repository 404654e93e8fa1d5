"""Frames and messages: what goes in comes out, and nothing else is taken for a message."""

from __future__ import annotations

import io
import struct
from typing import IO, Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.protocol import framing
from app.protocol.channel import MessageWriter, read_event, read_request
from app.protocol.codec import CodecError
from app.protocol.framing import FrameError, FrameWriter, read_frame
from app.protocol.messages import Cancel, Cancelled, Done, Event, Failed, Partial, Progress, Ready, Run

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HEAD = struct.Struct(">II")
any_text = st.text(st.characters(codec=None))  # lone surrogates too: file names have them
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | any_text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=10,
)
objects = st.dictionaries(any_text, json_values, max_size=4)
events = st.one_of(
    st.builds(Ready, st.integers(0), any_text, st.integers(0), objects),
    st.builds(Progress, any_text, st.integers(), st.none() | st.integers(), any_text),
    st.builds(Partial, any_text, objects),
    st.builds(Done, any_text, objects),
    st.builds(Failed, any_text, any_text, objects),
    st.builds(Cancelled, any_text),
)


class Trickle(io.RawIOBase):
    """A pipe that gives at most three bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, 3))


def trickle(data: bytes) -> IO[bytes]:
    return cast("IO[bytes]", Trickle(data))


@UNHURRIED
@given(events, st.binary(max_size=200_000))
def test_events_come_out_as_they_went_in(event: Event, tail: bytes) -> None:
    stream = io.BytesIO()
    writer = MessageWriter(stream)
    writer.send(event, tail)
    writer.send(Cancelled("next"))
    stream.seek(0)
    assert read_event(stream) == (event, tail)
    assert read_event(stream) == (Cancelled("next"), b"")
    assert read_event(stream) is None


def test_requests_come_out_as_they_went_in_also_in_small_pieces() -> None:
    stream = io.BytesIO()
    writer = MessageWriter(stream)
    sent: list[tuple[Any, bytes]] = [(Run("1", "describe", {"文": [1]}), b"tail" * 10), (Cancel("1"), b"")]
    for message, tail in sent:
        writer.send(message, tail)
    for source in (io.BytesIO(stream.getvalue()), trickle(stream.getvalue())):
        assert [read_request(source), read_request(source), read_request(source)] == [*sent, None]


@UNHURRIED
@given(objects, st.binary(max_size=50), st.data())
def test_a_frame_cut_anywhere_is_the_end(header: dict[str, Any], tail: bytes, data: st.DataObject) -> None:
    stream = io.BytesIO()
    FrameWriter(stream).write(header, tail)
    whole = stream.getvalue()
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert read_frame(io.BytesIO(cut)) is None
    assert read_frame(trickle(cut)) is None


@UNHURRIED
@given(st.binary(max_size=64))
def test_no_bytes_do_more_than_raise(raw: bytes) -> None:
    for read in (read_request, read_event):
        try:
            read(io.BytesIO(raw))
        except (FrameError, CodecError):
            continue


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000]
)
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(HEAD.pack(len(body), 0) + body))


@pytest.mark.parametrize(
    ("body", "tail"), [(framing.MAX_HEADER_BYTES + 1, 0), (2, framing.MAX_TAIL_BYTES + 1), (2**32 - 1, 2**32 - 1)]
)
def test_a_frame_over_the_limits_is_refused_before_it_is_read(body: int, tail: int) -> None:
    with pytest.raises(FrameError):
        read_frame(io.BytesIO(HEAD.pack(body, tail)))


def test_a_frame_over_the_limits_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "MAX_HEADER_BYTES", 20)
    monkeypatch.setattr(framing, "MAX_TAIL_BYTES", 20)
    stream = io.BytesIO()
    for header, tail in (({"x": "y" * 30}, b""), ({}, b"x" * 21)):
        with pytest.raises(FrameError):
            FrameWriter(stream).write(header, tail)
    assert stream.getvalue() == b""


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"message":"nothing of this name"}',
        b'{"message":"run"}',
        b'{"message":["cancelled"],"job":"1"}',
        b'{"message":"cancelled","job":1}',
        b'{"message":"cancelled","job":"1","more":2}',
        b'{"message":"progress","job":"1","done":true}',
        b'{"message":"partial","job":"1","value":["text"]}',
        b'{"message":"failed","job":"1","code":"app.bug","details":[]}',
    ],
)
def test_what_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(CodecError):
        read_event(io.BytesIO(HEAD.pack(len(body), 0) + body))
