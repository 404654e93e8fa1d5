"""`alcove translate`, `glossary` and `memory` as a person types them, over the small translation models."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.fakes.alcove_command import AlcoveCommand
from tests.fakes.office_files import paragraph, word_parts, zipped

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
SIGN, RENT = "Please sign the contract by 15 July 2026.", "The rent is €950.50 a month."


@pytest.fixture
def alcove(by_words: AlcoveCommand) -> AlcoveCommand:
    for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
        shutil.copytree(MODELS / name, by_words.home / "models" / name)
    return by_words


def test_a_text_comes_out_with_its_lines_and_only_what_wants_it_is_translated(alcove: AlcoveCommand) -> None:
    said = alcove.run("translate", "--to", "zh", "--json", f"{SIGN}\n\n- {RENT}\n- 42\n")
    (made,) = said.objects
    assert said.status == 0
    assert (made["from"], made["to"], made["engine"]) == ("en", "zh", "tiny-marian-en-zh")
    first, rest = made["text"].split("\n\n")
    assert first.startswith("请在2026年7月15日")
    assert rest.startswith("- 租金每月为950.50欧元")
    assert rest.endswith("\n- 42\n")
    assert [one["origin"] for one in made["segments"]] == ["engine", "engine", "kept"]
    assert all(one["marks"] == [] and one["score"] > 0.5 for one in made["segments"])


def test_the_same_for_a_reader_and_for_a_pipe(alcove: AlcoveCommand) -> None:
    read = alcove.run("translate", "--to", "zh", RENT)
    piped = alcove.run("translate", "--to", "zh", "--bilingual", "-", stdin=f"{RENT}\n")
    assert read.out.startswith("租金每月为950.50欧元")
    assert piped.out.splitlines()[0] == RENT
    assert piped.out.splitlines()[1] == read.out.splitlines()[0]


def test_a_glossary_is_kept_and_obeyed(alcove: AlcoveCommand, tmp_path: Path) -> None:
    terms = tmp_path / "terms.csv"
    terms.write_text("contract,协议\ncontract,合约\n", encoding="utf-8")
    once = alcove.run("translate", "--to", "zh", "--glossary", terms, SIGN)
    assert "协议" in once.out
    assert "合约" in once.err, "the conflict is told"
    assert "协议" not in alcove.run("translate", "--to", "zh", SIGN).out
    taken = alcove.run("glossary", "import", "--from", "en", "--to", "zh", "--json", terms)
    assert (taken.objects[0]["changed"], taken.objects[0]["conflicts"][0]["source"]) == (1, "contract")
    assert "协议" in alcove.run("translate", "--to", "zh", SIGN).out
    assert [one["target"] for one in alcove.run("glossary", "list", "--json").objects] == ["协议"]
    alcove.run("glossary", "export", tmp_path / "out.tbx")
    assert "<term>协议</term>" in (tmp_path / "out.tbx").read_text("utf-8")


def test_what_was_learnt_goes_before_the_engine(alcove: AlcoveCommand, tmp_path: Path) -> None:
    memory = tmp_path / "memory.tmx"
    memory.write_text(
        f'<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>{RENT}</seg></tuv>'
        '<tuv xml:lang="zh"><seg>月租九百五十欧元半。</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    assert alcove.run("memory", "import", memory).status == 0
    (made,) = alcove.run("translate", "--to", "zh", "--json", RENT).objects
    assert (made["text"], made["engine"], made["segments"][0]["origin"]) == ("月租九百五十欧元半。", None, "memory")
    (without,) = alcove.run("translate", "--to", "zh", "--json", "--no-memory", RENT).objects
    assert without["engine"] == "tiny-marian-en-zh"
    assert alcove.run("memory", "export", tmp_path / "out.tmx").status == 0
    assert "月租九百五十欧元半。" in (tmp_path / "out.tmx").read_text("utf-8")


def test_a_missing_model_is_named_with_its_size(alcove: AlcoveCommand) -> None:
    said = alcove.run("translate", "--to", "de", "--json", SIGN)
    (told,) = said.objects
    assert (said.status, told["error"]) == (1, "translation.missing")
    assert "MADLAD-400" in told["message"]
    assert "2.9 GB" in told["message"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--to", "en", SIGN), "translation.same_language"),
        (("--to", "tlh", SIGN), "translation.pair"),
        (("--to", "zh", "./nowhere/letter.docx"), "path.missing"),
    ],
)
def test_what_cannot_be_done_is_said(alcove: AlcoveCommand, arguments: tuple[str, ...], error: str) -> None:
    said = alcove.run("translate", "--json", *arguments)
    assert (said.status, said.objects[0]["error"]) == (1, error)


def test_a_document_is_written_beside_its_original(alcove: AlcoveCommand, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(zipped(word_parts(paragraph(SIGN) + paragraph(RENT))))
    before = letter.read_bytes()
    said = alcove.run("translate", "--to", "zh", "--json", letter)
    (made,) = said.objects
    assert (said.status, made["error"], made["segments"]) == (0, None, 2)
    assert letter.read_bytes() == before
    with zipfile.ZipFile(Path(str(made["translated"]))) as written:
        assert "950.50欧元" in written.read("word/document.xml").decode()


def test_documents_suggest_terms(alcove: AlcoveCommand, tmp_path: Path) -> None:
    lease = tmp_path / "lease.txt"
    lease.write_text("The service charge is due. We asked Hawthorn Estates. " * 4, encoding="utf-8")
    assert alcove.run("add", lease, "--json").status == 0
    found = {one["term"]: one["times"] for one in alcove.run("glossary", "suggest", "--json").objects}
    assert found["service charge"] == 4
    assert "Hawthorn Estates" in found
    taken = tmp_path / "terms.csv"
    taken.write_text("service charge,服务费\n", encoding="utf-8")
    alcove.run("glossary", "import", "--from", "en", "--to", "zh", taken)
    assert "service charge" not in [one["term"] for one in alcove.run("glossary", "suggest", "--json").objects]
