"""Adding files with real workers and a real store: every file ends, nothing is read twice, a stop loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import app.services.library.indexing_pipeline as pipeline_module
from app.composition import Alcove
from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import DocumentState, Refusal
from app.domain.library.indexing import FileEnded, FileOutcome, IndexingEnded, IndexingEvent, IndexingProgress
from app.domain.library.stored import VectorBatch
from app.domain.models.manifest import ModelRole
from app.jobs.job import Job
from app.protocol.tasks import LaneName, ReadDocument
from app.seal.models import SealState
from app.settings.paths import Home

UNSEALED = SealState(sealed=False, means="none")


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    opened = Alcove.open(Home(tmp_path / "home"), UNSEALED)
    yield opened
    opened.close()


def add(alcove: Alcove, *paths: Path) -> dict[str, FileEnded]:
    ended: dict[str, FileEnded] = {}

    def on_event(event: IndexingEvent) -> None:
        if isinstance(event, FileEnded):
            assert event.path.name not in ended, "a file ends once"
            ended[event.path.name] = event

    run = alcove.add_documents.start(list(paths), on_event=on_event)
    run.wait(60)
    assert run.has_ended
    assert run.error is None
    return ended


def text_of(alcove: Alcove, path: Path) -> str:
    document = alcove.library.by_path(path)
    assert document is not None
    return "".join(p.text for p in alcove.store.passages.of_document(document.id))


def assert_counts_agree(alcove: Alcove) -> None:
    health = alcove.store.health(full=True)
    assert health.problems == ()
    assert health.passages == health.keyword_rows


def test_files_of_many_endings_each_end_once(alcove: Alcove, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "lease.txt").write_text("The deposit is three months' rent.")
    (folder / "empty.txt").write_text("")
    (folder / "sound.mp3").write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(200))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF follows")
    ended = add(alcove, folder, tmp_path / "missing.txt")
    assert {name: (e.outcome, e.reason) for name, e in ended.items()} == {
        "lease.txt": (FileOutcome.INDEXED, None),
        "empty.txt": (FileOutcome.REFUSED, Refusal.EMPTY),
        "sound.mp3": (FileOutcome.REFUSED, Refusal.NEEDS_SPEECH_MODEL),
        "broken.pdf": (FileOutcome.REFUSED, Refusal.DAMAGED),
        "missing.txt": (FileOutcome.REFUSED, Refusal.MISSING),
    }
    assert alcove.library.by_path(tmp_path / "missing.txt") is None, "what never was there makes no row"
    assert alcove.store.documents.waiting() == []
    assert_counts_agree(alcove)


def test_unchanged_is_skipped_and_changed_is_replaced(alcove: Alcove, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes\n\nThe meeting is on Monday.")
    assert add(alcove, path)["notes.md"].outcome is FileOutcome.INDEXED
    before = alcove.library.by_path(path)
    assert before is not None
    path.touch()
    assert add(alcove, path)["notes.md"].outcome is FileOutcome.UNCHANGED
    path.write_text("# Notes\n\nThe meeting is on Thursday.")
    assert add(alcove, path)["notes.md"].outcome is FileOutcome.INDEXED
    assert "Thursday" in text_of(alcove, path)
    assert [hit.text for hit in alcove.find.find("Monday", 5).hits if "Monday" in hit.text] == []
    assert_counts_agree(alcove)


def test_an_unplugged_disk_does_not_empty_the_library(alcove: Alcove, tmp_path: Path) -> None:
    path = tmp_path / "usb" / "notes.txt"
    path.parent.mkdir()
    path.write_text("Kept in the library.")
    add(alcove, path)
    alcove.store.documents.journal([path])
    path.unlink()
    run = alcove.add_documents.resume()
    assert run is not None
    run.wait(60)
    document = alcove.library.by_path(path)
    assert document is not None
    assert document.state is DocumentState.INDEXED
    assert "Kept" in text_of(alcove, path)


def test_a_damaged_new_version_replaces_the_old_one(alcove: Alcove, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Words of the old version.")
    add(alcove, path)
    path.write_text("")
    assert add(alcove, path)["a.txt"].reason is Refusal.EMPTY
    assert alcove.find.find("old version", 5).hits == ()


def test_a_file_over_its_time_is_refused_and_the_rest_goes_on(
    alcove: Alcove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a-slow.txt").write_text("word " * 4_000_000)
    (folder / "b-quick.txt").write_text("quick")
    submit = alcove.lanes.submit

    def in_time(lane: LaneName, task: Any, **options: Any) -> Job:
        if isinstance(task, ReadDocument):
            assert options["time_limit"] == pipeline_module.SECONDS_A_FILE
            options["time_limit"] = 0.3 if "slow" in task.path.name else 60
        return submit(lane, task, **options)

    monkeypatch.setattr(alcove.lanes, "submit", in_time)
    ended = add(alcove, folder)
    assert ended["a-slow.txt"].reason is Refusal.TIMEOUT
    assert ended["b-quick.txt"].outcome is FileOutcome.INDEXED


def test_cancel_leaves_what_was_reported_and_nothing_else(alcove: Alcove, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(60):
        (folder / f"{n:02}.txt").write_text(f"Document number {n}. " * 6)
    enough, cancelled = threading.Event(), threading.Event()
    ended: list[FileEnded] = []
    endings: list[IndexingEnded] = []

    def on_event(event: IndexingEvent) -> None:
        if isinstance(event, FileEnded):
            ended.append(event)
            enough.set()
            assert cancelled.wait(60)
        elif isinstance(event, IndexingEnded):
            endings.append(event)

    run = alcove.add_documents.start([folder], on_event=on_event)
    assert enough.wait(60)
    run.cancel()
    cancelled.set()
    run.wait(60)
    assert endings[0].summary.cancelled
    assert alcove.library.counts()[DocumentState.INDEXED] == len(ended)
    assert alcove.library.counts()[DocumentState.WAITING] == 0
    assert_counts_agree(alcove)


def test_suspend_keeps_the_journal_and_resume_ends_it(alcove: Alcove, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(40):
        (folder / f"{n:02}.txt").write_text(f"Document number {n}. " * 4)
    first, suspended = threading.Event(), threading.Event()

    def on_event(event: IndexingEvent) -> None:
        if isinstance(event, FileEnded):
            first.set()
            assert suspended.wait(60)

    run = alcove.add_documents.start([folder], on_event=on_event)
    assert first.wait(60)
    run.suspend()
    suspended.set()
    run.wait(60)
    done = alcove.library.counts()[DocumentState.INDEXED]
    assert 0 < done < 40
    again = alcove.add_documents.resume()
    assert again is not None
    summary = again.wait(60)
    assert summary.indexed == 40 - done
    assert alcove.library.counts()[DocumentState.INDEXED] == 40
    assert alcove.add_documents.resume() is None


def test_pause_begins_nothing_new_until_resume(alcove: Alcove, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(30):
        (folder / f"{n:02}.txt").write_text(f"Document number {n}. " * 4)
    asked, paused = threading.Event(), threading.Event()

    def on_event(event: IndexingEvent) -> None:
        assert asked.wait(60)
        if isinstance(event, IndexingProgress) and event.paused:
            paused.set()

    run = alcove.add_documents.start([folder], on_event=on_event)
    run.pause()
    asked.set()
    assert paused.wait(60)
    assert not run.has_ended
    run.resume()
    assert run.wait(60).indexed == 30


def test_a_broken_model_leaves_keyword_search_and_vectors_come_later(alcove: Alcove, tmp_path: Path) -> None:
    """The model folder is replaced by one whose graph is no graph: the lane fails, the documents stay findable."""
    model = alcove.models.best(ModelRole.EMBEDDING)
    if model is None:
        pytest.skip("no embedding model: run the set-up")
    broken = alcove.home.models / model.folder.name
    broken.mkdir(parents=True)
    for file in model.folder.iterdir():
        content = file.read_bytes()
        (broken / file.name).write_bytes(b"\x00" * len(content) if file.suffix == ".onnx" else content)
    path = tmp_path / "a.txt"
    path.write_text("The key lies under the mat.")
    run = alcove.add_documents.start([path])
    summary = run.wait(60)
    assert (summary.indexed, summary.keyword_only) == (1, True)
    result = alcove.find.find("key under the mat", 3)
    assert result.keyword_only
    assert "mat" in result.hits[0].text
    for file in list(broken.iterdir()):
        file.unlink()
    broken.rmdir()
    other = tmp_path / "b.txt"
    other.write_text("Something else.")
    assert not alcove.add_documents.start([other]).wait(60).keyword_only
    assert alcove.store.vector_index.count() == alcove.store.passages.total() == 2


def test_a_full_disk_ends_the_run_with_its_code_and_keeps_the_rest_for_later(
    alcove: Alcove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(6):
        (folder / f"{n}.txt").write_text(f"Document number {n}.")
    replace, stored = alcove.store.documents.replace, list[int]()

    def full(document_id: int, *rest: object) -> object:
        if len(stored) == 2:
            raise AppError(ErrorCode.DISK_FULL)
        stored.append(document_id)
        return replace(document_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(alcove.store.documents, "replace", full)
    run = alcove.add_documents.start([folder])
    run.wait(60)
    assert run.error is not None
    assert run.error.code is ErrorCode.DISK_FULL
    monkeypatch.undo()
    again = alcove.add_documents.resume()
    assert again is not None
    assert again.wait(60).indexed == 4


def test_vectors_of_another_size_are_refused_by_the_store(alcove: Alcove, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One.")
    add(alcove, path)
    passage = alcove.store.passages.without_vectors("other", 1)[0]
    with pytest.raises(ValueError, match=r"vector"):
        alcove.store.passages.add_vectors([passage.passage_id], VectorBatch("other", 4, b"\x00" * 8))


def test_a_model_that_fails_afterwards_costs_no_run(
    alcove: Alcove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older document still owes its vectors, and the model breaks just when they are made."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("The older document.")
    new.write_text("The newer document.")
    monkeypatch.setattr(type(alcove.models), "best", lambda _self, _role: None)
    add(alcove, old)
    monkeypatch.undo()

    def failing(*_arguments: object, **_options: object) -> object:
        raise AppError(ErrorCode.WORKER_CRASHED)

    monkeypatch.setattr(alcove.lanes, "run", failing)
    assert add(alcove, new)["new.txt"].outcome is FileOutcome.INDEXED
    monkeypatch.undo()
    assert len(alcove.store.passages.without_vectors("none", 10)) == 2
