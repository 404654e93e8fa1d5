"""`alcove add`: every file is answered for, as indexed, unchanged, or refused with its reason."""

from __future__ import annotations

import argparse
import threading
from collections import Counter

from app.cli.output import OutputLost, printable
from app.cli.session import Session
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Collection, Refusal
from app.domain.library.indexing import (
    FileEnded,
    FileOutcome,
    FileStarted,
    IndexingEvent,
    IndexingProgress,
    IndexingSummary,
)
from app.services.library.add_documents import IndexingRun
from app.wording import refusal_sentence, sentence_for

_SYMBOLS = {
    FileOutcome.INDEXED: ("✓", "green"),
    FileOutcome.UNCHANGED: ("·", "dim"),
    FileOutcome.REFUSED: ("✗", "yellow"),
}


def run(session: Session, arguments: argparse.Namespace) -> int:
    """1 where a file was refused; raises the error that ended the run early, after the summary."""
    if not arguments.paths and not arguments.resume:
        session.output.problem(session.translate("CLI", "Name at least one file or folder: alcove add PATH…"))
        return 2
    adding = session.alcove.add_documents
    told = _Teller(session)
    run_ = None
    if arguments.resume:
        run_ = adding.resume(on_event=told)
        if run_ is not None:
            _wait(run_)
    if arguments.paths and (run_ is None or run_.error is None):
        collection = _collection(session, arguments.collection)
        run_ = adding.start(arguments.paths, collection.id if collection else None, on_event=told)
        _wait(run_)
    if session.output.lost is not None:
        raise OutputLost from session.output.lost
    summary = _sum(told, run_)
    if not session.output.json_lines:
        _tell_reasons(session, told)
    _tell_summary(session, summary)
    if run_ is not None and run_.error is not None:
        raise run_.error
    return 1 if summary.refused or summary.cancelled else 0


def _wait(run_: IndexingRun) -> None:
    """A Ctrl-C ends the run in order: what was reported stays, the rest waits in the journal for `--resume`."""
    try:
        while not run_.has_ended:
            run_.wait(0.2)
    except KeyboardInterrupt:
        run_.suspend()
        run_.wait()
        raise


class _Teller:
    """Tells each event; called on the run's thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = threading.Lock()
        self._total: int | None = None
        self.summaries: list[FileEnded] = []

    def __call__(self, event: IndexingEvent) -> None:
        output = self._session.output
        with self._lock:
            if isinstance(event, FileEnded):
                self.summaries.append(event)
                if output.json_lines:
                    output.object(
                        {
                            "path": str(event.path),
                            "status": event.outcome.value,
                            "reason": event.reason.value if event.reason else None,
                            "passages": event.passages,
                        }
                    )
                else:
                    self._tell(event)
            elif isinstance(event, IndexingProgress):
                self._total = event.total
                name = event.current.name if event.current else ""
                passages = self._session.translate("CLI", "passages: {0}").format(event.passages)
                output.progress(event.done, event.total, f"{passages}  {name}")
            elif isinstance(event, FileStarted):
                output.progress(len(self.summaries), self._total, event.path.name)

    def _tell(self, event: FileEnded) -> None:
        output, translate = self._session.output, self._session.translate
        symbol, colour = _SYMBOLS[event.outcome]
        if event.reason is Refusal.MISSING and event.document_id is None:
            note = str(sentence_for(AppError(ErrorCode.PATH_MISSING), translate))
        elif event.reason is not None:
            note = str(refusal_sentence(event.reason, translate))
        elif event.outcome is FileOutcome.UNCHANGED:
            note = translate("CLI", "unchanged")
        else:
            note = translate("CLI", "passages: {0}").format(event.passages)
        output.line(f"{output.coloured(symbol, colour)} {printable(str(event.path))}  {output.coloured(note, 'dim')}")


def _sum(told: _Teller, run_: IndexingRun | None) -> IndexingSummary:
    outcomes = [event.outcome for event in told.summaries]
    return IndexingSummary(
        indexed=outcomes.count(FileOutcome.INDEXED),
        unchanged=outcomes.count(FileOutcome.UNCHANGED),
        refused=outcomes.count(FileOutcome.REFUSED),
        seconds=run_.summary.seconds if run_ else 0.0,
        cancelled=run_.summary.cancelled if run_ else False,
        keyword_only=run_.summary.keyword_only if run_ else False,
    )


def _tell_reasons(session: Session, told: _Teller) -> None:
    """How often each reason came, the most frequent first: a hundred rows of refused files are read by nobody."""
    reasons = Counter(event.reason for event in told.summaries if event.reason is not None)
    for reason, count in reasons.most_common() if len(reasons) > 1 else ():
        session.output.line(f"  {count:>5}  {refusal_sentence(reason, session.translate).title}")


def _tell_summary(session: Session, summary: IndexingSummary) -> None:
    output, translate = session.output, session.translate
    if output.json_lines:
        output.object(
            {
                "summary": {
                    "indexed": summary.indexed,
                    "unchanged": summary.unchanged,
                    "refused": summary.refused,
                    "seconds": round(summary.seconds, 3),
                }
            }
        )
        return
    text = translate("CLI", "Indexed: {0} · unchanged: {1} · refused: {2} · {3} s")
    output.line(
        output.coloured(
            text.format(summary.indexed, summary.unchanged, summary.refused, f"{summary.seconds:.1f}"), "bold"
        )
    )
    if summary.keyword_only and summary.indexed:
        output.line(
            translate("CLI", "No embedding model could be used: these documents are found by their words only.")
        )
    if waiting := len(session.alcove.store.documents.waiting()):
        output.line(
            translate("CLI", "Files that an earlier run left unfinished: {0}. Go on with: alcove add --resume").format(
                waiting
            )
        )


def _collection(session: Session, name: str | None) -> Collection | None:
    if not name:
        return None
    try:
        return session.collection(name)
    except AppError:
        return session.alcove.library.create_collection(name)
