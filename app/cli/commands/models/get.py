"""`alcove models get`: downloads models of the catalogue, showing host, file and bytes; a Ctrl-C pauses."""

from __future__ import annotations

import argparse

from app.cli.commands.models.cards import is_for_later, size_of
from app.cli.commands.models.test import try_new
from app.cli.output import printable, stop_after
from app.cli.session import Session
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.models.catalogue import CatalogueEntry
from app.domain.models.fit import FitLabel, FitReason, fit
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import FetchNews, FetchStage
from app.services.models.fetch_plan import FetchPlan
from app.wording.models import fit_label, fit_sentence
from app.wording.quantities import amount

PAUSED = 130
"""As shells tell of a Ctrl-C."""


def run_get(session: Session, arguments: argparse.Namespace) -> int:
    """1 where a model does not work here, 130 for a pause. Raises the first download's error; what came before it is
    installed, what came of it is kept."""
    output, translate = session.output, session.translate
    entries = _wanted(session, arguments)
    if not entries:
        if arguments.recommended:
            output.line(translate("CLI", "All recommended models are here."))
            return 0
        output.problem(translate("CLI", "Name a model of `alcove models list`, or say --recommended."))
        return 2
    works = True
    for entry in entries:
        if (here := _already_here(session, entry)) is not None:
            _tell_here(session, here, translate("CLI", "{0} is here already."))
            continue
        output.line(f"{output.coloured(entry.id, 'bold')} · {size_of(entry, session)} · {entry.licence}")
        _warn(session, entry)
        model = _fetched(session, entry)
        if model is None:
            return PAUSED
        _tell_here(session, model, translate("CLI", "{0} is here and whole."))
        works = try_new(session, model) and works
    return 0 if works else 1


def _tell_here(session: Session, model: InstalledModel, words: str) -> None:
    if session.output.json_lines:
        session.output.object({"id": model.id, "folder": str(model.folder), "bytes": model.manifest.bytes})
    else:
        session.output.line(words.format(printable(model.manifest.name)))


def _already_here(session: Session, entry: CatalogueEntry) -> InstalledModel | None:
    """Whole and of the version that the catalogue asks for: nobody downloads gigabytes twice."""
    model = session.alcove.models.by_id(entry.id)
    if model is None or model.embedded or entry.revision not in (None, model.manifest.revision):
        return None
    return model


def _warn(session: Session, entry: CatalogueEntry) -> None:
    """Before the bytes come: that nothing uses it yet, or that it will hardly run here."""
    if is_for_later(entry.role):
        session.output.problem(
            session.translate("CLI", "Nothing in this version of Alcove uses this model yet. Ctrl-C stops.")
        )
    told = fit(entry, session.alcove.choose_models.machine())
    if told.label in (FitLabel.DOES_NOT_FIT, FitLabel.TIGHT, FitLabel.SLOW) and told.reason is not FitReason.DISK:
        label = fit_label(told.label, session.translate)
        session.output.problem(f"{label}{stop_after(label)}{fit_sentence(told, session.translate)}")


def _wanted(session: Session, arguments: argparse.Namespace) -> list[CatalogueEntry]:
    entries = list(session.alcove.choose_models.recommended().missing) if arguments.recommended else []
    for identifier in arguments.models:
        entry = session.alcove.catalogue.by_id(identifier)
        if entry is None:
            raise AppError(ErrorCode.MODEL_UNKNOWN, name=identifier)
        entries.append(entry)
    return list({entry.id: entry for entry in entries}.values())


def _fetched(session: Session, entry: CatalogueEntry) -> InstalledModel | None:
    """None where the person stopped it."""
    teller, stop = _Teller(session), StopSignal()
    try:
        return session.alcove.fetch_models.fetch(entry, stop, teller)
    except (KeyboardInterrupt, JobCancelled):
        stop.stop()
        if session.output.json_lines:
            session.output.object({"id": entry.id, "paused": True})
        session.output.problem(
            session.translate("CLI", "Paused. The same command goes on from here: alcove models get {0}").format(
                entry.id
            )
        )
        return None


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
