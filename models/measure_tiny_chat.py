"""Measures the tiny chat model as the program runs it: names never seen, the real prompt, passages of real length.

    PYTHONPATH=. python models/measure_tiny_chat.py --model tests/data/models/tiny-chat --out build/measured.json

Needs the program's own packages alone. For each language: the share of answers that hold the right fact, that cite the
right passage and no other, that end by themselves, and those that do all of it; follow-ups and refusals by themselves.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

from tiny_chat_data import END, Branch, Lesson, Lessons, Shape
from tokenizers import Tokenizer

from app.domain.ask.citation import marks, without_marks
from app.engines.llm.decoder.decoder import Decoder
from app.engines.llm.generation.generate import Finish, Generator
from app.engines.llm.generation.sampling import Sampler

SHAPES = {
    "one to three passages of one or two sentences": Shape((1, 3), (1, 2), 4, True, 0.3, 0.2, 0.05, 1.0, 0.3),
    "one to four passages of one to three sentences": Shape((1, 4), (1, 3), 4, True, 0.3, 0.2, 0.05, 1.0, 0.3),
    "three to six passages of three to eight sentences": Shape((3, 6), (3, 8), 4, True, 0.3, 0.2, 0.1, 1.0, 0.3),
    "sentences in any order": Shape((1, 4), (1, 3), 4, True, 0.3, 0.2, 0.05, 0.0, 0.3),
}
"""In all but the last a sentence that is asked for begins with what the question names."""
MOST_NEW, CONTEXT = 160, 2048
SEED = 4242


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the tiny chat model.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--lessons", type=int, default=60, help="for each language and length")
    arguments = parser.parse_args()
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    measured = measure(arguments.model, arguments.lessons)
    text = json.dumps(measured, ensure_ascii=False, indent=1) + "\n"
    print(text)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")


def measure(folder: Path, lessons: int) -> dict[str, Any]:
    """By length and language: shares between 0 and 1, and how many questions they are shares of."""
    generator = Generator(Decoder(folder))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    (end,) = tokenizer.encode(END).ids
    told: dict[str, Any] = {}
    for length, shape in SHAPES.items():
        supply = Lessons(SEED, held_out=True)
        for language in ("en", "zh"):
            counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
            for _ in range(lessons):
                lesson = supply.lesson(shape, language)
                for branch in lesson.branches:
                    _answered(generator, tokenizer, end, lesson, branch, counts)
            told[f"{length}, {language}"] = {
                name: {"share": round(right / count, 3), "questions": count} for name, (right, count) in counts.items()
            }
    return told


def _answered(
    generator: Generator, tokenizer: Tokenizer, end: int, lesson: Lesson, branch: Branch, counts: dict[str, list[int]]
) -> None:
    prompt = tokenizer.encode(lesson.start + branch.text.removesuffix(f"{branch.answer}{END}\n")).ids
    if len(prompt) + MOST_NEW > CONTEXT:
        return
    run = generator.run(prompt, Sampler(), end_ids=frozenset({end}), most_new_tokens=MOST_NEW)
    text = " ".join(tokenizer.decode([token for token in run.new_tokens if token != end]).split())
    stopped = run.finish is Finish.STOP
    found: dict[str, bool] = {"stops by itself": stopped}
    if branch.sentence:
        cited = [n for mark in marks(text) for n in mark.numbers]
        fact, sentence = (" ".join(part.split()) for part in (branch.value, branch.sentence))
        said = " ".join(without_marks(text).replace(" .", ".").split())
        found["right fact"] = fact.rstrip(".。") in said and (
            branch.kind == "sentence" or _squeezed(branch.subject) in _squeezed(said)
        )
        found["right citation"] = cited == [branch.passage]
        found["the right sentence whole"] = _squeezed(sentence) == _squeezed(said)
    else:
        found["says it is not there"] = text == branch.answer
    found[branch.kind] = all(found.values())
    found["all of it"] = all(found.values())
    for name, right in found.items():
        counts[name][0] += right
        counts[name][1] += 1


def _squeezed(text: str) -> str:
    return "".join(text.split()).rstrip(".。").lower()


if __name__ == "__main__":
    main()
