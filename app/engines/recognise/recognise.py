"""From a folder to what it is: refuses what is dangerous, then asks each kind of model in turn; never loads one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from app.domain.models.manifest import MANIFEST_NAME
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.onnx.files import DamagedError, UnsuitableError
from app.engines.onnx.genai_folder import GENAI_CONFIG, GenaiFolder, read_genai_folder
from app.engines.recognise import text_models
from app.engines.recognise.contents import Content
from app.engines.recognise.graphs import Graph, choose, graph_names, read_graph, variant_names
from app.engines.recognise.inventory import Found, Inventory, promised_hash, take_inventory
from app.engines.recognise.places import looks_like_a_model, meant_by, name_of
from app.engines.recognise.small_files import read_any_json, read_card, read_json
from app.engines.recognise.sound_models import is_voice_activity, of_ctranslate2, voice
from app.engines.recognise.text_models import Recognised
from app.protocol.tasks.models import InspectedFile, InspectedModel

_UNKNOWN_LANGUAGE = "und"
_OF_ANY_FOLDER = frozenset(
    {
        ModelRefusal.LINK,
        ModelRefusal.HARD_LINK,
        ModelRefusal.NATIVE_CODE,
        ModelRefusal.SPECIAL_FILE,
        ModelRefusal.BAD_NAME,
    }
)
_INSTEAD = {
    Content.GGUF: ModelRefusal.GGUF,
    Content.SAFETENSORS: ModelRefusal.SAFETENSORS,
    Content.POINTER: ModelRefusal.POINTER,
    Content.ARCHIVE: ModelRefusal.ARCHIVE,
}
_LICENCES = re.compile(r"(?i)(licen[cs]e|notice|copying)([._-][\w.-]*)?")


def recognise(path: Path, *, variant: str = "", gpu: bool = False, check: Callable[[], None]) -> InspectedModel:
    """What lies at ``path``, a folder or one file of a model. ``check`` may raise to stop.

    Raises ModelRefused, and AppError PATH_MISSING.
    """
    path, variant = meant_by(path, variant)
    inventory = _inventory(path, check)
    candidates, others = _candidates(inventory, variant)
    if len(candidates) > 1:
        raise ModelRefused(ModelRefusal.SEVERAL, names=candidates[:20])
    if not candidates:
        raise _why_none(inventory)
    folder = candidates[0]
    found, variants = _ask(inventory, folder, "" if folder in others else variant, gpu)
    pointer = next((f.name for f in found.files if inventory.contents.get(f.name) is Content.POINTER), None)
    if pointer is not None:
        raise ModelRefused(ModelRefusal.POINTER, pointer)
    return _inspected(inventory, folder, found, variants or tuple(others))


def _inventory(path: Path, check: Callable[[], None]) -> Inventory:
    """A folder of downloads has links and programs: where nothing in it looks like a model, that is the reason."""
    try:
        return take_inventory(path, check)
    except ModelRefused as error:
        if error.refusal in _OF_ANY_FOLDER and not looks_like_a_model(path, check):
            raise ModelRefused(ModelRefusal.UNKNOWN) from error
        raise


def _candidates(inventory: Inventory, wanted: str) -> tuple[list[str], list[str]]:
    """Folders with a model. Of one repository the graphs for this program's loop count once, the CPU's first; then all
    of them come second, and ``wanted`` may name one.
    """
    found = []
    for folder in inventory.folders:
        files = inventory.below(folder)
        has_graph = folder.rpartition("/")[2] != "onnx" and bool(graph_names(inventory, folder))
        if GENAI_CONFIG in files or "model.bin" in files or has_graph or _is_voice(files):
            found.append(folder)
    genai = [folder for folder in found if GENAI_CONFIG in inventory.below(folder)]
    if len(genai) == len(found) > 1 or (genai and "." in found and len(found) == len(genai) + 1):
        named = [folder for folder in found if wanted and wanted in (folder, PurePosixPath(folder).name)]
        cpu = [folder for folder in genai if "cpu" in folder]
        plain = ["."] if "." in found else []
        if wanted and not named and not plain:
            raise ModelRefused(ModelRefusal.NO_VARIANT, wanted, names=genai)
        return [(named or (plain if wanted else []) or cpu or plain or genai)[0]], genai
    return found, []


def _is_voice(files: Mapping[str, Found]) -> bool:
    return "tokens.txt" in files and any(file.ending == ".onnx" for file in files.values())


def _ask(inventory: Inventory, folder: str, variant: str, gpu: bool) -> tuple[Recognised, tuple[str, ...]]:
    files = inventory.below(folder)
    if GENAI_CONFIG in files:
        return _genai(inventory, folder), ()
    if "model.bin" in files:
        return of_ctranslate2(files, _name(inventory, folder)), ()
    if _is_voice(files):
        return voice(inventory, folder), ()
    return _plain(inventory, folder, variant, gpu)


def _genai(inventory: Inventory, folder: str) -> Recognised:
    place = inventory.root / folder
    try:
        genai = read_genai_folder(place)
    except UnsuitableError as error:
        native = "custom" in str(error)
        reason = ModelRefusal.NATIVE_CODE if native else ModelRefusal.UNSUPPORTED
        raise ModelRefused(reason, GENAI_CONFIG, problem=str(error)[:200]) from error
    except DamagedError as error:
        outside = "filename" in str(error)
        reason = ModelRefusal.CLIMBING if outside else ModelRefusal.DAMAGED
        raise ModelRefused(reason, GENAI_CONFIG, problem=str(error)[:200]) from error
    except OSError as error:
        raise ModelRefused(ModelRefusal.UNREADABLE, GENAI_CONFIG, problem=error.strerror or "") from error
    assert isinstance(genai, GenaiFolder)  # the caller has seen the file
    graph_file = inventory.files.get(str(PurePosixPath(folder, genai.filename)))
    if graph_file is None:
        raise ModelRefused(ModelRefusal.TRUNCATED, genai.filename)
    return text_models.chat(inventory, folder, read_graph(inventory, graph_file, ""), genai)


def _plain(inventory: Inventory, folder: str, wanted: str, gpu: bool) -> tuple[Recognised, tuple[str, ...]]:
    files, variants = inventory.below(folder), graph_names(inventory, folder)
    config = read_json(files, "config.json")
    vectors = any(name.endswith("_Pooling") for name in inventory.folders) or "modules.json" in files
    first_problem: ModelRefused | None = None
    for name in choose(variants, wanted, gpu=gpu, vectors=vectors or _looks_like_encoder(config)):
        try:
            graph = read_graph(inventory, variants[name], name)
        except ModelRefused as error:
            if error.refusal not in (ModelRefusal.TRUNCATED, ModelRefusal.POINTER):
                raise
            first_problem = first_problem or error  # a download of one variant left the others without their weights
            continue
        return _by_graph(inventory, folder, graph, config), tuple(variant_names(variants))
    assert first_problem is not None  # there was a variant
    raise first_problem


def _by_graph(inventory: Inventory, folder: str, graph: Graph, config: Mapping[str, Any]) -> Recognised:
    header = graph.header
    if is_voice_activity(header):
        raise ModelRefused(ModelRefusal.UNSUPPORTED, graph.file.name, problem="voice activity")
    if _encodes_first(inventory, folder):
        raise ModelRefused(ModelRefusal.OTHER_FORM, graph.file.name)
    if text_models.is_decoder(header):
        return text_models.chat(inventory, folder, graph, None)
    if text_models.gives_vectors(header):
        return text_models.embedding(inventory, folder, graph, _name(inventory, folder))
    if text_models.is_classifier(header, config):
        return text_models.reranking(inventory, folder, graph)
    raise ModelRefused(ModelRefusal.UNSUPPORTED, graph.file.name, problem="its outputs")


def _encodes_first(inventory: Inventory, folder: str) -> bool:
    """A model in two halves, as speech and translation models are written in this form."""
    places = (inventory.below(folder), inventory.below(str(PurePosixPath(folder, "onnx"))))
    return any(re.fullmatch(r"(?i)encoder_model.*\.onnx", name) for files in places for name in files)


def _looks_like_encoder(config: Mapping[str, Any]) -> bool:
    architectures = config.get("architectures")
    return isinstance(architectures, list) and not any("CausalLM" in str(name) for name in architectures)


def _why_none(inventory: Inventory) -> ModelRefused:
    """What the folder holds instead of a model."""
    for content, refusal in _INSTEAD.items():
        name = next((name for name, kind in inventory.contents.items() if kind is content), None)
        if name is not None and refusal is ModelRefusal.SAFETENSORS and _needs_code(inventory):
            return ModelRefused(ModelRefusal.FOREIGN_LOADER, name)
        if name is not None:
            return ModelRefused(refusal, name)
    index = next((name for name in inventory.files if name.endswith(".safetensors.index.json")), None)
    if index is not None:
        return ModelRefused(ModelRefusal.SAFETENSORS, index)
    if _needs_code(inventory):
        return ModelRefused(ModelRefusal.FOREIGN_LOADER, "config.json")
    return ModelRefused(ModelRefusal.UNKNOWN)


def _needs_code(inventory: Inventory) -> bool:
    found = inventory.files.get("config.json")
    values = read_any_json(found) if found is not None else None
    return isinstance(values, dict) and bool(values.get("auto_map") or values.get("trust_remote_code"))


def _name(inventory: Inventory, folder: str) -> str:
    """Of the repository where a cache says it, else of the folder that is not one of the usual inner ones."""
    if inventory.cache is not None:
        return inventory.cache.repository.partition("/")[2]
    config = read_json(inventory.below(folder), "config.json").get("_name_or_path")
    if isinstance(config, str) and re.fullmatch(r"[\w.-]+/[\w.-]+", config):
        return config.partition("/")[2]
    return name_of(inventory.root if folder == "." else inventory.root / folder)


def _inspected(inventory: Inventory, folder: str, found: Recognised, variants: tuple[str, ...]) -> InspectedModel:
    files = inventory.below(folder)
    taken = {file.name: file for file in found.files}
    for name, file in files.items():  # a licence goes where the model goes
        if _LICENCES.fullmatch(name) and file.size < 1 << 20:
            taken[file.name] = file
    root = inventory.root if folder == "." else inventory.root / folder
    name = _name(inventory, folder)
    card = read_card(files)
    card = card if card.licence or folder == "." else read_card(inventory.below("."))
    languages = found.languages or card.languages
    identifier = re.sub(r"[^a-z0-9._-]+", "-", f"{name}-{found.precision}".lower()).strip("-._")[:100] or "model"
    cache = inventory.cache
    manifest = {
        "format": 1,
        "id": identifier,
        "name": name[:200],
        "role": found.role.value,
        "licence": card.licence or "unknown",
        "source": cache.repository if cache is not None else name[:200],
        "revision": cache.revision if cache is not None else "unknown",
        "precision": found.precision,
        "languages": list(languages) or [_UNKNOWN_LANGUAGE],
        found.role.value: found.facts,
    }
    within = {str(PurePosixPath(n).relative_to(PurePosixPath(folder))): file for n, file in sorted(taken.items())}
    guessed = (*found.guessed, *(() if card.licence else ("licence",)), *(() if languages else ("languages",)))
    return InspectedModel(
        root=root,
        manifest=manifest,
        files=tuple(InspectedFile(n, file.path, file.size) for n, file in within.items()),
        linked=any(file.blob for file in taken.values()),
        ignored=tuple(n for n in inventory.files if n not in taken and n != MANIFEST_NAME)[:200],
        variants=variants,
        guessed=guessed,
        hashes={n: digest for n, file in within.items() if (digest := promised_hash(file)) is not None},
    )
