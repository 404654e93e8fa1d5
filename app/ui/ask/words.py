"""What the Ask page says about an answer; only sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.ask.asking import AskSpeed
from app.domain.ask.citation import CitedSentence, Support
from app.domain.ask.conversation import Answer, AnswerKind, Citation
from app.domain.ask.search import KeywordsAlone
from app.domain.dictate.dictation import is_no_file
from app.domain.text.readable import readable
from app.ui.translation import translate
from app.wording.devices import device_name
from app.wording.places import place_words
from app.wording.sources import said_words


def stage_words(stage: str) -> str:
    """``stage`` is a code of the service: searching, reading or writing."""
    if stage == "reading":
        return QCoreApplication.translate("Ask", "Reading the best passages…")
    if stage == "writing":
        return QCoreApplication.translate("Ask", "Writing…")
    return QCoreApplication.translate("Ask", "Searching your documents…")


def doubt_words(doubt: CitedSentence) -> str:
    """Why a sentence is underlined."""
    missing = ", ".join(doubt.missing)
    match doubt.support:
        case Support.NUMBER_MISSING:
            text = QCoreApplication.translate("Ask", "Check this: the passage it cites does not hold {missing}.")
        case Support.OTHER_LANGUAGE:
            text = QCoreApplication.translate(
                "Ask", "Check this: the passage is in another language, so the words could not be compared."
            )
        case Support.NO_PASSAGE:
            text = QCoreApplication.translate("Ask", "Check this: it cites a passage that does not exist.")
        case _:
            text = QCoreApplication.translate(
                "Ask", "Check this: most of it is not in the passage it cites ({missing})."
            )
    return text.format(missing=missing)


def kind_words(answer: Answer, *, said: bool = False) -> str:
    """The line above an answer that is not a model's own words; '' for one that is.

    ``said``: the answer before it said already why there are quotes.
    """
    if answer.kind is AnswerKind.QUOTES and any(citation.translation for citation in answer.citations):
        return QCoreApplication.translate(
            "Ask", "From documents in another language: translated here, with their own words under the translation."
        )
    if answer.kind is AnswerKind.QUOTES and said:
        return QCoreApplication.translate("Ask", "Word for word from your documents.")
    if answer.kind is AnswerKind.QUOTES:
        return QCoreApplication.translate(
            "Ask",
            "Word for word from your documents. Without a language model, Alcove quotes and writes nothing itself.",
        )
    if answer.kind is AnswerKind.NOT_FOUND and answer.citations:
        return QCoreApplication.translate("Ask", "Not found in your documents. These passages come nearest:")
    if answer.kind is AnswerKind.NOT_FOUND:
        return QCoreApplication.translate("Ask", "Not found in your documents.")
    return ""


def keywords_alone_words(why: KeywordsAlone) -> str:
    """Why the search went by words alone."""
    match why:
        case KeywordsAlone.NO_MODEL:
            return QCoreApplication.translate("Ask", "Searched by words alone: no embedding model is installed.")
        case KeywordsAlone.LANGUAGE:
            return QCoreApplication.translate(
                "Ask", "Searched by words alone: the embedding model does not know the language of the question."
            )
        case KeywordsAlone.FAILED:
            return QCoreApplication.translate("Ask", "Searched by words alone: the embedding model did not work.")
        case KeywordsAlone.REBUILDING:
            return QCoreApplication.translate(
                "Ask", "Searched by words alone: the search index is being rebuilt for another embedding model."
            )


def source_words(citation: Citation) -> str:
    """'Title, page 3'."""
    place = place_words(citation.place, translate, citation.title)
    name = citation.title or citation.path.name
    return QCoreApplication.translate("Ask", "{name}, {place}").format(name=name, place=place) if place else name


def foot_words(answer: Answer, speed: AskSpeed | None = None) -> str:
    """Which model wrote it, how long it took, and, where that is known, on what and how fast."""
    seconds = QCoreApplication.translate("Ask", "{seconds} s").format(seconds=f"{max(answer.seconds, 0.1):.1f}")
    if not answer.model or answer.kind is not AnswerKind.GENERATED:
        return seconds
    parts = [answer.model, seconds]
    if speed is not None:
        words = QCoreApplication.translate("Ask", "{count} tokens/s on {device}")
        parts.append(words.format(count=f"{speed.tokens_per_second:.0f}", device=device_name(speed.device, translate)))
    return " · ".join(parts)


def answer_as_text(answer: Answer) -> str:
    """For the clipboard: the answer, then its sources, one a line."""
    text = readable(answer.text).strip() if answer.kind is not AnswerKind.NOT_FOUND else kind_words(answer)
    if not answer.citations:
        return text
    sources = [line for citation in answer.citations for line in _source_lines(citation)]
    heading = QCoreApplication.translate("Ask", "Sources")
    return "\n".join([text, "", f"{heading}:", *sources])


def _source_lines(citation: Citation) -> list[str]:
    """Where it is from; of one in another language what it says, and its translation under it."""
    where = said_words(citation.path, translate) if is_no_file(citation.path) else str(citation.path)
    line = f"[{citation.n}] {source_words(citation)} ({where})"
    if not citation.translation:
        return [line]
    return [line, f"    {' '.join(readable(citation.text).split())}", f"    {' '.join(citation.translation.split())}"]
