"""`alcove ask`: one question, one answer, its sources."""

from __future__ import annotations

import argparse

from app.cli.output import printable
from app.cli.session import Session
from app.domain.asking import AskEvent, AskPiece
from app.domain.conversation import Answer, AnswerKind
from app.wording import place_words


def run(session: Session, arguments: argparse.Namespace) -> int:
    """'Not found in your documents' is an answer: the status is 0."""
    streamed = False

    def on_event(event: AskEvent) -> None:
        nonlocal streamed
        if isinstance(event, AskPiece):
            streamed = True
            session.output.piece(_readable(event.text))

    narrowed = session.search_filter(arguments)
    answer = session.alcove.ask.ask(arguments.question, search_filter=narrowed, on_event=on_event).answer
    if session.output.json_lines:
        _tell_json(session, answer)
    else:
        _tell(session, answer, streamed=streamed)
    return 0


def _text(session: Session, answer: Answer) -> str:
    if answer.kind is AnswerKind.NOT_FOUND:
        return session.translate("CLI", "Not found in your documents.")
    return answer.text


def _readable(text: str) -> str:
    return "\n".join(printable(line) for line in text.replace("\t", " ").split("\n"))


def _tell_json(session: Session, answer: Answer) -> None:
    session.output.object(
        {
            "question": answer.question,
            "kind": answer.kind.value,
            "answer": _text(session, answer),
            "citations": [
                {
                    "n": citation.n,
                    "path": str(citation.path),
                    "place": citation.place.as_json(),
                    "text": citation.text,
                    "supported": citation.supported,
                }
                for citation in answer.citations
            ],
            "model": answer.model,
            "seconds": answer.seconds,
        }
    )


def _tell(session: Session, answer: Answer, *, streamed: bool) -> None:
    output, translate = session.output, session.translate
    output.line("" if streamed else _readable(_text(session, answer)))
    if answer.cut:
        output.line(output.coloured(translate("CLI", "The model stopped before the answer was complete."), "yellow"))
    if answer.kind is AnswerKind.QUOTES:
        words = translate("CLI", "These are quotes, word for word: no language model is installed.")
        output.line(output.coloured(words, "dim"))
    if answer.kind is AnswerKind.NOT_FOUND and answer.citations:
        output.line(translate("CLI", "The nearest passages:"))
    output.line()
    for citation in answer.citations:
        where = printable(place_words(citation.place, translate))
        path = printable(str(citation.path))
        output.line(f"{output.coloured(f'[{citation.n}]', 'cyan')} {path}  {output.coloured(where, 'dim')}")
        if answer.kind is not AnswerKind.QUOTES:
            output.line(f"    {printable(' '.join(citation.text.split())[:200])}")
        if not citation.supported:
            output.line(
                output.coloured("    " + translate("CLI", "The passage does not bear this sentence out."), "yellow")
            )
