"""Refuses an .onnx file by its header, before anything is loaded: foreign operators, data elsewhere, absurd sizes."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path, PurePosixPath, PureWindowsPath

from app.engines.onnx.header import read_header
from app.engines.onnx.protobuf_walk import MalformedError
from app.engines.onnx.values import ElementType, Header, Weight

OPERATOR_DOMAINS = frozenset({"", "ai.onnx.ml", "com.microsoft", "com.microsoft.nchwc", "com.ms.internal.nhwc"})
"""Domains that a plain onnxruntime brings operators for; every other one would need a library of foreign code."""


class UnsuitableError(ValueError):
    """The file is a graph, but not one that this program runs; the message says why."""


class DamagedError(ValueError):
    """The file or what it needs beside it is not whole; ``file`` names the culprit within the folder."""

    def __init__(self, problem: str, file: str) -> None:
        super().__init__(problem)
        self.file = file


def checked_header(path: Path, root: Path) -> Header:
    """The header of the graph at ``path`` in the model folder ``root``, with everything that it needs in place.

    Raises OSError, DamagedError, UnsuitableError.
    """
    try:
        header = read_header(path)
    except MalformedError as error:
        raise DamagedError(str(error), path.name) from error
    refuse_foreign_operators(header)
    for weight in header.weights:
        _check_inline(weight, path.name)
    check_external(header, path, root)
    return header


def refuse_foreign_operators(header: Header) -> None:
    """Raises UnsuitableError where an operator comes from a library that the folder brings or expects."""
    own = {domain for domain, _ in header.own_operators}
    for domain, kind in sorted(header.operators):
        if domain not in OPERATOR_DOMAINS and domain not in own:
            raise UnsuitableError(f"custom operator {domain}.{kind}")


def data_files(header: Header) -> tuple[str, ...]:
    """Names of the files with weights, as the graph gives them: relative to the folder of the graph itself."""
    return tuple(sorted({weight.external.location for weight in header.weights if weight.external is not None}))


def check_external(header: Header, path: Path, root: Path) -> None:
    """See that all weights outside the file at ``path`` lie whole in plain files inside ``root``.

    Raises OSError, DamagedError, UnsuitableError.
    """
    sizes = {name: _size(name, path.parent, root) for name in data_files(header)}
    for weight in header.weights:
        outside = weight.external
        if outside is None:
            continue
        length = weight.bytes if outside.length is None else outside.length
        if length != weight.bytes:
            raise DamagedError(f"{weight.name} has {length} bytes instead of {weight.bytes}", path.name)
        if outside.offset + length > sizes[outside.location]:
            problem = f"{sizes[outside.location]} bytes instead of at least {outside.offset + length}"
            raise DamagedError(problem, outside.location)


def is_inside(name: str) -> bool:
    """Whether ``name`` is a relative path that stays in its folder, on every system."""
    windows, posix = PureWindowsPath(name), PurePosixPath(name)
    if not posix.parts or "\0" in name or posix.is_absolute() or windows.anchor:
        return False
    return ".." not in windows.parts


def _size(name: str, folder: Path, root: Path) -> int:
    """Of the data file ``name`` beside the graph, which must be a plain file reached through plain folders."""
    if not is_inside(name):
        raise UnsuitableError(f"data outside the folder: {name[:200]}")
    place = folder / name
    for step in _steps(place, root):
        try:
            status = step.lstat()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise DamagedError("missing", name) from error
        wanted = stat.S_ISREG if step == place else stat.S_ISDIR
        if not wanted(status.st_mode):
            raise UnsuitableError(f"data that is no plain file: {name[:200]}")
    return place.stat().st_size


def _steps(place: Path, root: Path) -> Iterable[Path]:
    """The path itself and the folders between it and ``root``."""
    yield place
    for parent in place.parents:
        if parent == root or root not in parent.parents:
            return
        yield parent


def _check_inline(weight: Weight, file: str) -> None:
    """The data that stands in the file must be as much as type and shape say; a packed number takes a byte or more
    and holds at most four elements.

    A shape that promises what is not there would make the runtime take memory for it.
    """
    if weight.external is not None or weight.kind is ElementType.STRING:
        return
    elements = weight.bytes * 8 // weight.kind.bits
    if weight.data is not None and weight.held != weight.bytes:
        raise DamagedError(f"{weight.name} has {weight.held} bytes instead of {weight.bytes}", file)
    if weight.data is None and elements > weight.held * 4:
        raise DamagedError(f"{weight.name} has a shape without its data", file)
