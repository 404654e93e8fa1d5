"""The small files of a model folder as values: JSON with a limit, and the head of its card (licence, languages)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.models.model_refusal import ModelRefusal, ModelRefused
from app.engines.recognise.inventory import Found

LARGEST_JSON_BYTES = 32 << 20
_CARD_BYTES = 64 << 10
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_json(files: Mapping[str, Found], name: str) -> Mapping[str, Any]:
    """The object in the file; empty where there is no such file. Raises ModelRefused."""
    found = files.get(name)
    if found is None:
        return {}
    value = read_any_json(found)
    if not isinstance(value, dict):
        raise ModelRefused(ModelRefusal.DAMAGED, found.name, problem="not an object")
    return value


def read_any_json(found: Found) -> Any:
    if found.size > LARGEST_JSON_BYTES:
        raise ModelRefused(ModelRefusal.TOO_LARGE, found.name)
    try:
        with found.path.open("rb") as stream:
            return json.loads(stream.read(LARGEST_JSON_BYTES))
    except OSError as error:
        raise ModelRefused(ModelRefusal.UNREADABLE, found.name, problem=error.strerror or "") from error
    except (ValueError, RecursionError) as error:
        raise ModelRefused(ModelRefusal.DAMAGED, found.name, problem=str(error)[:200]) from error


def whole(values: Mapping[str, Any], *names: str, most: int = 1 << 24) -> int:
    """The first of ``names`` that is a whole number from 1 to ``most``; 0 where none is."""
    for name in names:
        value = values.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= most:
            return value
    return 0


@dataclass(frozen=True, slots=True)
class Card:
    """Empty where the folder does not say."""

    licence: str = ""
    languages: tuple[str, ...] = ()


def read_card(files: Mapping[str, Found]) -> Card:
    """The head of README.md, which hubs fill: a few lines of YAML, of which two keys are read."""
    found = files.get("README.md")
    if found is None:
        return Card()
    try:
        with found.path.open("rb") as stream:
            text = stream.read(_CARD_BYTES).decode("utf-8", "replace")
    except OSError:
        return Card()
    head = re.match(r"---\s*\n(.*?)\n---\s*\n", text, re.S)
    if not head:
        return Card()
    licence = re.search(r"^license:\s*([\w.+-]{1,60})\s*$", head[1], re.M)
    languages = re.search(r"^language:[ \t]*(.*(?:\n[ \t]*-[^\n]*)*)", head[1], re.M)
    words = re.findall(r"[\w-]+", languages[1]) if languages else []
    known = tuple(dict.fromkeys(word for word in words if _LANGUAGE.fullmatch(word)))
    return Card(_licence(licence[1]) if licence else "", known[:100])


def _licence(name: str) -> str:
    """As licences are commonly written; hubs write them small."""
    common = {"apache-2.0": "Apache-2.0", "mit": "MIT", "bsd-3-clause": "BSD-3-Clause", "cc-by-4.0": "CC-BY-4.0"}
    return common.get(name.lower(), name)
