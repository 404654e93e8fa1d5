"""The one face of translation over an engine that a test writes: what is asked, what is tried again, what is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.glossary import Term
from app.domain.translation import Mark, Origin, TranslatedSegment, TranslateOptions, Way, WayKind
from app.jobs.stop_signal import StopSignal
from app.services.choose_translation import ChooseTranslation
from app.services.translation.engine import Asked, Written
from app.services.translation.translator import Translator

WAY = Way("written", "Written", WayKind.DEDICATED, ("written",))


@dataclass
class Book(ChooseTranslation):
    """An engine, and the choice of it: ``says`` gives the text for a source and an attempt."""

    says: Callable[[str, int], str]
    asked: list[tuple[int, Asked]] = field(default_factory=list)
    attempts: int = 3

    def best(self, source: str, target: str, wanted: str | None = None) -> Way:
        if source == "xx":
            raise AppError(ErrorCode.TRANSLATION_MISSING, source=source, target=target)
        return WAY

    def write(self, asked: Sequence[Asked], attempt: int, stop: StopSignal) -> Iterator[Written]:
        for one in asked:
            stop.raise_if_set()
            self.asked.append((attempt, one))
            yield Written(one.index, self.says(one.text, attempt), 0.9)

    def alternatives(self, asked: Asked, count: int, stop: StopSignal) -> list[str]:
        return []


def translated(book: Book, segments: list[str], options: TranslateOptions | None = None) -> list[TranslatedSegment]:
    found = list(Translator(book, lambda *_: book).translate(segments, "en", "zh", options))
    assert sorted(one.index for one in found) == list(range(len(segments)))
    return sorted(found, key=lambda one: one.index)


def test_numbers_and_code_are_never_asked_of_an_engine() -> None:
    book = Book(lambda _text, _attempt: "你好。")
    first, second, third = translated(book, ["42", "Hello.", "https://alcove.example/"])
    assert [asked.text for _, asked in book.asked] == ["Hello."]
    assert (first.text, first.origin, third.text) == ("42", Origin.KEPT, "https://alcove.example/")
    assert (second.text, second.score, second.marks, second.origin) == ("你好。", 0.9, (), Origin.ENGINE)


def test_the_same_text_is_asked_for_once() -> None:
    book = Book(lambda _text, _attempt: "你好。")
    assert [one.text for one in translated(book, ["Hello."] * 50)] == ["你好。"] * 50
    assert len(book.asked) == 1


def test_what_fails_is_tried_again_and_nothing_else() -> None:
    book = Book(lambda text, attempt: "押金。" if text == "Deposit." else text if attempt == 0 else "租金三百。")
    first, second = translated(book, ["Deposit.", "The rent is 300."])
    assert (first.marks, second.marks, second.text) == ((), (), "租金三百。")
    assert [(attempt, one.text) for attempt, one in book.asked] == [
        (0, "Deposit."),
        (0, "The rent is 300."),
        (1, "The rent is 300."),
    ]


def test_what_fails_always_is_marked_with_the_best_attempt() -> None:
    book = Book(lambda _text, attempt: ["", "The rent is 400.", "租金是四百。"][attempt])
    (only,) = translated(book, ["The rent is 300."])
    assert (only.text, only.marks) == ("租金是四百。", (Mark.NUMBERS,))
    assert only.score <= 0.25


def test_an_engine_that_says_nothing_leaves_a_marked_segment() -> None:
    book = Book(lambda _text, _attempt: "")
    (only,) = translated(book, ["The rent is 300."])
    assert (only.text, only.marks, only.score) == ("", (Mark.EMPTY,), 0.25)


def test_the_sentence_before_goes_with_each() -> None:
    book = Book(lambda _text, _attempt: "它很大。")
    translated(book, ["The house is old.", "It is big."], TranslateOptions(before="A chapter."))
    assert [one.before for _, one in book.asked] == ["A chapter.", "The house is old."]


def test_a_glossary_is_told_and_checked() -> None:
    book = Book(lambda _text, attempt: "保证金。" if attempt == 0 else "押金。")
    (only,) = translated(
        book, ["The deposits."], TranslateOptions(terms=(Term("deposit", "押金"), Term("rent", "租金")))
    )
    assert [one.terms for _, one in book.asked] == [(Term("deposit", "押金"),)] * 2
    assert (only.text, only.marks) == ("押金。", ())


def test_results_stream_and_a_stop_ends_it() -> None:
    book, stop = Book(lambda _text, _attempt: "你好。"), StopSignal()
    streaming = Translator(book, lambda *_: book).translate(
        [f"Hello {'a' * n}." for n in range(9)], "en", "zh", stop=stop
    )
    next(streaming)
    assert len(book.asked) == 1
    stop.stop()
    with pytest.raises(JobCancelled):
        list(streaming)


def test_a_missing_model_is_no_matter_until_an_engine_is_needed() -> None:
    translator = Translator(Book(lambda _text, _attempt: ""), lambda *_: pytest.fail("no engine is needed"))
    assert [one.text for one in translator.translate(["42"], "xx", "zh")] == ["42"]
    with pytest.raises(AppError, match=r"translation\.missing"):
        list(translator.translate(["Hello."], "xx", "zh"))
