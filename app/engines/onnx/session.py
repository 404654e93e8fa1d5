"""The one place that imports onnxruntime and chooses execution providers and session options; knows no model."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from app.domain.errors import AppError, ErrorCode

TELEMETRY_SWITCH = "ORT_DISABLE_TELEMETRY"
QUIET = 3
"""onnxruntime's log level: errors only. Its warnings name graph nodes and would flood the log."""


SPINNING = "session.intra_op.allow_spinning"
PAUSES = "session.intra_op.spin_backoff_max"
MOST_PAUSES = "64"
"""A thread that waits busily looks again after ever more pauses, up to so many: one that looks all the time takes the
memory's attention from those that work (decoding on two quiet cores 1.12 times as fast as without; decision 13)."""
EXTERNAL_FOLDER = "session.model_external_initializers_file_folder_path"
"""Where the weights of a graph lie that is given as bytes."""


def runtime() -> ModuleType:
    """onnxruntime, with its telemetry off by both switches.

    The call alone is not enough: without the variable, wheels from 1.29 on ask for an upload host at the first model
    load (microsoft/onnxruntime#27379). Raises RuntimeError where the launcher did not set it before the first import.
    """
    if os.environ.get(TELEMETRY_SWITCH) != "1":
        raise RuntimeError(f"{TELEMETRY_SWITCH} must be 1 before onnxruntime is imported")
    import onnxruntime  # type: ignore[import-untyped]

    onnxruntime.disable_telemetry_events()
    module: ModuleType = onnxruntime
    return module


def session_options(threads: int | None = None, *, spins: bool = False) -> Any:
    """Options for every session. ``threads`` defaults to the cores this process may use.

    Idle threads wait instead of spinning, unless ``spins``: spinning halves the speed of a machine that has other
    things to do. Nothing is written: no optimised model file, no profile.
    """
    options = runtime().SessionOptions()
    options.intra_op_num_threads = threads or usable_cores()
    options.inter_op_num_threads = 1
    options.log_severity_level = QUIET
    options.add_session_config_entry(SPINNING, str(int(spins)))
    if spins:
        options.add_session_config_entry(PAUSES, MOST_PAUSES)
    return options


def providers() -> tuple[str, ...]:
    """In order of preference; what is not in this build of onnxruntime is left out."""
    present = runtime().get_available_providers()
    return tuple(name for name in ("CPUExecutionProvider",) if name in present)


def open_session(path: Path, *, options: Any = None, graph: bytes | None = None) -> Any:
    """An InferenceSession for the graph at ``path``, or for ``graph``, which is that one written anew (onnx_rewrite).

    Raises AppError: MODEL_MISSING where there is no such file, OUT_OF_MEMORY, MODEL_BROKEN where the file is not a
    graph, MODEL_UNSUPPORTED where it needs an operator that this build does not have.
    """
    if not path.is_file():
        raise AppError(ErrorCode.MODEL_MISSING, model=path.parent.name, path=str(path))
    chosen = options if options is not None else session_options()
    states = runtime().capi.onnxruntime_pybind11_state
    try:
        if graph is not None:
            chosen.add_session_config_entry(EXTERNAL_FOLDER, str(path.parent))
        return runtime().InferenceSession(graph or str(path), chosen, providers=list(providers()))
    except (states.NotImplemented, states.InvalidGraph) as error:
        raise _refused(ErrorCode.MODEL_UNSUPPORTED, path, error) from error
    except (states.InvalidProtobuf, states.InvalidArgument, states.NoSuchFile, states.Fail) as error:
        raise _refused(ErrorCode.MODEL_BROKEN, path, error) from error
    except (MemoryError, states.RuntimeException) as error:
        if isinstance(error, MemoryError) or "alloc" in str(error).lower():
            raise _refused(ErrorCode.OUT_OF_MEMORY, path, error) from error
        raise _refused(ErrorCode.MODEL_BROKEN, path, error) from error


def usable_cores() -> int:
    """Physical cores that this process may run on: two threads of one core share its arithmetic and gain nothing."""
    cores = os.cpu_count() or 1
    if sys.platform == "linux":
        cores = min(len({_siblings(cpu) for cpu in os.sched_getaffinity(0)}), _quota())
    elif sys.platform == "win32":
        cores //= 2
    return max(1, cores)


def _siblings(cpu: int) -> str:
    """The logical processors of ``cpu``'s core as the kernel lists them; its own number where it does not say."""
    try:
        return Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list").read_text("ascii").strip()
    except (OSError, ValueError):
        return str(cpu)


def _quota() -> int:
    """Whole processors that the control group grants, at least 1; a large number where there is no limit."""
    try:
        allowed, period = Path("/sys/fs/cgroup/cpu.max").read_text("ascii").split()
        return max(1, round(int(allowed) / int(period)))
    except (OSError, ValueError):  # no such group, or "max"
        return 1 << 16


def _refused(code: ErrorCode, path: Path, error: BaseException) -> AppError:
    return AppError(code, model=path.parent.name, path=str(path), file=path.name, problem=str(error)[:500])
