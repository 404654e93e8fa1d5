"""`alcove models import`: models from folders, sticks and other programs' folders, copied or used where they are."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.commands.models.cards import is_for_later
from app.cli.commands.models.test import try_new
from app.cli.output import printable
from app.cli.session import Session
from app.domain.errors import AppError, ErrorCode
from app.model_files.model_files import InstalledModel
from app.services.models.import_models import Importable, ImportProgress
from app.services.models.models_elsewhere import Elsewhere
from app.wording import sentence_for
from app.wording.models import role_name
from app.wording.quantities import amount


def run_import(session: Session, arguments: argparse.Namespace) -> int:
    """1 where one of several was refused or one does not work here; with ``--found`` what other programs keep is
    listed and nothing is taken."""
    if arguments.found:
        return _list_found(session)
    if not arguments.paths:
        session.output.problem(session.translate("CLI", "Name a folder with a model, or say --found."))
        return 2
    failed = False
    folders = [inner for path in arguments.paths for inner in session.alcove.import_models.packed_in(path)]
    for folder in folders:
        try:
            if arguments.look:
                _tell_importable(session, session.alcove.import_models.inspect(folder, variant=arguments.variant))
                continue
            model = session.alcove.import_models.take(
                folder,
                in_place=arguments.in_place,
                variant=arguments.variant,
                on_progress=lambda progress: _tell_progress(session, progress),
            )
        except AppError as error:
            if len(folders) == 1 or error.code is not ErrorCode.MODEL_REFUSED:
                raise
            failed = True
            _tell_refused(session, str(folder), error)
        else:
            _tell_taken(session, model)
            failed = not try_new(session, model) or failed
    return 1 if failed else 0


def _list_found(session: Session) -> int:
    anything = False
    for found in session.alcove.models_elsewhere.look():
        anything = True
        _tell_found(session, found)
    if anything:
        session.output.line(session.translate("CLI", "Take one in: alcove models import FOLDER"))
    else:
        session.output.line(session.translate("CLI", "No models of other programs were found."))
    return 0


def _tell_found(session: Session, found: Elsewhere) -> None:
    output = session.output
    if found.model is not None:
        _tell_importable(session, found.model, program=found.program.value)
    elif found.error is not None:
        if output.json_lines:
            output.object({"path": str(found.path), "program": found.program.value, **_error(found.error)})
        else:
            words = sentence_for(found.error, session.translate)
            output.line(f"{output.coloured('✗', 'yellow')} {found.program.value}  {printable(str(found.path))}")
            output.line(f"  {output.coloured(str(words), 'dim')}")


def _tell_importable(session: Session, model: Importable, program: str = "") -> None:
    output = session.output
    if output.json_lines:
        output.object(_json(model) | ({"program": program} if program else {}))
        return
    licence = model.licence if model.licence != "unknown" else session.translate("CLI", "licence not stated")
    what = f"{role_name(model.role, session.translate)} · {model.precision} · {amount(model.bytes)} · {licence}"
    where = "  ".join(part for part in (program, printable(str(model.path))) if part)
    output.line(f"{output.coloured('✓', 'green')} {output.coloured(printable(model.name), 'bold')}  {where}")
    output.line(f"  {output.coloured(what, 'dim')}")
    if len(model.variants) > 1:
        words = session.translate("CLI", "Variants in this folder (choose one by --variant): {0}")
        output.line(f"  {output.coloured(words.format(', '.join(map(printable, model.variants))), 'dim')}")


def _json(model: Importable) -> dict[str, Any]:
    return {
        "path": str(model.path),
        "name": model.name,
        "role": model.role.value,
        "precision": model.precision,
        "licence": model.licence,
        "languages": list(model.languages),
        "bytes": model.bytes,
        "entry": model.entry.id if model.entry else None,
        "can_stay": model.can_stay,
        "replaces": model.replaces,
        "variants": list(model.variants),
        "ignored": list(model.ignored),
        "guessed": list(model.guessed),
    }


def _tell_taken(session: Session, model: InstalledModel) -> None:
    if session.output.json_lines:
        told = {"id": model.id, "role": model.manifest.role.value, "folder": str(model.folder)}
        session.output.object(told | {"in_place": model.in_place, "bytes": model.manifest.bytes})
    else:
        words = session.translate("CLI", "{0} is here and whole.")
        session.output.line(words.format(printable(model.manifest.name)) + f"  ({model.id})")
        if is_for_later(model.manifest.role):
            later = session.translate("CLI", "Nothing in this version of Alcove uses it yet.")
            session.output.line(f"  {session.output.coloured(later, 'dim')}")


def _tell_refused(session: Session, path: str, error: AppError) -> None:
    if session.output.json_lines:
        session.output.object({"path": path, **_error(error)})
    else:
        words = sentence_for(error, session.translate)
        session.output.line(f"{session.output.coloured('✗', 'yellow')} {printable(path)}  {words}")


def _error(error: AppError) -> dict[str, Any]:
    return {"error": error.code.value, "details": error.details}


def _tell_progress(session: Session, progress: ImportProgress) -> None:
    session.output.progress(progress.done >> 20, progress.total >> 20, progress.file)
