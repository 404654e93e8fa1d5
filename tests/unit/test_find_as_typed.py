"""Search while typing: what is written as it was typed stands before what only shares its stem."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from app.services.ask.find import Find
from app.storage.store import Store
from tests.fakes.synthetic_documents import add


def test_the_very_letters_come_before_other_words_of_the_stem(tmp_path: Path) -> None:
    with Store.open(tmp_path / "library.db") as store:
        add(store, tmp_path / "a", ["At least, at least."])
        add(
            store, tmp_path / "b", ["A long text about many other things, and in it the word LEASE once, near its end."]
        )
        find = Find(store, cast("Any", None), cast("Any", None))

        def found(text: str) -> list[str]:
            return [hit.path.name for hit in find.as_typed(text).hits]

        assert found("lease") == ["b", "a"]
        assert found("leas")[0] in ("a", "b")
        assert found("many lease") == ["b"]
        assert [hit.rank for hit in find.as_typed("lease").hits] == [1, 2]
