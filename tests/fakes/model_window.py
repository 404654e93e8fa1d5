"""A window over a home of its own with a small catalogue and a hub on loopback, for tests of models in the window."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.composition import Alcove
from app.domain.models.catalogue import CatalogueEntry
from app.jobs.door import OpenDoor
from app.jobs.launch import fetcher_command
from app.seal.models import SealState
from app.services.models.fetch_plan import Sources
from app.settings.file import ValuesFile
from app.settings.paths import Home
from app.settings.schema import Settings
from app.ui.assembly import Assembly
from app.ui.assets import assets_folder
from app.ui.shell.single_instance import SingleInstance
from app.ui.theme.theme import Theme
from app.ui.translation import Translations
from tests.fakes.hub_server import HubServer

ROOT = Path(__file__).parents[2]
TINY_CHAT = ROOT / "tests" / "data" / "models" / "tiny-chat"


def entry_values(entry: CatalogueEntry, **changes: object) -> dict[str, object]:
    """``entry`` as its file in the catalogue says it."""
    files = [{"name": f.name, "path": f.path, "size": f.size, "sha256": f.sha256} for f in entry.files]
    return {
        "format": 1,
        "id": entry.id,
        "name": entry.name,
        "family": entry.family,
        "role": entry.role.value,
        "target": entry.target.value,
        "layout": entry.layout.value,
        "licence": entry.licence,
        "repository": entry.repository,
        "revision": entry.revision,
        "precision": entry.precision,
        "languages": list(entry.languages),
        "context": entry.context,
        "files": files,
        "download_bytes": entry.download_bytes,
        "architecture": None,
        "memory": None,
        "recommended_from": entry.recommended_from,
        "good_for": {"en": entry.good_for.en, "zh": entry.good_for.zh},
        entry.role.value: entry.facts,
        "unverified": list(entry.unverified),
    } | changes


def write_catalogue(folder: Path, *entries: dict[str, object]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for values in entries:
        (folder / f"{values['id']}.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def tiny_chat_entry(hub: HubServer) -> dict[str, object]:
    """Puts the tiny chat model on the hub; it runs, writes nonsense, and is recommended to every computer."""
    repository = "alcove/little-writer"
    folder = hub.folder / repository
    manifest = json.loads((TINY_CHAT / "manifest.json").read_text(encoding="utf-8"))
    folder.mkdir(parents=True)
    for file in manifest["files"]:
        shutil.copy(TINY_CHAT / file["name"], folder / file["name"])
    size = sum(file["size"] for file in manifest["files"])
    return {
        "format": 1,
        "id": "little-writer",
        "name": "Little Writer",
        "family": "little-writer",
        "role": "chat",
        "target": "cpu",
        "layout": "onnx",
        "licence": "MIT",
        "repository": repository,
        "revision": hub.revision(repository),
        "precision": manifest["precision"],
        "languages": ["en", "zh"],
        "context": 2048,
        "files": [{**file, "path": file["name"]} for file in manifest["files"]],
        "download_bytes": size,
        "architecture": None,
        "memory": {"weights": size, "at_4k": size, "at_8k": size},
        "recommended_from": 1,
        "good_for": {"en": "Writes nonsense, quickly.", "zh": "很快地写些没有意义的话。"},
        "chat": manifest["chat"],
        "unverified": [],
    }


@contextmanager
def opened(root: Path, hub: HubServer | None, *, kib_per_second: int = 0) -> Iterator[Alcove]:
    """The program over ``root`` with ``root/../catalogue``, asking ``hub`` alone."""
    home = Home(root)
    home.create()
    settings = ValuesFile(home.settings, Settings)
    settings.change(
        language="en",
        download_endpoint=hub.url if hub is not None else "",
        download_mirrors="",
        download_proxy="none",
        download_kib_per_second=kib_per_second,
    )
    alcove = Alcove.open(home, SealState(sealed=True, means="test"), OpenDoor(fetcher_command(home.incoming)))
    alcove.fetch_models._sources = lambda: _impatient(Sources.chosen(alcove.settings.values))
    try:
        yield alcove
    finally:
        alcove.close()


def _impatient(sources: Sources) -> Sources:
    """As chosen, but with hardly a pause before the next try."""
    return replace(sources, terms=replace(sources.terms, tries=2, pause_seconds=0.01))


@contextmanager
def shown(qtbot: QtBot, qapp: QApplication, theme: Theme, alcove: Alcove) -> Iterator[Assembly]:
    """The whole window over ``alcove``."""
    translations = Translations(qapp, assets_folder() / "i18n")
    translations.apply("en")
    instance = SingleInstance(alcove.home)
    assert instance.is_first()
    made = Assembly(alcove, theme, translations, instance)
    qtbot.addWidget(made.shell)
    try:
        with qtbot.waitSignal(made.shell.painted):
            made.start([])
        yield made
    finally:
        translations.apply("en")
        made.close()
        instance.release()
