"""Recordings among dropped files: written down where a speech model is, told what they need where none is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.composition import Alcove
from app.domain.library.document import DocumentKind, DocumentState, Refusal
from app.domain.library.indexing import FileEnded, FileOutcome, IndexingEvent
from app.seal.models import SealState
from app.settings.paths import Home
from tests.fakes.sound_files import JFK, write_wav
from tests.fakes.tiny_whisper import SENTENCE, install


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    opened = Alcove.open(Home(tmp_path / "home"), SealState(sealed=False, means="none"))
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    (made / "talk.opus").write_bytes(JFK.read_bytes())
    (made / "lease.txt").write_text("The deposit is three months' rent.", encoding="utf-8")
    write_wav(made / "still.wav", np.zeros(16_000 * 3))
    return made


def add(alcove: Alcove, path: Path) -> dict[str, tuple[FileOutcome, Refusal | None]]:
    ended: dict[str, tuple[FileOutcome, Refusal | None]] = {}

    def on_event(event: IndexingEvent) -> None:
        if isinstance(event, FileEnded):
            ended[event.path.name] = event.outcome, event.reason

    run = alcove.add_documents.start([path], on_event=on_event)
    run.wait(100)
    assert run.has_ended
    assert run.error is None
    return ended


def test_a_recording_is_written_down_and_found_by_what_was_said(alcove: Alcove, folder: Path) -> None:
    install(alcove.home.models / "stand-in")
    first = add(alcove, folder)
    assert first == {
        "lease.txt": (FileOutcome.INDEXED, None),
        "talk.opus": (FileOutcome.INDEXED, None),
        "still.wav": (FileOutcome.REFUSED, Refusal.NO_SPEECH),
    }
    document = alcove.library.by_path(folder / "talk.opus")
    assert document is not None
    assert (document.kind, document.state) == (DocumentKind.RECORDING, DocumentState.INDEXED)
    said = [passage.text.lower() for passage in alcove.store.passages.of_document(document.id)]
    assert said == [" ".join(SENTENCE)]
    row = alcove.store.dictations.of_document(document.id)
    assert row is not None
    assert row.path == folder / "talk.opus"
    again = add(alcove, folder)
    assert again["talk.opus"] == (FileOutcome.UNCHANGED, None)
    assert alcove.store.dictations.count() == 1
    assert alcove.store.documents.waiting() == []


def test_without_a_speech_model_a_recording_says_what_it_needs(alcove: Alcove, folder: Path) -> None:
    assert add(alcove, folder)["talk.opus"] == (FileOutcome.REFUSED, Refusal.NEEDS_SPEECH_MODEL)
    install(alcove.home.models / "stand-in")
    assert add(alcove, folder)["talk.opus"] == (FileOutcome.INDEXED, None)
