"""`alcove library`: the documents, each with its state and reason."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.output import printable
from app.cli.session import Session
from app.domain.library.document import Document, DocumentState
from app.wording import collection_name, kind_name, refusal_sentence
from app.wording.sources import file_path, source_name

_PAGE = 500


def run(session: Session, arguments: argparse.Namespace) -> int:
    library = session.alcove.library
    wanted = session.collection(arguments.collection).id if arguments.collection else None
    names = {c.id: collection_name(c, session.translate) for c in library.collections()}
    offset = 0
    while documents := library.documents(
        text=arguments.text,
        collection_id=wanted,
        state=DocumentState(arguments.state) if arguments.state else None,
        limit=_PAGE,
        offset=offset,
        order="path",
    ):
        for document in documents:
            if session.output.json_lines:
                session.output.object(_json(document, names))
            else:
                _tell(session, document)
        offset += len(documents)
    if not session.output.json_lines:
        counts = library.counts(wanted)
        text = session.translate("CLI", "Indexed: {0} · refused: {1} · waiting: {2}")
        states = (DocumentState.INDEXED, DocumentState.REFUSED, DocumentState.WAITING)
        session.output.line(session.output.coloured(text.format(*(counts[s] for s in states)), "bold"))
    return 0


def _json(document: Document, collections: dict[int, str]) -> dict[str, Any]:
    return {
        "id": document.id,
        "path": file_path(document.path),
        "collection": collections.get(document.collection_id),
        "state": document.state.value,
        "reason": document.reason.value if document.reason else None,
        "kind": document.kind.value,
        "title": document.title,
        "pages": document.pages,
        "pages_without_text": document.pages_without_text,
        "passages": document.passages,
        "size": document.size,
        "sha256": document.content_hash,
        "indexed_at": document.indexed_at.isoformat() if document.indexed_at else None,
    }


def _tell(session: Session, document: Document) -> None:
    output, translate = session.output, session.translate
    if document.reason is not None:
        note = str(refusal_sentence(document.reason, translate))
    elif document.state is DocumentState.WAITING:
        note = translate("LibraryRows", "Waiting to be read")
    else:
        parts = [kind_name(document.kind, translate)]
        if document.pages:
            parts.append(translate("CLI", "pages: {0}").format(document.pages))
        if document.pages_without_text:
            parts.append(translate("CLI", "without text: {0}").format(document.pages_without_text))
        parts.append(translate("CLI", "passages: {0}").format(document.passages))
        note = " · ".join(parts)
    path = printable(source_name(document.path, document.title, translate))
    output.line(f"{document.id:>5}  {path}  {output.coloured(note, 'yellow' if document.reason else 'dim')}")
