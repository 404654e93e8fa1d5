"""Folders as the tools of hubs leave them, and what a person may point at: the right model is found, or its reason."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise.recognise import recognise
from app.protocol.tasks.models import InspectedModel
from app.wording import sentence_for, untranslated
from tests.fakes.model_folders import (
    CHAT_FILES,
    cached,
    chat_folder,
    chat_graph,
    ctranslate2,
    encoder_graph,
    write,
)

TINY = Path(__file__).resolve().parents[1] / "data" / "models"
posix = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5\n"


def look(path: Path, **how: Any) -> InspectedModel:
    return recognise(path, check=lambda: None, **how)


def refused(path: Path, **how: Any) -> ModelRefused:
    with pytest.raises(ModelRefused) as caught:
        look(path, **how)
    return caught.value


def genai(root: Path, *places: str) -> Path:
    for place in places:
        shutil.copytree(TINY / "qwen3-genai-int4", root / place, ignore=shutil.ignore_patterns("manifest.json"))
    return root


@pytest.mark.parametrize(
    "wanted", ["q4f16", "model_q4f16", "model_q4f16.onnx", "onnx/model_q4f16.onnx", "MODEL_Q4F16.onnx"]
)
def test_a_variant_is_named_as_a_person_sees_its_file(tmp_path: Path, wanted: str) -> None:
    folder = chat_folder(tmp_path / "m", model_q4=chat_graph(), model_q4f16=chat_graph())
    found = look(folder, variant=wanted)
    assert found.manifest["chat"]["model_file"] == "onnx/model_q4f16.onnx"
    assert found.variants == ("model_q4", "model_q4f16")


def test_a_variant_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    error = refused(chat_folder(tmp_path / "m", model_q4=chat_graph(), model=chat_graph()), variant="q9")
    assert error.refusal is ModelRefusal.NO_VARIANT
    assert "(q9: model, model_q4)" in str(sentence_for(error, untranslated))


@pytest.mark.parametrize("part", ["", "onnx", "onnx/model_q4.onnx", "config.json", "tokenizer.json"])
def test_any_part_of_a_models_folder_stands_for_it(tmp_path: Path, part: str) -> None:
    folder = chat_folder(tmp_path / "Nice Model")
    found = look(folder / part)
    assert (found.root, found.manifest["name"]) == (folder.resolve(), "Nice Model")


@posix
@pytest.mark.parametrize("part", ["", "models--maker--chat", "models--maker--chat/snapshots"])
def test_any_part_of_a_cache_stands_for_its_model(tmp_path: Path, part: str) -> None:
    files = {**CHAT_FILES, "onnx/model_q4.onnx": chat_graph()}
    snapshot = cached(tmp_path / "hub", "maker/chat", "main", files)
    assert look(tmp_path / "hub" / part).root == snapshot.resolve()
    (snapshot.parents[1] / "refs" / "main").unlink()  # as a download by its revision leaves it
    assert look(tmp_path / "hub" / part).manifest["source"] == "maker/chat"


@posix
def test_a_cache_with_several_names_them_and_a_link_to_one_is_followed(tmp_path: Path) -> None:
    snapshot = cached(tmp_path / "hub", "maker/chat", "main", {**CHAT_FILES, "onnx/model_q4.onnx": chat_graph()})
    cached(tmp_path / "hub", "Systran/faster-whisper-tiny", "main", {"model.bin": ctranslate2("WhisperSpec")})
    error = refused(tmp_path / "hub")
    assert error.refusal is ModelRefusal.SEVERAL
    assert "models--Systran--faster-whisper-tiny, models--maker--chat" in str(sentence_for(error, untranslated))
    (tmp_path / "shortcut").symlink_to(snapshot)
    assert look(tmp_path / "shortcut").manifest["name"] == "chat"


def test_of_a_repository_for_the_other_loop_the_processors_folder_is_taken_and_others_may_be_named(
    tmp_path: Path,
) -> None:
    root = genai(
        tmp_path / "Phi-4", "cpu_and_mobile/cpu-int4-rtn-block-32", "directml/dml", "gpu/gpu-int4-rtn-block-32"
    )
    found = look(root)
    assert found.root == (root / "cpu_and_mobile" / "cpu-int4-rtn-block-32").resolve()
    assert (found.manifest["name"], len(found.variants)) == ("Phi-4", 3)
    assert look(root / "cpu_and_mobile" / "cpu-int4-rtn-block-32").manifest["name"] == "Phi-4"
    for wanted in ("gpu/gpu-int4-rtn-block-32", "gpu-int4-rtn-block-32"):
        assert look(root, variant=wanted).root == (root / "gpu" / "gpu-int4-rtn-block-32").resolve()
    assert refused(root, variant="npu").refusal is ModelRefusal.NO_VARIANT


def test_both_layouts_in_one_repository(tmp_path: Path) -> None:
    root = chat_folder(genai(tmp_path / "Both", "onnxruntime/cpu_and_mobile/cpu-int4-kld-block-128"))
    assert look(root).root.name == "cpu-int4-kld-block-128"
    assert look(root, variant="model_q4").manifest["chat"]["model_file"] == "onnx/model_q4.onnx"


def test_names_that_say_something(tmp_path: Path) -> None:
    inside = chat_folder(tmp_path / "downloads" / "Good Name" / "onnxruntime" / "v2")
    assert look(inside).manifest["name"] == "Good Name"
    assert look(tmp_path / "downloads").manifest["name"] == "Good Name"
    modelscope = chat_folder(tmp_path / "hub" / "Qwen2___5-0___5B")
    assert look(modelscope).manifest["name"] == "Qwen2.5-0.5B"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("notes.txt", b"x", ModelRefusal.UNKNOWN),
        ("a.gguf", b"GGUF", ModelRefusal.GGUF),
        ("a.safetensors", b"x", ModelRefusal.SAFETENSORS),
        ("a.zip", b"PK\x03\x04", ModelRefusal.ARCHIVE),
        ("a.tar.bz2", b"BZh", ModelRefusal.ARCHIVE),
        ("a.pth", b"x", ModelRefusal.PICKLE),
    ],
)
def test_a_file_that_is_no_model_is_judged_alone(tmp_path: Path, name: str, data: bytes, reason: ModelRefusal) -> None:
    write(tmp_path, {name: data, "beside.so": b"not looked at"})
    error = refused(tmp_path / name)
    assert (error.refusal, error.details["name"]) == (reason, name)


def test_a_folder_with_nothing_but_an_archive_and_one_with_an_archive_beside(tmp_path: Path) -> None:
    packed = write(tmp_path / "packed", {"model.zip": b"PK\x03\x04"})
    assert refused(packed).refusal is ModelRefusal.ARCHIVE
    assert "model.zip" in look(write(chat_folder(tmp_path / "m"), {"model.zip": b"PK\x03\x04"})).ignored


def test_gits_place_holders_are_told_and_never_taken(tmp_path: Path) -> None:
    graph = write(chat_folder(tmp_path / "graph"), {"onnx/model_q4.onnx": POINTER})
    assert refused(graph).refusal is ModelRefusal.POINTER
    weights = chat_folder(tmp_path / "weights", model_q4=chat_graph(weights={"w": ("d", 0, 640)}))
    assert refused(write(weights, {"onnx/d": POINTER})).refusal is ModelRefusal.POINTER
    tokenizer = write(chat_folder(tmp_path / "tokenizer"), {"tokenizer.json": POINTER})
    assert refused(tokenizer).refusal is ModelRefusal.POINTER
    other = write(chat_folder(tmp_path / "other"), {"onnx/model_fp16.onnx": POINTER})
    assert look(other).manifest["precision"] == "q4"


def test_a_speech_model_in_the_form_for_browsers(tmp_path: Path) -> None:
    files = {"onnx/encoder_model.onnx": encoder_graph(), "onnx/decoder_model_merged.onnx": chat_graph()}
    error = refused(write(tmp_path / "whisper", {"config.json": "{}", "tokenizer.json": "{}", **files}))
    assert error.refusal is ModelRefusal.OTHER_FORM


@posix
def test_of_a_folder_that_holds_no_model_the_links_in_it_are_not_the_reason(tmp_path: Path) -> None:
    downloads = write(tmp_path / "Downloads", {"set-up.exe": b"MZ", "inner/notes.txt": "x"})
    (downloads / "inner" / "shortcut").symlink_to(tmp_path)
    assert refused(downloads).refusal is ModelRefusal.UNKNOWN
    chat_folder(downloads / "model")
    assert refused(downloads).refusal is ModelRefusal.LINK
