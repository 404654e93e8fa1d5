"""The chat model as a translation engine, in a real worker: bounded, stopped, marked where it answers instead."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.composition import Alcove
from app.domain.errors import AppError, ErrorCode, JobCancelled
from app.domain.translate.translation import Origin, TranslateOptions, WayKind
from app.jobs.stop_signal import StopSignal
from app.seal.models import SealState
from app.settings.paths import Home

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    home = Home(tmp_path / "home")
    shutil.copytree(TINY, home.models / "tiny-chat")
    opened = Alcove.open(home, SealState(sealed=False, means="", reason=None))
    yield opened
    opened.close()


def test_a_chat_model_that_cannot_translate_leaves_marked_segments(alcove: Alcove) -> None:
    """This model only knows how to answer from passages: what it says is no translation, and does not pass as one."""
    way = alcove.choose_translation.best("en", "zh")
    assert (way.id, way.kind) == ("tiny-chat", WayKind.CHAT)
    asked = ["The deposit is three months of rent.", "42"]
    found = {one.index: one for one in alcove.translator.translate(asked, "en", "zh")}
    assert (found[1].text, found[1].origin) == ("42", Origin.KEPT)
    assert found[0].marks
    assert found[0].score <= 0.25
    assert len(found[0].text) < 400


def test_what_the_model_writes_is_told_while_it_writes(alcove: Alcove) -> None:
    pieces: list[tuple[int, str]] = []
    asked = ["42", "The deposit is three months of rent."]
    list(alcove.translator.translate(asked, "en", "zh", on_piece=lambda index, piece: pieces.append((index, piece))))
    assert {index for index, _piece in pieces} == {1}
    written = [piece for _index, piece in pieces]
    assert any(later.startswith(first) and len(later) > len(first) for first, later in itertools.pairwise(written))


def test_a_stop_ends_a_long_list(alcove: Alcove) -> None:
    stop = StopSignal()
    streaming = alcove.translator.translate(
        [f"The rent of room {n} is due." for n in range(500)], "en", "zh", stop=stop
    )
    next(streaming)
    stop.stop()
    with pytest.raises(JobCancelled):
        list(streaming)


def test_what_was_remembered_needs_no_model(tmp_path: Path) -> None:
    opened = Alcove.open(Home(tmp_path / "empty"), SealState(sealed=False, means="", reason=None))
    try:
        with pytest.raises(AppError) as missing:
            list(opened.translator.translate(["Hello."], "en", "zh", TranslateOptions(engine="nothing")))
        assert missing.value.code is ErrorCode.TRANSLATION_MISSING
        assert missing.value.details["model"] == "opus-mt-en-zh"
        assert missing.value.details["bytes"] > 100_000_000
        with pytest.raises(AppError) as unknown:
            list(opened.translator.translate(["Hello."], "en", "tlh"))
        assert unknown.value.code is ErrorCode.PAIR_UNSUPPORTED
    finally:
        opened.close()
