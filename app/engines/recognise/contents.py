"""What a file is by its first bytes, whatever it is called: the dangerous kinds, and those that cannot be run."""

from __future__ import annotations

import enum
import pickletools
import re
import zipfile
from pathlib import Path
from typing import BinaryIO

PICKLE_ENDINGS = frozenset({".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".mar", ".npy"})
NATIVE_ENDINGS = frozenset({".so", ".dll", ".dylib", ".pyd", ".exe", ".node", ".jar", ".class"})
ARCHIVE_ENDINGS = frozenset({".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".zst"})
_HEAD_BYTES = 4096
_MOST_ZIP_NAMES = 100_000
_LARGEST_DIRECTORY = 16 << 20
_OLD_BEGINNINGS = b"()]}ci"
_OLD_PICKLE_BYTES = 1 << 20
_MANY_STEPS = 200
"""So many of a pickle's steps in a row are no accident of a text."""
_MACH = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


class Content(enum.Enum):
    PICKLE = "pickle"
    NATIVE = "native"
    GGUF = "gguf"
    SAFETENSORS = "safetensors"
    ARCHIVE = "archive"
    POINTER = "pointer"
    """What Git leaves in the place of a large file that was not fetched."""
    OTHER = "other"


def content_of(path: Path, ending: str) -> Content:
    """``ending`` of the name it goes by (in a cache the path itself has none). Raises OSError."""
    ending = ending.lower()
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
        if ending in NATIVE_ENDINGS or re.search(r"\.so\.\d", path.name) or _is_native(stream, head):
            return Content.NATIVE
        if ending in PICKLE_ENDINGS or _is_pickle(stream, head, ending):
            return Content.PICKLE
    if head.startswith(b"version https://git-lfs.github.com/spec/"):
        return Content.POINTER
    if ending in ARCHIVE_ENDINGS:
        return Content.ARCHIVE
    if head[:4] == b"GGUF" or ending in (".gguf", ".ggml"):
        return Content.GGUF
    if ending == ".safetensors" or (
        len(head) > 9 and head[8:10] == b'{"' and int.from_bytes(head[:8], "little") < 1 << 28
    ):
        return Content.SAFETENSORS
    return Content.OTHER


def _is_native(stream: BinaryIO, head: bytes) -> bool:
    if head.startswith((b"\x7fELF", b"#!", *_MACH)):
        return True
    if head[:2] != b"MZ" or len(head) < 64:
        return False
    stream.seek(int.from_bytes(head[60:64], "little"))
    return stream.read(4) == b"PE\0\0"


def _is_pickle(stream: BinaryIO, head: bytes, ending: str) -> bool:
    """Protocols 2 to 5 begin with 0x80 and their number; older ones are text; new PyTorch packs one into a zip."""
    if len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5:
        return True
    if head[257:262] == b"ustar":  # the oldest PyTorch files are archives of pickles
        return True
    if head[:1] and head[0] in _OLD_BEGINNINGS and _goes_like_a_pickle(stream):
        return True
    return head[:2] == b"PK" and _zip_holds_pickle(stream, named_so=ending == ".zip")


def _goes_like_a_pickle(stream: BinaryIO) -> bool:
    """Walks the steps of an old, textual pickle without doing them; a text soon has a letter that is no step."""
    stream.seek(0)
    steps = 0
    try:
        for step, _, _ in pickletools.genops(stream.read(_OLD_PICKLE_BYTES)):
            steps += 1
            if steps >= _MANY_STEPS or (step.name == "STOP" and steps > 2):
                return True
    except (ValueError, IndexError, UnicodeDecodeError):
        return False
    return False


def _zip_holds_pickle(stream: BinaryIO, *, named_so: bool) -> bool:
    """A zip that cannot be looked into counts as one: nothing of a model needs it. One that is called .zip is opened
    by nobody, so that there only a pickle by its name counts.
    """
    try:
        stream.seek(-min(1 << 16, stream.seek(0, 2)), 2)
        end = stream.read()
        at = end.rfind(b"PK\x05\x06")
        if at < 0 or int.from_bytes(end[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY:
            return not named_so
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return not named_so
    if named_so:
        return any(name.lower().endswith(tuple(PICKLE_ENDINGS)) for name in names)
    plain = (".npy", ".txt", ".json", ".xml", ".rels", ".md")
    return len(names) > _MOST_ZIP_NAMES or any(not name.lower().endswith((*plain, "/")) for name in names)
