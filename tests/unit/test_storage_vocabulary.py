"""The vocabulary in a real store: kept once, changed, of a collection or everywhere, with answers that stay."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.spoken.rules import RuleKind, VocabularyRule
from app.domain.spoken.vocabulary_files import VocabularyFormat
from app.services.dictate.keep_vocabulary import KeepVocabulary
from app.storage.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


def test_rules_come_back_as_they_were(store: Store) -> None:
    mine = store.collections.create("Work")
    rules = [
        VocabularyRule("PostgreSQL", ("post gress", "postgres q l")),
        VocabularyRule(r"\1-\2", (r"(\w+) slash (\d+)",), RuleKind.PATTERN, match_case=True),
        VocabularyRule("栖霞", ("西夏",), collection_id=mine.id),
    ]
    kept = store.vocabulary.keep(rules)
    assert sorted(store.vocabulary.all(), key=lambda r: r.id or 0) == kept
    assert {r.written for r in store.vocabulary.list()} == {"PostgreSQL", r"\1-\2"}
    assert len(store.vocabulary.list(mine.id)) == 3
    assert [r.written for r in store.vocabulary.list(mine.id, everywhere=False)] == ["栖霞"]
    assert store.vocabulary.keep(rules) == kept, "what is there already is not doubled"
    assert len(store.vocabulary.all()) == 3


def test_a_rule_is_changed_and_removed(store: Store) -> None:
    (rule,) = store.vocabulary.keep([VocabularyRule("Qwen", ("quen",))])
    (changed,) = store.vocabulary.keep([VocabularyRule("Qwen3", ("quen three",), id=rule.id)])
    assert store.vocabulary.all() == [changed]
    assert rule.id is not None
    store.vocabulary.remove([rule.id, 4711])
    assert store.vocabulary.all() == []


def test_a_collection_takes_its_rules_along(store: Store) -> None:
    mine = store.collections.create("Work")
    store.vocabulary.keep([VocabularyRule("A"), VocabularyRule("B", collection_id=mine.id)])
    store.vocabulary.answer(mine.id, "Hase", accepted=False)
    store.collections.delete(mine.id)
    assert [r.written for r in store.vocabulary.all()] == ["A"]
    assert store.vocabulary.answers(mine.id) == {}
    with pytest.raises(AppError) as caught:
        store.vocabulary.keep([VocabularyRule("C"), VocabularyRule("D", collection_id=mine.id)])
    assert caught.value.code is ErrorCode.COLLECTION_UNKNOWN
    assert [r.written for r in store.vocabulary.all()] == ["A"], "all or none"


def test_answers_stay(store: Store) -> None:
    collection = store.collections.list()[0].id
    store.vocabulary.answer(collection, "Anneliese", accepted=True)
    store.vocabulary.answer(collection, "Hase", accepted=True)
    store.vocabulary.answer(collection, "Hase", accepted=False)
    assert store.vocabulary.answers(collection) == {"Anneliese": True, "Hase": False}


@pytest.mark.parametrize("form", list(VocabularyFormat))
def test_through_a_file_and_back(store: Store, tmp_path: Path, form: VocabularyFormat) -> None:
    service = KeepVocabulary(store)
    service.keep([VocabularyRule("PostgreSQL", ("post gress",)), VocabularyRule("栖霞", ("西夏",))])
    target = tmp_path / f"words.{form.value}"
    assert service.write(target, form) == 2
    before = [(r.written, r.spoken) for r in service.rules()]
    service.remove([r.id or 0 for r in service.rules()])
    imported = service.read(target)
    assert (imported.rules, imported.faults) == (2, ())
    assert [(r.written, r.spoken) for r in service.rules()] == before
    assert service.try_on("post gress").text == "PostgreSQL"


def test_files_of_other_encodings_and_none(store: Store, tmp_path: Path) -> None:
    service = KeepVocabulary(store)
    for name, encoding in (("a.txt", "utf-16"), ("b.txt", "gb18030"), ("c.txt", "utf-8-sig")):
        (tmp_path / name).write_text("西夏 -> 栖霞\n", encoding=encoding)
        service.read(tmp_path / name)
    assert [(r.written, r.spoken) for r in service.rules()] == [("栖霞", ("西夏",))]
    with pytest.raises(AppError) as caught:
        service.read(tmp_path / "none.txt")
    assert caught.value.code is ErrorCode.PATH_MISSING
    (tmp_path / "large.txt").write_bytes(b"a" * (4 * 1024 * 1024 + 1))
    with pytest.raises(AppError) as caught:
        service.read(tmp_path / "large.txt")
    assert caught.value.code is ErrorCode.READING
