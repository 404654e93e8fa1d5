"""`alcove models verify`, `use` and `remove`: check every byte, choose the default of a role, delete."""

from __future__ import annotations

import argparse

from app.cli.commands.models.rebuild import rebuild
from app.cli.session import Session
from app.model_files.verify import Fault, ModelProblem
from app.wording import Translate
from app.wording.quantities import amount


def run_verify(session: Session, arguments: argparse.Namespace) -> int:
    """1 where a file is not what it was; without names every model that is here is read."""
    output, failed = session.output, False
    for identifier in arguments.models or [model.id for model in session.alcove.models.installed()]:
        problems = session.alcove.choose_models.verify(
            identifier,
            on_progress=lambda done, total, name=identifier: output.progress(done >> 20, total >> 20, name),  # type: ignore[misc]
        )
        failed = failed or bool(problems)
        if output.json_lines:
            found = [{"file": problem.file, "fault": problem.fault.value} for problem in problems]
            output.object({"id": identifier, "whole": not problems, "problems": found})
            continue
        if not problems:
            output.line(f"{output.coloured('✓', 'green')} {identifier}")
        for problem in problems:
            words = f"{problem.file}: {_fault_words(problem, session.translate)}"
            output.line(f"{output.coloured('✗', 'yellow')} {identifier}  {words}")
    return 1 if failed else 0


def run_use(session: Session, arguments: argparse.Namespace) -> int:
    """For an embedding model the search index is rebuilt; until then searches use the one before."""
    model = session.alcove.choose_models.make_default(arguments.model)
    if session.output.json_lines:
        session.output.object({"id": model.id, "role": model.manifest.role.value})
    else:
        session.output.line(session.translate("CLI", "{0} is used from now on.").format(model.manifest.name))
    return rebuild(session, model.id) if model.manifest.embedding is not None else 0


def run_remove(session: Session, arguments: argparse.Namespace) -> int:
    for identifier in arguments.models:
        freed = session.alcove.choose_models.remove(identifier)
        if session.output.json_lines:
            session.output.object({"id": identifier, "freed": freed})
        else:
            session.output.line(session.translate("CLI", "{0} is removed; {1} are free again.").format(
                identifier, amount(freed)))  # fmt: skip
    return 0


def _fault_words(problem: ModelProblem, translate: Translate) -> str:
    return {
        Fault.MISSING: translate("ModelFault", "the file is missing"),
        Fault.SIZE: translate("ModelFault", "the file has another size"),
        Fault.HASH: translate("ModelFault", "the file was changed"),
        Fault.UNREADABLE: translate("ModelFault", "the file cannot be read"),
    }[problem.fault]
