"""Which recordings are opened at all: by their first bytes, from a list of containers and codecs; never a playlist.

FFmpeg would read an ffconcat script or an HLS list under any name, and open the files that it names (TRUST F15, T10).
So nothing is left to its own guess: what is not known here is refused before FFmpeg sees it.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal

HEAD_BYTES = 64 * 1024
CODECS = frozenset(
    {
        *("aac", "aac_latm", "mp3", "mp3float", "mp2", "mp2float", "mp1", "mp1float", "flac", "opus", "libopus"),
        *("vorbis", "alac", "ac3", "eac3", "adpcm_ima_wav", "adpcm_ms", "adpcm_ima_qt", "gsm_ms", "amrnb", "amrwb"),
        *("pcm_alaw", "pcm_mulaw", "pcm_u8", "pcm_s8", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be"),
        *("pcm_s32le", "pcm_s32be", "pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be"),
    }
)
_PLAYLIST = re.compile(
    rb"^\s*(#EXTM3U|ffconcat\s+version|\[playlist\]|<\?xml[^>]*>\s*<(smil|playlist|asx|MPD)\b|<(smil|playlist|asx|MPD)\b)",
    re.IGNORECASE,
)
_LIST_LINE = re.compile(rb"^\s*file\s+['\"]?\S", re.IGNORECASE)
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
_MPEG = re.compile(rb"\xff[\xe0-\xff]")


def container_of(stream: BinaryIO) -> str:
    """FFmpeg's name of the demuxer for ``stream``, which is left at its beginning.

    Raises FileRefused: EMPTY, PLAYLIST, NOT_SOUND.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if not head:
        raise FileRefused(Refusal.EMPTY)
    name = _by_signature(head) or _behind_tag(stream, head)
    stream.seek(0)
    if name:
        return name
    text = head.removeprefix(b"\xef\xbb\xbf")
    raise FileRefused(Refusal.PLAYLIST if _PLAYLIST.match(text) or _LIST_LINE.match(text) else Refusal.NOT_SOUND)


def _by_signature(head: bytes) -> str:
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    if head[4:8] in _BOXES:
        return "mov"
    return ""


def _behind_tag(stream: BinaryIO, head: bytes) -> str:
    """MPEG streams have no signature: their first frame, behind an ID3 tag or zeros, if a second one follows it."""
    if head[:3] == b"ID3" and len(head) > 10:
        size = 0
        for byte in head[6:10]:
            size = size << 7 | byte & 0x7F
        stream.seek(10 + size)
        head = stream.read(HEAD_BYTES)
        if name := _by_signature(head):
            return name
    head = head.lstrip(b"\0")
    if _aac_frame(head) and _aac_frame(head[_aac_length(head) :]):
        return "aac"
    match = _MPEG.search(head[:4096])
    if match and (length := _mpeg_length(head[match.start() :])) and _mpeg_length(head[match.start() + length :]):
        return "mp3"
    return ""


def _aac_frame(head: bytes) -> bool:
    return len(head) > 7 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


def _aac_length(head: bytes) -> int:
    return max(7, (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5)


_RATES = (44100, 48000, 32000)
_BITS = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""kbit/s by version (2 stands for 2.5, too) and layer (ISO 11172-3, 13818-3)."""


def _mpeg_length(head: bytes) -> int:
    """Bytes of the frame at the beginning of ``head``, 0 where there is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    bits, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 4 or bits in (0, 15) or rate == 3:
        return 0
    family = 1 if version == 3 else 2
    hertz = _RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    kilobits, padding = _BITS[family, layer][bits - 1], head[2] >> 1 & 1
    if layer == 1:
        return (12 * kilobits * 1000 // hertz + padding) * 4
    samples = 72 if layer == 3 and family == 2 else 144
    return samples * kilobits * 1000 // hertz + padding
