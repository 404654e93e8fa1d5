"""A program that makes a model the default and rebuilds the vectors for it, until it is killed or done.

python -m tests.fakes.rebuild_child HOME MODEL [MOST]

Prints a line for each event; after MOST of them it waits to be killed, however late that comes. For process tests,
never imported by them.
"""

from __future__ import annotations

import itertools
import sys
import threading
from pathlib import Path

from app.composition import Alcove
from app.domain.library.rebuilding import RebuildEnded, RebuildEvent
from app.seal.environment import apply_offline_environment
from app.seal.models import SealState
from app.services.library import embed_missing, rebuild_work
from app.settings.paths import Home
from app.storage import vector_sets

SMALL = 8
"""Passages a piece and vectors a removal: many moments at which a kill can come."""


def main(home: Path, model: str, most: int | None) -> None:
    told = itertools.count(1)

    def tell(event: RebuildEvent) -> None:
        print(event.outcome.value if isinstance(event, RebuildEnded) else event.done, flush=True)
        if next(told) == most:
            threading.Event().wait()

    apply_offline_environment()
    for module, name in (
        (embed_missing, "PASSAGES_TOGETHER"),
        (rebuild_work, "PASSAGES_TOGETHER"),
        (vector_sets, "VECTORS_REMOVED_TOGETHER"),
    ):
        setattr(module, name, SMALL)
    alcove = Alcove.open(Home(home), SealState(sealed=False, means="none"))
    try:
        alcove.choose_models.make_default(model)
        run = alcove.rebuild_vectors.start(on_event=tell)
        if run is None:
            print("nothing", flush=True)
        else:
            run.wait()
    finally:
        alcove.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
