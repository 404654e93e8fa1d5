"""Values by their type hints: every task and result of the protocol survives, and wrong shapes are refused."""

from __future__ import annotations

import dataclasses
import json
import typing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.protocol.codec import CodecError, decode, encode
from app.protocol.tasks import (
    TASKS,
    ChatMessage,
    DocumentRead,
    EmbedPassages,
    Generate,
    PassageBatch,
    ReadDocument,
    TextPiece,
)

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KINDS = sorted(
    {kind for task in TASKS.values() for kind in (task, task.partial, task.result)}, key=lambda kind: str(kind.__name__)
)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    Path: st.text(st.characters(exclude_characters="\0"), min_size=1).map(Path),
    dict[str, Any]: st.dictionaries(st.text(), st.integers() | st.lists(st.text()), max_size=2),
    dict[str, str]: st.dictionaries(st.text(), st.text(), max_size=2),
    float: st.floats(allow_nan=False),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that the codec understands."""
    arguments = typing.get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if typing.get_origin(kind) is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    if arguments:
        return st.one_of([values(argument) for argument in arguments])
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(
            typing.cast(type, kind), **{field.name: values(hints[field.name]) for field in dataclasses.fields(kind)}
        )
    return st.from_type(kind)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
@UNHURRIED
@given(st.data())
def test_every_value_of_the_protocol_survives_json(kind: type, data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert decode(kind, json.loads(json.dumps(encode(value)))) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (TextPiece, {}),
        (TextPiece, {"text": 1}),
        (TextPiece, {"text": "x", "more": 1}),
        (TextPiece, ["text"]),
        (TextPiece, "text"),
        (TextPiece, None),
        (EmbedPassages, {"model": "/m", "texts": "abc"}),
        (EmbedPassages, {"model": "/m", "texts": [1]}),
        (Generate, {"model": "/m", "messages": [["role", "content"]]}),
        (DocumentRead, {"content_hash": "", "size": True, "modified_ns": 0, "kind": "pdf"}),
        (DocumentRead, {"content_hash": "", "size": 0, "modified_ns": 0, "kind": "no such kind"}),
        (PassageBatch, {"passages": {"0": {}}}),
        (ReadDocument, {"path": 3}),
    ],
)
def test_wrong_shapes_are_refused(kind: type, value: object) -> None:
    with pytest.raises(CodecError):
        decode(kind, value)


def test_fields_that_hold_none_are_left_out() -> None:
    assert encode(ReadDocument(Path("/x"))) == {"path": "/x"}
    assert encode((ChatMessage("user", "文"),)) == [{"role": "user", "content": "文"}]


def test_a_whole_number_is_taken_for_a_float() -> None:
    assert decode(Generate, {"model": "/m", "messages": [], "temperature": 1}).temperature == 1.0
