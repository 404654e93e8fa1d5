"""What self-tests on this computer gave, remembered; tries nothing."""

from __future__ import annotations

from app import __version__
from app.domain.models.manifest import Manifest
from app.domain.models.self_test import SelfTestResult
from app.model_files.model_files import InstalledModel
from app.settings.file import ValuesFile
from app.settings.schema import State


class KnownTrials:
    """A result holds for one model as it is made and one version of the program: with anything else it was never
    tested. Thread-safe as ``state`` is."""

    def __init__(self, state: ValuesFile[State]) -> None:
        self._state = state

    def of(self, model: InstalledModel) -> SelfTestResult | None:
        result = SelfTestResult.from_text(self._state.values.self_tests.get(model.id, ""))
        return result if result is not None and result.key == key_of(model.manifest) else None

    def condemns(self, model: InstalledModel) -> bool:
        """Whether ``model`` was tried here and it is its own fault that it does not work."""
        result = self.of(model)
        return result is not None and result.condemns

    def keep(self, result: SelfTestResult) -> None:
        self._state.change(self_tests={**self._state.values.self_tests, result.model: result.to_text()})


def key_of(manifest: Manifest) -> str:
    return f"{manifest.identity} {__version__}"
