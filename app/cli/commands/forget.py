"""`alcove forget`: documents leave the library without a trace in the store; the files are not touched."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from app.cli.output import printable
from app.cli.session import Session
from app.domain.errors import AppError
from app.domain.library.document import Document

_MOST_DIGITS = 19  # what the store's numbers have


def run(session: Session, arguments: argparse.Namespace) -> int:
    """1 where a document is not in the library; the others are forgotten all the same."""
    found: dict[int, Document] = {}
    unknown: list[str] = []
    for name in arguments.documents:
        document = _document(session, name)
        if document is None:
            unknown.append(name)
        else:
            found[document.id] = document
    session.alcove.library.forget(found)
    for document in found.values():
        if session.output.json_lines:
            session.output.object({"id": document.id, "path": str(document.path), "status": "forgotten"})
        session.output.line(session.translate("CLI", "Forgotten: {0}").format(printable(str(document.path))))
    for name in unknown:
        if session.output.json_lines:
            session.output.object({"document": name, "status": "unknown"})
        session.output.problem(
            session.translate("CLI", "Not in the library: {0}. See `alcove library`.").format(printable(name))
        )
    return 1 if unknown else 0


def _document(session: Session, name: str) -> Document | None:
    library = session.alcove.library
    if name.isdecimal() and len(name) < _MOST_DIGITS:
        try:
            return library.document(int(name))
        except AppError:
            pass  # a file may be named like a number
    try:
        path = Path(os.path.abspath(name))  # noqa: PTH100 - resolve() would follow links
    except OSError:  # the current folder was removed
        return None
    return library.by_path(path) or library.by_path(path.resolve())
