"""One module a lane: ``open_lane()``, or ``handlers()`` by task name; ``versions()``, ``providers()`` if there are."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from app.protocol.tasks import LaneName, LoadedModel
from app.worker.context import Handler


@dataclass(frozen=True, slots=True)
class LaneCode:
    """What a lane's module offers to the loop. ``models``: what stands in memory now."""

    lane: LaneName
    handlers: dict[str, Handler]
    module: ModuleType
    models: Callable[[], Sequence[LoadedModel]] = tuple

    def told(self, name: str, default: Any) -> Any:
        """What the module's function ``name`` returns now, or ``default`` if it has none."""
        function = getattr(self.module, name, None)
        return default if function is None else function()


def load(lane: LaneName) -> LaneCode:
    """Import the module of ``lane`` and nothing of the others; raises ImportError if this build has no such lane."""
    module = importlib.import_module(f"{__name__}.{lane.value}")
    if not hasattr(module, "open_lane"):
        return LaneCode(lane, dict(module.handlers()), module)
    opened = module.open_lane()
    return LaneCode(lane, dict(opened.handlers()), module, opened.models)
