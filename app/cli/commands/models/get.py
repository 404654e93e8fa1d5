"""`alcove models get`: downloads models of the catalogue, showing host, file and bytes; a Ctrl-C pauses."""

from __future__ import annotations

import argparse

from app.cli.commands.models.cards import size_of
from app.cli.output import printable
from app.cli.session import Session
from app.domain.catalogue import CatalogueEntry
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import FetchNews, FetchStage
from app.services.fetch_plan import FetchPlan
from app.wording.quantities import amount


def run_get(session: Session, arguments: argparse.Namespace) -> int:
    """Raises the first download's error; what came before it is installed, what came of it is kept."""
    output, translate = session.output, session.translate
    entries = _wanted(session, arguments)
    if not entries:
        if arguments.recommended:
            output.line(translate("CLI", "All recommended models are here."))
            return 0
        output.problem(translate("CLI", "Name a model of `alcove models list`, or say --recommended."))
        return 2
    for entry in entries:
        output.line(f"{output.coloured(entry.id, 'bold')} · {size_of(entry, session)} · {entry.licence}")
        model = _fetched(session, entry)
        if output.json_lines:
            output.object({"id": model.id, "folder": str(model.folder), "bytes": model.manifest.bytes})
        else:
            output.line(translate("CLI", "{0} is here and whole.").format(model.manifest.name))
    return 0


def _wanted(session: Session, arguments: argparse.Namespace) -> list[CatalogueEntry]:
    entries = list(session.alcove.choose_models.recommended().missing) if arguments.recommended else []
    for identifier in arguments.models:
        entry = session.alcove.catalogue.by_id(identifier)
        if entry is None:
            raise AppError(ErrorCode.MODEL_UNKNOWN, name=identifier)
        entries.append(entry)
    return list(dict.fromkeys(entries))


def _fetched(session: Session, entry: CatalogueEntry) -> InstalledModel:
    teller, stop = _Teller(session), StopSignal()
    try:
        return session.alcove.fetch_models.fetch(entry, stop, teller)
    except (KeyboardInterrupt, JobCancelled):
        stop.stop()
        session.output.problem(
            session.translate("CLI", "Paused. The same command goes on from here: alcove models get {0}").format(
                entry.id
            )
        )
        raise


class _Teller:
    """Tells what the download does; called on the calling thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, event: FetchPlan | FetchNews) -> None:
        output, translate = self._session.output, self._session.translate
        if isinstance(event, FetchPlan):
            if output.json_lines:
                output.object({"id": event.id, "revision": event.revision, "bytes": event.bytes})
            for file in event.files:
                if file.by_hub and file.sha256:  # not known beforehand: shown, as the hub told it
                    words = translate("CLI", "{0}: hash as told by {1}: {2}")
                    output.line(
                        output.coloured(words.format(printable(file.path), event.listed_by, file.sha256), "dim")
                    )
            return
        if output.json_lines:
            if event.stage in (FetchStage.ARRIVED, FetchStage.DISCARDED, FetchStage.WAITING, FetchStage.LISTING):
                output.object(
                    {
                        "stage": event.stage.value,
                        "file": event.file,
                        "host": event.host,
                        "done": event.done,
                        "total": event.total,
                        "problem": event.problem,
                    }
                )
            return
        if event.stage is FetchStage.DISCARDED:
            words = translate("CLI", "What {0} sent for {1} was wrong and is thrown away.")
            output.line(output.coloured(words.format(event.host, printable(event.file)), "yellow"))
        speed = f"{amount(int(event.bytes_per_second))}/s" if event.bytes_per_second else ""
        counts = f"{amount(event.done)}{' / ' + amount(event.total) if event.total else ''}"
        output.progress(event.done >> 20, event.total >> 20 if event.total else None,
                        "  ".join(part for part in (event.host, event.file, counts, speed) if part))  # fmt: skip
