"""Glossaries, memory and history of translations in a real store."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.document_translation import DocumentChoices, DocumentFormat
from app.domain.translate.glossary import Term
from app.domain.translate.translation_memory import Unit, UnitOrigin, distance, likeness, sought
from app.storage.store import Store
from tests.fakes.synthetic_documents import add


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened
        assert opened.health(full=True).problems == ()


def slow_distance(first: list[str], second: list[str]) -> int:
    row = list(range(len(second) + 1))
    for i, one in enumerate(first, 1):
        before, row[0] = row[0], i
        for j, other in enumerate(second, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (one != other))
    return row[-1]


def test_the_quick_distance_is_levenshteins() -> None:
    chance = random.Random(7)
    for _ in range(400):
        first, second = ([chance.choice("abcd") for _ in range(chance.randint(0, 90))] for _ in range(2))
        assert distance(first, second) == slow_distance(first, second)


def test_likeness_counts_words_and_chinese_characters() -> None:
    assert likeness("The rent is due.", "the rent is due.") == 1.0
    assert likeness("The rent is due today.", "The rent is due soon.") == pytest.approx(5 / 6)
    assert likeness("押金是三个月", "押金是两个月") == pytest.approx(5 / 6)
    assert likeness("", "") == 1.0


def test_the_same_text_comes_back_whatever_its_spaces_and_quotes(store: Store) -> None:
    memory = store.translation_memory
    assert memory.learn([Unit("The “rent” is due.", "租金到期。")], "en", "zh") == 1
    found = memory.exact(['The "rent"  is\u00a0due.', "Other."], "en", "zh")
    assert [(text, one.unit.target) for text, one in found.items()] == [('The "rent"  is\u00a0due.', "租金到期。")]
    assert memory.exact(['The "rent" is due.'], "en", "de") == {}
    assert memory.exact(['the "rent" is due.'], "en", "zh") == {}, "case tells things apart"


def test_a_persons_correction_stays_and_a_newer_one_counts(store: Store) -> None:
    memory = store.translation_memory
    memory.learn([Unit("Rent", "房租")], "en", "zh", UnitOrigin.IMPORTED)
    memory.learn([Unit("Rent", "租金")], "en", "zh")
    assert memory.learn([Unit("Rent", "房租")], "en", "zh", UnitOrigin.IMPORTED) == 0
    assert memory.exact(["Rent"], "en", "zh")["Rent"].unit.target == "租金"
    memory.learn([Unit("Rent", "月租")], "en", "zh")
    assert memory.exact(["Rent"], "en", "zh")["Rent"].unit.target == "月租"
    assert (memory.count(), memory.count("en", "zh"), memory.count("zh", "en")) == (1, 1, 0)


def test_similar_texts_come_with_their_likeness(store: Store) -> None:
    memory = store.translation_memory
    memory.learn([Unit("The rent is due today.", "租金今天到期。"), Unit("The cat sleeps.", "猫在睡觉。")], "en", "zh")
    memory.learn([Unit("押金是三个月的租金。", "The deposit is three months of rent.")], "zh", "en")
    (one,) = memory.similar("The rent is due tomorrow.", "en", "zh")
    assert (one.unit.target, round(one.likeness, 2)) == ("租金今天到期。", 0.83)
    (chinese,) = memory.similar("押金是两个月的租金。", "zh", "en")
    assert chinese.likeness == pytest.approx(0.9)
    assert memory.similar("Nothing of that kind", "en", "zh") == []
    assert memory.similar("!!", "en", "zh") == []


def test_what_is_forgotten_is_found_no_more(store: Store) -> None:
    memory = store.translation_memory
    memory.learn([Unit("The rent is due today.", "租金今天到期。")], "en", "zh")
    (one,) = memory.similar("The rent is due today.", "en", "zh")
    memory.forget(one.id)
    assert memory.similar("The rent is due today.", "en", "zh") == []
    assert memory.exact(["The rent is due today."], "en", "zh") == {}
    assert list(memory.units("en", "zh")) == []


def test_five_thousand_segments_a_second_come_from_the_memory(store: Store) -> None:
    memory = store.translation_memory
    texts = [f"Paragraph {n} of the lease says that room {n % 97} is let." for n in range(6000)]
    memory.learn([Unit(text, f"租约第{n}段。") for n, text in enumerate(texts)], "en", "zh", UnitOrigin.IMPORTED)
    began = time.thread_time()
    assert len(memory.exact(texts, "en", "zh")) == 6000
    assert 6000 / (time.thread_time() - began) > 5000
    assert [one.unit.source for one in memory.units("en", "zh")] == texts


def test_a_glossary_holds_everywhere_or_in_a_collection(store: Store) -> None:
    lease = store.collections.create("Lease").id
    glossaries = store.glossaries
    assert glossaries.add([Term("deposit", "存款"), Term("Alcove")], "en", "zh") == 2
    assert glossaries.add([Term("deposit", "押金", note="rent")], "en", "zh", lease) == 1
    assert glossaries.add([Term("deposit", "押金", note="rent")], "en", "zh", lease) == 0
    assert [one.wanted for one in glossaries.terms("en", "zh")] == ["存款", "Alcove"]
    assert [one.wanted for one in glossaries.terms("en", "zh", lease)] == ["押金", "存款", "Alcove"]
    assert next((one.source, one.wanted) for one in glossaries.terms("zh", "en", lease)) == ("押金", "deposit")
    assert glossaries.terms("en", "de") == []
    glossaries.remove([one.id for one in glossaries.list(lease, everywhere=False)])
    assert [one.term.source for one in glossaries.all()] == ["Alcove", "deposit"]
    with pytest.raises(AppError) as refused:
        glossaries.add([Term("x", "y")], "en", "zh", 99)
    assert refused.value.code is ErrorCode.COLLECTION_UNKNOWN


def test_a_region_is_no_other_language_and_another_script_is(store: Store) -> None:
    store.translation_memory.learn([Unit("Rent", "租金")], "en-US", "zh_CN")
    store.glossaries.add([Term("rent", "租金")], "en-GB", "zh")
    assert store.translation_memory.exact(["Rent"], "en", "zh-cn")["Rent"].unit.target == "租金"
    assert [one.wanted for one in store.glossaries.terms("en", "zh-Hans")] == ["租金"]
    assert store.translation_memory.exact(["Rent"], "en", "zh-TW") == {}


def test_an_answered_suggestion_is_remembered(store: Store) -> None:
    default = store.collections.default().id
    store.glossaries.answer(default, "Zeppelin", accepted=False)
    assert store.glossaries.answered(default) == {"Zeppelin"}


def test_the_journal_of_translations_links_what_was_added_later(store: Store) -> None:
    store.translation_jobs.start(
        Path("/letter.docx"),
        Path("/letter.zh.docx"),
        source_hash="x",
        source_language="en",
        choices=DocumentChoices("zh"),
        document_format=DocumentFormat.DOCX,
        fingerprint="x",
        segments=["One."],
    )
    first, second = (add(store, Path(name), ["x"]).id for name in ("/letter.docx", "/letter.zh.docx"))
    assert store.document_links.of([first]) == {first: frozenset({second})}


def test_the_history_keeps_what_was_typed_last_and_finds_it(store: Store) -> None:
    history = store.translations
    history.keep(("en", "zh"), "The rent", "租金", "opus")
    history.keep(("en", "zh"), "The rent is due.", "租金到期。", "opus")
    history.keep(("en", "zh"), "The cat sleeps.", "猫在睡觉。", "opus")
    assert [one.source for one in history.list()] == ["The cat sleeps.", "The rent is due."]
    assert [one.source for one in history.search("租金")] == ["The rent is due."]
    assert [one.source for one in history.search("cat sl")] == ["The cat sleeps."]
    history.delete(history.list()[0].id)
    assert [one.source for one in history.list()] == ["The rent is due."]
    history.clear()
    assert (history.list(), history.search("rent")) == ([], [])


def test_two_forms_of_one_text_are_sought_alike() -> None:
    assert sought("It’s\u00a0 ｆｕｌｌ") == sought("It's full")


def test_a_document_knows_its_original_and_its_other_translations(store: Store) -> None:
    first, second, third = (add(store, Path(f"/{name}.txt"), ["x"]).id for name in ("a", "b", "c"))
    links = store.document_links
    for translated in (second, third, second, 99):
        links.link(first, translated)
    assert links.of([first, second]) == {first: frozenset({second, third}), second: frozenset({first, third})}
    store.documents.forget([second])
    assert links.of([first, third]) == {first: frozenset({third}), third: frozenset({first})}
    assert links.of([]) == {}
