"""`alcove bench translate`: the memory, our pipeline beside the bare engine, the first typed segment."""

from __future__ import annotations

import argparse
import dataclasses

from app.cli.output import printable
from app.cli.session import Session
from app.domain.translate.measured_translation import (
    LEAST_FROM_MEMORY,
    MOST_DOCUMENT_BYTES,
    MOST_DOCUMENT_SECONDS,
    MOST_OVERHEAD,
    MOST_WAIT,
    MeasuredDocument,
    MeasuredTranslation,
)
from app.services.translate.measure_documents import PAGES, measure_document
from app.services.translate.measure_translation import QUICK, Effort
from app.wording.quantities import amount

QUICK_PAGES = 30


def bench_translate(session: Session, arguments: argparse.Namespace) -> int:
    """0 whatever the figures are; those that fall short are told."""
    output, translate = session.output, session.translate

    def tell(done: int, total: int) -> None:
        output.progress(done, total, translate("CLI", "Measuring"))

    effort = QUICK if arguments.quick else Effort()
    measured = session.alcove.measure_translation.measure(arguments.source, arguments.to, effort, on_step=tell)
    alcove = session.alcove
    document = measure_document(alcove.lanes, alcove.background, QUICK_PAGES if arguments.quick else PAGES)
    if output.json_lines:
        short = [*measured.falls_short, *(["document"] if document.falls_short else [])]
        output.object({**dataclasses.asdict(measured), "document": dataclasses.asdict(document), "falls_short": short})
    else:
        _tell(session, measured)
        _tell_document(session, document)
    return 0


def _tell_document(session: Session, document: MeasuredDocument) -> None:
    output, translate = session.output, session.translate
    words = translate(
        "CLI", "{pages} pages, {segments} segments: {seconds} s, {held} (at most {most} and {room} wanted)"
    )
    told = words.format(
        pages=document.pages,
        segments=document.segments,
        seconds=f"{document.seconds:.1f}",
        held=amount(document.held or 0),
        most=f"{MOST_DOCUMENT_SECONDS:.0f} s",
        room=amount(MOST_DOCUMENT_BYTES),
    )
    line = f"  {'DOCX':<12} {told}"
    output.line(output.coloured(line, "yellow") if document.falls_short else line)


def _tell(session: Session, measured: MeasuredTranslation) -> None:
    output, translate = session.output, session.translate
    speed = translate("CLI", "{0} segments a second (at least {1} wanted)")
    rows = [
        (
            "from_memory",
            translate("CLI", "memory"),
            speed.format(f"{measured.from_memory:.0f}", f"{LEAST_FROM_MEMORY:.0f}"),
        )
    ]
    if measured.engine is None:
        output.problem(translate("CLI", "No translation model is installed for these languages: only the memory."))
    else:
        output.line(output.coloured(printable(measured.engine), "bold"))
        ratio = translate("CLI", "{0} × the bare engine for {1} segments (at most {2} wanted)")
        own = translate("CLI", "{0} ms of our own a segment").format(f"{measured.own_milliseconds:.2f}")
        told = ratio.format(f"{measured.overhead:.3f}", measured.segments, f"{MOST_OVERHEAD:.2f}")
        wait = translate("CLI", "{0} s beside the engine's own {1} s (at most {2} wanted)")
        first = wait.format(f"{measured.first_wait:.3f}", f"{measured.first_engine:.3f}", f"{MOST_WAIT:.2f}")
        rows += [
            ("overhead", translate("CLI", "pipeline"), f"{told}; {own}"),
            ("first_wait", translate("CLI", "first line"), first),
        ]
    for name, title, value in rows:
        line = f"  {title:<12} {value}"
        output.line(output.coloured(line, "yellow") if name in measured.falls_short else line)
