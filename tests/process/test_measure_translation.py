"""`alcove bench translate`: each figure is measured, over a real worker and the small model, or the memory alone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.composition import Alcove
from app.domain.errors import JobCancelled
from app.domain.translate.measured_translation import MeasuredDocument, MeasuredTranslation
from app.jobs.stop_signal import StopSignal
from app.seal.models import SealState
from app.services.translate.measure_documents import measure_document
from app.services.translate.measure_translation import Effort
from app.settings.paths import Home

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-marian-en-zh"
SHORT = Effort(segments=10, rounds=2, remembered=1000)


@pytest.fixture
def alcove(tmp_path: Path) -> Iterator[Alcove]:
    home = Home(tmp_path / "home")
    shutil.copytree(TINY, home.models / TINY.name)
    opened = Alcove.open(home, SealState(sealed=False, means="", reason=None))
    yield opened
    opened.close()


def test_every_figure_is_measured(alcove: Alcove) -> None:
    steps: list[tuple[int, int]] = []
    measured = alcove.measure_translation.measure("en", "zh", SHORT, on_step=lambda done, of: steps.append((done, of)))
    assert (measured.engine, measured.segments, measured.rounds) == ("tiny-marian-en-zh", 10, 2)
    assert min(measured.from_memory, measured.bare, measured.pipeline, measured.overhead, measured.first_engine) > 0
    assert 0 < measured.own_milliseconds < 100
    assert steps == [(1, 2), (2, 2)]
    assert alcove.store.translation_memory.count() == 0, "the person's own memory is not touched"


def test_without_a_model_the_memory_alone_is_measured(alcove: Alcove) -> None:
    measured = alcove.measure_translation.measure("zh", "en", SHORT)
    assert (measured.engine, measured.overhead) == (None, 0.0)
    assert measured.from_memory > 0


def test_a_stop_ends_it(alcove: Alcove) -> None:
    stop = StopSignal()
    with pytest.raises(JobCancelled):
        alcove.measure_translation.measure("en", "zh", SHORT, stop=stop, on_step=lambda _done, _of: stop.stop())


def test_figures_that_miss_their_targets_are_named() -> None:
    good = MeasuredTranslation("m", 10, 3, 9000.0, 1.0, 1.0, 1.0, 0.2, 0.1, 0.1)
    assert good.falls_short == ()
    bad = MeasuredTranslation("m", 10, 3, 4000.0, 1.0, 1.1, 1.1, 0.2, 0.1, 0.2)
    assert bad.falls_short == ("from_memory", "overhead", "first_wait")
    assert MeasuredTranslation(None, 10, 1, 4000.0).falls_short == ("from_memory",)


def test_a_document_is_read_cut_and_written_without_an_engine(alcove: Alcove) -> None:
    measured = measure_document(alcove.lanes, alcove.background, 5)
    assert (measured.pages, measured.segments >= 5 * 11) == (5, True)
    assert measured.seconds > 0
    assert sys.platform != "linux" or (measured.held or 0) > 10_000_000
    assert not measured.falls_short
    assert alcove.store.translation_jobs.list() == [], "nothing of it stands in the person's journal"
    assert MeasuredDocument(300, 1, 20.1, None).falls_short
    assert MeasuredDocument(300, 1, 1.0, 500_000_001).falls_short
