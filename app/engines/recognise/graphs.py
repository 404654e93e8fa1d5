"""The graphs (.onnx) of a folder: which variant to take, whether it is whole, and what kind of model it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.onnx.files import UnsuitableError, data_files, is_inside, refuse_foreign_operators
from app.engines.onnx.header import read_header
from app.engines.onnx.protobuf_walk import MalformedError
from app.engines.onnx.values import ElementType, Header
from app.engines.recognise.contents import Content
from app.engines.recognise.inventory import Found, Inventory

_STEM = re.compile(r"(?P<base>(?:decoder_)?(?:model|decoder)(?:_merged)?)(?:[_-](?P<variant>[a-z0-9_-]+))?", re.I)
_FOR_CPU = (
    "q4",
    "int4",
    "int8",
    "quantized",
    "quint8_avx2",
    "qint8_avx2",
    "uint8",
    "",
    "fp32",
    "q4f16",
    "fp16",
    "bnb4",
)
_FOR_GPU = ("q4f16", "fp16", "q4", "int4", "", "fp32", "int8", "quantized", "uint8", "bnb4")
_FOR_VECTORS = ("int8", "quantized", "quint8_avx2", "qint8_avx2", "uint8", "", "fp32", "q4", "fp16", "q4f16", "bnb4")
"""A vector of 4 bits is another vector: 8 bits are the least that search keeps its quality with."""


@dataclass(frozen=True, slots=True)
class Graph:
    """``files``: the graph's own file first, then those with its weights. ``variant`` '' where the name says none."""

    variant: str
    header: Header
    files: tuple[Found, ...]

    @property
    def file(self) -> Found:
        return self.files[0]

    @property
    def precision(self) -> str:
        """As the name says it, else as most of its weights are."""
        named = {
            "quantized": "int8",
            "fp16": "float16",
            "fp32": "float32",
            "quint8_avx2": "uint8",
            "qint8_avx2": "int8",
        }
        if self.variant:
            return named.get(self.variant, self.variant)
        if ("com.microsoft", "MatMulNBits") in self.header.operators:
            bits = {node.numbers.get("bits", 4) for node in self.header.nodes if node.kind == "MatMulNBits"}
            return f"int{min(bits)}"
        sizes: dict[ElementType, int] = {}
        for weight in self.header.weights:
            sizes[weight.kind] = sizes.get(weight.kind, 0) + weight.bytes
        most = max(sizes, key=lambda kind: sizes[kind], default=ElementType.FLOAT)
        return {ElementType.FLOAT: "float32", ElementType.BFLOAT16: "bfloat16"}.get(most, most.name.lower())


def graph_names(inventory: Inventory, folder: str) -> dict[str, Found]:
    """By variant, the graphs of ``folder`` and of its folder ``onnx``; the merged decoder before the plain one."""
    found: dict[str, Found] = {}
    for place in (folder, str(PurePosixPath(folder, "onnx"))):
        for name, file in sorted(inventory.below(place).items()):
            match = _STEM.fullmatch(PurePosixPath(name).stem) if file.ending == ".onnx" else None
            if match is None:
                continue
            variant = (match["variant"] or "").lower()
            if variant not in found or "merged" in match["base"].lower():
                found[variant] = file
    return found


def choose(variants: Mapping[str, Found], wanted: str, *, gpu: bool, vectors: bool) -> list[str]:
    """Variants to try, the best first. ``wanted`` is one's name, or its file as a person calls it: with its folder or
    without, with its ending or without. Raises ModelRefused where ``wanted`` is none of them.
    """
    if wanted:
        match = next((name for name in variants if wanted.lower() in _called(name, variants[name])), None)
        if match is None:
            raise ModelRefused(ModelRefusal.NO_VARIANT, wanted, names=variant_names(variants))
        return [match]
    order = _FOR_VECTORS if vectors else _FOR_GPU if gpu else _FOR_CPU
    known = [name for name in order if name in variants]
    return [*known, *(name for name in variants if name not in known)]


def variant_names(variants: Mapping[str, Found]) -> list[str]:
    """As their files are called, without the ending: 'model_q4'."""
    return [PurePosixPath(variants[name].name).stem for name in sorted(variants)]


def _called(name: str, file: Found) -> set[str]:
    path = PurePosixPath(file.name.lower())
    return {name, str(path), path.name, path.stem} - {""}


def read_graph(inventory: Inventory, found: Found, variant: str) -> Graph:
    """Raises ModelRefused: damaged, cut off, foreign operators, data that lies elsewhere."""
    try:
        header = read_header(found.path)
        refuse_foreign_operators(header)
    except MalformedError as error:
        if inventory.contents.get(found.name) is Content.POINTER:
            raise ModelRefused(ModelRefusal.POINTER, found.name) from error
        raise ModelRefused(ModelRefusal.DAMAGED, found.name, problem=str(error)[:200]) from error
    except UnsuitableError as error:
        raise ModelRefused(ModelRefusal.CUSTOM_OPERATORS, found.name, problem=str(error)[:200]) from error
    except OSError as error:
        raise ModelRefused(ModelRefusal.UNREADABLE, found.name, problem=error.strerror or "") from error
    parent = PurePosixPath(found.name).parent
    outside = {}
    for name in data_files(header):
        if not is_inside(name):
            raise ModelRefused(ModelRefusal.CLIMBING, found.name, problem=name[:200])
        data = inventory.files.get(str(parent / PurePosixPath(name)))
        if data is None:
            raise ModelRefused(ModelRefusal.TRUNCATED, str(parent / name))
        outside[name] = data
    for weight in header.weights:
        if weight.external is None:
            _check_inside(weight.bytes, weight.held, weight.kind, found.name)
            continue
        data, length = outside[weight.external.location], weight.external.length
        if length is not None and length != weight.bytes:
            raise ModelRefused(ModelRefusal.DAMAGED, found.name, problem="a size that does not match its shape")
        if weight.external.offset + weight.bytes > data.size:
            if inventory.contents.get(data.name) is Content.POINTER:
                raise ModelRefused(ModelRefusal.POINTER, data.name)
            raise ModelRefused(ModelRefusal.TRUNCATED, data.name)
    return Graph(variant, header, (found, *outside.values()))


def _check_inside(promised: int, held: int, kind: ElementType, name: str) -> None:
    """A shape that promises what is not there would make the runtime take memory for it; packed numbers hold four."""
    if kind is not ElementType.STRING and promised * 8 // kind.bits > held * 4:
        raise ModelRefused(ModelRefusal.DAMAGED, name, problem="a shape without its data")
