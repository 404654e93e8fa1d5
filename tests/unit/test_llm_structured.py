"""A JSON schema holds, whatever the model would rather say; what cannot be kept is refused, soon and small."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.chat import ChatModel, Wish
from app.engines.llm.generation.generate import Finish
from app.engines.llm.generation.sampling import Sampler, Sampling
from app.engines.llm.text.structured import JsonForms
from app.engines.llm.text.tokens import at_once
from tests.fakes.tiny_tokenizers import byte_level, sentence_piece

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
SHORT = {"type": "string", "maxLength": 6}
PERSON = {
    "type": "object",
    "properties": {"name": SHORT, "age": {"type": "integer", "minimum": 0, "maximum": 120}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
SCHEMAS: dict[str, Any] = {
    "yes or no": {"type": "boolean"},
    "nothing": {"type": "null"},
    "one of some": {"enum": ["red", "green", 3, None, "blå", "红"]},
    "a constant": {"const": {"a": [1, {"b": None}]}},
    "a whole number": {"type": "integer", "minimum": -5, "maximum": 12},
    "a number": {"type": "number", "minimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.25},
    "a short text": SHORT,
    "a pattern": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]{3}$"},
    "a day": {"type": "string", "format": "date"},
    "a list": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 9}, "minItems": 1, "maxItems": 4},
    "first this, then that": {
        "type": "array",
        "prefixItems": [{"type": "boolean"}, SHORT],
        "items": False,
        "minItems": 2,
    },
    "an object": PERSON,
    "what may be missing": {**PERSON, "required": ["age"]},
    "objects in a list": {"type": "array", "items": PERSON, "maxItems": 3},
    "either": {"anyOf": [{"type": "boolean"}, PERSON]},
    "some kinds": {"type": ["integer", "null"], "minimum": 1, "maximum": 3},
    "a tree": {
        "$defs": {
            "node": {
                "type": "object",
                "properties": {"v": {"enum": [0, 1]}, "next": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/node"}]}},
                "required": ["v", "next"],
                "additionalProperties": False,
            }
        },
        "$ref": "#/$defs/node",
    },
}
REFUSED: dict[str, str] = {
    "no JSON": "{",
    "no object": "[]",
    "an unknown type": '{"type": "word"}',
    "what the library does not know": '{"type": "array", "uniqueItems": true}',
    "another way of asking for it": '{"x-guidance": {"lenient": true}, "type": "array", "uniqueItems": true}',
    "not": '{"not": {}}',
    "exactly one of two alike": '{"oneOf": [{"type": "integer"}, {"type": "number"}]}',
    "nothing fits": '{"enum": []}',
    "false": "false",
    "itself": '{"$ref": "#"}',
    "from the network": '{"$ref": "https://example.org/schema.json"}',
    "looking ahead": '{"type": "string", "pattern": "(?=a)b"}',
    "too long": json.dumps({"enum": ["x" * 70_000]}),
    "too deep": '{"items": ' * 60 + "{}" + "}" * 60,
    "far too deep": '{"items": ' * 50_000 + "{}" + "}" * 50_000,
    "a large multiple": '{"type": "integer", "multipleOf": 999983}',
    "a fine multiple": '{"type": "number", "multipleOf": 0.123456}',
    "a multiple inside": '{"properties": {"a": {"type": "integer", "multipleOf": 1e9}}}',
    "too many ways": json.dumps(
        {"allOf": [{"anyOf": [{"properties": {f"p{i}{j}": SHORT}} for j in range(4)]} for i in range(12)]}
    ),
}
KINDS = {"byte-level": byte_level, "SentencePiece": sentence_piece}


def fits(value: Any, schema: Any, root: Any = None) -> bool:
    """What of JSON Schema the schemas above use, by its specification."""
    root = root or schema
    if isinstance(schema, bool):
        return schema
    if "$ref" in schema:
        return fits(value, root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root)
    kinds: dict[str, Any] = {"string": str, "boolean": bool, "null": type(None), "array": list, "object": dict}
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    number = isinstance(value, (int, float)) and not isinstance(value, bool)

    def is_a(kind: str) -> bool:
        if kind in ("integer", "number"):
            return number and (kind == "number" or value == int(value))
        return isinstance(value, kinds[kind])

    checks = [
        not wanted or any(map(is_a, wanted)),
        value in schema.get("enum", [value]),
        value == schema.get("const", value),
        "anyOf" not in schema or any(fits(value, one, root) for one in schema["anyOf"]),
    ]
    if number:
        checks.append(schema.get("minimum", value) <= value <= schema.get("maximum", value))
        checks.append(value < schema.get("exclusiveMaximum", value + 1))
        checks.append(value % schema.get("multipleOf", 1 if value == int(value) else value or 1) == 0)
    if isinstance(value, str):
        checks.append(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1 << 30))
        checks.append(re.search(schema.get("pattern", ""), value) is not None)
        checks.append(schema.get("format") != "date" or re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None)
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        checks.append(schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1 << 30))
        checks += [fits(item, one, root) for item, one in zip(value, first, strict=False)]
        checks += [fits(item, schema.get("items", True), root) for item in value[len(first) :]]
    if isinstance(value, dict):
        own = schema.get("properties", {})
        checks.append(set(schema.get("required", ())) <= set(value))
        checks.append(schema.get("additionalProperties", True) or set(value) <= set(own))
        checks += [fits(item, own[name], root) for name, item in value.items() if name in own]
    return all(checks)


def tokenizer(kind: str) -> Tokenizer:
    return KINDS[kind]()


@pytest.fixture(scope="module", params=KINDS)
def forms(request: pytest.FixtureRequest) -> tuple[JsonForms, Tokenizer, int]:
    made = tokenizer(request.param)
    end = made.token_to_id("<|im_end|>")
    return JsonForms(made, {end, 10**6}, at_once), made, end


def written(forms: tuple[JsonForms, Tokenizer, int], schema: Any, seed: int, most: int = 200) -> str | None:
    """What a model without any sense writes; None where it did not come to an end."""
    form, sampler = forms[0].form(json.dumps(schema), 2), None
    sampler = Sampler(Sampling(1.0, seed=seed), [form])
    random, history = np.random.default_rng(seed), [7, 8]
    while len(history) < most:
        token = sampler.choose(random.normal(0, 4, forms[1].get_vocab_size() + 5).astype(np.float32), history)
        if token == forms[2]:
            return str(forms[1].decode(history[2:]))
        history.append(token)
    return None


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_the_answer_fits_its_schema(forms: tuple[JsonForms, Tokenizer, int], schema: Any) -> None:
    answers = [written(forms, schema, seed) for seed in range(6)]
    whole = [json.loads(answer) for answer in answers if answer is not None]
    assert len(whole) >= 4
    assert all(fits(value, schema) for value in whole), whole


@pytest.mark.parametrize("schema", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_kept_is_refused(forms: tuple[JsonForms, Tokenizer, int], schema: str) -> None:
    with pytest.raises(AppError) as raised:
        forms[0].form(schema, 0)
    assert raised.value.code is ErrorCode.ANSWER_FORM
    assert raised.value.details["problem"]


def test_a_schema_that_takes_too_long_is_refused() -> None:
    def never(_seconds: float, _work: Any, /) -> Any:
        raise TimeoutError

    made = tokenizer("byte-level")
    with pytest.raises(AppError) as raised:
        JsonForms(made, {2}, never).form("{}", 0)
    assert raised.value.code is ErrorCode.ANSWER_FORM


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_same_history_allows_the_same_however_it_was_come_to(data: st.DataObject) -> None:
    made = byte_level()
    forms = JsonForms(made, {made.token_to_id("<|im_end|>")}, at_once)
    ids = made.encode('{"name": "Ada", "age": 36}', add_special_tokens=False).ids
    form = forms.form(json.dumps(PERSON), 1)
    for length in data.draw(st.lists(st.integers(0, len(ids)), min_size=1, max_size=8)):
        fresh = forms.form(json.dumps(PERSON), 1)
        one, other = form.allowed([9, *ids[:length]]), fresh.allowed([9, *ids[:length]])
        assert np.array_equal(np.asarray(one), np.asarray(other))


def test_a_model_of_random_weights_keeps_the_form_and_says_where_it_was_cut() -> None:
    model = ChatModel(MODELS / "tiny-qwen2")
    messages = [{"role": "user", "content": "Who?"}]
    for temperature in (0.0, 1.0, 5.0):
        wish = Wish(120, Sampling(temperature, seed=3), json_schema=json.dumps(PERSON))
        answer = model.answer(messages, wish)
        assert answer.finish is Finish.STOP
        assert fits(json.loads(answer.text), PERSON)
    long = {"type": "array", "items": PERSON, "minItems": 50}
    cut = model.answer(messages, Wish(40, Sampling(1.0), json_schema=json.dumps(long)))
    assert (cut.finish, cut.run.new_tokens != ()) == (Finish.LENGTH, True)


def test_drafts_do_not_change_a_form() -> None:
    model = ChatModel(MODELS / "tiny-qwen2")
    schema = json.dumps({"type": "array", "items": {"enum": ["red", "green"]}, "minItems": 8, "maxItems": 9})
    messages = [{"role": "user", "content": '["red", "red", "red", "green", "red", "red"]'}]
    answers = {
        model.answer(messages, Wish(80, json_schema=schema, speculate=speculate)).text for speculate in (True, False)
    }
    assert len(answers) == 1
    assert len(json.loads(answers.pop())) in (8, 9)
