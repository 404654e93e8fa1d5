"""Speech and voice models: folders of CTranslate2, and of sherpa-onnx, by their files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from app.domain.models.manifest import ModelRole
from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.onnx.values import Header
from app.engines.recognise.ctranslate2_file import CTranslate2Head, CutOffError, NotCTranslate2Error, read_head
from app.engines.recognise.graphs import read_graph
from app.engines.recognise.inventory import Found, Inventory
from app.engines.recognise.small_files import LARGEST_JSON_BYTES, read_any_json, read_json
from app.engines.recognise.text_models import TOKENIZER, Recognised
from app.engines.recognise.translation_models import translation

_WEIGHTS = "model.bin"
_SAMPLES_A_FRAME, _RATE = 320, 16_000
"""The encoder halves the spectrum's 100 frames a second."""


def is_voice_activity(header: Header) -> bool:
    """Silero's little graph, which finds speech in sound; it comes with the speech engine."""
    names = {port.name for port in header.inputs}
    return "sr" in names and bool(names & {"state", "h"})


def of_ctranslate2(files: Mapping[str, Found], name: str) -> Recognised:
    """A folder with ``model.bin``; ``name`` of the model. Raises ModelRefused."""
    head = _head(files)
    if head.specification == "WhisperSpec":
        return _whisper(files, head, name)
    if head.specification == "TransformerSpec":
        return translation(files, head, name)
    raise ModelRefused(ModelRefusal.UNSUPPORTED, _WEIGHTS, problem=head.specification)


def _whisper(files: Mapping[str, Found], head: CTranslate2Head, name: str) -> Recognised:
    """A folder for faster-whisper."""
    if TOKENIZER not in files:
        raise ModelRefused(ModelRefusal.NO_TOKENIZER)
    vocabulary = next((name for name in files if re.fullmatch(r"vocabulary\.(txt|json)", name)), None)
    if vocabulary is None:
        raise ModelRefused(ModelRefusal.TRUNCATED, "vocabulary.json")
    languages = read_json(files, "config.json").get("lang_ids")
    many = isinstance(languages, list) and len(languages) > 1 and _knows_many(files[vocabulary])
    facts = {
        "kind": "whisper",
        "model_file": _WEIGHTS,
        "multilingual": many,
        # The large turbo and the distilled ones were trained without the task of translating; only names tell.
        "translates": many and not re.search(r"turbo|distil", name, re.IGNORECASE),
        **_measures(head.shapes),
    }
    wanted = (_WEIGHTS, "config.json", TOKENIZER, vocabulary, "preprocessor_config.json")
    return Recognised(ModelRole.SPEECH, facts, tuple(files[n] for n in wanted if n in files), head.precision)


def _knows_many(vocabulary: Found) -> bool:
    """Whisper's models of many languages have an empty token, those of English none; CTranslate2 goes by it, too."""
    if vocabulary.name.endswith(".json"):
        tokens = read_any_json(vocabulary)
    elif vocabulary.size > LARGEST_JSON_BYTES:
        raise ModelRefused(ModelRefusal.TOO_LARGE, vocabulary.name)
    else:
        tokens = vocabulary.path.read_bytes().removesuffix(b"\n").decode("utf-8", "replace").split("\n")
    return isinstance(tokens, list) and "" in tokens


def _measures(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """What the weights take, by the shapes of their first layer and their places."""
    convolution = shapes.get("encoder/conv1/weight", ())
    frames, tokens = (shapes.get(f"{part}/position_encodings/encodings", ()) for part in ("encoder", "decoder"))
    told = {
        "mels": convolution[1] if len(convolution) == 3 else 0,
        "text_length": tokens[0] if tokens else 0,
        "window_seconds": frames[0] * _SAMPLES_A_FRAME // _RATE if frames else 0,
    }
    return {name: number for name, number in told.items() if 0 < number <= 1 << 16}


def voice(inventory: Inventory, folder: str) -> Recognised:
    """A folder for sherpa-onnx: Kokoro (with voices.bin) or Matcha. Raises ModelRefused."""
    files = inventory.below(folder)
    graphs = [file for name, file in sorted(files.items()) if file.ending == ".onnx"]
    graph = read_graph(inventory, next((g for g in graphs if "model" in PurePosixPath(g.name).name), graphs[0]), "")
    if "voices.bin" not in files and not any(name.startswith("lexicon") for name in files):
        raise ModelRefused(ModelRefusal.UNSUPPORTED, graph.file.name, problem="a voice model of another kind")
    facts = {"kind": "kokoro" if "voices.bin" in files else "matcha", "model_file": PurePosixPath(graph.file.name).name}
    wanted = [
        file for name, file in files.items() if name in ("voices.bin", "tokens.txt") or name.startswith("lexicon")
    ]
    return Recognised(ModelRole.VOICE, facts, (*graph.files, *wanted), graph.precision)


def _head(files: Mapping[str, Found]) -> CTranslate2Head:
    found = files[_WEIGHTS]
    try:
        return read_head(found.path, found.size)
    except NotCTranslate2Error as error:
        raise ModelRefused(ModelRefusal.UNSUPPORTED, found.name, problem=str(error)[:200]) from error
    except CutOffError as error:
        raise ModelRefused(ModelRefusal.TRUNCATED, found.name, problem=str(error)[:200]) from error
    except OSError as error:
        raise ModelRefused(ModelRefusal.UNREADABLE, found.name, problem=error.strerror or "") from error
