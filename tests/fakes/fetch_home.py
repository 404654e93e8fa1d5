"""A program's window side over one home, downloading from a hub on loopback with the real fetcher. For tests."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.domain.models.downloads import Source
from app.jobs.background import Background
from app.jobs.door import FetcherCommand, OpenDoor
from app.jobs.lanes import Lanes
from app.jobs.launch import fetcher_command
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import FetchTerms
from app.services.models.fetch_models import FetchModels
from app.services.models.fetch_plan import Sources
from app.services.models.fetch_run import FetchEvent
from tests.fakes.hub_server import HubServer

LIMIT_SECONDS = 120


class Home:
    """A program's window side over one home, with the hub as its endpoint."""

    def __init__(self, folder: Path, hub: HubServer, command: FetcherCommand | None = None) -> None:
        self.folder, self.models_folder = folder, folder / "models"
        self.incoming = self.models_folder / ".incoming"
        self.lanes = Lanes(door=OpenDoor(command or fetcher_command(self.incoming)))
        self.background = Background()
        self.models = ModelFiles(self.models_folder, folder / "none")
        terms = FetchTerms(stall_seconds=30, tries=2, pause_seconds=0.01, proxy="none", endpoint=hub.url)
        self.sources = Sources((Source(hub.url),), terms)
        self.fetching = FetchModels(self.lanes, self.background, self.models, lambda: self.sources)
        self.events: queue.SimpleQueue[FetchEvent] = queue.SimpleQueue()

    def slow(self, bytes_per_second: int) -> None:
        self.sources = replace(self.sources, terms=replace(self.sources.terms, bytes_per_second=bytes_per_second))

    def wait_for(self, wanted: Callable[[FetchEvent], bool]) -> FetchEvent:
        while not wanted(event := self.events.get(timeout=LIMIT_SECONDS)):
            pass
        return event

    @property
    def staging(self) -> Path:
        return self.incoming / "small-model"

    @property
    def installed(self) -> Path:
        return self.models_folder / "small-model"

    def close(self) -> None:
        self.lanes.close()
        self.background.close()
