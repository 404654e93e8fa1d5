"""`alcove ask`: one question, one answer, its sources."""

from __future__ import annotations

import argparse

from app.cli.output import printable
from app.cli.session import Session
from app.domain.ask.asking import AskAgain, AskEvent, AskPassages, AskPiece, AskSpeed, AskStage, AskThought, Stage
from app.domain.ask.conversation import Answer, AnswerKind
from app.wording import place_words
from app.wording.devices import device_name
from app.wording.sources import file_path, source_name

INTERRUPTED = 130
"""As a shell has it; what was written is kept all the same."""


def run(session: Session, arguments: argparse.Namespace) -> int:
    """'Not found in your documents' is an answer: the status is 0."""
    told = _Streaming(session, show_thinking=arguments.show_thinking)
    answer = session.alcove.ask.ask(
        arguments.question,
        search_filter=session.search_filter(arguments),
        conversation_id=_latest(session) if arguments.go_on else None,
        think=arguments.think,
        on_event=told.take,
    ).answer
    if session.output.json_lines:
        _tell_json(session, answer, told, show_thinking=arguments.show_thinking)
    else:
        _tell(session, answer, told)
        told.tell_left_out()
        told.tell_speed(answer)
    return INTERRUPTED if answer.stopped else 0


def _latest(session: Session) -> int | None:
    """The conversation that was last asked in; None where there is none: then a new one begins."""
    return next((conversation.id for conversation in session.alcove.history.conversations()), None)


class _Streaming:
    """Prints what is written while it is written."""

    def __init__(self, session: Session, *, show_thinking: bool) -> None:
        self._session, self._show_thinking = session, show_thinking
        self._is_thinking = self.has_answer = self.model_was_asked = False
        self.given = AskPassages(())
        self.speed: AskSpeed | None = None

    def take(self, event: AskEvent) -> None:
        output = self._session.output
        if isinstance(event, AskPassages):
            self.given = event
        elif isinstance(event, AskStage):
            self.model_was_asked |= event.stage is Stage.WRITING
        elif isinstance(event, AskAgain):
            words = self._session.translate("CLI", "The graphics card failed; the processor begins the answer anew.")
            output.problem(words)
            self.has_answer = self._is_thinking = False
        elif isinstance(event, AskSpeed):
            self.speed = event
        elif isinstance(event, AskPiece):
            self.has_answer = True
            output.piece(_readable(event.text))
        elif isinstance(event, AskThought) and self._show_thinking and not output.json_lines:
            if not self._is_thinking and event.text.strip():
                self._is_thinking = True
                output.line(output.coloured(self._session.translate("CLI", "Thinking:"), "dim"))
            if self._is_thinking:
                output.piece(_readable(event.text))
            if self._is_thinking and event.seconds is not None:
                output.line("\n")

    def tell_speed(self, answer: Answer) -> None:
        """Which model wrote it, and how fast on what."""
        output, translate = self._session.output, self._session.translate
        if self.speed is not None and answer.kind is AnswerKind.GENERATED:
            words = translate("CLI", "{model}: {count} tokens/s on {device}")
            device = device_name(self.speed.device, translate)
            count = f"{self.speed.tokens_per_second:.0f}"
            output.line(output.coloured(words.format(model=answer.model, count=count, device=device), "dim"))

    def tell_left_out(self) -> None:
        """What did not fit the model."""
        output, translate = self._session.output, self._session.translate
        if self.given.left_out_turns:
            words = translate("CLI", "Earlier questions left out because the model has no room for them: {count}.")
            output.line(output.coloured(words.format(count=self.given.left_out_turns), "dim"))
        if self.given.left_out:
            words = translate("CLI", "Passages left out because the model has no room for them: {count}.")
            output.line(output.coloured(words.format(count=self.given.left_out), "dim"))


def _text(session: Session, answer: Answer) -> str:
    if answer.kind is AnswerKind.NOT_FOUND:
        return session.translate("CLI", "Not found in your documents.")
    return answer.text


def _readable(text: str) -> str:
    return "\n".join(printable(line) for line in text.replace("\t", " ").split("\n"))


def _tell_json(session: Session, answer: Answer, told: _Streaming, *, show_thinking: bool) -> None:
    speed = told.speed
    session.output.object(
        {
            "question": answer.question,
            "kind": answer.kind.value,
            "answer": _text(session, answer),
            "citations": [
                {
                    "n": citation.n,
                    "path": file_path(citation.path),
                    "title": citation.title,
                    "place": citation.place.as_json(),
                    "text": citation.text,
                    "supported": citation.supported,
                    "translation": citation.translation or None,
                }
                for citation in answer.citations
            ],
            "model": answer.model,
            "seconds": answer.seconds,
            "stopped": answer.stopped,
            "cut": answer.cut,
            "repeats": answer.repeats,
            "left_out": told.given.left_out,
            "left_out_turns": told.given.left_out_turns,
            "device": speed.device if speed else None,
            "tokens_per_second": speed.tokens_per_second if speed else None,
            **({"thought": answer.thought} if show_thinking else {}),
        }
    )


def _tell(session: Session, answer: Answer, told: _Streaming) -> None:
    output, translate = session.output, session.translate
    output.line("" if told.has_answer else _readable(_text(session, answer)))
    if answer.stopped:
        output.line(output.coloured(translate("CLI", "Stopped. What was written is kept."), "yellow"))
    elif answer.repeats:
        words = translate("CLI", "The model began to repeat itself and was stopped.")
        output.line(output.coloured(words, "yellow"))
    elif answer.cut:
        output.line(output.coloured(translate("CLI", "The model stopped before the answer was complete."), "yellow"))
    if answer.kind is AnswerKind.QUOTES:
        words = translate("CLI", "These are quotes, word for word: no language model is ready.")
        if any(citation.translation for citation in answer.citations):
            words = translate("CLI", "These are quotes, translated; the documents' own words stand below.")
        if told.model_was_asked:
            words = translate("CLI", "These are quotes, word for word: the language model wrote nothing.")
        output.line(output.coloured(words, "dim"))
    if answer.kind is AnswerKind.NOT_FOUND and answer.citations:
        output.line(translate("CLI", "The nearest passages:"))
    output.line()
    for citation in answer.citations:
        where = printable(place_words(citation.place, translate))
        path = printable(source_name(citation.path, citation.title, translate))
        output.line(f"{output.coloured(f'[{citation.n}]', 'cyan')} {path}  {output.coloured(where, 'dim')}")
        if answer.kind is not AnswerKind.QUOTES or citation.translation:
            output.line(f"    {printable(' '.join(citation.text.split())[:200])}")
        if citation.translation:
            output.line(output.coloured(f"    {printable(' '.join(citation.translation.split())[:200])}", "dim"))
        if not citation.supported:
            output.line(
                output.coloured("    " + translate("CLI", "The passage does not bear this sentence out."), "yellow")
            )
