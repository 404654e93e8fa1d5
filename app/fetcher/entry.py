"""How the fetcher begins: its pipes and limits first, then the one library it needs, then its narrowing, then work."""

from __future__ import annotations

import faulthandler
import logging
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from app.domain.models.downloads import TRUSTED_DOMAINS
from app.protocol.codec import encode
from app.protocol.messages import PROTOCOL_VERSION, Ready
from app.protocol.tasks import Describe, FetchFiles, FetchListing, LaneDescription, LaneName
from app.seal.main import narrow_fetcher
from app.seal.models import FetcherSeal
from app.worker import limits, streams
from app.worker.loop import Loop

_EXIT_USAGE = 64


def main(arguments: Sequence[str]) -> int:
    """Serve until the parent goes. The only argument is the folder below which files may be written."""
    if len(arguments) != 1 or not Path(arguments[0]).is_absolute():
        print("usage: python -m app.fetcher FOLDER", file=sys.stderr)  # noqa: T201
        return _EXIT_USAGE
    serve(Path(arguments[0]))
    return 0


def serve(folder: Path) -> None:
    """Never returns."""
    requests, events = streams.claim()
    faulthandler.enable()
    logging.getLogger().addHandler(logging.NullHandler())  # an address in a log would say what was fetched
    limits.apply(LaneName.FETCHER)
    from app.fetcher.application import make_application, network_versions
    from app.fetcher.files import FileFetching
    from app.fetcher.listing import fetch_listing

    versions = {"python": platform.python_version(), **network_versions()}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    seal = narrow_fetcher(folder, TRUSTED_DOMAINS)
    application = make_application()
    files = FileFetching(folder)
    handlers = {
        Describe.name: lambda _context, _task, _tail: _describe(versions, seal),
        FetchFiles.name: lambda context, task, _tail: files.fetch(context, task),
        FetchListing.name: lambda context, task, _tail: fetch_listing(context, task),
    }
    tasks = {task.name: task for task in (Describe, FetchFiles, FetchListing)}
    Loop(handlers, tasks).serve(requests, events, _ready(seal))
    del application  # it had to live as long as the work


def _ready(seal: FetcherSeal) -> Ready:
    return Ready(os.getpid(), LaneName.FETCHER.value, PROTOCOL_VERSION, encode(seal))


def _describe(versions: dict[str, str], seal: FetcherSeal) -> LaneDescription:
    return LaneDescription(versions, seal=encode(seal))
