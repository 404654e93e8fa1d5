"""What is refused before any library opens it, each with its reason, its file, and its sentence in both languages."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import socket
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise import inventory
from app.engines.recognise.recognise import recognise
from app.wording import model_refusal_sentence, sentence_for, untranslated
from tests.fakes.model_folders import (
    CHAT_FILES,
    cached,
    chat_folder,
    chat_graph,
    ctranslate2,
    graph,
    translation_folder,
    whisper_folder,
    write,
)

Make = Callable[[Path], Any]
posix = pytest.mark.skipif(sys.platform == "win32", reason="such files are made by POSIX systems")


class Canary:
    """Unpickled, it would leave a mark."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, ("canary-of-a-pickle",)


def torch_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps(Canary()))
    return packed.getvalue()


def old_torch() -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("pickle"))
    return packed.getvalue()


def refused(folder: Path, **how: Any) -> ModelRefused:
    with pytest.raises(ModelRefused) as caught:
        recognise(folder, check=lambda: None, **how)
    return caught.value


PICKLES = {f"protocol {n}": pickle.dumps({"a": Canary()}, protocol=n) for n in range(6)}
PICKLES |= {"new torch": torch_zip(), "old torch": old_torch(), "a list": pickle.dumps([1], protocol=0)}
PICKLES |= {"zip cut off": torch_zip()[:-30]}


@pytest.mark.parametrize("data", PICKLES.values(), ids=PICKLES)
@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.safetensors", "onnx/model_q4.onnx", "notes.txt", "data"])
def test_a_pickle_is_one_whatever_it_is_called(tmp_path: Path, data: bytes, name: str) -> None:
    error = refused(write(chat_folder(tmp_path / "m"), {name: data}))
    assert (error.refusal, error.details["name"]) == (ModelRefusal.PICKLE, name)
    assert not Path("canary-of-a-pickle").exists()


@pytest.mark.parametrize("name", ["a.pt", "b.pth", "c.ckpt", "d.PKL", "e.joblib"])
def test_files_that_are_always_pickles_are_refused_unread(tmp_path: Path, name: str) -> None:
    assert refused(write(chat_folder(tmp_path / "m"), {name: gzip.compress(b"x")})).refusal is ModelRefusal.PICKLE


def test_a_model_of_ctranslate2_is_no_pickle_and_a_changed_one_is_told(tmp_path: Path) -> None:
    assert recognise(whisper_folder(tmp_path / "good"), check=lambda: None)
    cut = write(whisper_folder(tmp_path / "cut"), {"model.bin": ctranslate2("WhisperSpec")[:-20]})
    assert refused(cut).refusal is ModelRefusal.TRUNCATED
    longer = write(whisper_folder(tmp_path / "longer"), {"model.bin": ctranslate2("WhisperSpec") + b"more"})
    assert refused(longer).refusal is ModelRefusal.TRUNCATED
    noise = write(whisper_folder(tmp_path / "noise"), {"model.bin": b"\xff" * 500})
    assert refused(noise).refusal is ModelRefusal.UNSUPPORTED
    other = write(translation_folder(tmp_path / "other"), {"model.bin": ctranslate2("Wav2Vec2Spec")})
    assert refused(other).refusal is ModelRefusal.UNSUPPORTED


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ops.so", b"x"), ("ops.dll", b"x"), ("ops.dylib", b"x"), ("libops.so.1", b"x"), ("run.exe", b"x"),
        ("weights.bin", b"\x7fELF" + bytes(90)), ("data", b"\xcf\xfa\xed\xfe" + bytes(90)),
        ("renamed.json", b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0"),
    ],
)  # fmt: skip
def test_programs_and_libraries_are_refused(tmp_path: Path, name: str, data: bytes) -> None:
    error = refused(write(chat_folder(tmp_path / "m"), {name: data}))
    assert (error.refusal, error.details["name"]) == (ModelRefusal.NATIVE_CODE, name)


def genai(tmp_path: Path, **decoder: Any) -> Path:
    config = {"model": {"decoder": {"filename": "model.onnx", **decoder}}}
    return write(tmp_path / "m", {**CHAT_FILES, "model.onnx": chat_graph(), "genai_config.json": config})


def test_settings_that_ask_for_foreign_code(tmp_path: Path) -> None:
    options = {"session_options": {"custom_ops_library": "../ops.so"}}
    assert refused(genai(tmp_path, **options)).refusal is ModelRefusal.NATIVE_CODE


@pytest.mark.parametrize("name", ["../model.onnx", "/etc/model.onnx", "C:\\model.onnx", "a/../../model.onnx"])
def test_a_graph_named_outside_of_the_folder(tmp_path: Path, name: str) -> None:
    assert refused(genai(tmp_path, filename=name)).refusal is ModelRefusal.CLIMBING


def test_operators_that_do_not_come_along(tmp_path: Path) -> None:
    folder = chat_folder(tmp_path / "m", model_q4=chat_graph(operator=("evil.ops", "Run")))
    assert refused(folder).refusal is ModelRefusal.CUSTOM_OPERATORS


OUTSIDE = ["../secret", "/etc/passwd", "a/../../secret", "..\\secret", "C:\\secret", "\\\\host\\share\\x", ""]


@pytest.mark.parametrize("location", OUTSIDE)
def test_weights_that_lie_outside_of_the_folder(tmp_path: Path, location: str) -> None:
    write(tmp_path, {"secret": bytes(64)})
    folder = chat_folder(tmp_path / "m", model_q4=chat_graph(weights={"w": (location, 0, 64)}))
    assert refused(folder).refusal is ModelRefusal.CLIMBING


@pytest.mark.parametrize(("offset", "length", "there"), [(0, 64, 60), (32, 64, 64), (1 << 40, 64, 64), (0, 64, 0)])
def test_weights_that_are_not_all_there(tmp_path: Path, offset: int, length: int, there: int) -> None:
    folder = chat_folder(tmp_path / "m", model_q4=chat_graph(weights={"w": ("d", offset, length)}))
    error = refused(write(folder, {"onnx/d": bytes(there)}))
    assert (error.refusal, error.details["name"]) == (ModelRefusal.TRUNCATED, "onnx/d")


@pytest.mark.parametrize("cut", [0, 1, 20, -1, -40])
def test_a_graph_that_was_cut_off_or_is_none(tmp_path: Path, cut: int) -> None:
    whole = chat_graph()
    data = whole[:cut] if cut else b""
    assert refused(chat_folder(tmp_path / "m", model_q4=data)).refusal is ModelRefusal.DAMAGED


@posix
def test_links_are_refused_wherever_they_point(tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret": "x"}) / "secret"
    for number, target in enumerate((secret, Path("tokenizer.json"), tmp_path, Path("nowhere"))):
        folder = chat_folder(tmp_path / f"m{number}")
        (folder / "extra").symlink_to(target)
        assert refused(folder).refusal is ModelRefusal.LINK


@posix
def test_a_caches_link_that_leaves_its_blobs_is_refused(tmp_path: Path) -> None:
    files = {**CHAT_FILES, "onnx/model_q4.onnx": chat_graph()}
    snapshot = cached(tmp_path, "a/b", "main", files)
    secret = write(tmp_path, {"secret": "x"}) / "secret"
    evil = snapshot / "config2.json"
    for target in (secret, Path("../../../secret"), Path("../../blobs/../../secret")):
        evil.symlink_to(target)
        assert refused(snapshot).refusal is ModelRefusal.LINK
        evil.unlink()
    through = snapshot.parents[1] / "blobs" / "through"
    through.symlink_to(secret)
    evil.symlink_to("../../blobs/through")
    assert refused(snapshot).refusal is ModelRefusal.LINK
    evil.unlink()
    evil.symlink_to("../../blobs/gone")
    assert refused(snapshot).refusal is ModelRefusal.TRUNCATED


def test_a_file_that_is_another_file_too(tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret": bytes(64)}) / "secret"
    folder = chat_folder(tmp_path / "m", model_q4=chat_graph(weights={"w": ("d", 0, 64)}))
    os.link(secret, folder / "onnx" / "d")
    assert refused(folder).refusal is ModelRefusal.HARD_LINK


@posix
def test_pipes_and_sockets_are_refused_and_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(chat_folder(tmp_path / "m") / "model.onnx")
    assert refused(tmp_path / "m").refusal is ModelRefusal.SPECIAL_FILE
    folder = chat_folder(tmp_path / "n")
    monkeypatch.chdir(folder)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert refused(folder).refusal is ModelRefusal.SPECIAL_FILE


@posix
@pytest.mark.parametrize(
    "name", ["CON", "aux.json", "a:b", "back\\slash", "line\nbreak", "dot.", "rtl\u202egnp", "nul.txt"]
)
def test_names_that_not_every_system_holds(tmp_path: Path, name: str) -> None:
    folder = chat_folder(tmp_path / "m")
    (folder / name).write_bytes(b"x")
    assert refused(folder).refusal is ModelRefusal.BAD_NAME


def test_far_too_many_files_and_far_too_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = chat_folder(tmp_path / "deep")
    write(deep, {"/".join("x" * 12) + "/y": "z"})
    assert refused(deep).refusal is ModelRefusal.TOO_MANY_FILES
    monkeypatch.setattr(inventory, "MOST_FILES", 3)
    assert refused(chat_folder(tmp_path / "many")).refusal is ModelRefusal.TOO_MANY_FILES
    monkeypatch.undo()
    monkeypatch.setattr(inventory, "LARGEST_FILE_BYTES", 10)
    assert refused(chat_folder(tmp_path / "large")).refusal is ModelRefusal.TOO_LARGE


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"a.gguf": b"GGUF\x03"}, ModelRefusal.GGUF),
        ({"sha256-aabb": b"GGUF\x03" + bytes(99)}, ModelRefusal.GGUF),
        ({"model.safetensors": b'\x08\0\0\0\0\0\0\0{"a":{}}', "config.json": "{}"}, ModelRefusal.SAFETENSORS),
        ({"model.safetensors.index.json": "{}"}, ModelRefusal.SAFETENSORS),
        ({"config.json": {"auto_map": {"AutoModel": "x.Y"}}, "x.py": "import os"}, ModelRefusal.FOREIGN_LOADER),
        ({"notes.txt": "nothing"}, ModelRefusal.UNKNOWN),
        ({}, ModelRefusal.UNKNOWN),
        ({"a/model.onnx": chat_graph(), "b/model.onnx": chat_graph()}, ModelRefusal.SEVERAL),
        ({"model.onnx": graph({"image": (1, 3)}, {"boxes": (1, 4)}), "tokenizer.json": "{}"}, ModelRefusal.UNSUPPORTED),
        ({"model.onnx": graph({"input": (1,), "state": (2,), "sr": (1,)}, {"output": (1,)})}, ModelRefusal.UNSUPPORTED),
        ({**CHAT_FILES, "model.onnx": chat_graph(), "tokenizer_config.json": "{}"}, ModelRefusal.NO_TEMPLATE),
        ({"model.onnx": chat_graph()}, ModelRefusal.NO_TOKENIZER),
        ({**CHAT_FILES, "model.onnx": chat_graph(), "config.json": "{"}, ModelRefusal.DAMAGED),
        ({**CHAT_FILES, "model.onnx": chat_graph(), "config.json": "[" * 200_000}, ModelRefusal.DAMAGED),
        ({**CHAT_FILES, "model.onnx": chat_graph(), "config.json": "[1]"}, ModelRefusal.DAMAGED),
    ],
)
def test_what_is_no_model_that_runs_here(tmp_path: Path, files: dict[str, Any], reason: ModelRefusal) -> None:
    (tmp_path / "m").mkdir()
    assert refused(write(tmp_path / "m", files)).refusal is reason


def test_program_code_beside_a_graph_is_named_and_not_taken(tmp_path: Path) -> None:
    config = {"auto_map": {"AutoModel": "modeling.New"}, "max_position_embeddings": 64}
    folder = write(chat_folder(tmp_path / "m"), {"config.json": config, "modeling.py": "import os"})
    found = recognise(folder, check=lambda: None)
    assert "modeling.py" in found.ignored
    assert "modeling.py" not in [file.name for file in found.files]


def test_a_place_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        recognise(tmp_path / "nowhere", check=lambda: None)
    assert caught.value.code is ErrorCode.PATH_MISSING


def test_every_reason_has_a_sentence_of_its_own_that_names_the_file() -> None:
    told = {reason: model_refusal_sentence(reason, untranslated) for reason in ModelRefusal}
    assert len({str(sentence) for sentence in told.values()}) == len(ModelRefusal)
    for sentence in told.values():
        assert sentence.what.endswith(".")
        assert sentence.help.endswith(".")
        assert not sentence.title.endswith(".")
        assert "!" not in str(sentence)
    error = ModelRefused(ModelRefusal.PICKLE, "pytorch_model.bin")
    assert "pytorch_model.bin" in sentence_for(error, untranslated).what
