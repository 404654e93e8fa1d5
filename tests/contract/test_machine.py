"""Every handler gives the same values from its own system's answers, and unknowns instead of errors."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import pytest

from app.machine.handlers import linux, linux_gpu, macos, nvml, windows, windows_calls
from app.machine.main import free_disk, look
from app.machine.models import Gpu, GpuVendor, Memory, Processor

GB = 1 << 30
INTEL_CPU = """processor : 0
model name : Fast
physical id : 0
core id : 0
flags : fpu avx avx2 fma avx512f avx512_vnni

processor : 1
physical id : 0
core id : 0

processor : 2
physical id : 0
core id : 1

processor : 3
physical id : 0
core id : 1
"""
ARM_CPU = "processor : 0\nFeatures : fp asimd asimddp i8mm\n\nprocessor : 1\nFeatures : fp asimd\n"


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def meminfo(total_gb: int, available_gb: int) -> dict[str, str]:
    return {"proc/meminfo": f"MemTotal: {total_gb << 20} kB\nMemFree: 1 kB\nMemAvailable: {available_gb << 20} kB\n"}


def test_plain_memory(tmp_path: Path) -> None:
    assert linux.memory(tree(tmp_path, meminfo(16, 10))) == Memory(16 * GB, 10 * GB)


@pytest.mark.parametrize(
    "group",
    [
        {
            "proc/self/cgroup": "0::/user/app\n",
            "sys/fs/cgroup/user/app/memory.max": "max\n",
            "sys/fs/cgroup/user/memory.max": f"{4 * GB}\n",
            "sys/fs/cgroup/user/memory.current": f"{3 * GB}\n",
            "sys/fs/cgroup/user/memory.stat": f"anon 1\ninactive_file {1 * GB}\n",
        },
        {
            "proc/self/cgroup": "4:cpu,cpuacct:/docker/x\n3:memory:/docker/x\n0::/\n",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": f"{4 * GB}\n",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": f"{3 * GB}\n",
            "sys/fs/cgroup/memory/memory.stat": f"inactive_file 0\ntotal_inactive_file {1 * GB}\n",
        },
    ],
    ids=["version 2, an outer group limits", "version 1, in a container"],
)
def test_a_group_limits_memory_and_cache_is_not_used(tmp_path: Path, group: dict[str, str]) -> None:
    assert linux.memory(tree(tmp_path, meminfo(16, 10) | group)) == Memory(4 * GB, 2 * GB, limited=True)


def test_a_group_without_a_limit_changes_nothing(tmp_path: Path) -> None:
    group = {
        "proc/self/cgroup": "3:memory:/../../etc\n0::/a\n",
        "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
        "sys/fs/cgroup/a/memory.max": "max\n",
    }
    assert linux.memory(tree(tmp_path, meminfo(16, 10) | group)) == Memory(16 * GB, 10 * GB)


def test_processors(tmp_path: Path) -> None:
    quota = {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "150000 100000\n"}
    root = tree(tmp_path / "intel", {"proc/cpuinfo": INTEL_CPU} | quota)
    words = frozenset({"avx", "avx2", "fma", "avx512", "avx512_vnni"})
    assert linux.processor(root, affinity=4) == Processor("Fast", 2, 2, words)
    arm = linux.processor(tree(tmp_path / "arm", {"proc/cpuinfo": ARM_CPU}), affinity=2)
    assert arm == Processor("", 2, 2, frozenset({"neon", "dotprod", "i8mm"}))


def test_graphics_cards_of_linux(tmp_path: Path) -> None:
    drm = "sys/class/drm"
    root = tree(
        tmp_path,
        {
            f"{drm}/card0/device/vendor": "0x8086\n",
            f"{drm}/card0/device/device": "0x46A6\n",
            f"{drm}/card1/device/vendor": "0x10de\n",
            f"{drm}/card1/device/uevent": "PCI_SLOT_NAME=0000:01:00.0\n",
            f"{drm}/card1-DP-1/device/vendor": "0x10de\n",
            f"{drm}/card2/device/vendor": "0x1002\n",
            f"{drm}/card2/device/mem_info_vram_total": str(8 * GB),
            f"{drm}/card2/device/mem_info_vram_used": str(1 * GB),
            f"{drm}/card3/device/vendor": "0x1234\n",
            "proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA GeForce X\nIRQ: 1\n",
            "usr/share/misc/pci.ids": "8086  Intel Corporation\n\t46a6  Iris\n10de  NVIDIA\n",
        },
    )
    assert linux_gpu.gpus(root) == (
        Gpu("AMD Radeon", GpuVendor.AMD, 8 * GB, 7 * GB),
        Gpu("Intel Corporation Iris", GpuVendor.INTEL, shared=True),
        Gpu("NVIDIA GeForce X", GpuVendor.NVIDIA),
    )


def test_nothing_is_known_where_nothing_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_bytes(b"\xff\xfe MemTotal: x kB")
    assert linux.memory(tmp_path) == Memory()
    assert linux.processor(tmp_path, affinity=3) == Processor(usable=3)
    assert linux_gpu.gpus(tmp_path) == ()


class Nvml:
    """The driver's library as ctypes shows it."""

    def __init__(self, *, start: int = 0) -> None:
        self.start, self.stopped = start, False

    def nvmlInit_v2(self) -> int:  # noqa: N802
        return self.start

    def nvmlShutdown(self) -> int:  # noqa: N802
        self.stopped = True
        return 0

    def nvmlDeviceGetCount_v2(self, count: Any) -> int:  # noqa: N802
        ctypes.cast(count, ctypes.POINTER(ctypes.c_uint))[0] = 2
        return 0

    def nvmlDeviceGetHandleByIndex_v2(self, index: Any, handle: Any) -> int:  # noqa: N802
        return 0 if index.value == 0 else 1

    def nvmlDeviceGetName(self, handle: Any, name: Any, length: Any) -> int:  # noqa: N802
        name.value = b"NVIDIA Big"
        return 0

    def nvmlDeviceGetMemoryInfo(self, handle: Any, info: Any) -> int:  # noqa: N802
        info._obj.total, info._obj.free = 24 * GB, 20 * GB
        return 0


def test_the_drivers_own_library() -> None:
    library = Nvml()
    assert nvml.gpus(library) == (Gpu("NVIDIA Big", GpuVendor.NVIDIA, 24 * GB, 20 * GB),)
    assert library.stopped
    assert nvml.gpus(Nvml(start=9)) == ()
    assert nvml.gpus(None) == ()
    assert nvml.gpus(object()) == ()


class Mac:
    def __init__(self, numbers: dict[str, int], free: int | None) -> None:
        self.numbers, self.free = numbers, free

    def number(self, name: str) -> int | None:
        return self.numbers.get(name)

    def text(self, name: str) -> str:
        return "Apple M9"

    def free_bytes(self) -> int | None:
        return self.free


def test_a_mac() -> None:
    numbers = {
        "hw.memsize": 16 * GB,
        "hw.physicalcpu": 8,
        "hw.logicalcpu": 8,
        "hw.optional.arm64": 1,
        "hw.optional.arm.FEAT_DotProd": 1,
        "hw.optional.arm.FEAT_I8MM": 0,
    }
    mac = Mac(numbers, 9 * GB)
    assert macos.memory(mac) == Memory(16 * GB, 9 * GB)
    assert macos.processor(mac) == Processor("Apple M9", 8, 8, frozenset({"neon", "dotprod"}))
    assert macos.gpus(mac) == (Gpu("Apple M9", GpuVendor.APPLE, shared=True),)
    silent = Mac({}, None)
    assert macos.memory(silent) == Memory()
    assert macos.processor(silent).usable == 1
    assert macos.gpus(silent) == ()


class Windows:
    def memory(self) -> tuple[int, int]:
        return 8 * GB, 5 * GB

    def has_feature(self, number: int) -> bool:
        return number in (39, 40)

    def cores(self) -> int:
        return 4

    def usable(self) -> int:
        return 8

    def processor_name(self) -> str:
        return " Core "

    def adapters(self) -> list[windows.Adapter]:
        return [
            windows.Adapter("Microsoft Remote", r"ROOT\REMOTE", None),
            windows.Adapter("Iris", r"PCI\VEN_8086&DEV_1", 128 << 20),
            windows.Adapter("Arc", r"PCI\VEN_8086&DEV_2", 8 * GB),
            windows.Adapter("GeForce", r"pci\ven_10de&dev_3", 12 * GB),
            windows.Adapter("GeForce", r"pci\ven_10de&dev_3", 12 * GB),
            windows.Adapter("Virtual", r"PCI\VEN_1AF4&DEV_3", 1 * GB),
        ]


def test_windows() -> None:
    calls = Windows()
    assert windows.memory(calls) == Memory(8 * GB, 5 * GB)
    assert windows.processor(calls) == Processor("Core", 4, 8, frozenset({"avx", "avx2"}))
    assert windows.gpus(calls) == (
        Gpu("GeForce", GpuVendor.NVIDIA, 12 * GB),
        Gpu("Arc", GpuVendor.INTEL, 8 * GB),
        Gpu("Iris", GpuVendor.INTEL, shared=True),
    )


def test_records_of_cores_are_counted_and_damaged_ones_end_it() -> None:
    record = (0).to_bytes(4, "little") + (48).to_bytes(4, "little") + bytes(40)
    assert windows_calls.count_records(record * 4) == 4
    assert windows_calls.count_records(record + bytes(8)) == 1
    assert windows_calls.count_records(b"") == 0


def test_where_the_system_is_not_windows_its_calls_say_nothing() -> None:
    calls = windows_calls.WindowsCalls()
    if calls._kernel:
        pytest.skip("this is Windows")
    assert (calls.memory(), calls.cores(), calls.adapters(), calls.processor_name()) == ((0, 0), 0, [], "")
    assert not calls.has_feature(40)


def test_this_computer_can_be_looked_at(tmp_path: Path) -> None:
    here = look(tmp_path / "not" / "yet")
    assert here.memory.total_bytes >= here.memory.free_bytes > 0
    assert here.processor.usable >= 1
    assert here.free_disk_bytes == pytest.approx(free_disk(tmp_path), abs=1 * GB)
