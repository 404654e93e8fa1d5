"""Models go out to a folder or a stick and come in elsewhere; those of other programs are found."""

from __future__ import annotations

import errno
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.domain.models.catalogue import Catalogue
from app.domain.models.manifest import Manifest, ModelRole
from app.domain.models.model_refusal import ModelRefusal
from app.jobs.lanes import Lanes
from app.machine import file_system
from app.model_files import copying
from app.model_files.model_files import ModelFiles, ModelState
from app.services.models import export_models
from app.services.models.export_models import ExportModels, ExportProgress
from app.services.models.import_models import ImportModels
from app.services.models.models_elsewhere import ModelsElsewhere, Program
from app.wording import sentence_for, untranslated
from tests.fakes.model_folders import CHAT_FILES, cached, chat_folder, chat_graph, write

ROOT = Path(__file__).resolve().parents[2]
TINY = ROOT / "tests" / "data" / "models"
CATALOGUE = ROOT / "models" / "catalogue"
REVISION = "ab" * 20


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    opened = Lanes()
    yield opened
    opened.close()


@pytest.fixture
def models(tmp_path: Path) -> ModelFiles:
    (tmp_path / "home").mkdir()
    return ModelFiles(tmp_path / "home", tmp_path / "embedded")


@pytest.fixture
def imports(models: ModelFiles, lanes: Lanes) -> ImportModels:
    return ImportModels(models, lanes, Catalogue.load(CATALOGUE))


def left_over(models: ModelFiles) -> list[str]:
    home = models.installing.models
    return sorted(
        p.name for place in (".incoming", ".leaving") if (home / place).is_dir() for p in (home / place).iterdir()
    )


def refusal(caught: pytest.ExceptionInfo[AppError]) -> str:
    assert caught.value.code is ErrorCode.MODEL_REFUSED
    return str(caught.value.details["refusal"])


def test_out_to_a_stick_and_into_another_home(
    imports: ImportModels, models: ModelFiles, lanes: Lanes, tmp_path: Path
) -> None:
    imports.take(TINY / "tiny-chat")
    imports.take(TINY / "tiny-e5")
    stick = tmp_path / "stick"
    stick.mkdir()
    told: list[ExportProgress] = []
    done = ExportModels(models, CATALOGUE).export(["tiny-chat", "tiny-e5"], stick, on_progress=told.append)
    assert done.models == ("tiny-chat", "tiny-e5")
    assert told[-1].done == told[-1].total == done.bytes
    assert sorted(path.name for path in done.folder.iterdir()) == ["README.txt", "SHA256SUMS", "catalogue", "models"]
    assert len(list((done.folder / "catalogue").iterdir())) == len(list(CATALOGUE.glob("*.json")))
    for line in (done.folder / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((done.folder / name).read_bytes()).hexdigest() == digest
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"], cwd=done.folder, check=True)
    other = ModelFiles(tmp_path / "other", tmp_path / "none")
    there = ImportModels(other, lanes, Catalogue(()))
    packed = there.packed_in(stick)
    assert [path.name for path in packed] == ["tiny-chat", "tiny-e5"]
    assert packed == there.packed_in(done.folder) != there.packed_in(packed[0])
    taken = [there.take(path) for path in packed]
    assert [m.manifest for m in taken] == [Manifest.read(TINY / name) for name in ("tiny-chat", "tiny-e5")]
    assert all(other.state(model) is ModelState.READY for model in taken)
    assert there.inspect(packed[0]).replaces


def test_a_stick_that_takes_no_large_file_is_named_with_the_file(
    imports: ImportModels, models: ModelFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports.take(TINY / "tiny-chat")
    monkeypatch.setattr(export_models, "largest_file", lambda _folder: 1_000_000)
    with pytest.raises(AppError) as caught:
        ExportModels(models, CATALOGUE).export(["tiny-chat"], tmp_path)
    assert caught.value.code is ErrorCode.FILE_TOO_LARGE_FOR_STICK
    assert "model.onnx" in sentence_for(caught.value, untranslated).what
    assert not (tmp_path / "alcove-models").exists()


def test_a_stick_that_is_pulled_out_is_told_and_nothing_is_written_where_it_was(
    imports: ImportModels, models: ModelFiles, tmp_path: Path
) -> None:
    """After the system let go of a stick, its place is an empty folder of the computer itself."""
    imports.take(TINY / "tiny-chat")
    stick = tmp_path / "stick"
    stick.mkdir()

    def pull(progress: ExportProgress) -> None:
        if progress.file == "model.onnx" and stick.exists() and not (tmp_path / "gone").exists():
            stick.rename(tmp_path / "gone")
            stick.mkdir()

    with pytest.raises(AppError) as caught:
        ExportModels(models, CATALOGUE).export(["tiny-chat"], stick, on_progress=pull)
    assert caught.value.code is ErrorCode.TARGET_GONE
    assert "once more" in sentence_for(caught.value, untranslated).help
    assert list(stick.iterdir()) == []


def test_a_model_that_goes_away_while_it_is_exported_is_no_fault_of_the_stick(
    imports: ImportModels, models: ModelFiles, tmp_path: Path
) -> None:
    model = imports.take(TINY / "tiny-chat")
    stick = tmp_path / "stick"
    stick.mkdir()

    def remove(progress: ExportProgress) -> None:
        if progress.file == "model.onnx":
            (model.folder / "tokenizer.json").unlink(missing_ok=True)

    with pytest.raises(AppError) as caught:
        ExportModels(models, CATALOGUE).export(["tiny-chat"], stick, on_progress=remove)
    assert refusal(caught) == ModelRefusal.UNREADABLE
    assert list((stick / "alcove-models" / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EIO, ErrorCode.TARGET_GONE),
        (errno.ENOSPC, ErrorCode.NO_ROOM),
        (errno.EFBIG, ErrorCode.FILE_TOO_LARGE_FOR_STICK),
        (errno.EROFS, ErrorCode.TARGET_UNWRITABLE),
    ],
)
def test_what_goes_wrong_on_the_stick_leaves_no_half_model(
    imports: ImportModels,
    models: ModelFiles,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    code: ErrorCode,
) -> None:
    imports.take(TINY / "tiny-e5")

    def fail(_handle: int) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as patch:
        patch.setattr(copying.os, "fsync", fail)
        with pytest.raises(AppError) as caught:
            ExportModels(models, CATALOGUE).export(["tiny-e5"], tmp_path)
    assert caught.value.code is code
    assert list((tmp_path / "alcove-models" / "models").iterdir()) == []


def test_a_damaged_model_is_not_exported(imports: ImportModels, models: ModelFiles, tmp_path: Path) -> None:
    model = imports.take(TINY / "tiny-e5")
    path = model.folder / "tokenizer.json"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"a", b"b"))
    with pytest.raises(AppError) as caught:
        ExportModels(models, CATALOGUE).export(["tiny-e5"], tmp_path)
    assert refusal(caught) == ModelRefusal.WRONG_HASH
    with pytest.raises(AppError) as caught:
        ExportModels(models, CATALOGUE).export(["nothing"], tmp_path)
    assert caught.value.code is ErrorCode.MODEL_MISSING


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_what_other_programs_keep_is_found(imports: ImportModels, tmp_path: Path) -> None:
    person = tmp_path / "person"
    hub = person / ".cache" / "huggingface" / "hub"
    cached(hub, "a/Chat", REVISION, {**CHAT_FILES, "onnx/model_q4.onnx": chat_graph()})
    cached(hub, "a/Old", REVISION, {"config.json": "{}", "model.safetensors": b'\x08\0\0\0\0\0\0\0{"a":{}}'})
    chat_folder(person / ".cache" / "modelscope" / "hub" / "models" / "b" / "Other")
    cached(hub, "a/Nothing", REVISION, {"README.md": "a"})
    write(person, {".lmstudio/models/x/y/z.gguf": b"GGUF\x03", ".ollama/models/blobs/sha256-ab": b"GGUF\x03"})
    found = {(e.program, e.path.name): e for e in ModelsElsewhere(imports, person, {}).look()}
    assert found.keys() == {
        (Program.HUGGING_FACE, "models--a--Chat"), (Program.HUGGING_FACE, "models--a--Old"),
        (Program.LM_STUDIO, "y"), (Program.OLLAMA, "blobs"), (Program.MODELSCOPE, "Other"),
    }  # fmt: skip
    chat = found[Program.HUGGING_FACE, "models--a--Chat"].model
    assert chat is not None
    assert (chat.name, chat.role) == ("Chat", ModelRole.CHAT)
    reasons = {name: e.error.details["refusal"] for (_, name), e in found.items() if e.error is not None}
    assert reasons == {"models--a--Old": "safetensors", "y": "gguf", "blobs": "gguf"}
    elsewhere = ModelsElsewhere(imports, tmp_path, {"HF_HOME": str(person / ".cache" / "huggingface")})
    assert len(list(elsewhere.look())) == 2


def test_the_kind_of_a_file_system(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "1 0 8:1 / / rw - ext4 /dev/a rw\n"
        f"2 1 8:2 / {str(tmp_path).replace(' ', chr(92) + '040')} rw - vfat /dev/b rw\n"
        "3 1 8:3 / /elsewhere rw shared:1 - exfat /dev/c rw\nnonsense\n",
        encoding="utf-8",
    )
    if sys.platform == "linux":
        assert file_system.kind(tmp_path, mounts) == "vfat"
        assert file_system.kind(Path("/"), mounts) == "ext4"
        assert file_system.kind(tmp_path, tmp_path / "none") == ""
    assert file_system.largest_file(tmp_path) in (None, file_system.FAT_LARGEST_BYTES)
