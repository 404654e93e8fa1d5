"""From sound to an answer: a recording is heard, written by the person's rules, kept, found, cited with its minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.composition import Alcove
from app.domain.ask.conversation import AnswerKind
from app.domain.dictate.dictation import NewDictation, SpokenKind
from app.domain.library.document import DocumentKind
from app.domain.spoken.rules import VocabularyRule
from app.protocol.tasks import SpeechOptions
from app.seal.models import SealState
from app.settings.paths import Home
from tests.fakes.acting_lanes import until
from tests.fakes.sound_files import JFK
from tests.fakes.tiny_whisper import SENTENCE, install


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    opened = Alcove.open(Home(tmp_path / "home"), SealState(sealed=False, means="none"))
    install(opened.home.models / "stand-in")
    yield opened
    opened.close()


def test_a_recording_is_written_by_the_rules_and_answers_questions(alcove: Alcove) -> None:
    alcove.speech.keep_vocabulary.keep([VocabularyRule("Hafen Altona", ("the harbour",))])
    done = alcove.speech.transcribe.one(JFK, SpeechOptions())
    row = alcove.store.dictations.get(done.dictation_id or 0)
    assert row.text == done.transcript.text == "Seven boats leave Hafen Altona"
    assert row.raw_text == " ".join(SENTENCE), "what was recognised stays known"
    assert alcove.store.dictations.transcript(row.id) == done.transcript
    turn = alcove.ask.ask("How many boats leave Hafen Altona?")
    assert turn.answer.kind is AnswerKind.QUOTES
    citation = turn.answer.citations[0]
    assert (citation.document_id, citation.path) == (row.document_id, JFK.resolve())
    assert citation.place.first_second is not None
    assert citation.place.last_second is not None
    assert citation.place.last_second <= 12
    assert alcove.store.documents.get(citation.document_id).kind is DocumentKind.RECORDING


def test_what_is_dictated_is_in_the_history_at_once_and_in_the_library_soon(alcove: Alcove) -> None:
    new = NewDictation(SpokenKind.DICTATION, "The spare key hangs behind the blue door.", seconds=3.0)
    dictation_id = alcove.speech.remember.keep(new, alcove.background)
    assert alcove.store.dictations.get(dictation_id).text == new.text
    until(lambda: alcove.store.dictations.get(dictation_id).document_id is not None)
    assert alcove.find.find("Where is the spare key?").hits[0].text == new.text
    alcove.speech.history.correct(dictation_id, "The spare key lies in the blue bowl.")
    until(lambda: alcove.find.find("Where is the spare key?").hits[0].text == "The spare key lies in the blue bowl.")
    assert alcove.speech.remember.catch_up() == 0
    alcove.store.dictations.correct(dictation_id, "The spare key is lost.")  # and the program dies before it is told
    assert alcove.speech.remember.catch_up() == 1
    assert alcove.find.find("Where is the spare key?").hits[0].text == "The spare key is lost."


def test_what_is_older_than_the_rule_goes_with_its_document(alcove: Alcove) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=40)
    old = NewDictation(SpokenKind.DICTATION, "An old thought about rhubarb.", spoken_at=long_ago, sound=b"\1\0" * 9)
    row = alcove.store.dictations.add(old)
    fresh = alcove.store.dictations.add(NewDictation(SpokenKind.DICTATION, "A fresh thought about rhubarb."))
    assert alcove.speech.remember.catch_up() == 2
    assert alcove.speech.forget_old.apply() == 0, "without a rule all is kept"
    alcove.settings.change(keep_sound_days=30)
    assert alcove.speech.forget_old.apply() == 0
    assert not alcove.store.dictations.get(row.id).has_sound
    alcove.settings.change(keep_dictations_days=30)
    assert alcove.speech.forget_old.apply() == 1
    assert [one.id for one in alcove.store.dictations.list()] == [fresh.id]
    assert [document.title for document in alcove.library.documents()] == ["A fresh thought about rhubarb."]
