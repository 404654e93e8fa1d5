"""The download's clockwork on a clock of its own: how much may be read, what is a stall, how fast it went."""

from __future__ import annotations

from app.fetcher.failures import Fault, SourceFailure, told
from app.fetcher.pace import Allowance, Speed, StallWatch


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_a_limit_everything_may_be_read() -> None:
    allowance = Allowance(None)
    assert allowance.take(1 << 40) == 1 << 40
    assert allowance.buffer_bytes is None


def test_an_allowance_holds_on_average_and_saves_nothing_up() -> None:
    clock = Clock()
    allowance = Allowance(1_000_000, clock)
    read = allowance.take(1 << 30)
    assert read == allowance.buffer_bytes == 100_000
    for _ in range(100):
        clock.now += 0.02
        read += allowance.take(1 << 30)
    assert 2_000_000 <= read <= 2_110_000
    clock.now += 3600
    assert allowance.take(1 << 30) == 100_000


def test_a_drip_is_a_stall_and_a_slow_line_is_not() -> None:
    clock = Clock()
    watch = StallWatch(30, clock)
    for _ in range(29):
        clock.now += 1
        watch.came(1)
        assert not watch.is_stalled()
    clock.now += 1
    assert watch.is_stalled()
    for _ in range(30):
        clock.now += 1
        watch.came(1000)
    assert not watch.is_stalled()
    clock.now += 31
    assert watch.is_stalled()


def test_speed_is_of_the_last_moments() -> None:
    clock = Clock()
    speed = Speed(clock)
    assert speed.bytes_per_second == 0
    for _ in range(10):
        clock.now += 1
        speed.came(1_000_000)
    for _ in range(10):
        clock.now += 1
        speed.came(10)
    assert speed.bytes_per_second < 20


def test_of_several_failures_the_one_that_says_most_is_told() -> None:
    failures = [
        SourceFailure(Fault.UNREACHABLE, "a"),
        SourceFailure(Fault.WRONG, "b", "hash", expected="1", actual="2"),
        SourceFailure(Fault.NOT_FOUND, "c"),
    ]
    error = told(failures, file="f")
    assert error.code is Fault.WRONG.value
    assert error.details == {
        "file": "f", "host": "b", "problem": "hash", "expected": "1", "actual": "2", "hosts": ["a", "b", "c"]
    }  # fmt: skip
