"""One module a lane: ``handlers()`` by task name; ``versions()``, ``providers()``, ``models()`` if it has them."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from app.protocol.tasks import LaneName
from app.worker.context import Handler


@dataclass(frozen=True, slots=True)
class LaneCode:
    """What a lane's module offers to the loop."""

    lane: LaneName
    handlers: dict[str, Handler]
    module: ModuleType

    def told(self, name: str, default: Any) -> Any:
        """What the module's function ``name`` returns now, or ``default`` if it has none."""
        function = getattr(self.module, name, None)
        return default if function is None else function()


def load(lane: LaneName) -> LaneCode:
    """Import the module of ``lane`` and nothing of the others; raises ImportError if this build has no such lane."""
    module = importlib.import_module(f"{__name__}.{lane.value}")
    return LaneCode(lane, dict(module.handlers()), module)
