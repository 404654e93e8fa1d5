"""Every code has its sentence: what happened and what to do, polite and without jargon."""

from __future__ import annotations

import pytest

from app.domain.errors import AppError, ErrorCode, FileRefused
from app.domain.library.document import Collection, DocumentKind, Refusal
from app.domain.library.place import Place
from app.seal.models import SealReason
from app.wording import (
    Sentence,
    collection_name,
    kind_name,
    place_words,
    refusal_sentence,
    seal_reason_sentence,
    sentence_for,
    untranslated,
)

ALL = [
    *((code.value, sentence_for(AppError(code), untranslated)) for code in ErrorCode),
    *((refusal.value, refusal_sentence(refusal, untranslated)) for refusal in Refusal),
    *((reason.value, seal_reason_sentence(reason.value, untranslated)) for reason in SealReason),
]
JARGON = ("chunk", "exception", "traceback", "null", "sqlite", "onnx", "thread", "pipe", "invalid", "fatal", "illegal")


@pytest.mark.parametrize(("code", "sentence"), ALL)
def test_says_what_happened_and_what_helps(code: str, sentence: Sentence) -> None:
    assert sentence.title
    assert not sentence.title.endswith(".")
    assert sentence.what.endswith((".", ")"))
    assert sentence.help.endswith(".")


@pytest.mark.parametrize(("code", "sentence"), ALL)
def test_is_polite_and_plain(code: str, sentence: Sentence) -> None:
    text = f"{sentence.title} {sentence}".lower()
    assert "!" not in text
    assert not [word for word in JARGON if word in text]


def test_no_two_codes_say_the_same() -> None:
    errors = [str(sentence_for(AppError(code), untranslated)) for code in ErrorCode if code is not ErrorCode.READING]
    assert len(set(errors)) == len(errors)
    refusals = [str(refusal_sentence(refusal, untranslated)) for refusal in Refusal]
    assert len(set(refusals)) == len(refusals)


def test_an_error_names_its_path() -> None:
    assert "/a/b.pdf" in sentence_for(AppError(ErrorCode.PATH_MISSING, path="/a/b.pdf"), untranslated).what


def test_a_refused_file_is_told_by_its_reason() -> None:
    told = sentence_for(FileRefused(Refusal.ENCRYPTED), untranslated)
    assert told == refusal_sentence(Refusal.ENCRYPTED, untranslated)


def test_what_is_no_known_error_is_a_fault_of_alcove() -> None:
    assert sentence_for(ZeroDivisionError(), untranslated) == sentence_for(AppError(ErrorCode.BUG), untranslated)


def test_an_unknown_reason_of_the_seal_is_told_as_refused() -> None:
    assert seal_reason_sentence("later", untranslated) == seal_reason_sentence("refused", untranslated)
    assert seal_reason_sentence(None, untranslated) == seal_reason_sentence("refused", untranslated)


@pytest.mark.parametrize("kind", DocumentKind)
def test_every_kind_has_a_name(kind: DocumentKind) -> None:
    assert kind_name(kind, untranslated)


def test_the_default_collection_has_a_name_until_it_is_given_one() -> None:
    assert collection_name(Collection(1, "", is_default=True), untranslated) == "My documents"
    assert collection_name(Collection(1, "Work", is_default=True), untranslated) == "Work"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(page=3), "page 3"),
        (Place(page=3, part="form"), "page 3, form"),
        (Place(page=3, part="comments"), "page 3, comments"),
        (Place(slide=2), "slide 2"),
        (Place(sheet="Prices"), "sheet “Prices”"),
        (Place(sheet="Prices", first_row=2, last_row=9), "sheet “Prices”, rows 2–9"),
        (Place(sheet="Prices", first_row=2, last_row=2), "sheet “Prices”, row 2"),
        (Place(first_row=4, last_row=5), "rows 4–5"),
        (Place(headings=("A", "B", "C"), first_line=3), "B › C"),
        (Place(first_line=7), "line 7"),
        (Place(first_line=7, last_line=9), "lines 7–9"),
        (Place(part="Chapter 2"), "Chapter 2"),
        (Place(), ""),
    ],
)
def test_a_place_in_words(place: Place, words: str) -> None:
    assert place_words(place, untranslated) == words
