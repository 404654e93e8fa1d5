"""A program that translates a document until it is killed or done; it prints each text that the engine was asked for.

python -m tests.fakes.translate_document_child STORE DOCUMENT [MOST]

It goes on with an unfinished job where there is one. The engine gives no more than MOST translations, then it waits to
be killed: a kill that comes late on a busy computer still meets it at work. For process tests, never imported by them.
"""

from __future__ import annotations

import itertools
import sys
import threading
from pathlib import Path

from app.domain.translate.document_translation import DocumentChoices
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.seal.environment import apply_offline_environment
from app.services.translate import translate_segments
from app.services.translate.translate_document import DocumentOrder, TranslateDocument
from app.storage.store import Store
from tests.fakes.translating import LetterSwapper

ENGINE_SECONDS = 0.04
"""What a fast engine takes for a segment."""


def main(store_path: Path, document: Path, most: int | None) -> None:
    apply_offline_environment()
    translate_segments.WRITE_SHARE = 0.0  # else a slow disk is written to so seldom that a kill costs more
    lanes, background = Lanes(), Background()
    with Store.open(store_path) as store:
        try:
            jobs, never, asked = store.translation_jobs, threading.Event(), itertools.count()

            def say(text: str) -> None:
                never.wait(ENGINE_SECONDS)
                print(f"asked\t{text}", flush=True)
                if next(asked) == most:
                    never.wait()

            service = TranslateDocument(store, lanes, background, LetterSwapper(say), lambda _segments: "en")
            unfinished = jobs.unfinished()
            if unfinished:
                run = service.resume(unfinished[0].id)
            else:
                run = service.start(DocumentOrder(document, DocumentChoices("zh")))
            ending = run.wait()
            print("done" if ending is not None and ending.path is not None else f"failed {ending}", flush=True)
        finally:
            lanes.close()
            background.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else None)
