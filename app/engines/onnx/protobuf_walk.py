"""Walks the fields of a protobuf message in a buffer, every step checked against its end; knows no schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap

VARINT, FIXED64, SPAN, FIXED32 = 0, 1, 2, 5
"""Wire types (protobuf encoding guide); the two of groups are not used by any file that we read."""
LONGEST_TEXT_BYTES = 1 << 16
MOST_FIELDS = 1 << 20
"""Of one message: the largest graphs have some ten thousand nodes, and data is one field, however long."""
_SIGN = 1 << 63


class MalformedError(ValueError):
    """The bytes are no message of the expected kind; the message says what is wrong, for the log and for `doctor`."""


@dataclass(frozen=True, slots=True)
class Span:
    """``buffer[start:end]``: a whole message, a text or packed numbers; nothing is copied until it is asked for."""

    buffer: bytes | mmap
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def fields(self) -> Iterator[tuple[int, int | Span]]:
        """(number, value) in the file's order: a span where the field has a length, else its bits as a whole number.

        Raises MalformedError.
        """
        return ((number, value) for number, value, _ in self._walk())

    def _walk(self) -> Iterator[tuple[int, int | Span, int]]:
        """Number, value and the place behind it."""
        buffer, at, end = self.buffer, self.start, self.end
        count = 0
        while at < end:
            count += 1
            if count > MOST_FIELDS:
                raise MalformedError("too many fields")
            key, at = _varint(buffer, at, end)
            number, wire = key >> 3, key & 7
            if number == 0:
                raise MalformedError("a field without a number")
            if wire == SPAN:
                length, at = _varint(buffer, at, end)
                if length > end - at:
                    raise MalformedError("a field is longer than what holds it")
                at += length
                yield number, Span(buffer, at - length, at), at
            elif wire == VARINT:
                value, at = _varint(buffer, at, end)
                yield number, value, at
            elif wire in (FIXED64, FIXED32):
                size = 8 if wire == FIXED64 else 4
                if size > end - at:
                    raise MalformedError("a number is cut off")
                at += size
                yield number, int.from_bytes(buffer[at - size : at], "little"), at
            else:
                raise MalformedError(f"wire type {wire}")

    def raw_fields(self) -> Iterator[RawField]:
        """The same fields with their bytes, to be copied or replaced. Raises MalformedError."""
        at = self.start
        for number, value, end in self._walk():
            yield RawField(number, self.buffer, at, end, value if isinstance(value, Span) else None)
            at = end

    def varints(self) -> Iterator[int]:
        """The numbers of a packed field."""
        at = self.start
        while at < self.end:
            value, at = _varint(self.buffer, at, self.end)
            yield value

    def text(self) -> str:
        if len(self) > LONGEST_TEXT_BYTES:
            raise MalformedError("a name is too long")
        try:
            return bytes(self.buffer[self.start : self.end]).decode("utf-8")
        except UnicodeDecodeError as error:
            raise MalformedError("a name is not UTF-8") from error


@dataclass(frozen=True, slots=True)
class RawField:
    """One field as it stands in ``buffer[start:end]``, its key included."""

    number: int
    buffer: bytes | mmap
    start: int
    end: int
    span: Span | None

    def value(self) -> Span:
        if self.span is None:
            raise MalformedError("a number where a message belongs")
        return self.span

    def copy(self) -> bytes:
        return bytes(self.buffer[self.start : self.end])


def whole_field(number: int, content: bytes) -> bytes:
    """A message or bytes as a field."""
    return _bytes_of(number << 3 | SPAN) + _bytes_of(len(content)) + content


def text_field(number: int, text: str) -> bytes:
    return whole_field(number, text.encode("utf-8"))


def varint_field(number: int, value: int) -> bytes:
    """``value`` is not negative."""
    return _bytes_of(number << 3 | VARINT) + _bytes_of(value)


def signed(value: int) -> int:
    """The int64 whose bits a varint gave."""
    return value - (_SIGN << 1) if value & _SIGN else value


def _varint(buffer: bytes | mmap, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end:
        byte = buffer[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value >> 64:
                raise MalformedError("a number of more than 64 bits")
            return value, at
        shift += 7
        if shift > 63:
            raise MalformedError("a number of more than 64 bits")
    raise MalformedError("the file is cut off")


def _bytes_of(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)
