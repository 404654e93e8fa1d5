"""Tiny random checkpoints of every kind, converted by the real tools; then they run in the program's own engines.

Needs the tools: `python3 packaging/bootstrap.py convert`, or ALCOVE_CONVERT_PYTHON. Ten seconds a checkpoint.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.composition import conversion_tools
from app.domain.errors import AppError, ErrorCode
from app.domain.models.conversion import Precision
from app.domain.models.manifest import ModelRole, Pooling
from app.jobs.lanes import Lanes
from app.model_files.model_files import ModelFiles
from app.protocol.tasks import ChatMessage, EmbedQuery, Generate, LaneName
from app.services.models.conversion_tools import ConversionTools
from app.services.models.convert_models import Converted, ConvertModels
from tests.fakes.alcove_command import AlcoveCommand

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not conversion_tools().are_here, reason="no tools: python3 packaging/bootstrap.py convert sets them up"
    ),
]
MAKER = Path(__file__).resolve().parents[1] / "fakes" / "make_checkpoints.py"
CHAT = ("qwen2", "qwen3", "llama", "mistral", "phi3", "granite", "smollm3", "gemma3")
ENCODERS = {"bert-mean": Pooling.MEAN, "xlmr-cls": Pooling.CLS, "modernbert": Pooling.CLS, "roberta": Pooling.MEAN,
            "distilbert": Pooling.MEAN, "mpnet": Pooling.MEAN, "qwen3-vectors": Pooling.LAST}  # fmt: skip


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checkpoints")
    subprocess.run([conversion_tools().python(), MAKER, folder], check=True, capture_output=True, timeout=280)
    return folder


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


@pytest.fixture
def convert(tmp_path: Path, lanes: Lanes) -> ConvertModels:
    (tmp_path / "home").mkdir()
    return ConvertModels(ModelFiles(tmp_path / "home", tmp_path), lanes, conversion_tools(), tmp_path / "logs")


def agrees(done: Converted) -> bool:
    return bool(done.comparisons) and all(comparison.passed for comparison in done.comparisons)


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("kind", CHAT)
def test_a_chat_model_is_the_original_s_and_answers(
    convert: ConvertModels, lanes: Lanes, checkpoints: Path, kind: str, precision: Precision
) -> None:
    done = convert.convert(checkpoints / kind, precision=precision)
    assert agrees(done)
    by_name = {(comparison.of, comparison.name): comparison.value for comparison in done.comparisons}
    assert by_name["export", "same_tokens"] == 1.0
    assert done.model.manifest.precision == precision
    facts = done.model.manifest.chat
    assert facts is not None
    assert (facts.context_length, facts.cache_bytes_per_token > 0) == (2048, True)
    asked = Generate(done.model.folder, (ChatMessage("user", "How long does green tea keep?"),), max_new_tokens=5)
    assert lanes.run(LaneName.LLM, asked).value.new_tokens > 0


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("kind", ENCODERS)
def test_an_embedding_model_is_the_original_s_and_encodes(
    convert: ConvertModels, lanes: Lanes, checkpoints: Path, kind: str, precision: Precision
) -> None:
    done = convert.convert(checkpoints / kind, precision=precision)
    assert agrees(done)
    facts = done.model.manifest.embedding
    assert facts is not None
    assert (facts.pooling, facts.dimension) == (ENCODERS[kind], 64)
    vectors = lanes.run(LaneName.EMBEDDING, EmbedQuery(done.model.folder, "How long does green tea keep?"))
    assert len(vectors.tail) == 64 * 4


@pytest.mark.parametrize("precision", Precision)
def test_a_reranker(convert: ConvertModels, checkpoints: Path, precision: Precision) -> None:
    done = convert.convert(checkpoints / "reranker", precision=precision)
    assert agrees(done)
    assert done.model.manifest.role is ModelRole.RERANKING


@pytest.mark.parametrize(
    ("kind", "role"),
    [("whisper", ModelRole.SPEECH), ("marian", ModelRole.TRANSLATION), ("m2m100", ModelRole.TRANSLATION),
     ("madlad", ModelRole.TRANSLATION)],
)  # fmt: skip
def test_speech_and_translation(convert: ConvertModels, checkpoints: Path, kind: str, role: ModelRole) -> None:
    done = convert.convert(checkpoints / kind)
    assert agrees(done)
    assert (done.model.manifest.role, done.model.manifest.precision) == (role, "int8")
    facts = json.loads((done.model.folder / "manifest.json").read_text(encoding="utf-8"))[role.value]
    assert facts["kind"] == {"marian": "opus"}.get(kind, kind)


def test_t5_that_is_no_translator_is_refused(convert: ConvertModels, checkpoints: Path) -> None:
    with pytest.raises(AppError) as caught:
        convert.convert(checkpoints / "t5")
    assert caught.value.code is ErrorCode.MODEL_REFUSED


def test_weights_that_are_missing_are_not_made_up(convert: ConvertModels, checkpoints: Path, tmp_path: Path) -> None:
    folder = tmp_path / "short"
    folder.mkdir()
    for path in (checkpoints / "llama").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 3}), encoding="utf-8")
    with pytest.raises(AppError) as caught:
        convert.convert(folder)
    assert (caught.value.code, caught.value.details["reason"]) == (ErrorCode.CONVERSION_FAILED, "unsupported")
    assert "lacks" in caught.value.details["problem"]


@pytest.mark.parametrize("precision", Precision)
def test_large_graphs_keep_their_weights_beside_them(
    lanes: Lanes, checkpoints: Path, tmp_path: Path, precision: Precision
) -> None:
    """As if a message ended at 100 kB, not at 2 GB."""
    real = conversion_tools()
    script = tmp_path / "small.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(real.script.parent)!r})\n"
        "import convert, confine\nbegin = confine.confine\n"
        "def confined():\n    told = begin()\n    import quantizing\n"
        "    quantizing.BESIDE_BYTES = 100_000\n    return told\n"
        "convert.confine = confined\nsys.exit(convert.main())\n",
        encoding="utf-8",
    )
    models = ModelFiles(tmp_path / "home", tmp_path)
    (tmp_path / "home").mkdir()
    convert = ConvertModels(models, lanes, ConversionTools(real.code, script, real.given), tmp_path / "logs")
    done = convert.convert(checkpoints / "llama", precision=precision)
    assert agrees(done)
    assert {file.name for file in done.model.manifest.files} >= {"model.onnx", "model.onnx_data"}
    asked = Generate(done.model.folder, (ChatMessage("user", "How long does green tea keep?"),), max_new_tokens=5)
    assert lanes.run(LaneName.LLM, asked).value.new_tokens > 0


def test_as_a_person_types_it_sealed_and_then_asked(tmp_path: Path, checkpoints: Path) -> None:
    alcove = AlcoveCommand(tmp_path)
    environment = alcove.environment(ALCOVE_CONVERT_PYTHON=os.environ.get("ALCOVE_CONVERT_PYTHON", ""))
    done = alcove.run(
        "models", "convert", checkpoints / "qwen3", "--name", "Tiny", "--json", env=environment, seconds=250
    )
    assert done.status == 0, done.err
    last = done.objects[-1]
    assert (last["id"], last["agrees"], last["sealed"]) == ("tiny-int4", True, os.name == "posix")
    percents = [one["percent"] for one in done.objects if "percent" in one]
    assert percents == sorted(percents)
    assert len([one for one in done.objects if "compared" in one]) == 4
    assert alcove.run("add", Path(__file__), "--json").status in (0, 1)
    listed = [one["id"] for one in alcove.run("models", "list", "--installed", "--json").objects]
    assert "tiny-int4" in listed
    assert alcove.run("ask", "How long does green tea keep?", "--json").status == 0
