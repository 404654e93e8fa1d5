"""Where things lie in a checkout, and the environment its child processes get; does nothing by itself."""

from __future__ import annotations

import enum
import os
from dataclasses import dataclass
from pathlib import Path

EMBEDDED_MODEL = "all-minilm-l6-v2"

# What would lead pip or Python astray; where packages come from (index, certificates, proxies) stays the user's choice.
_MISLEADING = (
    "PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "PYTHONUSERBASE", "VIRTUAL_ENV", "CONDA_PREFIX", "__PYVENV_LAUNCHER__",
    "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_PYTHON", "PIP_REQUIREMENT", "PIP_CONSTRAINT", "PIP_NO_BINARY",
)  # fmt: skip


class Group(enum.StrEnum):
    """The lock files: each is complete, so that nothing is ever resolved on the user's machine."""

    APP = "app"
    TEST = "test"
    MODELS = "models"
    CUDA = "cuda"
    """Takes the place of the app's onnxruntime; only where somebody asked for it."""
    CONVERT = "convert"
    """In an environment of its own (``convert_tools``); only where somebody asked for it."""


@dataclass(frozen=True, slots=True)
class Checkout:
    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        return self.venv / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / ("python.exe" if os.name == "nt" else "python")

    @property
    def alcove(self) -> Path:
        return self.scripts / ("alcove.exe" if os.name == "nt" else "alcove")

    @property
    def packaging(self) -> Path:
        return self.root / "packaging"

    @property
    def recipe(self) -> Path:
        return self.root / "models" / "prepare_minilm.py"

    @property
    def samples(self) -> Path:
        return self.root / "assets" / "samples"

    @property
    def scratch(self) -> Path:
        """Made and removed by set-up; ignored by git."""
        return self.root / "build" / "set-up"

    @property
    def log(self) -> Path:
        return self.root / "build" / "set-up.log"

    @property
    def embedded_models(self) -> Path:
        return self.venv / "share" / "alcove" / "models"

    def lock(self, group: Group) -> Path:
        return self.packaging / "lock" / f"{group}.txt"


def child_environment() -> dict[str, str]:
    """This process's environment without what would lead a child astray, and with telemetry and downloads off."""
    environment = {name: value for name, value in os.environ.items() if name.upper() not in _MISLEADING}
    return environment | {"PYTHONUTF8": "1", "ORT_DISABLE_TELEMETRY": "1", "HF_HUB_OFFLINE": "1"}
