"""What speculation gains on an answer that quotes its passages, and costs on one that no draft fits.

python tests/benchmarks/llm_speculation.py --model FOLDER [--prompt N] [--answer N] [--rounds N]

Random weights quote nothing, so the texts are forced: the sampler 'chooses' a script's next token whatever the logits
say (and looks at all of them, as a real one does). Every step is really computed. What is drafted, checked, thrown away
and learned is as with a model that would write this text; only the share of copied words is ours, and stands below.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from app.engines.llm.decoder.decoder import Decoder  # noqa: E402 - the path above
from app.engines.llm.generation.generate import Generator, Run  # noqa: E402 - the path above
from app.engines.llm.generation.sampling import Sampler  # noqa: E402 - the path above

OWN_WORDS, COPIED_WORDS, CHANGED = (3, 9), (12, 45), 0.03
"""An answer in turns: so many words of its own, then so many copied ones, of which few are changed ('is' for 'was')."""
COMMON = 200
"""Half of all tokens are of so few kinds, as in any language: pairs of them come again and again."""


@dataclass(frozen=True, slots=True)
class Case:
    """A prompt and the answer that is written, as tokens."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """``ratio`` is the speed of decoding with speculation against without: medians of interleaved rounds.

    ``first_ratio`` is the first round's, when nothing had been learned. ``processor_ratio`` compares the time that the
    processors worked: other programs cannot change it, but it makes less of steps that leave a core idle.
    """

    ratio: float
    first_ratio: float
    processor_ratio: float
    with_tokens_per_second: float
    without_tokens_per_second: float
    drafted: int
    accepted: int
    answer_tokens: int


def quoting(vocabulary: int, prompt_tokens: int = 1500, answer_tokens: int = 160, seed: int = 1) -> Case:
    """About four fifths of the answer are copied from six passages; each copy begins at another place."""
    chance = random.Random(seed)
    prompt = _text(chance, vocabulary, prompt_tokens)
    answer: list[int] = []
    while len(answer) < answer_tokens:
        answer += _text(chance, vocabulary, chance.randint(*OWN_WORDS))
        at = chance.randrange(max(1, prompt_tokens - COPIED_WORDS[1]))
        copied = prompt[at : at + chance.randint(*COPIED_WORDS)]
        answer += [chance.randrange(5, vocabulary) if chance.random() < CHANGED else token for token in copied]
    return Case(tuple(prompt), tuple(answer[:answer_tokens]))


def telling(vocabulary: int, prompt_tokens: int = 1500, answer_tokens: int = 160, seed: int = 1) -> Case:
    """Nothing is copied; only common pairs of tokens stand in both, and what follows them is another token."""
    chance = random.Random(seed)
    prompt = _text(chance, vocabulary, prompt_tokens)
    return Case(tuple(prompt), tuple(_text(chance, vocabulary, answer_tokens)))


def gain(decoder: Decoder, case: Case, rounds: int = 5) -> Gain:
    """Both ways in turns, in one process, on one decoder; the prompt is remembered, so that only decoding counts."""
    ways = {speculate: Generator(decoder) for speculate in (True, False)}
    runs: dict[bool, list[Run]] = {True: [], False: []}
    worked: dict[bool, list[float]] = {True: [], False: []}
    for number in range(rounds + 1):  # the first reads the prompt and warms up
        for speculate, generator in ways.items():
            most = len(case.answer) if number else 8
            began = time.process_time()
            made = _forced(generator, Case(case.prompt, case.answer[:most]), speculate)
            if number:
                worked[speculate].append(time.process_time() - began)
                runs[speculate].append(made)
    seconds = {speculate: [run.decode_seconds for run in made] for speculate, made in runs.items()}
    last = runs[True][-1]
    return Gain(
        ratio=round(median(seconds[False]) / median(seconds[True]), 3),
        processor_ratio=round(median(worked[False]) / median(worked[True]), 3),
        first_ratio=round(seconds[False][0] / seconds[True][0], 3),
        with_tokens_per_second=round(len(case.answer) / median(seconds[True]), 1),
        without_tokens_per_second=round(len(case.answer) / median(seconds[False]), 1),
        drafted=last.drafted,
        accepted=last.accepted,
        answer_tokens=len(case.answer),
    )


class _Forced(Sampler):
    """Looks at the logits as a greedy sampler does, then says what the script says."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case

    def choose(self, logits: Any, history: Sequence[int] = ()) -> int:
        super().choose(logits, history)
        return self._case.answer[len(history) - len(self._case.prompt)]


def _forced(generator: Generator, case: Case, speculate: bool) -> Run:
    run = generator.run(
        case.prompt, _Forced(case), end_ids=frozenset(), most_new_tokens=len(case.answer), speculate=speculate
    )
    if run.new_tokens != case.answer:
        raise RuntimeError(f"{run.finish}: the script was not written to its end")
    return run


def _text(chance: random.Random, vocabulary: int, length: int) -> list[int]:
    common = min(COMMON, vocabulary // 4)
    return [
        chance.randrange(5, common) if chance.random() < 0.5 else chance.randrange(common, vocabulary)
        for _ in range(length)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what speculation gains and costs.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--prompt", type=int, default=1500)
    parser.add_argument("--answer", type=int, default=160)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    decoder = Decoder(arguments.model)
    vocabulary = decoder.graph.vocabulary or 1000
    cases = {
        "quoting": quoting(vocabulary, arguments.prompt, arguments.answer),
        "telling": telling(vocabulary, arguments.prompt, arguments.answer),
    }
    print(json.dumps({name: asdict(gain(decoder, case, arguments.rounds)) for name, case in cases.items()}, indent=1))


if __name__ == "__main__":
    main()
