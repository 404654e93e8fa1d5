"""What a search across languages finds when the questions are translated as people would: XQuAD, crosswise.

    .venv/bin/python tests/benchmarks/across_languages.py [--data FOLDER]

The paragraphs of one language are the library, the questions are the other language's. Real translation weights cannot
be had here, so the people's own translations of the questions stand in the translation memory, as corrections would:
this measures the search and the merging, not a model. Prints recall at 1 and at 5 for the plain search, the search
across, the questions in the documents' own language (nothing can be better), and for a library of both languages.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.composition import Alcove  # noqa: E402
from app.domain.ask.search import Hit  # noqa: E402
from app.domain.translate.translation_memory import Unit  # noqa: E402
from app.seal.models import SealState  # noqa: E402
from app.services.ask.across_languages import AcrossLanguages  # noqa: E402
from app.settings.paths import Home  # noqa: E402

MODELS = ROOT / "tests" / "data" / "models"
EVERY = 8
"""Of the questions; more of them change little and take long."""


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    paragraph: int


def load(path: Path) -> tuple[list[str], list[Asked]]:
    paragraphs: list[str] = []
    questions: list[Asked] = []
    for article in json.loads(path.read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            questions += [Asked(qa["question"], len(paragraphs)) for qa in paragraph["qas"]]
            paragraphs.append(paragraph["context"])
    return paragraphs, questions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "xquad")
    folder = parser.parse_args().data
    data = {language: load(folder / f"xquad.{language}.dev.json") for language in ("en", "zh")}
    for asked, held in (("zh", ("en",)), ("en", ("zh",)), ("zh", ("en", "zh")), ("en", ("en", "zh"))):
        named = f"{asked} questions, {'+'.join(held)} documents"
        print(json.dumps({named: measured(data, asked, held)}), flush=True)


def measured(data: dict[str, tuple[list[str], list[Asked]]], language: str, held: tuple[str, ...]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as place:
        documents = Path(place) / "documents"
        documents.mkdir()
        for code in held:
            for number, text in enumerate(data[code][0]):
                (documents / f"{number:03}.{code}.txt").write_text(text, encoding="utf-8")
        home = Home(Path(place) / "home")
        for name in ("tiny-marian-en-zh", "tiny-marian-zh-en"):
            shutil.copytree(MODELS / name, home.models / name)
        alcove = Alcove.open(home, SealState(sealed=False, means="", reason=None))
        try:
            alcove.add_documents.start([documents], on_event=lambda _event: None).wait()
            other = "en" if language == "zh" else "zh"
            mine, theirs = data[language][1], data[other][1]
            units = [Unit(one.text, two.text) for one, two in zip(mine, theirs, strict=True)]
            alcove.store.translation_memory.learn(units, language, other)
            across = AcrossLanguages(alcove.store, alcove.find, alcove.choose_translation, alcove.translator)
            return {
                "plain": recall(mine[::EVERY], lambda text: alcove.find.find(text, 5).hits),
                "across": recall(mine[::EVERY], lambda text: across.find(text, 5).hits),
                "asked in the other language": recall(theirs[::EVERY], lambda text: alcove.find.find(text, 5).hits),
            }
        finally:
            alcove.close()


def recall(questions: list[Asked], find: Callable[[str], tuple[Hit, ...]]) -> dict[str, float]:
    """Shares of the questions whose paragraph, in whatever language, is the first hit, and among the first five."""
    first = five = 0
    for question in questions:
        places = [int(hit.path.name[:3]) for hit in find(question.text)]
        first += places[:1] == [question.paragraph]
        five += question.paragraph in places
    return {"at 1": round(first / len(questions), 3), "at 5": round(five / len(questions), 3)}


if __name__ == "__main__":
    main()
