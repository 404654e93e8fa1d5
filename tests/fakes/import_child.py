"""Imports a model until it is killed: python import_child.py HOME FOLDER. It says 'go' before the first byte."""

from __future__ import annotations

import sys
from pathlib import Path

from app.domain.models.catalogue import Catalogue
from app.jobs.lanes import Lanes
from app.model_files.model_files import ModelFiles
from app.services.models.import_models import ImportModels, ImportProgress


def main(home: Path, folder: Path) -> None:
    models = ModelFiles(home, home / "none")
    lanes = Lanes()

    def told(progress: ImportProgress) -> None:
        print(progress.done, flush=True)

    try:
        ImportModels(models, lanes, Catalogue(())).take(folder, on_progress=told)
        print("done", flush=True)
    finally:
        lanes.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
