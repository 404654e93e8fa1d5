"""Measures an installed language model on this computer, through its lane as answers go. Remembers nothing."""

from __future__ import annotations

import queue
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import AppError
from app.domain.models.measured import MeasuredModel
from app.jobs.job import JobEnded, JobEvent, Priority
from app.jobs.lanes import Lanes
from app.jobs.stop_signal import StopSignal
from app.model_files.model_files import InstalledModel
from app.protocol.tasks import ChatMessage, CountTokens, Generate, Generated, LaneName, TokenCount

WORDS = (
    "harbour ferry ticket lighthouse storm captain invoice contract payment deadline garden cellar market winter "
    "school teacher engine battery repair warranty bridge river mountain village library archive letter recipe flour"
)
_LONGEST_SHARE = 0.6
"""Of a small model's context, for the prompt: the rest is for the answer and the follow-up."""


@dataclass(frozen=True, slots=True)
class Effort:
    """Tokens of a prompt and of an answer, repetitions, stops."""

    prompt: int = 2000
    answer: int = 64
    rounds: int = 5
    stops: int = 20


QUICK = Effort(prompt=500, answer=24, rounds=3, stops=6)


class MeasureLlm:
    """Blocking; one measurement at a time."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes

    def measure(
        self,
        model: InstalledModel,
        effort: Effort,
        *,
        stop: StopSignal | None = None,
        on_step: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> MeasuredModel:
        """Takes from seconds to minutes; ``on_step`` is told how far it is. Raises as :meth:`Lanes.run`."""
        return _Run(self._lanes, model, effort, stop or StopSignal(), on_step).measured()


class _Run:
    def __init__(
        self,
        lanes: Lanes,
        model: InstalledModel,
        effort: Effort,
        stop: StopSignal,
        on_step: Callable[[int, int], None],
    ) -> None:
        self._lanes, self._model, self._effort, self._stop, self._on_step = lanes, model, effort, stop, on_step
        self._chance, self._done = random.Random(1), 0
        self._steps = 1 + 3 * effort.rounds + effort.stops

    def measured(self) -> MeasuredModel:
        self._lanes.park(LaneName.LLM)  # what is loaded now would make loading look free
        began = time.monotonic()
        first = self._answer([self._question(4)], 1)
        loaded = time.monotonic() - began
        words = self._words_for(self._effort.prompt)
        decode, prompt, fresh, again = list[float](), list[float](), list[float](), list[float]()
        shared = 0
        for _ in range(self._effort.rounds):
            made = self._answer([self._question(16)], self._effort.answer)
            decode.append(max(1, made.new_tokens - 1) / max(made.decode_seconds, 1e-6))
            question = self._question(words)
            made = self._answer([question], 8)
            prompt.append((made.prompt_tokens - made.reused_tokens) / max(made.prefill_seconds, 1e-6))
            fresh.append(made.prefill_seconds)
            made = self._answer([question, ChatMessage("assistant", made.text), self._question(12)], 1)
            again.append(made.prefill_seconds)
            shared = made.reused_tokens
        stops = [
            self._stopped(words, share=(number + 1) / (self._effort.stops + 1)) for number in range(self._effort.stops)
        ]
        held = next((memory for memory in self._lanes.memory() if memory.lane is LaneName.LLM), None)
        return MeasuredModel(
            model=self._model.id,
            provider=first.provider,
            load_seconds=round(loaded, 2),
            prompt_speed=round(statistics.median(prompt), 1),
            decode_speed=round(statistics.median(decode), 1),
            shared_tokens=shared,
            follow_up=round(statistics.median(again), 4),
            fresh=round(statistics.median(fresh), 4),
            stop=round(sorted(stops)[max(0, round(0.95 * len(stops)) - 1)], 3),
            resident_bytes=held.resident if held is not None else None,
            reckoned_bytes=held.reckoned if held is not None else None,
        )

    def _words_for(self, tokens: int) -> int:
        """How many of our words make a prompt of about ``tokens``, with room left in the model's context."""
        sample = self._question(100)
        task = CountTokens(self._model.folder, (sample,))
        counted = self._lanes.run(LaneName.LLM, task, priority=Priority.INTERACTIVE, stop=self._stop).value
        assert isinstance(counted, TokenCount)
        most = min(tokens, int(counted.context_length * _LONGEST_SHARE))
        return max(4, 100 * most // max(1, counted.tokens))

    def _question(self, words: int) -> ChatMessage:
        """Another text each time: nothing of it is remembered from the one before."""
        return ChatMessage("user", " ".join(self._chance.choices(WORDS.split(), k=words)))

    def _task(self, messages: list[ChatMessage], most: int) -> Generate:
        """Drawn warmly, so that it does not end or repeat itself at once; without drafts, which depend on the text."""
        seed = self._chance.randrange(1 << 30)
        return Generate(self._model.folder, tuple(messages), most, temperature=1.5, seed=seed, speculate=False)

    def _answer(self, messages: list[ChatMessage], most: int) -> Generated:
        made = self._lanes.run(LaneName.LLM, self._task(messages, most), stop=self._stop).value
        assert isinstance(made, Generated)
        self._step()
        return made

    def _stopped(self, words: int, share: float) -> float:
        """Seconds until an answer ends that is stopped after ``share`` of what its prompt takes, or a little later."""
        events: queue.SimpleQueue[JobEvent] = queue.SimpleQueue()
        task = self._task([self._question(words // 2)], self._effort.answer)
        job = self._lanes.submit(
            LaneName.LLM, task, priority=Priority.INTERACTIVE, on_event=lambda _job, event: events.put(event)
        )
        self._stop.wait(share)
        self._lanes.cancel(job)
        asked = time.monotonic()
        while not isinstance(ended := events.get(), JobEnded):
            pass
        if isinstance(ended.error, AppError):
            raise ended.error
        self._stop.raise_if_set()
        self._step()
        return time.monotonic() - asked

    def _step(self) -> None:
        self._done += 1
        self._on_step(self._done, self._steps)


def comparison_script(root: Path) -> Path | None:
    """The comparison with other engines, which stands in the source folder only."""
    script = root / "tests" / "benchmarks" / "llm.py"
    return script if script.is_file() else None
