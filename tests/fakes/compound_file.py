"""Compound Files ([MS-CFB] version 3) made in memory: Outlook messages and locked Office files for tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
END, FREE, FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


def compound_file(tree: Tree) -> bytes:
    """A Compound File with these streams (bytes) and storages (mappings). Every stream is padded with one NUL sector.

    Streams under 4,096 bytes belong in the mini stream; here they say 4,096 bytes or more by being padded with NULs.
    """
    entries: list[list[object]] = [["Root Entry", 5, FREE, END, 0]]
    streams: list[bytes] = []

    def add(children: Tree) -> int:
        following = FREE
        for name, content in reversed(list(children.items())):
            index = len(entries)
            entries.append([name, 1, FREE, END, 0, following])
            if isinstance(content, bytes):
                padded = content.ljust(4096, b"\x00")
                entries[index][1], entries[index][3], entries[index][4] = 2, len(streams), len(padded)
                streams.append(padded)
            else:
                entries[index][2] = add(content)
            following = index
        return following

    entries[0][2] = add(tree)
    chains: list[int] = []
    starts: list[int] = []
    body = b""
    for stream in streams:
        starts.append(len(chains))
        count = -(-len(stream) // SECTOR)
        chains.extend([*range(len(chains) + 1, len(chains) + count), END])
        body += stream.ljust(count * SECTOR, b"\x00")
    directory = b"".join(_entry(entry, starts) for entry in entries)
    directory = directory.ljust(-(-len(directory) // SECTOR) * SECTOR, b"\x00")
    directory_start = len(chains)
    count = len(directory) // SECTOR
    chains.extend([*range(directory_start + 1, directory_start + count), END])
    tables = 1
    while tables * 128 < len(chains) + tables:
        tables += 1
    table_start = len(chains)
    chains.extend([FAT] * tables)
    chains.extend([FREE] * (tables * 128 - len(chains)))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory_start, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(table_start, table_start + tables), *[FREE] * (109 - tables))
    return head + body + directory + struct.pack(f"<{len(chains)}I", *chains)


def _entry(entry: list[object], starts: list[int]) -> bytes:
    name, kind, child, start, size = entry[:5]
    right = entry[5] if len(entry) > 5 else FREE
    encoded = str(name).encode("utf-16-le") + b"\x00\x00"
    first = starts[int(str(start))] if kind == 2 else END
    data = encoded.ljust(64, b"\x00") + struct.pack("<HBB", len(encoded), int(str(kind)), 1)
    data += struct.pack("<III", FREE, int(str(right)), int(str(child))) + bytes(16 + 4 + 16)
    return data + struct.pack("<IQ", first, int(str(size)))
