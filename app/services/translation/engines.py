"""Makes the engine for a way: a chat model, a dedicated one, or two of them after one another."""

from __future__ import annotations

from app.domain.translation import TranslateOptions, Way
from app.services.choose_translation import ChooseTranslation
from app.services.devices import Devices
from app.services.translation.chat_engine import ChatEngine
from app.services.translation.engine import Engine


class Engines:
    """Called with a way; thread-safe as its parts are."""

    def __init__(self, choose: ChooseTranslation, devices: Devices) -> None:
        self._choose, self._devices = choose, devices

    def __call__(self, way: Way, source: str, target: str, options: TranslateOptions) -> Engine:
        """Raises MODEL_MISSING where a model went away since the way was chosen."""
        model = self._choose.model(way.models[0])
        return ChatEngine(self._devices, model, source, target, person_waits=options.person_waits)
