"""How the binary files begin that Alcove does not read: pictures, sound, film, archives, programs, fonts, databases."""

from __future__ import annotations

import re

_STARTS = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
    b"\x00\x00\x01\x00",
    b"8BPS",
    b"ID3",
    b"OggS",
    b"fLaC",
    b"RIFF",
    b"FORM",
    b"\x1aE\xdf\xa3",
    b"\x00\x00\x01\xba",
    b"\x00\x00\x01\xb3",
    b"\x1f\x8b\x08",
    b"\x1f\x9d",
    b"\x1f\xa0",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x28\xb5\x2f\xfd",
    b"\x04\x22\x4d\x18",
    b"PK\x07\x08",
    b"!<arch>\n",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"\x00asm",
    b"SQLite format 3\x00",
    b"wOFF",
    b"wOF2",
    b"OTTO",
    b"\x00\x01\x00\x00\x00",
    b"true\x00",
    b"\xc5\xd0\xd3\xc6",
    b"\x93NUMPY",
    b"\x89HDF",
    b"ITSF",
    b"MSCF",
    b"\xffWPC",
    b"AT&TFORM",
    b"BOOKMOBI",
    b"\x80\x02}",
    b"\x80\x04\x95",
    b"\x80\x05\x95",
)
_PICTURES = (b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif", b"avis", b"crx ")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def is_known_binary(head: bytes) -> bool:
    """Whether the file is of a known binary kind by its first bytes."""
    if head.startswith(b"%!PS"):
        return True  # PostScript is text, but a program, not prose
    if head.startswith(_STARTS):
        # Letters could open a text as well ("FORMAT", "ID3 tags"), so these kinds must show controls too.
        return any(byte < 32 or byte > 126 for byte in head[:4]) or has_controls(head[:512])
    if head[4:8] == b"ftyp" or head[257:262] == b"ustar" or head[60:68] == b"BOOKMOBI":
        return True
    if head[:2] == b"MZ" and has_controls(head[:512]):
        return True
    if head[:2] == b"BM" and has_controls(head[:32]):
        return True
    is_mpeg = len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] != 0xFE and head[1] & 0x06 != 0
    return is_mpeg and has_controls(head[:512])


def is_recording(head: bytes) -> bool:
    """Whether a file of a known binary kind holds sound or film that can be written down."""
    if head[:4] == b"RIFF":
        return head[8:12] == b"WAVE"
    if head[4:8] == b"ftyp":
        return head[8:12] not in _PICTURES
    is_mpeg = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    return is_mpeg or head.startswith((b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3"))


def has_controls(data: bytes) -> bool:
    return bool(_CONTROLS.search(data))
