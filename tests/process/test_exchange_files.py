"""Terms and memories come from other programs' files, read by the real reading lane, and go back to them unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.glossary import Conflict, Term
from app.domain.translate.translation_memory import Unit
from app.jobs.lanes import Lanes
from app.services.translate.keep_terms import KeepTerms
from app.storage.store import Store

TMX = """<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en-US" segtype="sentence"/><body>
<tu><tuv xml:lang="EN-us"><seg>Press <bpt i="1">&lt;b></bpt>Stop<ept i="1">&lt;/b></ept><ph x="2"/>.</seg></tuv>
<tuv xml:lang="zh-CN"><seg>按<bpt i="1">x</bpt>停止<ept i="1"/><ph x="2"/>。</seg></tuv></tu>
<tu><tuv xml:lang="en-US"><seg>Only English</seg></tuv></tu>
<tu><tuv xml:lang="zh-CN"><seg>猫</seg></tuv><tuv xml:lang="en-US"><seg>Cat</seg></tuv></tu>
</body></tmx>"""
TBX = """<?xml version="1.0"?><tbx type="TBX-Basic" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1"><note>of a lease</note><langSec xml:lang="en"><termSec><term>bond</term>
<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
<termSec><term>deposit</term></termSec></langSec>
<langSec xml:lang="zh"><termSec><term>押金</term></termSec></langSec></conceptEntry>
<conceptEntry id="2"><langSec xml:lang="en"><termSec><term>Alcove</term></termSec></langSec>
<langSec xml:lang="zh"><termSec><term>Alcove</term></termSec></langSec></conceptEntry></body></text></tbx>"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


@pytest.fixture
def keep(store: Store, lanes: Lanes) -> KeepTerms:
    return KeepTerms(store, lanes)


def given(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("deposit,押金\nAlcove,\n", "utf-8"),
        ("source;target;note\ndeposit;押金;lease\nAlcove;;\n", "utf-8-sig"),
        ("zh\ten\n押金\tdeposit\nAlcove\tAlcove\n", "utf-16"),
        ("术语,译文,不翻译\ndeposit,押金,\nAlcove,阿尔科夫,是\n", "gb18030"),
    ],
)
def test_terms_come_from_rows_of_any_shape(keep: KeepTerms, tmp_path: Path, text: str, encoding: str) -> None:
    read = keep.read(given(tmp_path, "terms.csv", text, encoding), "en", "zh")
    assert [(one.source, one.wanted, one.stays) for one in read.terms] == [
        ("deposit", "押金", False),
        ("Alcove", "Alcove", True),
    ]
    assert list(read.pairs) == [("en", "zh")]


def test_terms_come_from_tbx_with_their_notes_and_without_what_is_outdated(keep: KeepTerms, tmp_path: Path) -> None:
    read = keep.read(given(tmp_path, "terms.tbx", TBX))
    assert read.pairs.keys() == {("en", "zh")}
    assert [(one.source, one.wanted, one.note) for one in read.terms] == [
        ("deposit", "押金", "of a lease"),
        ("Alcove", "Alcove", ""),
    ]


def test_conflicts_are_told_and_the_first_is_kept(keep: KeepTerms, store: Store, tmp_path: Path) -> None:
    done = keep.import_file(given(tmp_path, "terms.csv", "rent,租金\nRent,房租\nroom,房间\n"), "en", "zh")
    assert (done.entries, done.changed, done.conflicts) == (3, 2, (Conflict("rent", ("租金", "房租")),))
    assert [one.wanted for one in store.glossaries.terms("en", "zh")] == ["租金", "房间"]


@pytest.mark.parametrize("name", ["out.csv", "out.tbx"])
def test_a_glossary_goes_out_and_comes_back_the_same(
    keep: KeepTerms, store: Store, lanes: Lanes, tmp_path: Path, name: str
) -> None:
    terms = [Term('a "quoted", term', "术语"), Term("Alcove"), Term("<b> & co", "公司", note="=1+1")]
    store.glossaries.add(terms, "en", "zh")
    assert keep.export_file(tmp_path / name) == 3
    with Store.open(tmp_path / "other.db") as other:
        KeepTerms(other, lanes).import_file(tmp_path / name, "en", "zh")
        back = other.glossaries.terms("en", "zh")
    assert sorted((one.source, one.wanted) for one in back) == sorted((one.source, one.wanted) for one in terms)


def test_a_memory_comes_from_tmx_and_goes_back(keep: KeepTerms, store: Store, lanes: Lanes, tmp_path: Path) -> None:
    done = keep.import_memory(given(tmp_path, "memory.tmx", TMX), "en", "zh")
    assert (done.entries, done.changed, done.left_out) == (2, 2, 1)
    ((source, target, count),) = store.translation_memory.pairs()
    assert (source, target, count) == ("en", "zh", 2)
    units = [one.unit for one in store.translation_memory.units(source, target)]
    assert units == [Unit("Press ⟦1⟧Stop⟦/1⟧⟦2/⟧.", "按⟦1⟧停止⟦/1⟧⟦2/⟧。"), Unit("Cat", "猫")]
    assert keep.export_memory(tmp_path / "out.tmx") == 2
    with Store.open(tmp_path / "other.db") as other:
        KeepTerms(other, lanes).import_memory(tmp_path / "out.tmx")
        assert [one.unit for one in other.translation_memory.units(source, target)] == units


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        ("empty.csv", "", "empty"),
        ("odd.xml", "<html><body/></html>", "unsupported"),
        ("bomb.tmx", '<!DOCTYPE t [<!ENTITY a "aaaa">]><tmx><body/></tmx>', "damaged"),
        ("cut.tmx", "<tmx><body><tu>", "damaged"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    keep: KeepTerms, tmp_path: Path, name: str, text: str, refusal: str
) -> None:
    with pytest.raises(AppError) as refused:
        keep.read(given(tmp_path, name, text), "en", "zh")
    assert (refused.value.code, refused.value.details["refusal"]) == (ErrorCode.READING, refusal)


def test_a_file_that_names_no_languages_needs_them_named(keep: KeepTerms, tmp_path: Path) -> None:
    with pytest.raises(AppError) as unclear:
        keep.read(given(tmp_path, "terms.csv", "deposit,押金\n"))
    assert unclear.value.code is ErrorCode.LANGUAGES_MISSING


def test_nothing_is_left_where_nothing_can_be_written(keep: KeepTerms, tmp_path: Path) -> None:
    with pytest.raises(AppError) as missing:
        keep.export_file(tmp_path / "nowhere" / "out.csv")
    assert missing.value.code is ErrorCode.PATH_MISSING
