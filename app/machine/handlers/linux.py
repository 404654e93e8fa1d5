"""Memory and processor as Linux tells them in /proc and /sys, control groups of both versions included."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from app.machine.models import Memory, Processor

LARGEST_BYTES = 4 << 20
_X86 = {
    "avx": "avx", "avx2": "avx2", "avx512f": "avx512", "avx_vnni": "avx_vnni", "avx512_vnni": "avx512_vnni",
    "fma": "fma", "f16c": "f16c",
}  # fmt: skip
_ARM = {"asimd": "neon", "neon": "neon", "asimddp": "dotprod", "i8mm": "i8mm", "sve": "sve"}
_UNLIMITED = 1 << 60
"""Version 1 writes a number near 2**63 where there is no limit."""


def memory(root: Path) -> Memory:
    """``root`` is '/' except in tests."""
    facts = {
        key: int(value) * 1024 for key, value in re.findall(r"^(\w+):\s+(\d+) kB", read(root / "proc/meminfo"), re.M)
    }
    total = facts.get("MemTotal", 0)
    free = facts.get("MemAvailable", facts.get("MemFree", 0) + facts.get("Cached", 0))
    limits = list(_limits(root))
    if not limits:
        return Memory(total, min(free, total))
    limit = min(limit for limit, _ in limits)
    room = min(max(0, limit - used) for limit, used in limits)
    if total and limit >= total:
        return Memory(total, min(free, room, total))
    return Memory(limit, min(free or room, room), limited=True)


def processor(root: Path, affinity: int | None = None) -> Processor:
    """``affinity``: how many processors this process may run on; asked of the system where None."""
    text = read(root / "proc/cpuinfo")
    values: dict[str, str] = {}
    cores: set[tuple[str, str]] = set()
    package = ""
    for key, value in re.findall(r"^([\w ]+?)\s*: ?(.*)$", text, re.M):
        values.setdefault(key, value)
        if key == "physical id":
            package = value
        elif key == "core id":
            cores.add((package, value))
    logical = len(re.findall(r"^processor\s*:", text, re.M))
    usable = affinity if affinity is not None else _affinity()
    quota = _quota(root)
    words = set((values.get("flags") or values.get("Features") or "").split())
    instructions = {name for table in (_X86, _ARM) for word, name in table.items() if word in words}
    return Processor(
        name=values.get("model name", values.get("Model", ""))[:200],
        cores=len(cores) or logical,
        usable=max(1, min(usable, quota) if quota else usable),
        instructions=frozenset(instructions),
    )


def read(path: Path) -> str:
    """The file's text, empty where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


def number(path: Path) -> int | None:
    text = read(path).strip()
    return int(text) if re.fullmatch(r"\d{1,20}", text) else None


def _limits(root: Path) -> Iterator[tuple[int, int]]:
    """(limit, used) of every group that this process stands in, the outer ones too. Cache that can go is not used."""
    for folder in _groups(root, "memory"):
        limit = number(folder / "memory.max")
        used, cache = number(folder / "memory.current"), "inactive_file"
        if limit is None:
            limit, used = number(folder / "memory.limit_in_bytes"), number(folder / "memory.usage_in_bytes")
            cache = "total_inactive_file"
        if limit is None or limit >= _UNLIMITED:
            continue
        found = re.search(rf"^{cache} (\d+)$", read(folder / "memory.stat"), re.M)
        yield limit, max(0, (used or 0) - (int(found[1]) if found else 0))


def _quota(root: Path) -> int:
    """Processors that the groups allow in time, rounded up; 0 without a limit."""
    allowed = []
    for folder in _groups(root, "cpu"):
        parts = read(folder / "cpu.max").split()
        if len(parts) != 2:
            parts = [read(folder / f"cpu.cfs_{name}_us").strip() for name in ("quota", "period")]
        if all(re.fullmatch(r"\d{1,15}", part) for part in parts) and int(parts[1]):
            allowed.append(-(-int(parts[0]) // int(parts[1])))
    return max(1, min(allowed)) if allowed else 0


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """Folders of this process's control groups, inner before outer; inside a container only some of them are there."""
    mounted = root / "sys/fs/cgroup"
    for line in read(root / "proc/self/cgroup").splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if controllers and controller not in controllers.split(","):
            continue
        top = mounted / controller if controllers else mounted
        inner = PurePosixPath("/" + path.strip("/")).relative_to("/")
        if ".." in inner.parts:
            inner = PurePosixPath()
        for part in dict.fromkeys((inner, *inner.parents, PurePosixPath())):
            yield top / part


def _affinity() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except OSError:
        return os.cpu_count() or 1
