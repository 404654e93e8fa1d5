"""Read a safetensors file: 8 bytes of header length, a JSON header, raw little-endian data. Runs no foreign code."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

TYPES = {"F32": np.float32, "F16": np.float16, "I64": np.int64, "I32": np.int32, "I8": np.int8, "U8": np.uint8}


def read_tensors(path: Path) -> dict[str, np.ndarray]:
    """Each tensor by name. Raises ValueError where the file is not safetensors or holds another type."""
    data = path.read_bytes()
    if len(data) < 8:
        raise ValueError(f"{path.name} is not a safetensors file")
    (length,) = struct.unpack_from("<Q", data)
    start = 8 + length
    if start > len(data):
        raise ValueError(f"{path.name} is cut off")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] not in TYPES:
            raise ValueError(f"{path.name}: {name} has type {entry['dtype']}")
        first, last = entry["data_offsets"]
        if start + last > len(data):
            raise ValueError(f"{path.name} is cut off")
        flat = np.frombuffer(data[start + first : start + last], TYPES[entry["dtype"]])
        tensors[name] = flat.reshape(entry["shape"])
    return tensors
