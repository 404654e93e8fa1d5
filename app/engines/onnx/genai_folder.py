"""What an onnxruntime-genai folder says of its decoder in ``genai_config.json``; not its session settings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from app.engines.onnx.files import DamagedError, UnsuitableError, is_inside

GENAI_CONFIG = "genai_config.json"
LARGEST_CONFIG_BYTES = 4 << 20
_OTHER_GRAPHS = ("encoder", "vision", "speech", "embedding")
_SIZES = {
    "head_size": "head_dim",
    "num_key_value_heads": "num_key_value_heads",
    "num_attention_heads": "num_attention_heads",
    "hidden_size": "hidden_size",
}


@dataclass(frozen=True, slots=True)
class NamePair:
    """Templates of one kind of cache, ``%d`` for the layer: the input that takes it and the output that gives it."""

    past: str
    present: str

    def layer(self, name: str) -> str | None:
        """The output that belongs to the input ``name``; None where it is not one of these."""
        match = re.fullmatch(re.escape(self.past).replace("%d", r"(\d+)"), name)
        return self.present.replace("%d", match[1]) if match and match.groups() else None


@dataclass(frozen=True, slots=True)
class GenaiFolder:
    """``filename`` is relative to the folder. ``names`` maps our own input and output names to the graph's.

    ``shares_buffer``: whether past and present may be one memory; None where the file does not say. 0 as
    ``context_length`` means that it does not say either. ``sizes`` of a cache, by their names in a config.json.
    """

    filename: str
    names: Mapping[str, str]
    pairs: tuple[NamePair, ...]
    end_ids: frozenset[int]
    context_length: int
    shares_buffer: bool | None
    sizes: Mapping[str, int]

    def present_of(self, past: str) -> str | None:
        return next((name for pair in self.pairs if (name := pair.layer(past))), None)


def read_genai_folder(folder: Path) -> GenaiFolder | None:
    """None where ``folder`` is not of this format.

    Raises OSError, DamagedError, and UnsuitableError (custom operators, more than one graph, a cache that slides).
    """
    path = folder / GENAI_CONFIG
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_CONFIG_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(data) > LARGEST_CONFIG_BYTES:
        raise DamagedError("too large", GENAI_CONFIG)
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise DamagedError(str(error)[:200], GENAI_CONFIG) from error
    return _folder(values)


def _folder(values: Any) -> GenaiFolder:
    model = _section(values, "model")
    decoder = _section(model, "decoder")
    _refuse(values, model, decoder)
    filename = decoder.get("filename")
    if not isinstance(filename, str) or not is_inside(filename):
        raise DamagedError("no filename of the decoder", GENAI_CONFIG)
    inputs, outputs = _texts(decoder, "inputs"), _texts(decoder, "outputs")
    presents = {"present" + name.removeprefix("past"): name for name in inputs if name.startswith("past_")}
    pairs = tuple(
        NamePair(inputs[past], outputs[present])
        for present, past in presents.items()
        if past.endswith("_names") and present in outputs
    )
    search = values.get("search")
    shares = search.get("past_present_share_buffer") if isinstance(search, dict) else None
    length = model.get("context_length")
    return GenaiFolder(
        filename=str(PurePosixPath(filename)),
        names={
            **{name: inputs[name] for name in ("input_ids", "attention_mask", "position_ids") if name in inputs},
            **({"logits": outputs["logits"]} if "logits" in outputs else {}),
        },
        pairs=pairs,
        end_ids=frozenset(_whole_numbers(model.get("eos_token_id"))),
        context_length=length if isinstance(length, int) and length > 0 else 0,
        shares_buffer=shares if isinstance(shares, bool) else None,
        sizes={ours: decoder[name] for name, ours in _SIZES.items() if _is_size(decoder.get(name))},
    )


def _refuse(values: Any, model: Mapping[str, Any], decoder: Mapping[str, Any]) -> None:
    """What this format can ask for that is foreign code, several graphs, or a cache that is not ours to keep."""
    if _mentions(values, "custom_ops_library"):
        raise UnsuitableError("a library of custom operators")
    if decoder.get("pipeline"):
        raise UnsuitableError("a decoder of several graphs")
    for name in _OTHER_GRAPHS:
        section = model.get(name)
        if isinstance(section, dict) and section.get("filename"):
            raise UnsuitableError(f"a decoder with a graph for its {name}")
    window = decoder.get("sliding_window")
    if isinstance(window, dict) and (window.get("slide_key_value_cache", True) or window.get("slide_inputs", True)):
        # Both are true by default (onnxruntime-genai src/config.h): the graph then takes a window of fixed length.
        raise UnsuitableError("a cache that slides outside the graph")


def _mentions(value: Any, key: str) -> bool:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            if item.get(key):
                return True
            pending.extend(item.values())
        elif isinstance(item, list):
            pending.extend(item)
    return False


def _section(values: Any, name: str) -> Mapping[str, Any]:
    section = values.get(name) if isinstance(values, dict) else None
    if not isinstance(section, dict):
        raise DamagedError(f"no section {name}", GENAI_CONFIG)
    return section


def _texts(values: Mapping[str, Any], name: str) -> dict[str, str]:
    section = values.get(name)
    items = section.items() if isinstance(section, dict) else ()
    return {str(key): value for key, value in items if isinstance(value, str) and value}


def _is_size(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _whole_numbers(value: Any) -> list[int]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, int) and not isinstance(item, bool)]
