"""A stop reaches work that cannot ask for it: at once, from the thread that hears of it, and never after the end."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest

from app.domain.errors import JobCancelled
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Generator
from app.engines.llm.generation.sampling import Sampler
from app.protocol.channel import MessageWriter
from app.worker.context import Cancellation, JobContext

TINY = Path(__file__).resolve().parents[1] / "data" / "models" / "tiny-chat"


def context_of(cancelled: Cancellation) -> JobContext:
    return JobContext("job", MessageWriter(io.BytesIO()), cancelled)


def test_a_stop_interrupts_what_runs_and_nothing_later() -> None:
    cancelled, interrupted = Cancellation(), list[str]()
    context = context_of(cancelled)
    with context.interrupting(lambda: interrupted.append("first")):
        assert not interrupted
    with context.interrupting(lambda: interrupted.append("second")):
        cancelled.set()
        assert interrupted == ["second"]
    cancelled.set()
    assert interrupted == ["second"]
    assert context.is_cancelled


def test_a_stop_that_came_before_interrupts_at_once() -> None:
    cancelled, interrupted = Cancellation(), list[str]()
    cancelled.set()
    with context_of(cancelled).interrupting(lambda: interrupted.append("late")):
        assert interrupted == ["late"]


@pytest.mark.parametrize("prompt_tokens", [3, 1500])
def test_a_step_that_is_running_ends_and_the_next_answer_is_right(prompt_tokens: int) -> None:
    """The other thread stops it just before the step begins or while it runs: it ends either way, whatever its size."""
    decoder, cancelled = Decoder(TINY), Cancellation()
    prompt = [5 + n % 1000 for n in range(prompt_tokens)]
    generator = Generator(decoder, piece_tokens=1 << 20)
    wanted = Generator(decoder).run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=5).new_tokens
    stopping = threading.Thread(target=cancelled.set)
    with context_of(cancelled).interrupting(decoder.interrupt), pytest.raises(JobCancelled):
        generator.run(
            prompt,
            Sampler(),
            end_ids=frozenset(),
            most_new_tokens=400,
            stop_if_cancelled=lambda: None if stopping.ident else stopping.start(),
            on_token=lambda _token: stopping.join() or False,  # type: ignore[func-returns-value]
        )
    stopping.join()
    decoder.resume()
    again = generator.run(prompt, Sampler(), end_ids=frozenset(), most_new_tokens=5)
    assert again.new_tokens == wanted
