"""The one place that imports faster-whisper: with a hub client that refuses, and warnings off. Loads no model."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any, NoReturn

HUB = "huggingface_hub"


class HubRefusedError(RuntimeError):
    """Something asked a hub for a model: models come by other ways, and a worker reaches no network."""


class _NoHub(ModuleType):
    """Stands where the hub's client would be, which is left out of the program on purpose."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*_arguments: Any, **_named: Any) -> NoReturn:
            raise HubRefusedError(name)

        return refuse


def faster_whisper() -> ModuleType:
    """The package, imported at the first call."""
    if not isinstance(sys.modules.get(HUB), _NoHub):
        sys.modules[HUB] = _NoHub(HUB)
    return importlib.import_module("faster_whisper")


def ctranslate2() -> ModuleType:
    """The engine below it; quiet, since its warnings name files."""
    module = importlib.import_module("ctranslate2")
    module.set_log_level(40)
    return module
