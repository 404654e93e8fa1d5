"""A whole program that downloads the small model, sealed as the real one is; for tests that kill it.

``python -m tests.fakes.fetch_child HOME HUB_FOLDER HUB_URL BYTES_PER_SECOND``. Prints 'plan', then 'news DONE' lines,
then 'installed FOLDER', 'failed CODE' or 'cancelled'.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from app.domain.errors import AppError
from app.domain.models.downloads import Source
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.jobs.launch import open_door
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import FetchNews, FetchTerms
from app.seal.environment import apply_offline_environment
from app.seal.main import seal_process
from app.seal.models import ProcessRole
from app.services.models.fetch_models import FetchModels
from app.services.models.fetch_plan import FetchPlan, Sources
from tests.fakes.hub_server import commit_of
from tests.fakes.small_model import REPO, make_entry


def main() -> int:
    home, hub_folder, url, pace = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    door = open_door(home / "models" / ".incoming")
    apply_offline_environment()
    seal = seal_process(ProcessRole.WINDOW)
    if sys.platform == "linux" and not seal.sealed:
        print("failed seal", flush=True)
        return 1
    terms = FetchTerms(bytes_per_second=pace or None, proxy="none", endpoint=url, pause_seconds=0.05)
    lanes, background = Lanes(door=door, logs=home / "logs"), Background()
    models = ModelFiles(home / "models", home / "none")
    fetching = FetchModels(lanes, background, models, lambda: Sources((Source(url),), replace(terms)))
    try:
        model = fetching.fetch(make_entry(hub_folder / REPO, commit_of(hub_folder, REPO)), on_event=_say)
        print(f"installed {model.folder}", flush=True)
    except AppError as error:
        print(f"failed {error.code.value} {error.details}", flush=True)
        return 1
    finally:
        lanes.close()
    return 0


def _say(event: FetchPlan | FetchNews) -> None:
    print("plan" if isinstance(event, FetchPlan) else f"news {event.stage.value} {event.done}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
