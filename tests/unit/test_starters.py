"""Questions to begin with: about documents in the person's script, about parts that hold something, and findable."""

from __future__ import annotations

from pathlib import Path

from app.domain.ask.keywords import indexed_terms
from app.domain.ask.starter import Starter
from app.domain.library.document import DocumentKind, Passage
from app.domain.library.place import Place
from app.services.ask.starters import PASSAGES_AT_MOST, Starters
from app.storage.store import Store
from tests.fakes.synthetic_documents import facts


def add(store: Store, path: Path, title: str, *parts: tuple[str, str], kind: DocumentKind = DocumentKind.WORD) -> int:
    """``parts`` are (heading, text)."""
    (row,) = store.documents.journal([path], None)
    passages = []
    for heading, text in parts:
        whole = f"{heading}\n{text}"
        place = Place(length=len(whole), headings=(heading,) if heading else ())
        passages.append(Passage(whole, place, indexed_terms(f"{title} {whole}")))
    return store.documents.replace(row.id, facts(title, kind=kind, title=title), passages, None).id


def test_a_starter_names_a_part_that_says_something(tmp_path: Path) -> None:
    rent = ("2.1 Rent and deposit", "The rent is 900 euros and due on the third day of each month.")
    with Store.open(tmp_path / "library.db") as store:
        lease = add(store, tmp_path / "lease", "The lease", ("The lease", "Between A and B."), ("Annex", "A"), rent)
        add(
            store,
            tmp_path / "code",
            "Code",
            ("main", "def main of the program that has many lines"),
            kind=DocumentKind.CODE,
        )
        add(store, tmp_path / "plain", "Plain", ("", "No part has a name here, so there is nothing to ask by."))
        tea = add(
            store,
            tmp_path / "tea",
            "茶叶手册",
            ("第三章 泡茶的水温", "绿茶用八十度的水，红茶用九十五度的水，时间不超过三分钟。"),
        )
        found = Starters(store)

        assert found.starters(chinese=False) == [Starter(lease, "The lease", "Rent and deposit")]
        assert found.starters(chinese=True) == [Starter(tea, "茶叶手册", "泡茶的水温")]


def test_books_and_long_names_are_passed_over_and_few_are_offered(tmp_path: Path) -> None:
    text = "What stands here is long enough to be more than a heading alone."
    with Store.open(tmp_path / "library.db") as store:
        add(store, tmp_path / "book", "A book", *[(f"Part of it {n}", text) for n in range(PASSAGES_AT_MOST + 1)])
        add(store, tmp_path / "long", "word " * 20, ("Heading", text))
        for n in range(5):
            add(store, tmp_path / f"report{n}", f"Report {n}", ("Summary", text))

        assert [s.document for s in Starters(store).starters(chinese=False)] == ["Report 4", "Report 3", "Report 2"]


def test_an_empty_library_offers_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library.db") as store:
        assert Starters(store).starters(chinese=False) == []
