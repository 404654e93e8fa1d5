"""The history of what was spoken, in a real store: kept, found, written down again, deleted without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.dictate.dictation import NewDictation, SpokenKind, SpokenState
from app.domain.dictate.transcript import Transcript, TranscriptSegment, Word
from app.domain.errors import AppError, ErrorCode
from app.storage.store import Store

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
TRANSCRIPT = Transcript(
    "en", 7.5, (TranscriptSegment(0.0, 3.2, "Good morning.", (Word(" Good", 0.0, 1.0, 0.9),), 1),), "whisper-small"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "library.db", clock=lambda: NOON) as opened:
        yield opened


def dictation(text: str, *, hours: int = 0, kind: SpokenKind = SpokenKind.DICTATION) -> NewDictation:
    return NewDictation(kind, text, spoken_at=NOON - timedelta(hours=hours))


def test_all_that_is_known_comes_back(store: Store, tmp_path: Path) -> None:
    new = NewDictation(
        SpokenKind.FILE, "Good morning.", "good morning", None, 7.5, "Thunderbird", tmp_path / "a.wav", "en",
        "whisper-small", TRANSCRIPT, b"\x01\x02" * 100,
    )  # fmt: skip
    one = store.dictations.add(new)
    assert store.dictations.get(one.id) == one
    assert (one.kind, one.state, one.spoken_at, one.seconds) == (SpokenKind.FILE, SpokenState.WRITTEN, NOON, 7.5)
    assert (one.text, one.raw_text, one.program, one.path) == (
        "Good morning.", "good morning", "Thunderbird", tmp_path / "a.wav",
    )  # fmt: skip
    assert (one.language, one.model, one.has_sound, one.document_id) == ("en", "whisper-small", True, None)
    assert store.dictations.transcript(one.id) == TRANSCRIPT
    assert store.dictations.sound(one.id) == b"\x01\x02" * 100
    assert store.dictations.sound(one.id, 10, 4) == b"\x01\x02" * 2
    assert store.dictations.sound(one.id, 199, 50) == b"\x02"
    assert store.dictations.sound_bytes() == 200


def test_the_newest_comes_first_and_pages_do_not_overlap(store: Store) -> None:
    for hours in (3, 1, 2):
        store.dictations.add(dictation(f"{hours} hours ago", hours=hours))
    assert [one.text[0] for one in store.dictations.list()] == ["1", "2", "3"]
    assert [one.text[0] for one in store.dictations.list(limit=2, offset=1)] == ["2", "3"]
    assert store.dictations.count() == 3


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("lease", ["en"]),
        ("leas", ["en"]),
        ("合同", ["zh"]),
        ("明天 开会", ["zh"]),
        ("lease 合同", []),
        ("%", []),
        ("okafor", ["en"]),
    ],
)
def test_words_of_both_scripts_are_found(store: Store, sought: str, found: list[str]) -> None:
    store.dictations.add(
        NewDictation(SpokenKind.DICTATION, "The lease of Mrs Okafor.", "the leash of misses o'kafor", language="en")
    )
    store.dictations.add(NewDictation(SpokenKind.DICTATION, "明天下午开会，请带上合同。", language="zh"))
    assert [one.language for one in store.dictations.list(text=sought)] == found


def test_a_file_is_found_by_its_name_and_by_what_was_recognised(store: Store, tmp_path: Path) -> None:
    store.dictations.add(NewDictation(SpokenKind.FILE, "Nothing.", "nothink", path=tmp_path / "interview.mp3"))
    store.dictations.add(dictation("interview over", kind=SpokenKind.DICTATION))
    assert len(store.dictations.list(text="interview")) == 2
    assert [one.kind for one in store.dictations.list(text="interview", kind=SpokenKind.FILE)] == [SpokenKind.FILE]
    assert len(store.dictations.list(text="nothink")) == 1


def test_a_recording_grows_while_it_is_written_down(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    one = store.dictations.add(NewDictation(SpokenKind.FILE, "", path=path, state=SpokenState.UNDER_WAY))
    assert [each.id for each in store.dictations.under_way()] == [one.id]
    more = store.dictations.write_down(
        one.id, text="All of it", raw_text="all of it", transcript=TRANSCRIPT, language="en", model="m", seconds=9.0
    )
    assert (more.state, more.text, more.seconds, more.path) == (SpokenState.WRITTEN, "All of it", 9.0, path)
    assert store.dictations.under_way() == []
    assert store.dictations.of_path(path) == more
    assert [each.id for each in store.dictations.list(text="all of")] == [one.id]


def test_a_correction_leaves_what_was_recognised(store: Store) -> None:
    one = store.dictations.add(NewDictation(SpokenKind.DICTATION, "a leash", "a leash"))
    changed = store.dictations.correct(one.id, "a lease")
    assert (changed.text, changed.raw_text) == ("a lease", "a leash")
    assert len(store.dictations.list(text="lease")) == len(store.dictations.list(text="leash")) == 1


def test_what_is_deleted_leaves_no_byte_behind(store: Store) -> None:
    sound = b"soundofsecret" * 1000
    one = store.dictations.add(NewDictation(SpokenKind.DICTATION, "zyxwvut secret", transcript=TRANSCRIPT, sound=sound))
    kept = store.dictations.add(dictation("stays"))
    assert [gone.id for gone in store.dictations.delete([one.id, 999])] == [one.id]
    assert [each.id for each in store.dictations.list()] == [kept.id]
    left = b"".join(file.read_bytes() for file in store.path.parent.glob("library.db*"))
    assert b"zyxwvut" not in left
    assert b"soundofsecret" not in left
    assert store.health(full=True).consistent


def test_sound_can_go_while_the_text_stays(store: Store) -> None:
    one = store.dictations.add(NewDictation(SpokenKind.DICTATION, "text", sound=b"soundofsecret" * 1000))
    store.dictations.drop_sound([one.id])
    assert not store.dictations.get(one.id).has_sound
    assert store.dictations.sound(one.id) == b""
    left = b"".join(file.read_bytes() for file in store.path.parent.glob("library.db*"))
    assert b"soundofsecret" not in left


def test_a_forgotten_document_takes_its_dictation_along(store: Store, tmp_path: Path) -> None:
    store.documents.journal([tmp_path / "a.wav"])
    document = store.documents.by_path(tmp_path / "a.wav")
    assert document is not None
    one = store.dictations.add(dictation("text"))
    store.dictations.link(one.id, document.id)
    assert store.dictations.of_document(document.id) == store.dictations.get(one.id)
    store.documents.forget([document.id])
    assert store.dictations.list() == [], "to forget leaves no word, and the history holds all of them"


def test_what_is_older_than_the_rule_allows_is_known(store: Store) -> None:
    old = store.dictations.add(dictation("old", hours=50))
    store.dictations.add(dictation("old file", hours=50, kind=SpokenKind.FILE))
    store.dictations.add(dictation("new", hours=1))
    found = store.dictations.spoken_before(NOON - timedelta(hours=24), SpokenKind.DICTATION)
    assert [one.id for one in found] == [old.id]
    assert len(store.dictations.spoken_before(NOON - timedelta(hours=24))) == 2


def test_an_unknown_id_is_told(store: Store) -> None:
    for act in (store.dictations.get, store.dictations.transcript, store.dictations.sound):
        with pytest.raises(AppError) as caught:
            act(7)
        assert caught.value.code is ErrorCode.DICTATION_UNKNOWN
