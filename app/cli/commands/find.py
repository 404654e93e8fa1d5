"""`alcove find`: passages for a query, or with `--stdin` for one query a line, in one process."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from app.cli.output import printable
from app.cli.session import Session
from app.domain.ask.search import FindResult, Hit, KeywordsAlone, SearchFilter
from app.domain.errors import AppError
from app.domain.models.manifest import ModelRole
from app.domain.text.readable import readable
from app.wording import place_words, sentence_for
from app.wording.sources import file_path, source_name

_SNIPPET = 320


def run(session: Session, arguments: argparse.Namespace) -> int:
    """2 without a query. With `--stdin`, a query that cannot be searched is answered with its error; the rest go on."""
    narrowed = session.search_filter(arguments)
    if not arguments.stdin:
        if arguments.query is None:
            session.output.problem(session.translate("CLI", "Say what to find: alcove find QUERY"))
            return 2
        _tell(session, session.alcove.find.find(arguments.query, arguments.k, narrowed))
        return 0
    return _each_line(session, arguments.k, narrowed)


def _each_line(session: Session, k: int, narrowed: SearchFilter) -> int:
    status = 0
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    for line in sys.stdin:
        query = line.rstrip("\r\n")
        try:
            _tell(session, session.alcove.find.find(query, k, narrowed))
        except AppError as error:
            status = 1
            words = sentence_for(error, session.translate)
            if session.output.json_lines:
                session.output.object({"query": query, "hits": [], "error": error.code.value, "message": str(words)})
            else:
                session.output.problem(str(words))
    return status


def _tell(session: Session, result: FindResult) -> None:
    if session.output.json_lines:
        session.output.object({"query": result.query, "hits": [_json(hit) for hit in result.hits]})
        return
    output, translate = session.output, session.translate
    if not result.hits:
        output.line(translate("CLI", "Nothing found."))
    for hit in result.hits:
        where = printable(place_words(hit.place, translate))
        name = printable(source_name(hit.path, hit.title, translate))
        output.line(f"{output.coloured(f'{hit.rank}.', 'bold')} {name}  {output.coloured(where, 'dim')}")
        output.line(f"   {_snippet(session, hit)}")
    if result.keywords_alone is KeywordsAlone.REBUILDING:
        words = translate("CLI", "Found by words alone: the model that the search index was made with is gone.")
        output.line(output.coloured(words, "dim"))
        best = session.alcove.models.best(ModelRole.EMBEDDING)
        words = translate("CLI", "To rebuild it: alcove models use {0}")
        output.line(output.coloured(words.format(best.id if best is not None else "MODEL"), "dim"))
    elif result.keyword_only:
        output.line(output.coloured(translate("CLI", "Found by words alone."), "dim"))


def _json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": hit.score,
        "path": file_path(hit.path),
        "title": hit.title,
        "place": hit.place.as_json(),
        "text": hit.text,
    }


def _snippet(session: Session, hit: Hit) -> str:
    """The part of the passage around its first mark, the marked words coloured, on one line."""
    first = hit.marks[0][0] if hit.marks else 0
    begin = max(0, first - _SNIPPET // 4)
    end = min(len(hit.text), begin + _SNIPPET)
    shown, position = "…" if begin else "", begin
    for start, length in hit.marks:
        if start < begin or start + length > end:
            continue
        marked = _one_line(hit.text[start : start + length])
        shown += _one_line(hit.text[position:start]) + session.output.coloured(marked, "mark")
        position = start + length
    return (shown + _one_line(hit.text[position:end])).strip() + ("…" if end < len(hit.text) else "")


def _one_line(text: str) -> str:
    return printable(re.sub(r"\s+", " ", readable(text)))
