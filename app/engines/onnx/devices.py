"""Which processors can run a model here, and how a session is told to use one. Knows onnxruntime's providers, no model.

CUDA comes with the onnxruntime-gpu flavour of the lock, WebGPU (every other GPU: Vulkan, Metal, Direct3D 12) as a
plug-in library beside plain onnxruntime; the CPU is always there. What is not installed, or finds no device, is left
out.
"""

from __future__ import annotations

import ctypes
import enum
import functools
import importlib
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.domain.errors import AppError, ErrorCode
from app.engines.onnx.session import EXTERNAL_FOLDER, open_session, runtime, session_options

_CPU_NAME, _CUDA_NAME, _WEBGPU_NAME = "CPUExecutionProvider", "CUDAExecutionProvider", "WebGpuExecutionProvider"
_WEBGPU_PACKAGE = "onnxruntime_ep_webgpu"
_MEMORY = re.compile(r"alloc|out of memory|memory limit|OUT_OF_DEVICE_MEMORY", re.IGNORECASE)


class Device(enum.StrEnum):
    """As a task names it, and as it is told back."""

    CUDA = "cuda"
    WEBGPU = "webgpu"
    CPU = "cpu"


def usable() -> tuple[Device, ...]:
    """In order of preference; the CPU last and always. Asks the drivers once a process."""
    return tuple(device for device in Device if device is Device.CPU or _is_there(device))


def chosen(wanted: str) -> Device:
    """The device for a task's ``provider``: 'auto' takes the best; a wanted one that is not here becomes the CPU."""
    there = usable()
    if wanted == "auto":
        return there[0]
    return Device(wanted) if wanted in there else Device.CPU


def open_on(device: Device, path: Path, *, options: Any = None, graph: bytes | None = None) -> Any:
    """:func:`open_session` on ``device``; what the device cannot do runs on the CPU beside it.

    Raises what that raises, OUT_OF_MEMORY where the card's is too small, DEVICE_FAILED for whatever else a driver does.
    """
    if device is Device.CPU or not path.is_file():
        return open_session(path, options=options, graph=graph)
    chosen = options if options is not None else session_options()
    if graph is not None:
        chosen.add_session_config_entry(EXTERNAL_FOLDER, str(path.parent))
    try:
        return _session_on(device, graph or str(path), chosen)
    except Exception as error:  # every driver has its own
        raise device_error(device, error, model=path.parent.name, path=str(path)) from error


def device_error(device: Device, error: Exception, **details: str) -> AppError:
    """What happened on a card, as a code: its words differ with every driver."""
    words = str(error)
    is_memory = isinstance(error, MemoryError) or _MEMORY.search(words) is not None
    code = ErrorCode.OUT_OF_MEMORY if is_memory else ErrorCode.DEVICE_FAILED
    return AppError(code, **details, device=device.value, problem=words[:500])


def _session_on(device: Device, source: str | bytes, options: Any) -> Any:
    if device is Device.CUDA:
        runtime().preload_dlls()
        # kSameAsRequested: the default doubles each allocation, and a card's memory is the scarcest there is.
        cuda = (_CUDA_NAME, {"arena_extend_strategy": "kSameAsRequested"})
        session = runtime().InferenceSession(source, options, providers=[cuda, _CPU_NAME])
    else:
        options.add_provider_for_devices(_webgpu_devices()[:1], {})
        session = runtime().InferenceSession(source, options)
    if session.get_providers()[:1] == [_CPU_NAME]:  # a driver that fails is passed over silently
        raise RuntimeError(f"the session came up without {device.value}")
    return session


def _is_there(device: Device) -> bool:
    if device is Device.CUDA:
        return _cuda_works()
    return bool(_webgpu_devices())


@functools.cache
def _cuda_works() -> bool:
    if _CUDA_NAME not in runtime().get_available_providers():
        return False
    # The build has the provider whether or not there is a card: only the driver's own library knows.
    for name in ("libcuda.so.1", "nvcuda.dll"):
        try:
            driver = ctypes.CDLL(name)
            count = ctypes.c_int(0)
            if driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0:
                return count.value > 0
        except (OSError, AttributeError):
            continue
    return False


@functools.cache
def _webgpu_devices() -> Sequence[Any]:
    """The plug-in's devices; none where it is not installed or finds no GPU."""
    if importlib.util.find_spec(_WEBGPU_PACKAGE) is None:
        return ()
    try:
        library = importlib.import_module(_WEBGPU_PACKAGE).get_library_path()
        runtime().register_execution_provider_library("webgpu", library)
        return [device for device in runtime().get_ep_devices() if device.ep_name == _WEBGPU_NAME]
    except (RuntimeError, OSError, runtime().capi.onnxruntime_pybind11_state.Fail):
        return ()
