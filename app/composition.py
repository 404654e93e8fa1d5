"""The composition root: everything is made here once, and handed down by constructor. No page, no sentence, no SQL."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from app.jobs.background import Background
from app.jobs.door import Door
from app.jobs.lanes import Lanes
from app.model_files.model_files import ModelFiles
from app.seal.models import SealState
from app.services.add_documents import AddDocuments
from app.services.ask import Ask
from app.services.devices import Devices
from app.services.doctor import Doctor
from app.services.fetch_models import FetchModels
from app.services.fetch_plan import Sources
from app.services.find import Find
from app.services.history import History
from app.services.library import Library
from app.services.previews import Previews
from app.services.reckon_memory import ReckonMemory
from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings, State
from app.storage.store import Store


@dataclass(frozen=True)
class Alcove:
    """The program without its face. Open it once a process, close it at the end."""

    home: Home
    seal: SealState
    settings: ValuesFile[Settings]
    state: ValuesFile[State]
    store: Store
    lanes: Lanes
    background: Background
    models: ModelFiles
    fetch_models: FetchModels
    devices: Devices
    add_documents: AddDocuments
    find: Find
    ask: Ask
    library: Library
    history: History
    previews: Previews
    doctor: Doctor

    @classmethod
    def open(cls, home: Home, seal: SealState, door: Door | None = None) -> Alcove:
        """``seal`` is this process's own; ``door`` was made before it, where this process may download.

        Raises HOME_UNWRITABLE, DISK_FULL and what Store.open raises.
        """
        home.create()
        store = Store.open(home.store)
        settings, state = ValuesFile(home.settings, Settings), ValuesFile(home.state, State)
        lanes = Lanes(
            logs=home.logs,
            door=door,
            measures=ReckonMemory().measures(),
            idle_seconds=60.0 * settings.values.idle_minutes,
        )
        background = Background()
        models = ModelFiles(home.models, embedded_models())
        find = Find(store, lanes, models)
        sources = lambda: Sources.chosen(settings.values)  # noqa: E731
        return cls(
            home=home,
            seal=seal,
            settings=settings,
            state=state,
            store=store,
            lanes=lanes,
            background=background,
            models=models,
            fetch_models=FetchModels(lanes, background, models, sources),
            devices=Devices(lanes, settings, state),
            add_documents=AddDocuments(store, lanes, models, background, home.root),
            find=find,
            ask=Ask(store, lanes, models, find),
            library=Library(store),
            history=History(store),
            previews=Previews(lanes),
            doctor=Doctor(store, lanes, models, seal),
        )

    def close(self) -> None:
        """End workers first: what waits for them then ends by itself, and the store is closed last."""
        self.lanes.close()
        self.background.close()
        self.store.close()


def embedded_models() -> Path:
    """Where set-up (or the installer) put the models that come with the program."""
    return Path(sys.prefix) / "share" / "alcove" / "models"
