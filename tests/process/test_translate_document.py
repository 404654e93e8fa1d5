"""Documents translated with real workers and a real store: progress, pause, cancel, corrections, names, bad files."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import (
    BilingualLayout,
    DocumentChoices,
    SegmentState,
    TranslationEvent,
    TranslationJobState,
    TranslationProgress,
    TranslationStage,
)
from app.domain.translate.translation import Mark
from app.jobs.background import Background
from app.jobs.lanes import Lanes
from app.services.translate.translate_document import DocumentOrder, TranslateDocument
from app.storage.store import Store
from tests.fakes.translating import LetterSwapper

CHINESE = DocumentChoices("zh")


class Bench:
    """A store, lanes and a document of 40 sentences, of which every fourth is the same."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lanes, self.background = folder, Lanes(), Background()
        self.store = Store.open(folder / "store.db")
        self.path = folder / "report.docx"
        made = docx.Document()
        for number in range(40):
            paragraph = made.add_paragraph("Always the same words. " if number % 4 == 0 else f"Sentence {number} has ")
            if number % 4:
                paragraph.add_run("bold words").bold = True
                paragraph.add_run(" inside it.")
        made.save(str(self.path))
        self.events: list[TranslationEvent] = []

    def service(self, translator: LetterSwapper) -> TranslateDocument:
        return TranslateDocument(self.store, self.lanes, self.background, translator, lambda _segments: "en")

    def close(self) -> None:
        self.lanes.close()
        self.background.close()
        self.store.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.close()


def texts(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def test_a_document_is_translated_beside_the_original(bench: Bench) -> None:
    before = bench.path.read_bytes()
    translator = LetterSwapper()
    run = bench.service(translator).start(DocumentOrder(bench.path, CHINESE), on_event=bench.events.append)
    ending = run.wait(60)
    assert ending is not None
    assert ending.error is None
    assert ending.path == bench.path.with_name("report.zh.docx")
    assert [text.swapcase() for text in texts(ending.path)] == texts(bench.path)
    assert docx.Document(str(ending.path)).paragraphs[1].runs[1].bold
    assert bench.path.read_bytes() == before
    assert sorted(path.name for path in bench.folder.glob("*report*")) == ["report.docx", "report.zh.docx"]
    assert len(translator.asked) == len(set(translator.asked)) == 31
    job = bench.store.translation_jobs.get(1)
    assert (job.state, job.segments, job.done) == (TranslationJobState.DONE, 40, 40)
    stages = [event.stage for event in bench.events if isinstance(event, TranslationProgress)]
    assert list(dict.fromkeys(stages)) == list(TranslationStage)


def test_a_correction_is_in_the_next_export_and_no_engine_is_asked(bench: Bench) -> None:
    translator = LetterSwapper()
    translator.marks["Always the same words."] = (Mark.TERMS,)
    service = bench.service(translator)
    ending = service.start(DocumentOrder(bench.path, CHINESE)).wait(60)
    assert ending is not None
    assert ending.job is not None
    asked = len(translator.asked)
    first = service.review(ending.job.id)[0]
    assert first.marks == (Mark.TERMS,)
    assert service.correct(ending.job.id, first.ordinal, "永远相同的话。") == 10
    known = bench.store.translation_memory.exact([first.source], "en", "zh")
    assert known[first.source].unit.target == "永远相同的话。"
    with pytest.raises(AppError) as refused:
        service.export(ending.job.id)
    assert refused.value.code is ErrorCode.TARGET_EXISTS
    written = service.export(ending.job.id, overwrite=True)
    assert texts(written)[0].strip() == texts(written)[4].strip() == "永远相同的话。"
    assert len(translator.asked) == asked
    with pytest.raises(AppError) as refused:
        service.export(ending.job.id, bench.path, overwrite=True)
    assert refused.value.code is ErrorCode.TARGET_IS_ORIGINAL


def test_pause_lets_the_engine_go_and_nothing_is_translated_twice(bench: Bench) -> None:
    pauses = [5]

    def pause_once(_text: str) -> None:
        if len(translator.asked) in pauses:
            pauses.clear()
            assert ready.wait(60)
            run.pause()

    paused = threading.Event()

    def watch(event: TranslationEvent) -> None:
        if isinstance(event, TranslationProgress) and event.is_paused:
            paused.set()

    translator = LetterSwapper(pause_once)
    ready = threading.Event()
    run = bench.service(translator).start(DocumentOrder(bench.path, CHINESE), on_event=watch)
    ready.set()
    assert paused.wait(60)
    job = bench.store.translation_jobs.get(1)
    assert job.state is TranslationJobState.PAUSED
    assert not run.has_ended
    run.resume()
    ending = run.wait(60)
    assert ending is not None
    assert ending.path is not None
    assert len(translator.asked) == len(set(translator.asked)) == 31


def test_cancel_leaves_no_file_and_can_be_gone_on_with(bench: Bench) -> None:
    def cancel_once(_text: str) -> None:
        if len(translator.asked) == 7:
            assert ready.wait(60)
            run.cancel()

    translator = LetterSwapper(cancel_once)
    service = bench.service(translator)
    ready = threading.Event()
    run = service.start(DocumentOrder(bench.path, CHINESE))
    ready.set()
    ending = run.wait(60)
    assert ending is not None
    assert ending.cancelled
    assert not list(bench.folder.glob("*.zh.docx*"))
    assert not list(bench.folder.glob("*.part"))
    job = bench.store.translation_jobs.get(1)
    assert job.state is TranslationJobState.CANCELLED
    assert 0 < job.done < job.segments
    ending = service.resume(job.id).wait(60)
    assert ending is not None
    assert ending.path is not None
    assert len(translator.asked) == len(set(translator.asked)) == 31


def test_a_document_in_the_language_asked_for_is_said_to_be(bench: Bench) -> None:
    ending = bench.service(LetterSwapper()).start(DocumentOrder(bench.path, DocumentChoices("en"))).wait(60)
    assert ending is not None
    assert ending.error is not None
    assert ending.error.code is ErrorCode.SAME_LANGUAGE


def test_a_program_that_closes_leaves_the_work_for_its_next_start(bench: Bench) -> None:
    def close_once(_text: str) -> None:
        if len(translator.asked) == 6:
            bench.lanes.close()
            bench.background.close(0.0)

    translator = LetterSwapper(close_once)
    ending = bench.service(translator).start(DocumentOrder(bench.path, CHINESE)).wait(60)
    assert ending is not None
    assert ending.path is None
    (left,) = bench.service(translator).unfinished()
    assert left.state is TranslationJobState.RUNNING
    bench.lanes, bench.background = Lanes(), Background()
    again = LetterSwapper()
    ending = bench.service(again).resume(left.id).wait(60)
    assert ending is not None
    assert ending.path is not None
    assert not set(again.asked) & set(translator.asked)


def test_a_name_that_was_taken_meanwhile_costs_no_work(bench: Bench) -> None:
    service = bench.service(
        LetterSwapper(lambda _text: bench.path.with_name("report.zh.docx").write_bytes(b"x") and None)
    )
    ending = service.start(DocumentOrder(bench.path, CHINESE)).wait(60)
    assert ending is not None
    assert ending.path == bench.path.with_name("report.zh 2.docx")
    assert bench.path.with_name("report.zh.docx").read_bytes() == b"x"
    assert ending.job is not None
    assert bench.store.translation_jobs.get(ending.job.id).target_path == ending.path
    # What is there already, word for word, is no other file: a kill may have come right after the renaming.
    again = service.resume(ending.job.id).wait(60)
    assert again is not None
    assert again.path == ending.path


def test_names_are_never_taken_from_other_files(bench: Bench, tmp_path: Path) -> None:
    service = bench.service(LetterSwapper())
    taken = bench.path.with_name("report.zh.docx")
    taken.write_bytes(b"somebody's")
    ending = service.start(DocumentOrder(bench.path, CHINESE)).wait(60)
    assert ending is not None
    assert ending.path == bench.path.with_name("report.zh 2.docx")
    assert taken.read_bytes() == b"somebody's"
    for target, code in ((taken, ErrorCode.TARGET_EXISTS), (bench.path, ErrorCode.TARGET_IS_ORIGINAL)):
        with pytest.raises(AppError) as refused:
            service.start(DocumentOrder(bench.path, CHINESE, target_path=target))
        assert refused.value.code is code
    nowhere = DocumentOrder(bench.path, CHINESE, target_path=tmp_path / "missing" / "a.docx")
    ending = service.start(nowhere).wait(60)
    assert ending is not None
    assert ending.error is not None
    assert ending.error.code is ErrorCode.TARGET_UNWRITABLE


def test_bad_files_are_refused_by_their_reason(bench: Bench) -> None:
    empty = io.BytesIO()
    docx.Document().save(empty)
    bad = {
        "broken.docx": (b"PK\x03\x04 not a zip", Refusal.DAMAGED),
        "empty.docx": (empty.getvalue(), Refusal.EMPTY),
        "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(100), Refusal.UNSUPPORTED),
    }
    for name, (data, reason) in bad.items():
        (bench.folder / name).write_bytes(data)
        ending = bench.service(LetterSwapper()).start(DocumentOrder(bench.folder / name, CHINESE)).wait(60)
        assert ending is not None
        assert ending.error is not None
        assert ending.error.details["refusal"] == reason.value
        assert ending.job is None
    assert bench.store.translation_jobs.list() == []
    assert not list(bench.folder.glob("*.zh.*"))


def test_an_original_that_changed_meanwhile_is_not_mixed_up(bench: Bench) -> None:
    service = bench.service(LetterSwapper())
    ending = service.start(DocumentOrder(bench.path, CHINESE)).wait(60)
    assert ending is not None
    assert ending.job is not None
    made = docx.Document(str(bench.path))
    made.add_paragraph("One more.")
    made.save(str(bench.path))
    with pytest.raises(AppError) as refused:
        service.export(ending.job.id, overwrite=True)
    assert refused.value.code is ErrorCode.ORIGINAL_CHANGED
    assert ending.path is not None
    assert len(texts(ending.path)) == 40


def test_both_languages_stand_below_or_beside_each_other(bench: Bench) -> None:
    service = bench.service(LetterSwapper())
    original = texts(bench.path)
    below = service.start(DocumentOrder(bench.path, DocumentChoices("zh", BilingualLayout.BELOW))).wait(60)
    beside = service.start(DocumentOrder(bench.path, DocumentChoices("zh", BilingualLayout.BESIDE))).wait(60)
    assert below is not None
    assert below.path is not None
    assert [text.strip() for text in texts(below.path)[:4]] == [
        part.strip() for text in original[:2] for part in (text, text.swapcase())
    ]
    assert beside is not None
    assert beside.path is not None
    table = docx.Document(str(beside.path)).tables[0]
    rows = [tuple(cell.text.strip() for cell in row.cells) for row in table.rows]
    assert rows == [(text.strip(), text.swapcase().strip()) for text in original]


def test_what_an_engine_gives_nothing_for_stays_and_is_marked(bench: Bench) -> None:
    class Silent(LetterSwapper):
        def translate(self, segments, *arguments, **named):  # type: ignore[no-untyped-def]
            return (one for one in super().translate(segments, *arguments, **named) if one.index % 2)

    ending = bench.service(Silent()).start(DocumentOrder(bench.path, CHINESE)).wait(60)
    assert ending is not None
    assert ending.path is not None
    assert ending.job is not None
    silent = [s for s in bench.store.translation_jobs.segments(ending.job.id) if s.state is SegmentState.KEPT]
    assert silent
    assert all(segment.marks == (Mark.EMPTY,) and segment.target == segment.source for segment in silent)
