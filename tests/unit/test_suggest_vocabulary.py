"""Suggested vocabulary: names and terms out of real stored documents, reviewed once, English and Chinese."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import JobCancelled
from app.domain.spoken.terms import TermCounter
from app.jobs.stop_signal import StopSignal
from app.services.dictate.suggest_vocabulary import SuggestVocabulary
from app.storage.store import Store
from tests.fakes.synthetic_documents import add

ENGLISH = (
    "The tenant Anneliese Brandt pays on Monday. We asked Anneliese Brandt about the heating.",
    "Yesterday Anneliese Brandt wrote to Kessler GmbH. The tenant called Kessler GmbH again.",
    "Kessler GmbH uses PostgreSQL and the KWG form. The KWG form is long. PostgreSQL is a database.",
    "A database like PostgreSQL needs care. The KWG form needs care, too.",
)
CHINESE = (
    "栖霞物业今天通知，电梯维修由栖霞物业负责。请联系栖霞物业。",
    "昨天栖霞物业来过，住户王建国说电梯很好。王建国明天再来，王建国很忙。",
    "业主王建国同意。栖霞物业收到王建国的来信。",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        for number, text in enumerate((*ENGLISH, *CHINESE)):
            add(opened, tmp_path / f"{number}.txt", [text])
        yield opened


def test_names_terms_and_acronyms_are_found(store: Store) -> None:
    collection = store.collections.list()[0].id
    found = SuggestVocabulary(store).suggest(collection)
    terms = [one.term for one in found.terms]
    assert {"Anneliese Brandt", "Kessler GmbH", "PostgreSQL", "KWG", "栖霞物业", "王建国"} <= set(terms)
    assert not {"The", "Monday", "Yesterday", "Anneliese", "Brandt", "栖霞", "物业", "建国", "database"} & set(terms)
    brandt = next(one for one in found.terms if one.term == "Anneliese Brandt")
    assert (brandt.times, brandt.documents) == (3, 2)
    assert (found.documents, found.is_partial) == (7, False)


def test_what_was_answered_never_comes_again(store: Store) -> None:
    collection = store.collections.list()[0].id
    other = store.collections.create("Other")
    service = SuggestVocabulary(store)
    rule = service.accept(collection, "PostgreSQL")
    service.reject(collection, "KWG")
    assert (rule.written, rule.spoken, rule.collection_id) == ("PostgreSQL", (), collection)
    assert store.vocabulary.list(collection) == [rule]
    terms = {one.term for one in service.suggest(collection).terms}
    assert not {"PostgreSQL", "KWG"} & terms
    assert "Kessler GmbH" in terms
    assert service.suggest(other.id).terms == (), "each collection has its own"


def test_a_stop_ends_it(store: Store) -> None:
    stop = StopSignal()
    stop.stop()
    with pytest.raises(JobCancelled):
        SuggestVocabulary(store).suggest(store.collections.list()[0].id, stop=stop)


def test_a_word_that_is_mostly_written_small_is_no_name() -> None:
    counter = TermCounter()
    for number in range(5):
        counter.add("we saw the Table and a table and one more table of wood", number)
        counter.add("we met Tanaka in Osaka", number)
    assert [one.term for one in counter.best(9)] == ["Osaka", "Tanaka"]


@pytest.mark.parametrize("text", ["Alpha Beta " * 20, "栖霞物业" * 60, "A" * 300, "a1" * 200, "e" * 400, "Of of " * 60])
def test_time_grows_with_the_text_alone(text: str) -> None:
    def seconds(times: int) -> float:
        counter = TermCounter()
        began = time.thread_time()
        for number in range(times):
            counter.add(text, number)
        counter.best(50)
        return time.thread_time() - began

    assert seconds(1000) < 40 * seconds(100) + 0.5
