"""The main job on real files: added, found, asked about, and every text really stands at the place it names."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from app.domain.library.document import DocumentKind, DocumentState
from app.domain.library.stored import StoredPassage
from app.jobs.lanes import Lanes
from app.protocol.tasks import LaneName, Preview, PreviewDocument
from app.storage.store import Store
from tests.fakes.alcove_command import DOCUMENTS, SAMPLES, AlcoveCommand, Said

FILES = sorted(path for path in DOCUMENTS.rglob("*") if path.is_file()) if DOCUMENTS.is_dir() else []
FILES_IN_THE_ORDINARY_RUN = 60
SOURCE_KINDS = {
    DocumentKind.TEXT,
    DocumentKind.CODE,
    DocumentKind.MARKDOWN,
    DocumentKind.CSV,
    DocumentKind.SUBTITLES,
}
QUESTIONS = {
    "How many days of annual leave do full-time staff have?": ("leave-policy.docx", "28 days"),
    "How many lapwings were counted on the north meadow?": ("wetland-survey.md", "63 lapwings"),
    "What is the deposit for the flat?": ("lease-agreement.pdf", "deposit"),
    "进入实验室要穿什么？": ("实验室安全守则.docx", "白大褂"),
    "正山小种多少钱？": ("茶叶价目表.csv", "正山小种"),
    "番茄什么时候浇水？": ("阳台种菜.epub", "水"),
}


class Reread:
    """Reads files again by other means than the store's: PDFium, the decoded file, or the preview that people see."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._previews: dict[tuple[Any, ...], str] = {}

    def text(self, path: Path, kind: DocumentKind, place: dict[str, Any]) -> str:
        start, length = place["start"], place["length"]
        if kind is DocumentKind.PDF and "part" not in place:  # fields and comments stand on the page, not in its text
            return self._page(path, place["page"], start, length)
        if kind in SOURCE_KINDS and (whole := _as_utf8(path)) is not None:
            return whole[start : start + length]
        return self._preview(path, place)[start : start + length]

    def _page(self, path: Path, page: int, start: int, length: int) -> str:
        document = pypdfium2.PdfDocument(path.read_bytes())
        try:
            return str(document[page - 1].get_textpage().get_text_range(start, length))
        finally:
            document.close()

    def _preview(self, path: Path, place: dict[str, Any]) -> str:
        key = (path, *(place.get(name) for name in ("page", "slide", "sheet", "part")))
        found = self._previews.get(key, "")
        if len(found) < place["start"] + place["length"]:
            shown = self._lanes.run(LaneName.READING, PreviewDocument(path, place), time_limit=60).value
            assert isinstance(shown, Preview)
            found = self._previews[key] = shown.text
        return found


def _as_utf8(path: Path) -> str | None:
    """The file as Python decodes it; None where its encoding must be guessed, which is the reader's own art."""
    data = path.read_bytes()
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return None


@pytest.fixture(scope="session")
def reread() -> Iterator[Reread]:
    lanes = Lanes()
    yield Reread(lanes)
    lanes.close()


def kinds(command: AlcoveCommand) -> dict[str, DocumentKind]:
    return {row["path"]: DocumentKind(row["kind"]) for row in command.run("library", "--json").objects}


def test_the_samples_are_found_in_both_languages(samples_added: tuple[AlcoveCommand, Said], reread: Reread) -> None:
    command, _ = samples_added
    known = kinds(command)
    said = command.run("find", "--stdin", "--json", "-k", "10", stdin="\n".join(QUESTIONS))
    assert [one["query"] for one in said.objects] == list(QUESTIONS)
    for found in said.objects:
        name, _ = QUESTIONS[found["query"]]
        assert Path(found["hits"][0]["path"]).name == name
        for hit in found["hits"]:
            assert reread.text(Path(hit["path"]), known[hit["path"]], hit["place"]) == hit["text"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_stands_at_its_place(
    samples_added: tuple[AlcoveCommand, Said], reread: Reread, question: str
) -> None:
    command, _ = samples_added
    name, words = QUESTIONS[question]
    answer = command.run("ask", question, "--json").only
    assert answer["kind"] in ("quotes", "generated")
    assert words in answer["answer"]
    assert Path(answer["citations"][0]["path"]).name == name
    known = kinds(command)
    for citation in answer["citations"]:
        path = Path(citation["path"])
        assert reread.text(path, known[citation["path"]], citation["place"]) == citation["text"]
        assert " ".join(citation["text"].split()) in answer["answer"], "a quote is word for word"
        if (first := citation["place"].get("first_line")) is not None and known[citation["path"]] in SOURCE_KINDS:
            lines = path.read_text(encoding="utf-8-sig").splitlines()[first - 1 : citation["place"]["last_line"]]
            assert citation["text"] in "\n".join(lines), "on the very lines that are named"
    texts = [citation["text"] for citation in answer["citations"]]
    assert len(set(texts)) == len(texts), "nothing is quoted twice"


def test_places_are_what_a_person_would_say(samples_added: tuple[AlcoveCommand, Said]) -> None:
    """Against the files themselves, by other libraries than the loaders'."""
    command, _ = samples_added

    def best(query: str, name: str) -> dict[str, Any]:
        hits = command.run("find", query, "--json", "-k", "30").only["hits"]
        return next(hit for hit in hits if Path(hit["path"]).name == name)

    markdown = best("lapwings north meadow", "wetland-survey.md")
    lines = (SAMPLES / "wetland-survey.md").read_text(encoding="utf-8").splitlines()
    place = markdown["place"]
    shown = "\n".join(lines[place["first_line"] - 1 : place["last_line"]])
    assert markdown["text"].strip() in shown
    assert all(any(heading in line for line in lines if line.startswith("#")) for heading in place["headings"])

    table = best("正山小种", "茶叶价目表.csv")
    rows = list(csv.reader(io.StringIO((SAMPLES / "茶叶价目表.csv").read_text(encoding="utf-8-sig"))))
    wanted = next(number for number, row in enumerate(rows, 1) if any("正山小种" in cell for cell in row))
    assert table["place"]["first_row"] <= wanted <= table["place"]["last_row"]

    lease = best("deposit", "lease-agreement.pdf")
    document = pypdfium2.PdfDocument(SAMPLES / "lease-agreement.pdf")
    pages = [n for n in range(len(document)) if "deposit" in document[n].get_textpage().get_text_range().lower()]
    document.close()
    assert lease["place"]["page"] - 1 in pages

    slide = best("travel rules hotel", "travel-rules.pptx")["place"]["slide"]
    with zipfile.ZipFile(SAMPLES / "travel-rules.pptx") as package:
        assert f"ppt/slides/slide{slide}.xml" in package.namelist()

    minutes = best("committee minutes", "hall-committee-minutes.eml")
    message = email.message_from_bytes(
        (SAMPLES / "hall-committee-minutes.eml").read_bytes(), policy=email.policy.default
    )
    body = message.get_body(("plain", "html"))
    assert body is not None
    words = " ".join(body.get_content().split()) + " " + " ".join(str(value) for value in message.values())
    assert any(line.strip() in words for line in minutes["text"].splitlines() if len(line.strip()) > 20)


# the proving ground ---------------------------------------------------------------------------------------------------
def stored_passages(command: AlcoveCommand) -> dict[Path, list[StoredPassage]]:
    with Store.open(command.home / "library.db") as store:
        rows = store.documents.list(state=DocumentState.INDEXED, limit=100_000)
        return {row.path: store.passages.of_document(row.id) for row in rows}


def assert_all_accounted_for(command: AlcoveCommand, said: Said, files: list[Path], reread: Reread) -> None:
    assert sorted(said.files) == sorted(map(str, files))
    assert len(said.objects) == len(files) + 1, "each file once"
    refused = [one for one in said.files.values() if one["status"] == "refused"]
    assert said.status == (1 if refused else 0)
    for one in said.files.values():
        assert (one["reason"] is None) == (one["status"] == "indexed") == (one["passages"] > 0), one
        assert one["reason"] not in ("crashed", "timeout", "changed", "missing", "unreadable"), one
    stored = stored_passages(command)
    assert {str(path): len(found) for path, found in stored.items()} == {
        path: one["passages"] for path, one in said.files.items() if one["status"] == "indexed"
    }
    wrong = [
        (path.name, passage.ordinal)
        for path, found in stored.items()
        for passage in found
        if reread.text(path, passage.kind, passage.place.as_json()) != passage.text
    ]
    assert wrong == []
    report = command.run("doctor", "--full", "--json").only["store"]
    assert report["consistent"]
    assert report["passages"] == report["keyword_rows"] == report["vectors"] == sum(map(len, stored.values()))
    assert report["documents"] == {"waiting": 0, "indexed": len(stored), "refused": len(refused)}


@pytest.mark.skipif(not FILES, reason=f"no documents in {DOCUMENTS}")
def test_a_sample_of_the_proving_ground_is_accounted_for(alcove: AlcoveCommand, reread: Reread) -> None:
    files = random.Random(2).sample(FILES, FILES_IN_THE_ORDINARY_RUN)
    said = alcove.run("add", *files, "--json")
    assert_all_accounted_for(alcove, said, files, reread)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(not FILES, reason=f"no documents in {DOCUMENTS}")
def test_the_whole_proving_ground_is_accounted_for(alcove: AlcoveCommand, reread: Reread) -> None:
    said = alcove.run("add", DOCUMENTS, "--json", seconds=800)
    assert_all_accounted_for(alcove, said, FILES, reread)
    again = alcove.run("add", DOCUMENTS, "--json", seconds=800)
    assert {path: one["reason"] for path, one in again.files.items()} == {
        path: one["reason"] for path, one in said.files.items()
    }
    assert again.objects[-1]["summary"]["unchanged"] == said.objects[-1]["summary"]["indexed"]
