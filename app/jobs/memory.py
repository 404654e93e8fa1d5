"""Who holds how much memory, and whether a model still fits: lets idle lanes go first, refuses with numbers after that.

Numbers come from outside: what a task needs by arithmetic, what the machine has free, what a child really holds.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from app.domain.errors import AppError, ErrorCode
from app.protocol.tasks import LaneName

log = logging.getLogger(__name__)

RESERVE_BYTES = 256 << 20
"""Left to everything else on the machine: a computer that swaps is slower than any smaller model."""
_PARTING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ModelNeed:
    """``model`` is the folder that a task names, ``bytes`` what its lane's child holds once it is loaded."""

    model: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class LaneMemory:
    """``model`` None: a child without a model. ``resident`` None: this system does not tell."""

    lane: LaneName
    model: Path | None
    reckoned: int
    resident: int | None
    is_busy: bool


class Holder(Protocol):
    """What the budget sees of a lane."""

    @property
    def pid(self) -> int | None: ...
    @property
    def is_idle(self) -> bool: ...
    @property
    def last_used(self) -> float: ...
    def park(self) -> None: ...
    def wait_gone(self, seconds: float) -> bool: ...


@dataclass(frozen=True, slots=True)
class Measures:
    """``available``: bytes free on the machine, None where it does not tell. ``resident``: those of a process, ``own``
    the part of them that is free again once it goes; where not given, all. ``cache`` is asked with a model's folder,
    what is free for it now and what would be without idle lanes: the most that its caches may take, None where nobody
    knows.
    """

    need: Callable[[Any], ModelNeed | None] = lambda _task: None
    available: Callable[[], int | None] = lambda: None
    resident: Callable[[int], int | None] = lambda _pid: None
    own: Callable[[int], int | None] | None = None
    cache: Callable[[Path, int, int], int | None] = lambda _model, _free, _most: None


class MemoryBudget:
    """One for all lanes. Thread-safe; admissions go one after another, so that two never count the same free bytes."""

    def __init__(self, measures: Measures, lanes: Callable[[], Mapping[LaneName, Holder]]) -> None:
        self._measures, self._lanes = measures, lanes
        self._admitting = threading.Lock()
        self._lock = threading.Lock()
        self._held: dict[LaneName, ModelNeed] = {}

    def admit(self, lane: LaneName, task: Any) -> AppError | None:
        """Make room for ``task``'s model in ``lane``, or say that it does not fit. May wait for parting children."""
        need = self._measures.need(task)
        if need is None:
            return None
        with self._admitting:
            if self._holds(lane, need):
                return None
            while (free := self.free_for(lane)) is not None and free < need.bytes:
                if not self._let_one_go(lane):
                    log.warning("%s does not fit: %d bytes needed, %d free", need.model.name, need.bytes, free)
                    return AppError(
                        ErrorCode.MODEL_DOES_NOT_FIT, model=need.model.name, needs=need.bytes, has=max(0, free)
                    )
            with self._lock:
                self._held[lane] = need
        return None

    def free_for(self, lane: LaneName, *, without_idle: bool = False) -> int | None:
        """Bytes that a model in ``lane`` may take: what is free, and what this lane gives back by changing its model.

        What other lanes were promised and have not taken yet is not free. ``without_idle``: as if those of them had
        left that have nothing to do.
        """
        available = self._measures.available()
        if available is None:
            return None
        free = available - RESERVE_BYTES
        idle = {name for name, holder in self._lanes().items() if holder.is_idle} if without_idle else set()
        for name, need, own in self._holdings():
            if name is lane or name in idle:
                free += own
            else:
                free -= max(0, need.bytes - own)
        return free

    def cache_bytes(self, lane: LaneName, model: Path) -> int | None:
        """The most that the caches of ``model`` in ``lane`` may take; None where nobody knows."""
        free, most = self.free_for(lane), self.free_for(lane, without_idle=True)
        return None if free is None or most is None else self._measures.cache(model, free, most)

    def forget(self, lane: LaneName) -> None:
        """The lane's child is gone, and its memory with it."""
        with self._lock:
            self._held.pop(lane, None)

    def report(self) -> tuple[LaneMemory, ...]:
        """The lanes that have a child now."""
        told = []
        for name, holder in self._lanes().items():
            if (pid := holder.pid) is not None:
                with self._lock:
                    held = self._held.get(name)
                model, reckoned = (held.model, held.bytes) if held else (None, 0)
                told.append(LaneMemory(name, model, reckoned, self._measures.resident(pid), not holder.is_idle))
        return tuple(told)

    def _holds(self, lane: LaneName, need: ModelNeed) -> bool:
        holder = self._lanes().get(lane)
        with self._lock:
            held = self._held.get(lane)
        return (
            held is not None
            and holder is not None
            and holder.pid is not None
            and held.model == need.model
            and held.bytes >= need.bytes
        )

    def _holdings(self) -> list[tuple[LaneName, ModelNeed, int]]:
        own = self._measures.own or self._measures.resident
        with self._lock:
            held = dict(self._held)
        found = []
        for name, need in held.items():
            holder = self._lanes().get(name)
            pid = holder.pid if holder is not None else None
            found.append((name, need, (own(pid) or 0) if pid is not None else 0))
        return found

    def _let_one_go(self, but: LaneName) -> bool:
        """Park the idle lane that was not used for the longest time; false where there is none."""
        idle = [(n, h) for n, h in self._lanes().items() if n is not but and h.pid is not None and h.is_idle]
        if not idle:
            return False
        name, holder = min(idle, key=lambda item: item[1].last_used)
        log.info("parking the %s lane for its memory", name)
        holder.park()
        return holder.wait_gone(_PARTING_SECONDS)
