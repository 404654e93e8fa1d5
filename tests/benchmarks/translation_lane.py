"""How much the translation lane costs beside CTranslate2 called by hand in one process, and what it holds in memory.

    .venv/bin/python tests/benchmarks/translation_lane.py [--full]

``--full``: also with a model of OPUS-MT's shape (74 million parameters at 8 bits, random weights, every sentence
cut at 24 tokens), made in a folder that is thrown away.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import ctranslate2  # noqa: E402
import sentencepiece  # noqa: E402

from app.domain.manifest import Manifest  # noqa: E402
from app.domain.model_memory import need_of  # noqa: E402
from app.jobs.lanes import Lanes  # noqa: E402
from app.protocol.tasks import Describe, LaneName, TranslateSegments  # noqa: E402
from tests.fakes.opus_shape import make_opus_shape  # noqa: E402

TINY = ROOT / "tests" / "data" / "models" / "tiny-marian-en-zh"
GOLDEN = ROOT / "tests" / "golden" / "translation" / "tiny-marian.json"
ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--full", action="store_true")
    arguments = parser.parse_args()
    examples = json.loads(GOLDEN.read_text(encoding="utf-8"))["directions"]["en-zh"]["examples"]
    sentences = tuple(source for source, _ in examples if len(source) < 80)
    with contextlib.closing(Lanes()) as lanes:
        print(json.dumps({"tiny": compared(lanes, TINY, sentences * 10)}, indent=1))
        if arguments.full:
            with tempfile.TemporaryDirectory() as folder:
                made = make_opus_shape(Path(folder) / "opus")
                print(json.dumps({"opus": compared(lanes, made, sentences)}, indent=1))


def compared(lanes: Lanes, folder: Path, sentences: tuple[str, ...]) -> dict[str, Any]:
    """Medians of ROUNDS, taken in turn so that other programs disturb both alike."""
    words = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    bare = ctranslate2.Translator(str(folder), device="cpu", compute_type="int8")
    task = TranslateSegments(folder, sentences, "en", "zh")
    began = time.perf_counter()
    lanes.run(LaneName.TRANSLATION, TranslateSegments(folder, sentences[:1], "en", "zh"), time_limit=300)
    first = time.perf_counter() - began
    began = time.perf_counter()
    lanes.run(LaneName.TRANSLATION, TranslateSegments(folder, sentences[:1], "en", "zh"), time_limit=300)
    warm = time.perf_counter() - began
    began = time.perf_counter()
    _bare(bare, words, sentences[:1])
    alone = time.perf_counter() - began
    ours, theirs = list[float](), list[float]()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        _bare(bare, words, sentences)
        theirs.append(time.perf_counter() - began)
        began = time.perf_counter()
        lanes.run(LaneName.TRANSLATION, task, time_limit=600)
        ours.append(time.perf_counter() - began)
    told = lanes.run(LaneName.TRANSLATION, Describe(), time_limit=60).value
    return {
        "sentences": len(sentences),
        "bare_seconds": round(statistics.median(theirs), 3),
        "lane_seconds": round(statistics.median(ours), 3),
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 3),
        "first_segment_cold": round(first, 3),
        "first_segment_warm": round(warm, 3),
        "first_segment_bare": round(alone, 3),
        "resident_mb": round((told.resident_bytes or 0) / 1e6),
        "reckoned_mb": round(need_of(Manifest.load(folder)).total / 1e6),
    }


def _bare(bare: Any, words: Any, sentences: tuple[str, ...]) -> list[str]:
    """All in one call: the library sorts them by length and forms its batches."""
    asked = [[*tokens, "</s>"] for tokens in words.encode(list(sentences), out_type=str)]
    longest = max(map(len, asked)) * 3 + 24
    made = bare.translate_batch(
        asked, beam_size=4, max_batch_size=32, max_decoding_length=longest, replace_unknowns=True, return_scores=True
    )
    return [str(words.decode(one.hypotheses[0])) for one in made]


if __name__ == "__main__":
    main()
