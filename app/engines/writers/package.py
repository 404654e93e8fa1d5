"""A zip package with some of its parts replaced: the same members in the same order, the others byte for byte."""

from __future__ import annotations

import copy
import io
import struct
import zipfile

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.section import Source
from app.engines.loaders.zip_guard import GuardedZip

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_DESCRIPTOR_FLAG = 0x08


def rewritten(source: Source, archive: GuardedZip, replaced: dict[str, bytes], added: dict[str, bytes]) -> bytes:
    """The package of ``source`` with the parts ``replaced`` (by name) and those ``added`` at its end.

    Members that are not replaced are copied as they lie there, packed, and cost no unpacking.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", allowZip64=True) as target:
        for info, name in archive.entries():
            if name in replaced:
                fresh = _fresh(info)
                target.writestr(fresh, replaced[name], compress_type=info.compress_type)
            else:
                _copy(source.data, info, target, out)
        for name, data in added.items():
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fresh(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(info.filename, info.date_time)
    made.external_attr, made.create_system, made.comment = info.external_attr, info.create_system, info.comment
    return made


def _copy(data: bytes, info: zipfile.ZipInfo, target: zipfile.ZipFile, out: io.BytesIO) -> None:
    """Append the member's packed bytes behind a header of its own; :mod:`zipfile` writes its directory at the end."""
    start = info.header_offset
    try:
        fields = _LOCAL_HEADER.unpack_from(data, start)
    except struct.error as error:
        raise FileRefused(Refusal.DAMAGED, part=info.filename[:120]) from error
    begin = start + _LOCAL_HEADER.size + fields[9] + fields[10]
    packed = data[begin : begin + info.compress_size]
    if fields[0] != b"PK\x03\x04" or len(packed) != info.compress_size:
        raise FileRefused(Refusal.DAMAGED, part=info.filename[:120])
    header = bytearray(data[start:begin])
    if fields[2] & _DESCRIPTOR_FLAG:  # the sizes stand behind the data: that copy ends before them
        struct.pack_into("<H", header, 6, fields[2] & ~_DESCRIPTOR_FLAG)
        struct.pack_into(
            "<3I", header, 14, info.CRC, *(min(s, 0xFFFFFFFF) for s in (info.compress_size, info.file_size))
        )
    made = copy.copy(info)
    made.flag_bits &= ~_DESCRIPTOR_FLAG
    made.header_offset = out.tell()
    out.write(header)
    out.write(packed)
    target.filelist.append(made)
    target.NameToInfo[made.filename] = made
    target.start_dir = out.tell()
