"""A frozen dataclass in a JSON file: written whole or not at all; what this version does not know is kept."""

from __future__ import annotations

import dataclasses
import enum
import json
import logging
import os
import tempfile
import threading
import typing
from pathlib import Path
from typing import Any, Generic, TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")


class ValuesFile(Generic[T]):
    """``values`` is always valid: a missing, damaged or partly wrong file gives defaults for what cannot be used.

    What another running Alcove changes in the file is seen the next time somebody asks. Thread-safe. Fields may be
    plain values, enums, ``dict[str, X]`` and ``tuple[X, ...]`` of plain values.
    """

    def __init__(self, path: Path, kind: type[T]) -> None:
        self._path, self._kind = path, kind
        self._lock = threading.Lock()
        self._stamp = _stamp(path)
        self._raw = _read(path)
        self._values: T = _valid(kind, self._raw)

    @property
    def values(self) -> T:
        if _stamp(self._path) != self._stamp:
            with self._lock:
                self._look_again()
        return self._values

    def change(self, **changes: Any) -> T:
        """Replace fields and save. A file that cannot be written keeps the change for this run only, and logs it."""
        with self._lock:
            self._look_again()
            self._values = typing.cast(T, dataclasses.replace(typing.cast(Any, self._values), **changes))
            self._raw |= dataclasses.asdict(typing.cast(Any, self._values))
            try:
                _write(self._path, self._raw)
            except OSError as error:
                log.warning("cannot write %s: %s", self._path.name, error.strerror)
            self._stamp = _stamp(self._path)
            return self._values

    def _look_again(self) -> None:
        """Take over what another program wrote; a file that is gone or unreadable changes nothing."""
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        if stamp is not None and (raw := _read(self._path)):
            self._raw = raw
            self._values = _valid(self._kind, raw)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Changes whenever the file is written: each time a new one takes its place."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        log.warning("%s cannot be read; defaults serve", path.name)
        return {}
    return found if isinstance(found, dict) else {}


def _valid(kind: type[T], raw: dict[str, Any]) -> T:
    hints, good = typing.get_type_hints(kind), dict[str, Any]()
    for field in dataclasses.fields(typing.cast(Any, kind)):
        if field.name not in raw:
            continue
        hint, value = hints[field.name], raw[field.name]
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            if value in [member.value for member in hint]:
                good[field.name] = hint(value)
        elif typing.get_origin(hint) is dict:
            if isinstance(value, dict) and all(isinstance(item, typing.get_args(hint)[1]) for item in value.values()):
                good[field.name] = dict(value)
        elif typing.get_origin(hint) is tuple:
            if isinstance(value, list) and all(isinstance(item, typing.get_args(hint)[0]) for item in value):
                good[field.name] = tuple(value)
        elif isinstance(value, typing.get_args(hint) or hint):
            good[field.name] = value
    return kind(**good)


def _write(path: Path, values: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(values, file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
