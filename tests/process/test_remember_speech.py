"""What was spoken is found, cited with its minute, shown, updated and forgotten; real store, real embedding worker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.composition import Alcove
from app.domain.ask.search import SearchFilter
from app.domain.dictate.dictation import Dictation, NewDictation, SpokenKind, SpokenState
from app.domain.dictate.transcript import Transcript, TranscriptSegment
from app.domain.library.document import DocumentKind, DocumentState
from app.domain.library.indexing import FileEnded, FileOutcome, IndexingEvent
from app.model_files.model_files import ModelFiles
from app.seal.models import SealState
from app.services.dictate.remember_speech import RememberSpeech
from app.settings.paths import Home
from app.storage.health import store_files

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    opened = Alcove.open(Home(tmp_path / "home"), SealState(sealed=False, means="none"))
    yield opened
    opened.close()


def dictated(alcove: Alcove, text: str) -> Dictation:
    return alcove.store.dictations.add(NewDictation(SpokenKind.DICTATION, text, spoken_at=NOON, seconds=4.0))


def recorded(alcove: Alcove, path: Path, state: SpokenState = SpokenState.WRITTEN) -> Dictation:
    segments = (
        TranscriptSegment(0.0, 5.0, "Good morning and welcome to the annual meeting."),
        TranscriptSegment(754.0, 761.0, "The insurance of the greenhouse costs 1,250 euros a year."),
    )
    transcript = Transcript("en", 800.0, segments, "tiny")
    new = NewDictation(
        SpokenKind.FILE, transcript.text, path=path, seconds=800.0, transcript=transcript, state=state, spoken_at=NOON
    )
    return alcove.store.dictations.add(new)


def test_a_recording_is_found_and_quoted_with_its_minute(alcove: Alcove, tmp_path: Path) -> None:
    path = tmp_path / "meeting.wav"
    path.write_bytes(b"RIFF")
    document = alcove.speech.remember.remember(recorded(alcove, path))
    assert document is not None
    assert (document.kind, document.state, document.path) == (DocumentKind.RECORDING, DocumentState.INDEXED, path)
    health = alcove.store.health(full=True)
    assert (health.problems, health.vectors) == ((), health.passages)
    found = alcove.find.find("What does insurance for the greenhouse cost?")
    assert found.hits[0].document_id == document.id
    assert found.hits[0].cosine is not None
    assert (found.hits[0].place.first_second, found.hits[0].place.last_second) == (754, 761)
    answer = alcove.ask.ask("What does the insurance of the greenhouse cost a year?").answer
    assert answer.citations[0].document_id == document.id
    assert answer.citations[0].place.first_second == 754
    preview = alcove.previews.preview(path, found.hits[0].place)
    start, length = found.hits[0].place.start, found.hits[0].place.length
    assert preview.kind is DocumentKind.RECORDING
    assert preview.text[start : start + length] == found.hits[0].text


def test_a_dictation_is_a_document_without_a_file(alcove: Alcove) -> None:
    row = dictated(alcove, "Remember to water the tomatoes on Thursday evening.")
    document = alcove.speech.remember.remember(row)
    assert document is not None
    assert document.kind is DocumentKind.DICTATION
    assert document.title == "Remember to water the tomatoes on Thursday evening."
    assert document.modified_at == NOON
    assert alcove.store.dictations.get(row.id).document_id == document.id
    only = SearchFilter(kinds=frozenset({DocumentKind.DICTATION}))
    assert alcove.find.find("when do the tomatoes get water", search_filter=only).hits[0].document_id == document.id
    assert alcove.library.documents(text="tomatoes") == [document]
    preview = alcove.previews.preview(document.path, alcove.library.first_place(document.id))
    assert preview.text == "Remember to water the tomatoes on Thursday evening."


def test_corrected_text_takes_the_place_of_the_old(alcove: Alcove, tmp_path: Path) -> None:
    row = recorded(alcove, tmp_path / "a.wav")
    first = alcove.speech.remember.remember(row)
    corrected = alcove.store.dictations.correct(row.id, "The boathouse costs nothing.")
    second = alcove.speech.remember.remember(corrected)
    assert first is not None
    assert second is not None
    assert second.id == first.id
    texts = [p.text for p in alcove.store.passages.of_document(first.id)]
    assert texts == ["The boathouse costs nothing."]
    assert alcove.store.health(full=True).problems == ()


def test_adding_the_file_again_leaves_its_transcript(alcove: Alcove, tmp_path: Path) -> None:
    path = tmp_path / "meeting.wav"
    path.write_bytes(b"RIFF")
    document = alcove.speech.remember.remember(recorded(alcove, path))
    ended: list[FileEnded] = []

    def on_event(event: IndexingEvent) -> None:
        if isinstance(event, FileEnded):
            ended.append(event)

    alcove.add_documents.start([path], on_event=on_event).wait(30)
    assert [e.outcome for e in ended] == [FileOutcome.UNCHANGED]
    assert document is not None
    assert alcove.store.documents.get(document.id).passages == document.passages
    assert alcove.store.documents.waiting() == []


def test_what_a_kill_left_out_is_made_up_for_and_what_was_forgotten_is_not(alcove: Alcove, tmp_path: Path) -> None:
    kept, gone = dictated(alcove, "The blue folder is in the attic."), dictated(alcove, "Zebrafish swim sideways.")
    recorded(alcove, tmp_path / "half.wav", SpokenState.UNDER_WAY)
    assert alcove.speech.remember.catch_up() == 2
    assert alcove.speech.remember.catch_up() == 0
    document = alcove.store.dictations.get(gone.id).document_id
    assert document is not None
    assert alcove.library.forget([document]) == 1
    assert [one.id for one in alcove.store.dictations.list(kind=SpokenKind.DICTATION)] == [kept.id]
    assert alcove.speech.remember.catch_up() == 0
    content = b"".join(file.read_bytes() for file in store_files(alcove.store.path))
    assert b"Zebrafish" not in content
    assert b"zebrafish" not in content


def test_deleting_from_the_history_takes_it_out_of_the_library(alcove: Alcove) -> None:
    row = dictated(alcove, "Quokkas smile at strangers.")
    document = alcove.speech.remember.remember(row)
    assert document is not None
    assert [one.id for one in alcove.store.dictations.delete([row.id, 4711])] == [row.id]
    assert alcove.library.documents() == []
    assert alcove.find.find("quokkas").hits == ()
    content = b"".join(file.read_bytes() for file in store_files(alcove.store.path))
    assert b"uokka" not in content


def test_without_a_model_words_find_it_and_a_wish_keeps_dictations_out(alcove: Alcove, tmp_path: Path) -> None:
    nothing = ModelFiles(tmp_path / "none", tmp_path / "none")
    alone = RememberSpeech(alcove.store, alcove.lanes, nothing, tmp_path, wants_dictations=lambda: False)
    assert alone.remember(dictated(alcove, "A secret about bees.")) is None
    document = alone.remember(recorded(alcove, tmp_path / "b.wav"))
    assert document is not None
    assert alcove.store.health().vectors == 0
    assert alcove.find.find("greenhouse insurance").hits[0].document_id == document.id
