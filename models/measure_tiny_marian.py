"""Measures the tiny translation models with the program's own engine, on sentences that were never a lesson.

    PYTHONPATH=. .venv/bin/python models/measure_tiny_marian.py --models tests/data/models \
        --out tests/golden/translation/tiny-marian.json

``exact``: the share of sentences that come out word for word; ``formatting``: of those with one or two marked runs of
words, the share where text and marks are right. Names of people are such as no lesson had.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tiny_marian_data import Sentence, Supply, patterns
from tiny_marian_slots import Side

from app.engines.translation.model import TranslationModel, Wish

SENTENCES, EXAMPLES, SEED = 600, 60, 77


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the tiny translation models.")
    parser.add_argument("--models", type=Path, required=True, help="the folder of model folders")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what comes out wrong")
    arguments = parser.parse_args()
    directions: dict[str, dict[str, object]] = {}
    for source, target in (("en", "zh"), ("zh", "en")):
        model = TranslationModel(arguments.models / f"tiny-marian-{source}-{target}", "cpu")
        directions[f"{source}-{target}"] = measured(model, Wish(source, target), show=arguments.wrong)
    told = {"seed": SEED, "sentences": SENTENCES, "directions": directions}
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    if arguments.out is not None:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(text, encoding="utf-8")
    for name, found in directions.items():
        print(name, {key: value for key, value in found.items() if key != "examples"})


def measured(model: TranslationModel, wish: Wish, *, show: bool) -> dict[str, object]:
    supply, draw = Supply(SEED, held_out=True), random.Random(SEED)
    made = [supply.sentence() for _ in range(SENTENCES)]
    pairs = [_way(one, wish) for one in made]
    written = _written(model, [source for source, _ in pairs], wish)
    wrong = Counter(one.pattern for one, text, (_, wanted) in zip(made, written, pairs, strict=True) if text != wanted)
    for text, (source, wanted) in zip(written, pairs, strict=True):
        if show and text != wanted:
            print(source, text, wanted, sep="\n    ")
    marked = [found for one in made if (found := _marked(one, wish, draw)) is not None]
    formatted = _written(model, [source for source, _ in marked], wish)
    right = 0
    for text, (source, wanted) in zip(formatted, marked, strict=True):
        right += text == wanted
        if show and text != wanted:
            print("FORMAT", source, text, wanted, sep="\n    ")
    weakest = [[patterns()[number].english, count] for number, count in wrong.most_common(5)]
    return {
        "exact": round(1 - sum(wrong.values()) / len(made), 4),
        "formatting": round(right / len(marked), 4),
        "formatted_sentences": len(marked),
        "weakest": weakest,
        "examples": [list(pair) for pair, text in zip(pairs, written, strict=True) if text == pair[1]][:EXAMPLES],
    }


def _written(model: TranslationModel, sentences: list[str], wish: Wish) -> list[str]:
    return [texts[0] for texts in model.all_of(sentences, wish)[0]]


def _way(made: Sentence, wish: Wish) -> tuple[str, str]:
    english, chinese = made.texts
    return (english, chinese) if wish.source == "en" else (chinese, english)


def _marked(made: Sentence, wish: Wish, draw: random.Random) -> tuple[str, str] | None:
    """The sentence with one or two runs marked that stand together on both sides; None where none was found."""
    source, target = (made.english, made.chinese) if wish.source == "en" else (made.chinese, made.english)
    runs: list[tuple[range, range]] = []
    for _ in range(8):
        start = draw.randrange(len(source))
        run = range(start, min(len(source), start + draw.choice((1, 1, 2, 3))))
        links = {source[place].link for place in run if not source[place].weak}
        there = [place for place, part in enumerate(target) if part.link in links]
        if 0 in links or not there or there[-1] - there[0] + 1 != len(there) or source[run[0]].weak:
            continue
        if {place for place, part in enumerate(source) if part.link in links and not part.weak} != set(run):
            continue
        whole = range(there[0], there[-1] + 1)
        if all(not _touch(run, other[0]) and not _touch(whole, other[1]) for other in runs):
            runs.append((run, whole))
        if len(runs) == 2:
            break
    if not runs:
        return None
    runs.sort(key=lambda pair: pair[0].start)
    return _wrapped(source, [pair[0] for pair in runs]), _wrapped(target, [pair[1] for pair in runs])


def _touch(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _wrapped(side: Side, runs: list[range]) -> str:
    """A mark stands behind the space that its run begins with, and before the one that it ends with."""
    return "".join(_pieces(side, runs))


def _pieces(side: Side, runs: list[range]) -> Iterator[str]:
    for place, part in enumerate(side):
        opening = next((number for number, run in enumerate(runs, 1) if run.start == place), 0)
        closing = next((number for number, run in enumerate(runs, 1) if run.stop - 1 == place), 0)
        text = part.text
        if opening:
            bare = text.lstrip()
            text = text[: len(text) - len(bare)] + f"⟦{opening}⟧" + bare
        if closing:
            bare = text.rstrip()
            text = bare + f"⟦/{closing}⟧" + text[len(bare) :]
        yield text


if __name__ == "__main__":
    main()
