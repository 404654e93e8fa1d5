"""Changing the embedding model with a real store and real workers: searches go on, nothing is lost, the change is
whole. For kills see test_rebuild_kill.py."""

from __future__ import annotations

import queue
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.composition import Alcove
from app.domain.ask.search import KeywordsAlone
from app.domain.errors import AppError, ErrorCode
from app.domain.library.rebuilding import RebuildEnded, RebuildEvent, RebuildOutcome, RebuildProgress, RebuildWait
from app.jobs.lanes import Outcome
from app.model_files.folder_lock import FolderLock
from app.protocol.tasks import EmbedPassages
from app.seal.models import SealState
from app.services.library import embed_missing, rebuild_vectors, rebuild_work
from app.services.library.rebuild_vectors import LOCK_NAME, RebuildRun
from app.settings.paths import Home
from tests.fakes.synthetic_documents import add as add_document

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
UNSEALED = SealState(sealed=False, means="none")
DOCUMENTS, EACH = 6, 10
QUESTION = "Where is the harbour of ferry 3?"


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    """A library that tiny-e5 embedded."""
    opened = open_with_models(tmp_path / "home")
    yield opened
    opened.close()


def open_with_models(place: Path) -> Alcove:
    home = Home(place)
    home.create()
    for name in ("tiny-e5", "tiny-gte", "tiny-qwen3"):
        shutil.copytree(MODELS / name, home.models / name)
    opened = Alcove.open(home, UNSEALED)
    for number in range(DOCUMENTS):
        texts = [f"Ferry {number} leaves the harbour at pier {page}. " + "Bring coats. " * page for page in range(EACH)]
        add_document(opened.store, place / f"{number}.txt", texts)
    rebuilt(opened, "tiny-e5")
    return opened


def rebuilt(alcove: Alcove, model: str) -> RebuildEnded:
    alcove.choose_models.make_default(model)
    run = alcove.rebuild_vectors.start()
    assert run is not None
    return ended(run)


def ended(run: RebuildRun) -> RebuildEnded:
    found = run.wait(60)
    assert found is not None
    return found


def serving(alcove: Alcove) -> str:
    identity = alcove.store.vector_index.identity()
    assert identity is not None
    return identity.partition("@")[0]


def hits(alcove: Alcove) -> list[tuple[int, float, float | None]]:
    result = alcove.find.find(QUESTION, 5)
    assert result.keywords_alone is None
    return [(hit.passage_id, hit.score, hit.cosine) for hit in result.hits]


def test_searches_are_the_same_until_the_change_and_after_the_way_back(alcove: Alcove) -> None:
    before = hits(alcove)
    first = rebuilt(alcove, "tiny-gte")
    assert (first.outcome, first.name, first.total) == (RebuildOutcome.DONE, "tiny-gte (random weights)", 60)
    assert serving(alcove) == "tiny-gte"
    assert [one.identity.partition("@")[0] for one in alcove.store.health().embedders] == ["tiny-gte"]
    other = hits(alcove)
    assert [hit[2] for hit in other] != [hit[2] for hit in before]
    rebuilt(alcove, "tiny-e5")
    assert hits(alcove) == before
    assert alcove.rebuild_vectors.needed() is None
    assert alcove.rebuild_vectors.start() is None
    assert alcove.store.health(full=True).problems == ()


def test_a_search_in_between_uses_the_old_model_and_makes_the_work_step_aside(
    alcove: Alcove, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each of the first pieces a person searches; the piece is stopped and done again after it."""
    before, found, tried = hits(alcove), list[object](), list[EmbedPassages]()
    searches = list[threading.Thread]()
    run_in_lane = alcove.lanes.run

    def run(lane: object, task: object, **options: object) -> Outcome:
        if isinstance(task, EmbedPassages):
            tried.append(task)
            if len(searches) < 3:
                search = threading.Thread(target=lambda: found.append(hits(alcove)))
                searches.append(search)
                search.start()
                signal = options["stop"]
                assert signal.wait(30)  # type: ignore[attr-defined]
        return run_in_lane(lane, task, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(alcove.lanes, "run", run)
    assert rebuilt(alcove, "tiny-gte").outcome is RebuildOutcome.DONE
    for search in searches:
        search.join(30)
    assert found == [before] * 3
    assert tried[0].texts == tried[1].texts == tried[2].texts == tried[3].texts
    assert tried[0].beside == alcove.home.models / "tiny-e5"
    assert len(tried) == 3 + -(-60 // embed_missing.PASSAGES_TOGETHER)


def test_pause_holds_it_and_a_stop_keeps_what_was_made(alcove: Alcove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_work, "PASSAGES_TOGETHER", 8)
    alcove.choose_models.make_default("tiny-gte")
    told, begun, paused = list[RebuildEvent](), threading.Event(), threading.Event()

    def on_event(event: RebuildEvent) -> None:
        told.append(event)
        if isinstance(event, RebuildProgress) and event.wait is RebuildWait.PAUSED:
            paused.set()
        elif isinstance(event, RebuildProgress) and event.done >= 16 and not begun.is_set():
            begun.set()
            runs.get(timeout=30).pause()

    runs: queue.SimpleQueue[RebuildRun] = queue.SimpleQueue()
    run = alcove.rebuild_vectors.start(on_event=on_event)
    assert run is not None
    runs.put(run)
    assert paused.wait(60)
    assert not run.has_ended
    run.cancel()
    assert ended(run).outcome is RebuildOutcome.STOPPED
    made = alcove.rebuild_vectors.needed()
    assert made is not None
    assert 16 <= made.done < made.total == 60
    assert made.old == "tiny-e5 (random weights)"
    assert serving(alcove) == "tiny-e5"
    again = list[RebuildEvent]()
    run = alcove.rebuild_vectors.start(on_event=again.append)
    assert run is not None
    assert ended(run).outcome is RebuildOutcome.DONE
    assert isinstance(again[0], RebuildProgress)
    assert again[0].done == made.done
    assert serving(alcove) == "tiny-gte"


def test_the_next_choice_counts_when_two_come_one_after_the_other(
    alcove: Alcove, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_work, "PASSAGES_TOGETHER", 8)
    monkeypatch.setattr(rebuild_work, "SECONDS_BETWEEN_LOOKS", 0.0)
    alcove.choose_models.make_default("tiny-gte")
    changed = threading.Event()

    def on_event(event: RebuildEvent) -> None:
        if isinstance(event, RebuildProgress) and event.done >= 24 and not changed.is_set():
            changed.set()
            alcove.choose_models.make_default("tiny-qwen3")

    run = alcove.rebuild_vectors.start(on_event=on_event)
    assert run is not None
    assert ended(run).name == "tiny-qwen3 (random weights)"
    assert changed.is_set()
    assert serving(alcove) == "tiny-qwen3"
    assert len(alcove.store.health().embedders) == 1
    # And back before anything was made: nothing is to be done but to take the half away.
    alcove.choose_models.make_default("tiny-e5")
    alcove.choose_models.make_default("tiny-qwen3")
    assert alcove.rebuild_vectors.needed() is None


def test_what_is_added_meanwhile_is_found_by_meaning_before_and_after(
    alcove: Alcove, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_work, "PASSAGES_TOGETHER", 8)
    path, added = tmp_path / "new.txt", threading.Event()
    path.write_text("The lighthouse keeper repairs the lamp.")
    alcove.choose_models.make_default("tiny-gte")
    found = list[float | None]()

    def on_event(event: RebuildEvent) -> None:
        if isinstance(event, RebuildProgress) and event.done >= 16 and not added.is_set():
            added.set()
            assert not alcove.add_documents.start([path]).wait(60).keyword_only
            found.append(alcove.find.find("lighthouse lamp", 1).hits[0].cosine)
            assert serving(alcove) == "tiny-e5"

    run = alcove.rebuild_vectors.start(on_event=on_event)
    assert run is not None
    assert ended(run).outcome is RebuildOutcome.DONE
    assert found[0] is not None
    assert serving(alcove) == "tiny-gte"
    assert alcove.store.vector_index.count() == alcove.store.passages.total() == 61
    assert alcove.find.find("lighthouse lamp", 1).hits[0].cosine is not None


def test_a_model_that_is_gone_leaves_words_and_that_is_said(alcove: Alcove) -> None:
    shutil.rmtree(alcove.home.models / "tiny-e5")
    result = alcove.find.find(QUESTION, 3)
    assert result.keywords_alone is KeywordsAlone.REBUILDING
    assert result.hits
    alcove.choose_models.make_default("tiny-gte")
    run = alcove.rebuild_vectors.start()
    assert run is not None
    assert ended(run).outcome is RebuildOutcome.DONE
    assert alcove.find.find(QUESTION, 3).keywords_alone is None


def test_a_passage_beyond_the_model_is_left_to_its_words(alcove: Alcove, monkeypatch: pytest.MonkeyPatch) -> None:
    run_in_lane = alcove.lanes.run

    def run(lane: object, task: object, **options: object) -> Outcome:
        if isinstance(task, EmbedPassages) and any("Ferry 3 leaves the harbour at pier 4" in t for t in task.texts):
            raise AppError(ErrorCode.WORKER_CRASHED)
        return run_in_lane(lane, task, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(alcove.lanes, "run", run)
    done = rebuilt(alcove, "tiny-gte")
    assert (done.outcome, done.left_out) == (RebuildOutcome.DONE, 1)
    assert serving(alcove) == "tiny-gte"
    assert alcove.find.find("Ferry 3 pier 4", 3).hits


def test_a_model_that_does_not_run_changes_nothing(alcove: Alcove) -> None:
    before = hits(alcove)
    graph = alcove.home.models / "tiny-gte" / "model.onnx"
    graph.write_bytes(bytes(graph.stat().st_size))
    done = rebuilt(alcove, "tiny-gte")
    assert done.outcome is RebuildOutcome.FAILED
    assert done.error is not None
    assert done.error.code is ErrorCode.MODEL_BROKEN
    assert hits(alcove) == before


def test_a_disk_without_room_is_said_before_anything_is_made(alcove: Alcove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_vectors, "free_disk", lambda _home: 1000)
    done = rebuilt(alcove, "tiny-gte")
    assert done.error is not None
    assert done.error.code is ErrorCode.NO_ROOM
    assert done.error.details["has"] == 1000
    assert alcove.store.vector_index.count("tiny-gte") == 0
    assert serving(alcove) == "tiny-e5"


def test_two_models_that_do_not_fit_side_by_side_take_turns(alcove: Alcove, monkeypatch: pytest.MonkeyPatch) -> None:
    run_in_lane, alone = alcove.lanes.run, list[EmbedPassages]()

    def run(lane: object, task: object, **options: object) -> Outcome:
        if isinstance(task, EmbedPassages):
            if task.beside is not None:
                raise AppError(ErrorCode.MODEL_DOES_NOT_FIT, needs=2, has=1)
            alone.append(task)
        return run_in_lane(lane, task, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(alcove.lanes, "run", run)
    assert rebuilt(alcove, "tiny-gte").outcome is RebuildOutcome.DONE
    assert alone


def test_while_another_program_does_it_this_one_watches_and_takes_over(
    alcove: Alcove, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_vectors, "LOOK_SECONDS", 0.01)
    alcove.choose_models.make_default("tiny-gte")
    other = FolderLock.take(alcove.home.root / LOCK_NAME)
    assert other is not None
    watched = threading.Event()

    def on_event(event: RebuildEvent) -> None:
        if isinstance(event, RebuildProgress) and event.wait is RebuildWait.ELSEWHERE:
            watched.set()

    run = alcove.rebuild_vectors.start(on_event=on_event)
    assert run is not None
    assert watched.wait(60)
    assert not run.has_ended
    other.release()
    assert ended(run).outcome is RebuildOutcome.DONE
    assert serving(alcove) == "tiny-gte"


def test_documents_that_never_had_vectors_get_them(alcove: Alcove, tmp_path: Path) -> None:
    add_document(alcove.store, tmp_path / "later.txt", ["A late passage."])
    needed = alcove.rebuild_vectors.needed()
    assert needed is not None
    assert (needed.done, needed.total, needed.old) == (60, 61, "")
    run = alcove.rebuild_vectors.start()
    assert run is not None
    ended(run)
    assert alcove.store.vector_index.count() == 61
