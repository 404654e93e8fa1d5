"""What this installation is made of and whether it is well: versions, models, store, and the seal of every process."""

from __future__ import annotations

import dataclasses
import platform
from collections.abc import Callable
from importlib import metadata
from typing import Any

from app import __version__
from app.domain.errors import AppError
from app.domain.models.downloads import TRUSTED_DOMAINS
from app.domain.models.manifest import ModelRole
from app.domain.models.self_test import SelfTestResult
from app.jobs.lanes import Lanes
from app.model_files.model_files import InstalledModel, ModelFiles
from app.protocol.tasks import Describe, LaneDescription, LaneName
from app.seal.main import probe
from app.seal.models import ProcessRole, SealState
from app.storage.store import Store

LANES_OF_TODAY = (LaneName.READING, LaneName.EMBEDDING, LaneName.LLM, LaneName.SPEECH, LaneName.TRANSLATION)
_WINDOW_PACKAGES = ("PySide6_Essentials", "apsw-sqlite3mc", "sqlite-vec")


class Doctor:
    """``seal`` is the state of the process that asks. Blocking: it starts each worker once."""

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        models: ModelFiles,
        seal: SealState,
        endpoint: Callable[[], str] = lambda: "",
        tried: Callable[[InstalledModel], SelfTestResult | None] = lambda _model: None,
    ) -> None:
        """``endpoint``: the person's own source of models, empty for none; ``tried``: a model's last self-test."""
        self._store, self._lanes, self._models, self._seal = store, lanes, models, seal
        self._endpoint, self._tried = endpoint, tried

    def report(self, *, full: bool = False) -> dict[str, Any]:
        """Plain JSON values. ``full`` reads every page of the store. ``well`` sums it up."""
        health = self._store.health(full=full)
        processes = {name: self.process(name) for name in self.processes}
        broken = [
            {"folder": broken.folder.name, "code": broken.error.code.value, **broken.error.details}
            for broken in self._models.broken()
        ]
        return {
            "alcove": __version__,
            "python": platform.python_version(),
            "system": platform.platform(),
            "versions": {name: _version(name) for name in _WINDOW_PACKAGES},
            "providers": processes[LaneName.EMBEDDING.value].get("providers", []),
            "models": self._installed(),
            "broken_models": broken,
            "store": {
                **_plain(dataclasses.asdict(health)),
                "consistent": health.consistent,
            },
            "processes": processes,
            "memory": self.memory(),
            "fetcher": self.fetcher(),
            "well": health.consistent and not broken and all(p.get("error") is None for p in processes.values()),
        }

    def memory(self) -> list[dict[str, Any]]:
        """What each running worker holds, by arithmetic and as the system tells, in bytes."""
        return [
            {
                "process": held.lane.value,
                "model": held.model.name if held.model is not None else None,
                "reckoned": held.reckoned,
                "resident": held.resident,
                "busy": held.is_busy,
            }
            for held in self._lanes.memory()
        ]

    @property
    def processes(self) -> tuple[str, ...]:
        """The processes that can be asked, the window first."""
        return ("window", *(lane.value for lane in LANES_OF_TODAY))

    def process(self, name: str) -> dict[str, Any]:
        """One of ``processes`` as the report has it. Blocking: a worker that does not run yet is started."""
        return self._window() if name == "window" else self._worker(LaneName(name))

    def fetcher(self) -> dict[str, Any]:
        """The one process that may speak to the network, and to whom. Blocking: it is started, asked and let go."""
        told = self._worker(LaneName.FETCHER)
        self._lanes.park(LaneName.FETCHER)
        endpoint = self._endpoint().strip()
        return {
            "may_speak_to": [*TRUSTED_DOMAINS, *([endpoint] if endpoint else [])],
            **{name: told.get(name) for name in ("seal", "versions", "error")},
        }

    def _window(self) -> dict[str, Any]:
        attempts = [dataclasses.asdict(attempt) for attempt in probe(ProcessRole.WINDOW)]
        return {"seal": dataclasses.asdict(self._seal), "probe": attempts, "error": None}

    def _worker(self, lane: LaneName) -> dict[str, Any]:
        try:
            told = self._lanes.run(lane, Describe(), time_limit=60.0).value
        except AppError as error:
            return {"seal": None, "error": error.code.value}
        assert isinstance(told, LaneDescription)
        return {
            "seal": told.seal,
            "versions": told.versions,
            "providers": list(told.providers),
            "models": [dataclasses.asdict(model) for model in told.models],
            "resident": told.resident_bytes,
            "error": None,
        }

    def _installed(self) -> list[dict[str, Any]]:
        best = {self._models.best(role) for role in ModelRole}
        return [
            {
                "id": model.manifest.id,
                "name": model.manifest.name,
                "role": model.manifest.role.value,
                "precision": model.manifest.precision,
                "languages": list(model.manifest.languages),
                "licence": model.manifest.licence,
                "bytes": model.manifest.bytes,
                "in_use": model in best,
                "state": self._models.state(model).value,
                "self_test": tried.plain() if (tried := self._tried(model)) is not None else None,
            }
            for model in self._models.installed()
        ]


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _plain(value: Any) -> Any:
    """Paths, enums and tuples as JSON knows them."""
    if isinstance(value, dict):
        return {str(getattr(key, "value", key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str | int | float | bool) or value is None:
        return getattr(value, "value", value)
    return str(value)
