"""What a folder is, found from its files alone: kind, variant, pooling, prefixes, length, memory, name, licence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.domain.models.manifest import Manifest
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise.recognise import recognise
from app.protocol.tasks import InspectedModel
from tests.fakes import tiny_whisper
from tests.fakes.model_folders import (
    CHAT_FILES,
    cached,
    chat_folder,
    chat_graph,
    classifier_graph,
    encoder_graph,
    graph,
    translation_folder,
    whisper_folder,
    write,
)

TINY = Path(__file__).resolve().parents[1] / "data" / "models"
REVISION = "c0ffee" * 6 + "c0ff"


def look(path: Path, **how: Any) -> InspectedModel:
    return recognise(path, check=lambda: None, **how)


def names(found: InspectedModel) -> list[str]:
    return [file.name for file in found.files]


def as_manifest(found: InspectedModel) -> Manifest:
    files = [{"name": file.name, "size": file.size, "sha256": "0" * 64} for file in found.files]
    return Manifest.from_json(found.manifest | {"files": files})


def test_a_plain_chat_export_takes_the_variant_for_the_processor_or_the_card(tmp_path: Path) -> None:
    graphs = {"model": chat_graph(), "model_q4": chat_graph(), "model_q4f16": chat_graph(), "model_int8": chat_graph()}
    folder = write(
        chat_folder(tmp_path / "Tiny Chat", **graphs), {"LICENSE": "free", "README.md": "hello", "x.py": "#"}
    )
    found = look(folder)
    assert names(found) == ["LICENSE", "config.json", "onnx/model_q4.onnx", "tokenizer.json", "tokenizer_config.json"]
    assert found.manifest["chat"] == {
        "context_length": 4096,
        "model_file": "onnx/model_q4.onnx",
        "tokenizer_file": "tokenizer.json",
        "cache_bytes_per_token": 2 * (2 * 2 * 2 * 8 * 4),  # past and present, which this export keeps apart
        "state_bytes": 0,
    }
    assert found.manifest["id"] == "tiny-chat-q4"
    assert "x.py" in found.ignored
    assert found.variants == ("model", "model_int8", "model_q4", "model_q4f16")
    assert look(folder, gpu=True).manifest["precision"] == "q4f16"
    assert look(folder, variant="int8").manifest["precision"] == "int8"
    assert look(folder / "onnx" / "model_q4.onnx").manifest["role"] == "chat"
    assert as_manifest(found).chat is not None


def test_one_file_of_a_set_names_the_variant(tmp_path: Path) -> None:
    folder = write(tmp_path / "m", {**CHAT_FILES, "model.onnx": chat_graph(), "model_int8.onnx": chat_graph()})
    assert look(folder / "model_int8.onnx").manifest["chat"]["model_file"] == "model_int8.onnx"
    with pytest.raises(ModelRefused) as refused:
        look(folder, variant="q9")
    assert refused.value.refusal is ModelRefusal.NO_VARIANT
    assert refused.value.details["names"] == ["model", "model_int8"]


def test_a_variant_that_was_not_downloaded_whole_gives_way_to_one_that_was(tmp_path: Path) -> None:
    outside = chat_graph(weights={"w": ("model_q4.onnx_data", 0, 64)})
    folder = chat_folder(tmp_path / "m", model_q4=outside, model_int8=chat_graph())
    assert look(folder).manifest["precision"] == "int8"
    write(folder, {"onnx/model_q4.onnx_data": bytes(64)})
    assert "onnx/model_q4.onnx_data" in names(look(folder))
    write(folder, {"onnx/model_q4.onnx_data": bytes(63)})
    assert look(folder).manifest["precision"] == "int8"


@pytest.mark.parametrize(
    ("name", "more", "wanted", "guessed"),
    [
        ("multilingual-e5-small", {}, ("mean", "query: ", "passage: ", 512), True),
        ("bge-m3", {"1_Pooling/config.json": {"pooling_mode_cls_token": True}}, ("cls", "", "", 512), False),
        ("gte-base", {"sentence_bert_config.json": {"max_seq_length": 300}}, ("cls", "", "", 300), True),
        (
            "other",
            {
                "1_Pooling/config.json": {"pooling_mode_lasttoken": True, "pooling_mode_mean_tokens": False},
                "config_sentence_transformers.json": {"prompts": {"query": "Q: ", "document": "D: "}},
                "tokenizer_config.json": {"model_max_length": 8192},
            },
            ("last", "Q: ", "D: ", 8192),
            False,
        ),
    ],
)
def test_an_embedding_model_by_its_files_and_its_familys_habits(
    tmp_path: Path, name: str, more: dict[str, Any], wanted: tuple[Any, ...], guessed: bool
) -> None:
    config = {"model_type": "xlm-roberta", "max_position_embeddings": 514, "hidden_size": 16}
    files = {"config.json": config, "tokenizer.json": "{}", "onnx/model_int8.onnx": encoder_graph(16), **more}
    found = look(write(tmp_path / name, files))
    facts = as_manifest(found).embedding
    assert facts is not None
    assert (facts.pooling.value, facts.query_prefix, facts.passage_prefix, facts.max_tokens) == wanted
    assert facts.dimension == 16
    assert ("embedding.pooling" in found.guessed) == guessed


def test_an_embedding_model_prefers_eight_bits_to_four(tmp_path: Path) -> None:
    files = {f"onnx/model_{v}.onnx": encoder_graph() for v in ("q4", "int8", "fp16")}
    config = {"config.json": {"architectures": ["BertModel"]}, "tokenizer.json": "{}"}
    assert look(write(tmp_path / "m", {**files, **config})).manifest["precision"] == "int8"


def test_pooling_that_the_engine_cannot_do_is_refused(tmp_path: Path) -> None:
    files = {"onnx/model.onnx": encoder_graph(), "tokenizer.json": "{}"}
    pooling = {"1_Pooling/config.json": {"pooling_mode_max_tokens": True}}
    with pytest.raises(ModelRefused) as refused:
        look(write(tmp_path / "m", {**files, **pooling}))
    assert refused.value.refusal is ModelRefusal.UNSUPPORTED


def test_a_reranker_judges_by_one_number(tmp_path: Path) -> None:
    files = {"onnx/model_int8.onnx": classifier_graph(), "tokenizer.json": "{}"}
    config = {"config.json": {"architectures": ["XLMRobertaForSequenceClassification"]}}
    found = look(write(tmp_path / "m", {**files, **config}))
    assert found.manifest["role"] == "reranking"
    assert found.manifest["reranking"]["model_file"] == "onnx/model_int8.onnx"


@pytest.mark.parametrize("multilingual", [True, False])
def test_a_whisper_folder_says_what_its_weights_take(tmp_path: Path, *, multilingual: bool) -> None:
    folder = tiny_whisper.write_model(tmp_path / "my-whisper", multilingual=multilingual)
    facts = look(folder).manifest["speech"]
    assert (facts["multilingual"], facts["translates"]) == (multilingual, multilingual)
    assert (facts["mels"], facts["text_length"], facts["window_seconds"]) == (80, 448, 30)
    assert as_manifest(look(folder)).role == "speech"


def test_folders_of_ctranslate2(tmp_path: Path) -> None:
    speech = look(whisper_folder(tmp_path / "faster-whisper-large-v3-turbo"))
    facts = {"kind": "whisper", "model_file": "model.bin", "multilingual": True, "translates": False}
    assert (speech.manifest["role"], speech.manifest["speech"]) == ("speech", facts)
    assert speech.manifest["precision"] == "int8"
    assert names(speech) == ["config.json", "model.bin", "tokenizer.json", "vocabulary.txt"]
    assert not look(whisper_folder(tmp_path / "distil-large-v3")).manifest["speech"]["translates"]
    translation = look(translation_folder(tmp_path / "opus"))
    assert translation.manifest["translation"]["target_tokenizer"] == "target.spm"
    assert as_manifest(translation).role == "translation"


def test_a_folder_of_opus_gets_a_whole_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "opus-mt-en-zh"
    shutil.copytree(TINY / "tiny-marian-en-zh", folder)
    (folder / "manifest.json").unlink()
    found = look(folder)
    facts = {"kind": "opus", "pairs": [["en", "zh"]], "model_file": "model.bin"}
    tokenizers = {"source_tokenizer": "source.spm", "target_tokenizer": "target.spm"}
    assert found.manifest["translation"] == facts | tokenizers
    assert (found.manifest["languages"], found.manifest["precision"]) == (["en", "zh"], "int8")
    assert not [field for field in found.guessed if "translation" in field or field == "languages"]
    assert as_manifest(found).translation is not None


@pytest.mark.parametrize(
    ("tokens", "kind", "languages"),
    [
        (["<2zh>", "<2en>", "<2zh_Hant>", "word"], "madlad", ["zh", "en"]),
        (["__en__", "__zh__", "__ja__", "word"], "m2m100", ["en", "zh", "ja"]),
        (["eng_Latn", "zho_Hans", "word"], "m2m100", ["en", "zh"]),
    ],
)
def test_models_of_many_languages_by_their_marks(
    tmp_path: Path, tokens: list[str], kind: str, languages: list[str]
) -> None:
    folder = translation_folder(tmp_path / "many")
    for name in ("source.spm", "target.spm"):
        (folder / name).unlink()
    write(folder, {"shared_vocabulary.json": json.dumps(tokens), "sentencepiece.model": b"s"})
    found = look(folder)
    assert (found.manifest["translation"]["kind"], found.manifest["languages"]) == (kind, languages)
    assert found.manifest["translation"]["pairs"] == []


def test_the_tokenizer_of_marian_names_its_languages(tmp_path: Path) -> None:
    folder = translation_folder(tmp_path / "some-name")
    write(folder, {"tokenizer_config.json": json.dumps({"source_lang": "deu", "target_lang": "eng"})})
    assert look(folder).manifest["translation"]["pairs"] == [["de", "en"]]


def test_a_voice_of_sherpa(tmp_path: Path) -> None:
    files = {"model.onnx": graph({"tokens": ("n",)}, {"audio": ("m",)}), "tokens.txt": "a", "voices.bin": bytes(99)}
    found = look(write(tmp_path / "kokoro", files))
    assert (found.manifest["role"], found.manifest["voice"]["kind"]) == ("voice", "kokoro")


def test_the_card_gives_licence_and_languages(tmp_path: Path) -> None:
    card = "---\nlicense: apache-2.0\nlanguage:\n- en\n- zh\n- multilingual\ntags: [x]\n---\n# Model\n"
    found = look(write(chat_folder(tmp_path / "m"), {"README.md": card}))
    assert (found.manifest["licence"], found.manifest["languages"]) == ("Apache-2.0", ["en", "zh"])
    assert "licence" not in found.guessed
    inline = look(write(chat_folder(tmp_path / "n"), {"README.md": "---\nlanguage: [en, de]\n---\n"}))
    assert inline.manifest["languages"] == ["en", "de"]
    assert inline.manifest["licence"] == "unknown"


def test_a_cache_of_the_hub_is_known_by_its_links(tmp_path: Path) -> None:
    files = {**CHAT_FILES, "onnx/model_q4.onnx": chat_graph()}
    snapshot = cached(tmp_path / "hub", "owner/Name-ONNX", REVISION, files)
    for place in (snapshot, snapshot.parents[1]):
        found = look(place)
        assert (found.manifest["source"], found.manifest["revision"]) == ("owner/Name-ONNX", REVISION)
        assert found.linked
        assert names(found) == ["config.json", "onnx/model_q4.onnx", "tokenizer.json", "tokenizer_config.json"]
        assert all(file.path.parent.name == "blobs" for file in found.files)
        assert found.hashes is not None
        assert found.hashes["onnx/model_q4.onnx"] == next(f.path.name for f in found.files if f.name.endswith(".onnx"))


def test_a_folder_for_genai_inside_a_repository(tmp_path: Path) -> None:
    inner = "onnxruntime/cpu_and_mobile/cpu-int4"
    genai = {"model": {"context_length": 2048, "decoder": {"filename": "model.onnx"}, "eos_token_id": 2}}
    files = {f"{inner}/{name}": content for name, content in CHAT_FILES.items()}
    graphs = {f"{inner}/model.onnx": chat_graph(), f"{inner}/genai_config.json": genai}
    card = {"README.md": "---\nlicense: mit\n---\n"}
    other = {
        name.replace("cpu_and_mobile/cpu-int4", "cuda/cuda-int4"): data for name, data in {**files, **graphs}.items()
    }
    found = look(write(tmp_path / "repo", {**files, **graphs, **other, **card}))
    assert found.root == tmp_path / "repo" / inner
    assert found.manifest["chat"]["context_length"] == 2048
    assert found.manifest["licence"] == "MIT"
    assert "genai_config.json" in names(found)


@pytest.mark.parametrize("folder", sorted(TINY.iterdir()), ids=lambda folder: folder.name)
def test_every_tiny_model_of_the_tests_is_recognised(folder: Path) -> None:
    found = look(folder)
    assert as_manifest(found).role == json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["role"]
    if found.manifest["role"] == "chat":
        facts = found.manifest["chat"]
        assert facts["cache_bytes_per_token"] + facts["state_bytes"] > 0
        assert 8 <= facts["context_length"] <= 1 << 20
