"""How much the translation lane costs beside CTranslate2 called by hand in one process, and what it holds in memory.

    .venv/bin/python tests/benchmarks/translation_lane.py [--full]

``--full``: also with a model of OPUS-MT's size (the small one's weights side by side: the same translations at the cost
of 67 million parameters), made in a folder that is thrown away. There also, as `alcove bench translate` measures it in
seconds, the whole pipeline.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import sentencepiece  # noqa: E402

from app.composition import Alcove  # noqa: E402
from app.domain.models.manifest import Manifest  # noqa: E402
from app.domain.models.model_memory import need_of  # noqa: E402
from app.engines.translation.runtime import open_translator  # noqa: E402
from app.jobs.lanes import Lanes  # noqa: E402
from app.protocol.tasks import Describe, LaneName, TranslateSegments  # noqa: E402
from app.seal.models import SealState  # noqa: E402
from app.services.translate.measure_translation import Effort  # noqa: E402
from app.settings.paths import Home  # noqa: E402
from tests.fakes.grown_marian import grow_marian  # noqa: E402

TINY = ROOT / "tests" / "data" / "models" / "tiny-marian-en-zh"
ROUNDS = 5
GOLDEN = ROOT / "tests" / "golden" / "translation" / "tiny-marian.json"


def main() -> None:
    parser = argparse.ArgumentParser(description="The translation lane beside the bare library.")
    parser.add_argument("--full", action="store_true")
    arguments = parser.parse_args()
    examples = json.loads(GOLDEN.read_text(encoding="utf-8"))["directions"]["en-zh"]["examples"]
    sentences = tuple(source for source, _ in examples if len(source) < 80)
    print(json.dumps({"tiny": compared(TINY, sentences * 40)}, indent=1), flush=True)
    if arguments.full:
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder) / "home")
            made = grow_marian(home.models / "grown-marian-en-zh")
            print(json.dumps({"opus": compared(made, sentences[:64])}, indent=1), flush=True)
            print(json.dumps({"opus_pipeline": _pipeline(home)}, indent=1))


def _pipeline(home: Home) -> dict[str, Any]:
    """As `alcove bench translate` does it, with fewer rounds."""
    alcove = Alcove.open(home, SealState(sealed=False, means="none"))
    try:
        return dataclasses.asdict(alcove.measure_translation.measure("en", "zh", Effort(rounds=ROUNDS)))
    finally:
        alcove.close()


def compared(folder: Path, sentences: tuple[str, ...]) -> dict[str, Any]:
    """Seconds of processor time, which other programs hardly change: the bare call, and the lane's process for it."""
    words = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    bare, _ = open_translator(folder, Manifest.load(folder), "cpu")  # as many threads as the lane takes
    _bare(bare, words, sentences[:1])
    began = time.process_time()
    _bare(bare, words, sentences)
    theirs = time.process_time() - began
    idle, _, warm = _lane(folder, sentences[:1])
    ours, resident, _ = _lane(folder, sentences)
    began = time.perf_counter()
    _bare(bare, words, sentences[:1])
    return {
        "sentences": len(sentences),
        "bare_cpu_seconds": round(theirs, 3),
        "lane_cpu_seconds": round(ours - idle, 3),
        "ratio": round((ours - idle) / theirs, 3),
        "first_segment_warm": round(warm, 3),
        "first_segment_bare": round(time.perf_counter() - began, 3),
        "resident_mb": round(resident / 1e6),
        "reckoned_mb": round(need_of(Manifest.load(folder)).total / 1e6),
    }


def _lane(folder: Path, sentences: tuple[str, ...]) -> tuple[float, int, float]:
    """What a process took for a first sentence, ``sentences`` and a last one: seconds of processor time; bytes that
    it held; seconds until that last one was there."""
    before = _of_children()
    with contextlib.closing(Lanes()) as lanes:
        for some in (sentences[:1], sentences):
            lanes.run(LaneName.TRANSLATION, TranslateSegments(folder, some, "en", "zh"), time_limit=600)
        began = time.perf_counter()
        lanes.run(LaneName.TRANSLATION, TranslateSegments(folder, sentences[:1], "en", "zh"), time_limit=600)
        warm = time.perf_counter() - began
        told = lanes.run(LaneName.TRANSLATION, Describe(), time_limit=60).value
    return _of_children() - before, told.resident_bytes or 0, warm


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


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
