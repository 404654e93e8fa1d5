"""Makes the engine for a way: a chat model, a dedicated one, or two of them after one another."""

from __future__ import annotations

from app.domain.translate.translation import TranslateOptions, Way, WayKind
from app.jobs.lanes import Lanes
from app.services.devices import Devices
from app.services.translate.chat_engine import ChatEngine
from app.services.translate.choose_translation import THROUGH, ChooseTranslation
from app.services.translate.engine import Engine
from app.services.translate.lane_engine import LaneEngine, PivotEngine


class Engines:
    """Called with a way; thread-safe as its parts are."""

    def __init__(self, choose: ChooseTranslation, lanes: Lanes, devices: Devices) -> None:
        self._choose, self._lanes, self._devices = choose, lanes, devices

    def __call__(self, way: Way, source: str, target: str, options: TranslateOptions) -> Engine:
        """Raises MODEL_MISSING where a model went away since the way was chosen."""
        models = [self._choose.model(identifier) for identifier in way.models]
        waits = options.person_waits
        if way.kind is WayKind.CHAT:
            return ChatEngine(self._devices, models[0], source, target, person_waits=waits)
        if way.kind is WayKind.DEDICATED:
            return LaneEngine(self._lanes, models[0], source, target, person_waits=waits)
        first = LaneEngine(self._lanes, models[0], source, THROUGH, person_waits=waits)
        return PivotEngine(first, LaneEngine(self._lanes, models[1], THROUGH, target, person_waits=waits))
