"""Outlook's compressed RTF ([MS-OXRTFCP]) back to RTF; knows nothing of what the RTF says."""

from __future__ import annotations

import struct

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal

MAX_BYTES = 64 * 1024**2
_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
_DICTIONARY = 4096
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def decompress(data: bytes) -> bytes:
    """The RTF in a ``PidTagRtfCompressed`` value. Raises DAMAGED or TOO_LARGE."""
    if len(data) < 16:
        raise FileRefused(Refusal.DAMAGED, part="rtf")
    _size, raw_size, kind, _check = struct.unpack_from("<IIII", data)
    if kind == _PLAIN:
        return data[16 : 16 + raw_size]
    if kind != _COMPRESSED:
        raise FileRefused(Refusal.DAMAGED, part="rtf")
    if raw_size > MAX_BYTES:
        raise FileRefused(Refusal.TOO_LARGE, limit="rtf")
    out = bytearray(_START)
    end = len(_START) + raw_size
    at = 16
    # Matches point into a ring of 4096 bytes that begins with the start text; ``out`` holds the whole history.
    while at < len(data) and len(out) < end:
        control = data[at]
        at += 1
        for bit in range(8):
            if at >= len(data) or len(out) >= end:
                break
            if not control >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            if at + 1 >= len(data):
                break
            (match,) = struct.unpack_from(">H", data, at)
            at += 2
            offset, length = match >> 4, (match & 0xF) + 2
            if offset == len(out) % _DICTIONARY:
                return bytes(out[len(_START) : end])
            distance = (len(out) - offset) % _DICTIONARY
            for _ in range(length):
                source = len(out) - distance
                out.append(out[source] if source >= 0 else 0x20)
    return bytes(out[len(_START) : end])
