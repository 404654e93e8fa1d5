"""The documents of `alcove translate`: progress on the terminal, one line a file at the end."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.cli.output import printable, stop_after
from app.cli.session import Session
from app.cli.translation_arguments import layout_of
from app.domain.errors import AppError, ErrorCode
from app.domain.translate.document_translation import (
    DocumentChoices,
    TranslationEnded,
    TranslationEvent,
    TranslationProgress,
    TranslationStage,
)
from app.domain.translate.translation import TranslateOptions
from app.services.translate.document_run import DocumentRun
from app.services.translate.translate_document import DocumentOrder
from app.wording import sentence_for

FAILED = 1


def translate_file(session: Session, arguments: argparse.Namespace, path: Path, options: TranslateOptions) -> int:
    """0 where the translated file was written."""
    choices = DocumentChoices(arguments.to, layout_of(arguments), tuple(arguments.column))
    order = DocumentOrder(path.absolute(), choices, arguments.source or "", arguments.output)
    told = _Progress(session, path.name)
    ended = _wait(session.alcove.translate_document.start(order, options, on_event=told))
    session.alcove.link_translations.wait()
    return _ended(session, path, ended)


def translate_left(session: Session, options: TranslateOptions) -> int:
    """Go on with every document that an earlier run left."""
    status = 0
    for job in session.alcove.store.translation_jobs.unfinished():
        told = _Progress(session, job.path.name)
        run = session.alcove.translate_document.resume(job.id, options, on_event=told)
        status = max(status, _ended(session, job.path, _wait(run)))
    session.alcove.link_translations.wait()
    return status


def _wait(run: DocumentRun) -> TranslationEnded:
    """A Ctrl-C keeps what is translated: `--resume` goes on."""
    try:
        while not run.has_ended:
            run.wait(0.2)
    except KeyboardInterrupt:
        run.suspend()
        run.wait()
        raise
    assert run.ending is not None
    return run.ending


class _Progress:
    def __init__(self, session: Session, name: str) -> None:
        self._session, self._name = session, name

    def __call__(self, event: TranslationEvent) -> None:
        if isinstance(event, TranslationProgress):
            words = {
                TranslationStage.READING: self._session.translate("CLI", "reading {name}"),
                TranslationStage.TRANSLATING: self._session.translate("CLI", "translating {name}"),
                TranslationStage.WRITING: self._session.translate("CLI", "writing {name}"),
            }[event.stage]
            self._session.output.progress(event.done, event.total, words.format(name=self._name))


def _ended(session: Session, path: Path, ended: TranslationEnded) -> int:
    output, job = session.output, ended.job
    error = ended.error or (AppError(ErrorCode.BUG) if ended.path is None else None)
    output.object(_json(session, path, ended, error)) if output.json_lines else None
    if error is not None:
        words = sentence_for(error, session.translate)
        output.problem(f"{printable(str(path))}: {words.title}{stop_after(words.title)}{words}")
        return FAILED
    output.line(f"{output.coloured('✓', 'green')} {printable(str(ended.path))}")
    if job is not None and job.marked:
        words_ = session.translate("CLI", "Segments that want a look: {count} of {all}.")
        output.problem(output.coloured(words_.format(count=job.marked, all=job.segments), "yellow"))
    return 0


def _json(session: Session, path: Path, ended: TranslationEnded, error: AppError | None) -> dict[str, object]:
    job = ended.job
    return {
        "path": str(path),
        "translated": str(ended.path) if ended.path else None,
        "from": job.source_language if job else None,
        "to": job.choices.target if job else None,
        "segments": job.segments if job else 0,
        "marked": job.marked if job else 0,
        "error": error.code.value if error else None,
        **({"message": str(sentence_for(error, session.translate))} if error else {}),
    }
