"""Which settings are tried, and how much better another one must be before it is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import JobCancelled
from app.engines.llm import tuning
from app.engines.llm.tuning import LEAST_GAIN, LEAST_GAIN_OF_SPINNING, Speed, Trial, Tuned, candidates, faster, tune
from app.protocol.tasks import RunSettings

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"


def speed_of(seconds: float) -> Speed:
    """A speed with which a usual answer takes that long."""
    return Speed(2 * tuning.USUAL_PROMPT / seconds, 2 * tuning.USUAL_ANSWER / seconds)


def go_on() -> None:
    pass


@pytest.fixture
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "usable_cores", lambda: 8)


def test_the_usual_settings_come_first_and_none_twice() -> None:
    for cores in range(1, 40):
        tried = candidates(cores)
        assert tried[0] == RunSettings(cores)
        assert len(set(tried)) == len(tried)
        assert all(1 <= settings.threads <= cores and not settings.spins for settings in tried)


def test_a_little_faster_is_not_enough() -> None:
    usual, other = Tuned(RunSettings(8), speed_of(10)), Tuned(RunSettings(4), speed_of(10 / (LEAST_GAIN - 0.01)))
    assert faster([usual, other], LEAST_GAIN) is usual
    clearly = Tuned(RunSettings(7), speed_of(10 / (LEAST_GAIN + 0.01)))
    assert faster([usual, other, clearly], LEAST_GAIN) is clearly


@pytest.mark.usefixtures("eight_cores")
def test_the_fastest_number_of_threads_is_taken_and_spinning_tried_with_it() -> None:
    tried = list[RunSettings]()

    def measure(_folder: Path, settings: RunSettings) -> Speed:
        tried.append(settings)
        return speed_of(20 if settings.threads == 8 else 10 if settings.threads == 4 else 15)

    assert tune(TINY, go_on, measure).settings == RunSettings(4)
    assert tried[-1] == RunSettings(4, spins=True)


@pytest.mark.usefixtures("eight_cores")
@pytest.mark.parametrize(
    ("gain", "spins"), [(LEAST_GAIN_OF_SPINNING - 0.01, False), (LEAST_GAIN_OF_SPINNING + 0.01, True)]
)
def test_spinning_must_be_worth_it(gain: float, spins: bool) -> None:
    best = tune(TINY, go_on, lambda _folder, settings: speed_of(10 / gain if settings.spins else 10))
    assert best.settings == RunSettings(8, spins=spins)


def test_a_real_model_is_measured_and_an_interrupted_trial_measures_nothing() -> None:
    speed = Trial().measure(TINY, RunSettings(1))
    assert speed.prompt > 0
    assert speed.decode > 0
    stopped = Trial()
    stopped.interrupt()
    with pytest.raises(JobCancelled):
        stopped.measure(TINY, RunSettings(1))
