"""`alcove translate`: texts to the screen as they come, documents to new files beside the originals."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app.cli.commands.translate_files import translate_file, translate_left
from app.cli.output import printable
from app.cli.session import Session
from app.domain.errors import AppError, ErrorCode
from app.domain.translate.glossary import Term
from app.domain.translate.translation import TranslatedSegment, TranslateOptions
from app.services.translate.translate_text import LONGEST_TEXT, TextBegan, TextEvent, TextSegment, TextTranslation
from app.wording.languages import language_word
from app.wording.translation import mark_words

USAGE = 2


def run(session: Session, arguments: argparse.Namespace) -> int:
    """1 where a document failed; a text with doubtful sentences is told of, and is no failure."""
    if arguments.resume:
        return translate_left(session, _options(session, arguments, ""))
    if not arguments.what or not arguments.to:
        session.output.problem(
            session.translate("CLI", "Say what and into which language: alcove translate --to zh TEXT")
        )
        return USAGE
    status = 0
    for one in arguments.what:
        if one != "-" and _is_file(one):
            status = max(status, translate_file(session, arguments, Path(one), _options(session, arguments, "")))
        else:
            _translate_text(session, arguments, _standard_input() if one == "-" else one)
    return status


def _translate_text(session: Session, arguments: argparse.Namespace, text: str) -> None:
    texts = session.alcove.translate_text
    source = arguments.source or texts.language_of(text, arguments.to)
    told = _Streaming(session, arguments.to, is_plain=not (arguments.bilingual or arguments.beside))
    options = _options(session, arguments, source)
    made = texts.translate(text, arguments.to, source, options, keep=True, on_event=told.take)
    if session.output.json_lines:
        _tell_json(session, made)
        return
    if told.is_plain:
        told.end()
    else:
        _tell_both(session, made)
    _tell_doubts(session, made)
    if made.way is not None:
        words = session.translate("CLI", "{source} → {target}, {engine}").format(
            source=language_word(made.source_language, session.translate),
            target=language_word(made.target_language, session.translate),
            engine=printable(made.way.name),
        )
        session.output.problem(session.output.coloured(words, "dim"))


def _options(session: Session, arguments: argparse.Namespace, source: str) -> TranslateOptions:
    terms: list[Term] = []
    for path in arguments.glossary:
        read = session.alcove.keep_terms.read(path, source, arguments.to or "", needs_languages=False)
        terms += read.terms
        for conflict in read.conflicts:
            words = session.translate("CLI", "{term} has several translations in the glossary; the first counts: {all}")
            told = words.format(term=printable(conflict.source), all=printable(", ".join(conflict.targets)))
            session.output.problem(told)
    return TranslateOptions(
        engine=arguments.engine,
        terms=tuple(terms),
        collection_id=session.collection(arguments.collection).id if arguments.collection else None,
        use_memory=not arguments.no_memory,
    )


class _Streaming:
    """Prints the translation in the text's order, as far as it is there."""

    def __init__(self, session: Session, target: str, *, is_plain: bool) -> None:
        self._output, self._target, self.is_plain = session.output, target, is_plain
        self._ends_a_line = False
        self._began: TextBegan | None = None
        self._texts: dict[int, str] = {}
        self._at = 0

    def take(self, event: TextEvent) -> None:
        if isinstance(event, TextBegan):
            self._began = event
        elif isinstance(event, TextSegment) and self.is_plain:
            assert self._began is not None
            self._texts[event.segment.index] = event.segment.text
            text, self._at = self._began.layout.going_on(self._at, self._texts, self._target)
            self._output.piece(_readable(text))
            self._ends_a_line = text.endswith("\n") if text else self._ends_a_line

    def end(self) -> None:
        if not self._ends_a_line:
            self._output.line()


def _tell_both(session: Session, made: TextTranslation) -> None:
    for source, one in zip(made.sources, made.segments, strict=True):
        session.output.line(session.output.coloured(_readable(source), "dim"))
        session.output.line(_readable(one.text))


def _tell_doubts(session: Session, made: TextTranslation) -> None:
    for one in made.doubtful[:20]:
        why = ", ".join(mark_words(mark, session.translate) for mark in one.marks)
        told = f"{why}: {_readable(made.sources[one.index])[:80]}"
        session.output.problem(session.output.coloured(told, "yellow"))


def _tell_json(session: Session, made: TextTranslation) -> None:
    session.output.object(
        {
            "from": made.source_language,
            "to": made.target_language,
            "text": made.text,
            "engine": made.way.id if made.way else None,
            "segments": [_segment(source, one) for source, one in zip(made.sources, made.segments, strict=True)],
        }
    )


def _segment(source: str, one: TranslatedSegment) -> dict[str, object]:
    return {
        "source": source,
        "text": one.text,
        "score": round(one.score, 4),
        "marks": [mark.value for mark in one.marks],
        "origin": one.origin.value,
    }


def _readable(text: str) -> str:
    return "\n".join(printable(line) for line in text.replace("\t", "    ").split("\n"))


def _is_file(text: str) -> bool:
    """Raises PATH_MISSING for what looks like a path and is none: its name is not what somebody wants translated."""
    try:
        if Path(text).is_file():
            return True
    except (OSError, ValueError):
        return False
    looks = not any(character.isspace() for character in text) and Path(text).suffix[1:].isalnum() and "/" in text
    if looks:
        raise AppError(ErrorCode.PATH_MISSING, path=text)
    return False


def _standard_input() -> str:
    data = sys.stdin.buffer.read(4 * LONGEST_TEXT + 4)
    return data.decode("utf-8-sig", "replace")
