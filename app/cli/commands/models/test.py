"""`alcove models test`: loads models as an answer would, checks and measures them, remembers what came of it."""

from __future__ import annotations

import argparse

from app.cli.output import printable
from app.cli.session import Session
from app.domain.models.self_test import SelfTestResult, SelfTestState, SelfTestStep
from app.model_files.model_files import InstalledModel
from app.wording import sentence_for
from app.wording.quantities import amount
from app.wording.self_tests import self_test_words, speed


def run_test(session: Session, arguments: argparse.Namespace) -> int:
    """1 where a model failed; without names every model that is here is tried."""
    names = arguments.models or [model.id for model in session.alcove.models.installed()]
    passed = [tell(session, name, _tried(session, name)) for name in names]
    return 0 if all(passed) else 1


def try_new(session: Session, model: InstalledModel) -> bool:
    """After a model was installed: try it and tell; says whether it works, or cannot be tried yet."""
    works = tell(session, model.id, _tried(session, model.id))
    needed = session.alcove.rebuild_vectors.needed()
    if works and model.manifest.embedding is not None and needed is not None and needed.old:
        words = session.translate("CLI", "Searches go on with {0}. To change to {1}: alcove models use {2}")
        session.output.line(words.format(needed.old, model.manifest.name, model.id))
    return works


def tell(session: Session, identifier: str, result: SelfTestResult) -> bool:
    """Says whether it did not fail."""
    output, works = session.output, result.state is not SelfTestState.FAILED
    if output.json_lines:
        output.object({"id": identifier, "self_test": result.plain()})
        return works
    mark = {SelfTestState.PASSED: ("✓", "green"), SelfTestState.FAILED: ("✗", "yellow")}.get(result.state, ("·", "dim"))
    output.line(f"{output.coloured(*mark)} {printable(identifier)}  {self_test_words(result, session.translate)}")
    if result.state is SelfTestState.PASSED:
        output.line(f"  {output.coloured(_measured(session, result), 'dim')}")
    elif (failure := result.failure) is not None:
        output.line(f"  {output.coloured(printable(str(sentence_for(failure, session.translate))), 'dim')}")
    if result.moved_from:
        words = session.translate("CLI", "The graphics card failed with it; from now on it runs on the processor.")
        output.line(f"  {output.coloured(words, 'yellow')}")
    return works


def _tried(session: Session, identifier: str) -> SelfTestResult:
    words = session.translate("CLI", "Trying {0}").format(identifier)

    def on_event(_step: SelfTestStep) -> None:
        session.output.progress(0, None, words)

    return session.alcove.self_test.run(identifier, on_event=on_event)


def _measured(session: Session, result: SelfTestResult) -> str:
    translate = session.translate
    parts = [translate("CLI", "loaded in {0} s").format(f"{result.load_seconds:.1f}")]
    if result.prompt_speed:
        parts.append(translate("CLI", "reads {0} tokens/s").format(speed(result.prompt_speed)))
    if result.resident_bytes and result.reckoned_bytes:
        words = translate("CLI", "memory {0}, reckoned {1}")
        parts.append(words.format(amount(result.resident_bytes), amount(result.reckoned_bytes)))
    return " · ".join(parts)
