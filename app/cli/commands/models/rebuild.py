"""Rebuilding the search index on the command line, in the foreground with its progress; Ctrl-C keeps the half."""

from __future__ import annotations

import time

from app.cli.session import Session
from app.domain.errors import JobCancelled
from app.domain.library.rebuilding import RebuildEnded, RebuildEvent, RebuildOutcome, RebuildProgress, RebuildWait

JSON_SECONDS = 1.0


def rebuild(session: Session, model: str) -> int:
    """Until searches use the default embedding model. Raises what ended it early; 0 where nothing is to be done."""
    output, translate = session.output, session.translate
    run = session.alcove.rebuild_vectors.start(on_event=_Teller(session))
    if run is None:
        return 0
    try:
        ended = None
        while ended is None:
            ended = run.wait(0.5)  # looks up, so that Ctrl-C reaches it on Windows too
    except KeyboardInterrupt:
        run.cancel()
        run.wait(10.0)
        output.problem(translate("CLI", "Searches go on as before. The same command goes on from here: "
                                        "alcove models use {0}").format(model))  # fmt: skip
        raise
    if ended.error is not None:
        raise ended.error
    if ended.outcome is RebuildOutcome.STOPPED:
        raise JobCancelled
    if not output.json_lines:
        words = translate("CLI", "Searches use {0} now. Passages: {1}, {2} s")
        output.line(words.format(ended.name, ended.total, f"{ended.seconds:.1f}"))
        if ended.left_out:
            words = translate("CLI", "Passages that the model could not read, found by their words only: {0}")
            output.line(words.format(ended.left_out))
    return 0


class _Teller:
    """Called on the background thread that works."""

    def __init__(self, session: Session) -> None:
        self._session, self._told = session, 0.0

    def __call__(self, event: RebuildEvent) -> None:
        output, translate = self._session.output, self._session.translate
        if isinstance(event, RebuildEnded):
            if output.json_lines and event.error is None:
                output.object(
                    {"rebuilt": event.outcome.value, "name": event.name, "passages": event.total,
                     "seconds": round(event.seconds, 2), "left_out": event.left_out}
                )  # fmt: skip
            return
        assert isinstance(event, RebuildProgress)
        if output.json_lines:
            if time.monotonic() - self._told >= JSON_SECONDS:
                self._told = time.monotonic()
                output.object({"rebuilding": event.name, "done": event.done, "total": event.total})
            return
        if event.wait is RebuildWait.ELSEWHERE:
            words = translate("CLI", "Another running Alcove rebuilds the search index with {0}")
        else:
            words = translate("CLI", "Rebuilding the search index with {0}")
        output.progress(event.done, event.total, words.format(event.name))
