"""The one face of translation over an engine that a test writes: what is asked, what is tried again, what is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pytest

from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.translate.glossary import Term
from app.domain.translate.translation import Mark, Origin, TranslatedSegment, TranslateOptions, Way, WayKind
from app.domain.translate.translation_memory import Unit
from app.jobs.stop_signal import StopSignal
from app.services.translate.choose_translation import ChooseTranslation
from app.services.translate.engine import Asked, Written
from app.services.translate.translator import Translator
from app.storage.store import Store

WAY = Way("written", "Written", WayKind.DEDICATED, ("written",))


@dataclass
class Book(ChooseTranslation):
    """An engine, and the choice of it: ``says`` gives the text for a source and an attempt."""

    says: Callable[[str, int], str]
    asked: list[tuple[int, Asked]] = field(default_factory=list)
    attempts: int = 3
    at_once: int = 64
    wants_examples: bool = False

    def best(self, source: str, target: str, wanted: str | None = None) -> Way:
        if source == "xx":
            raise AppError(ErrorCode.TRANSLATION_MISSING, source=source, target=target)
        return WAY

    def write(self, asked: Sequence[Asked], attempt: int, stop: StopSignal) -> Iterator[Written]:
        for one in asked:
            stop.raise_if_set()
            self.asked.append((attempt, one))
            yield Written(one.index, self.says(one.text, attempt), 0.9)

    def alternatives(self, asked: Asked, count: int, prefix: str, stop: StopSignal) -> list[Written]:
        return [Written(0, prefix + self.says(asked.text, n), 0.5) for n in range(count)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


class Translated(Protocol):
    def __call__(
        self, book: Book, segments: list[str], options: TranslateOptions | None = None
    ) -> list[TranslatedSegment]: ...


@pytest.fixture
def translated(store: Store) -> Translated:
    def in_order(book: Book, segments: list[str], options: TranslateOptions | None = None) -> list[TranslatedSegment]:
        found = list(Translator(store, book, lambda *_: book).translate(segments, "en", "zh", options))
        assert sorted(one.index for one in found) == list(range(len(segments)))
        return sorted(found, key=lambda one: one.index)

    return in_order


def test_numbers_and_code_are_never_asked_of_an_engine(translated: Translated) -> None:
    book = Book(lambda _text, _attempt: "你好。")
    first, second, third = translated(book, ["42", "Hello.", "https://alcove.example/"])
    assert [asked.text for _, asked in book.asked] == ["Hello."]
    assert (first.text, first.origin, third.text) == ("42", Origin.KEPT, "https://alcove.example/")
    assert (second.text, second.score, second.marks, second.origin) == ("你好。", 0.9, (), Origin.ENGINE)


def test_the_same_text_is_asked_for_once(translated: Translated) -> None:
    book = Book(lambda _text, _attempt: "你好。")
    assert [one.text for one in translated(book, ["Hello."] * 50)] == ["你好。"] * 50
    assert len(book.asked) == 1


def test_what_fails_is_tried_again_and_nothing_else(translated: Translated) -> None:
    book = Book(lambda text, attempt: "押金。" if text == "Deposit." else text if attempt == 0 else "租金三百。")
    first, second = translated(book, ["Deposit.", "The rent is 300."])
    assert (first.marks, second.marks, second.text) == ((), (), "租金三百。")
    assert [(attempt, one.text) for attempt, one in book.asked] == [
        (0, "Deposit."),
        (0, "The rent is 300."),
        (1, "The rent is 300."),
    ]


def test_what_fails_always_is_marked_with_the_best_attempt(translated: Translated) -> None:
    book = Book(lambda _text, attempt: ["", "The rent is 400.", "租金是四百。"][attempt])
    (only,) = translated(book, ["The rent is 300."])
    assert (only.text, only.marks) == ("租金是四百。", (Mark.NUMBERS,))
    assert only.score <= 0.25


def test_an_engine_that_says_nothing_leaves_a_marked_segment(translated: Translated) -> None:
    book = Book(lambda _text, _attempt: "")
    (only,) = translated(book, ["The rent is 300."])
    assert (only.text, only.marks, only.score) == ("", (Mark.EMPTY,), 0.25)


def test_the_sentence_before_goes_with_each(translated: Translated) -> None:
    book = Book(lambda _text, _attempt: "它很大。")
    translated(book, ["The house is old.", "It is big."], TranslateOptions(before="A chapter."))
    assert [one.before for _, one in book.asked] == ["A chapter.", "The house is old."]


def test_a_glossary_is_told_and_checked(translated: Translated) -> None:
    book = Book(lambda _text, attempt: "保证金。" if attempt == 0 else "押金。")
    (only,) = translated(
        book, ["The deposits."], TranslateOptions(terms=(Term("deposit", "押金"), Term("rent", "租金")))
    )
    assert [one.terms for _, one in book.asked] == [(Term("deposit", "押金"),)] * 2
    assert (only.text, only.marks) == ("押金。", ())


def test_results_stream_and_a_stop_ends_it(store: Store) -> None:
    book, stop = Book(lambda _text, _attempt: "你好。"), StopSignal()
    streaming = Translator(store, book, lambda *_: book).translate(
        [f"Hello {'a' * n}." for n in range(9)], "en", "zh", stop=stop
    )
    next(streaming)
    assert len(book.asked) == 1
    stop.stop()
    with pytest.raises(JobCancelled):
        list(streaming)


def test_a_missing_model_is_no_matter_until_an_engine_is_needed(store: Store) -> None:
    translator = Translator(store, Book(lambda _text, _attempt: ""), lambda *_: pytest.fail("no engine is needed"))
    assert [one.text for one in translator.translate(["42"], "xx", "zh")] == ["42"]
    with pytest.raises(AppError, match=r"translation\.missing"):
        list(translator.translate(["Hello."], "xx", "zh"))


def test_the_memory_is_used_before_an_engine_is_asked(translated: Translated, store: Store) -> None:
    store.translation_memory.learn([Unit("The rent is due.", "租金到期。")], "en", "zh")
    book = Book(lambda _text, _attempt: "你好。")
    first, second = translated(book, ["The  rent is due.", "Hello."])
    assert (first.text, first.origin, first.score, first.marks) == ("租金到期。", Origin.MEMORY, 1.0, ())
    assert [one.text for _, one in book.asked] == ["Hello."]
    translated(book, ["The rent is due."], TranslateOptions(use_memory=False))
    assert [one.text for _, one in book.asked][-1] == "The rent is due."
    assert second.origin is Origin.ENGINE


def test_a_similar_text_is_an_example_and_taken_itself_only_where_asked_for(
    translated: Translated, store: Store
) -> None:
    store.translation_memory.learn([Unit("The rent is due today.", "租金今天到期。")], "en", "zh")
    book = Book(lambda _text, _attempt: "租金明天到期。", wants_examples=True)
    (made,) = translated(book, ["The rent is due tomorrow."])
    assert (made.text, book.asked[0][1].examples[0].target) == ("租金明天到期。", "租金今天到期。")
    (fuzzy,) = translated(book, ["The rent is due tomorrow."], TranslateOptions(least_fuzzy=0.8))
    assert (fuzzy.text, fuzzy.marks, round(fuzzy.score, 2)) == ("租金今天到期。", (Mark.FUZZY,), 0.83)


def test_a_stored_glossary_counts_for_its_collection(translated: Translated, store: Store) -> None:
    lease = store.collections.create("Lease").id
    store.glossaries.add([Term("deposit", "押金")], "en", "zh", lease)
    book = Book(lambda _text, _attempt: "保证金。")
    (plain,) = translated(book, ["The deposits."])
    (marked,) = translated(book, ["The deposits."], TranslateOptions(collection_id=lease))
    assert (plain.marks, marked.marks) == ((), (Mark.TERMS,))


def test_a_memory_that_breaks_the_glossary_is_marked(translated: Translated, store: Store) -> None:
    store.translation_memory.learn([Unit("The deposit.", "保证金。")], "en", "zh")
    (made,) = translated(Book(lambda _t, _a: ""), ["The deposit."], TranslateOptions(terms=(Term("deposit", "押金"),)))
    assert (made.text, made.marks, made.origin) == ("保证金。", (Mark.TERMS,), Origin.MEMORY)


def test_a_paragraph_without_end_is_translated_in_pieces(translated: Translated) -> None:
    book = Book(lambda text, _attempt: "字" * (len(text) // 3) if len(text) <= 600 else "")
    (made,) = translated(book, ["and so on " * 300])
    assert made.marks == ()
    assert set(made.text) == {"字"}
    assert len(made.text) > 900
    assert max(len(one.text) for _, one in book.asked) <= 500


def test_alternatives_are_checked_and_none_comes_twice(store: Store) -> None:
    store.translation_memory.learn([Unit("The rent is due today.", "租金今天到期。")], "en", "zh")
    book = Book(lambda text, attempt: ["租金明天到期。", "租金明天到期。", text][attempt])
    translator = Translator(store, book, lambda *_: book)
    found = translator.alternatives("The rent is due tomorrow.", "en", "zh", prefix="")
    assert [(one.text, one.marks) for one in found] == [
        ("租金今天到期。", (Mark.FUZZY,)),
        ("租金明天到期。", ()),
        ("The rent is due tomorrow.", (Mark.UNTRANSLATED,)),
    ]


def test_a_paragraph_of_megabytes_goes_through_in_rounds(translated: Translated) -> None:
    book = Book(lambda text, _attempt: "字" * (len(text) // 3))
    (made,) = translated(book, ["word and word " * 150_000])
    assert set(made.text) <= {"字", " "}
    assert max(len(one.text) for _, one in book.asked) <= 500
    assert len(book.asked) > 4000
