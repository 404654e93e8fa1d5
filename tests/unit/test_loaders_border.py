"""The border: one version of one regular file, read once, and whatever goes wrong is one refusal."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.errors import FileRefused, JobCancelled
from app.domain.library.document import DocumentKind, Passage, Refusal
from app.domain.library.place import Place
from app.engines.loaders import load as border
from app.engines.loaders.opening import MAX_TEXT_BYTES, open_file
from app.engines.loaders.preview import preview
from app.engines.loaders.section import Loaded, Section, Source
from tests.fakes.small_pdf import pdf


class PanicException(BaseException):
    """Shaped as PyO3's: no Exception."""


def read(path: Path, **options: object) -> tuple[list[Passage], object]:
    found: list[Passage] = []
    return found, border.read(path, on_passage=found.append, **options)  # type: ignore[arg-type]


def refusal(action: Callable[[], object]) -> Refusal:
    with pytest.raises(FileRefused) as refused:
        action()
    return refused.value.refusal


def test_facts_of_a_document(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"# Title here\n\nwords")
    found, facts = read(path)
    assert facts.kind is DocumentKind.MARKDOWN  # type: ignore[attr-defined]
    assert facts.title == "Title here"  # type: ignore[attr-defined]
    assert facts.size == 19  # type: ignore[attr-defined]
    assert facts.modified_ns == path.stat().st_mtime_ns  # type: ignore[attr-defined]
    assert facts.passages == len(found) == 1  # type: ignore[attr-defined]
    assert found[0].keywords == "title here words"


def test_an_unchanged_file_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    _, facts = read(path)
    monkeypatch.setattr(border, "load_source", lambda _source: pytest.fail("parsed"))
    found, again = read(path, known_hash=facts.content_hash)  # type: ignore[attr-defined]
    assert again.unchanged  # type: ignore[attr-defined]
    assert not found


def test_pages_without_text_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(["words", "", "more"], picture=True))
    _, facts = read(path)
    assert (facts.pages, facts.pages_without_text) == (3, 1)  # type: ignore[attr-defined]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_regular_file_is_refused_without_blocking(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("words", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    os.mkfifo(tmp_path / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
    for name in ("link.txt", "fifo", "socket", "."):
        assert refusal(lambda name=name: open_file(tmp_path / name)) is Refusal.NOT_A_FILE  # type: ignore[misc]
    assert refusal(lambda: open_file(Path("/dev/zero"))) is Refusal.NOT_A_FILE


def test_missing_and_unreadable(tmp_path: Path) -> None:
    assert refusal(lambda: open_file(tmp_path / "none.txt")) is Refusal.MISSING
    assert refusal(lambda: open_file(tmp_path / ("x" * 400))) is Refusal.MISSING
    assert refusal(lambda: open_file(tmp_path / "zero\0byte")) is Refusal.MISSING
    locked = tmp_path / "locked.txt"
    locked.write_text("words", encoding="utf-8")
    locked.chmod(0)
    if os.geteuid() != 0:
        assert refusal(lambda: open_file(locked)) is Refusal.UNREADABLE


def test_a_gigabyte_of_text_is_too_large_and_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as out:
        out.write(b"some words\n" * 10_000)
        out.truncate(1024**3)
    assert refusal(lambda: open_file(path)) is Refusal.TOO_LARGE
    with path.open("wb") as out:
        out.write(b"\x00\x00\x00\x18ftypmp42")
        out.truncate(1024**3)
    assert refusal(lambda: open_file(path)) is Refusal.NEEDS_SPEECH_MODEL
    with path.open("wb") as out:
        out.truncate(MAX_TEXT_BYTES + 1)
    assert refusal(lambda: open_file(path)) is Refusal.TOO_LARGE


def test_a_file_that_is_being_written_is_never_a_mix_of_versions(tmp_path: Path) -> None:
    path = tmp_path / "busy.txt"
    path.write_bytes(b"a" * 200_000)
    stop = threading.Event()

    def write() -> None:
        letters = b"ab"
        while not stop.is_set():
            letters = letters[::-1]
            with path.open("r+b") as out:
                out.write(letters[:1] * 200_000)
                out.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(25):
            try:
                data = open_file(path).source.data
            except FileRefused as refused:
                assert refused.refusal is Refusal.CHANGED  # noqa: PT017 - either end is right, a mix is not
            else:
                assert len(set(data)) == 1
    finally:
        stop.set()
        writer.join()


def test_a_file_that_keeps_changing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(b"words ")
    real_read = os.read

    def read_and_grow(descriptor: int, size: int) -> bytes:
        data = real_read(descriptor, size)
        with path.open("ab") as out:
            out.write(b"more ")
        return data

    monkeypatch.setattr(os, "read", read_and_grow)
    assert refusal(lambda: open_file(path)) is Refusal.CHANGED


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (ValueError("library"), Refusal.DAMAGED),
        (RecursionError(), Refusal.DAMAGED),
        (PanicException("rust"), Refusal.DAMAGED),
        (MemoryError(), Refusal.TOO_LARGE),
        (FileRefused(Refusal.ENCRYPTED), Refusal.ENCRYPTED),
    ],
)
@pytest.mark.parametrize("late", [False, True])
def test_whatever_a_loader_raises_becomes_one_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException, expected: Refusal, late: bool
) -> None:
    def sections() -> Iterator[Section]:
        yield Section("words", Place(length=5))
        raise raised

    def load(_source: Source) -> Loaded:
        if not late:
            raise raised
        return Loaded(DocumentKind.TEXT, sections())

    monkeypatch.setattr(border.importlib, "import_module", lambda _name: SimpleNamespace(load=load))
    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    assert refusal(lambda: read(path)) is expected


def test_a_cancelled_reading_is_cancelled_and_no_refusal(tmp_path: Path) -> None:
    def check() -> None:
        raise JobCancelled

    path = tmp_path / "a.txt"
    path.write_text("words", encoding="utf-8")
    with pytest.raises(JobCancelled):
        read(path, check=check)


def test_a_document_without_a_word_is_empty_never_indexed_with_nothing(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"---- ....\n"), ("b.html", b"<html><body></body></html>"), ("c.md", b"***\n")):
        (tmp_path / name).write_bytes(data)
        assert refusal(lambda name=name: read(tmp_path / name)) is Refusal.EMPTY  # type: ignore[misc]


def test_headings_without_end_are_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<h1>" + "very long " * 1000 + "</h1><p>words", encoding="utf-8")
    found, facts = read(path)
    assert all(len(h) <= 200 for p in found for h in p.place.headings)
    assert len(facts.title) <= 301  # type: ignore[attr-defined]


def test_a_preview_is_the_text_that_the_place_counts_in(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("".join(f"<h2>Part {n}</h2><p>{'words ' * 150}" for n in range(60)), encoding="utf-8")
    found, _ = read(path)
    shown = preview(path, found[5].place)
    assert shown.kind is DocumentKind.HTML
    assert shown.text[found[5].place.start :][: found[5].place.length] == found[5].text
    assert len(shown.text) <= found[5].place.start + found[5].place.length + 50_000
