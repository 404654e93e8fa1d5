"""The llm lane in its own process: thoughts, stop strings, schemas, and tokenizers and templates that mean harm."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import AppError, ErrorCode
from app.jobs.lanes import Lanes
from app.jobs.launch import worker_command
from app.protocol.tasks import ChatMessage, Generate, Generated, LaneName, TextKind, TextPiece

MODELS = Path(__file__).resolve().parents[1] / "data" / "models"
TINY, RANDOM = MODELS / "tiny-chat", MODELS / "tiny-qwen2"
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)
THINKER = CHATML + "{% if enable_thinking %}<think>\n{% else %}<think>\n\n</think>\n\n{% endif %}"
ALWAYS = CHATML + "<think>\n"
MESSAGES = (ChatMessage("user", "What is the deposit?"),)


class CountedLanes(Lanes):
    """``starts`` counts the children."""

    def __init__(self) -> None:
        self.starts = 0
        super().__init__(self._counted, grace_seconds=100)

    def _counted(self, lane: LaneName) -> list[str]:
        self.starts += 1
        return list(worker_command(lane))


@pytest.fixture(scope="module")
def lanes() -> Iterator[CountedLanes]:
    opened = CountedLanes()
    yield opened
    opened.close()


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., Path]:
    """A copy of a model with some of its files replaced by these texts."""

    def make(model: Path, context_length: int | None = None, **texts: str) -> Path:
        folder = tmp_path / f"model{len(list(tmp_path.iterdir()))}"
        shutil.copytree(model, folder)
        for name, text in texts.items():
            (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        manifest["chat"]["context_length"] = context_length or manifest["chat"]["context_length"]
        for file in manifest["files"]:
            data = (folder / file["name"]).read_bytes()
            file.update(size=len(data), sha256=hashlib.sha256(data).hexdigest())
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return folder

    return make


def generate(lanes: Lanes, task: Generate) -> tuple[Generated, str, str]:
    """Also the streamed pieces of the answer, and those of the thought, joined."""
    pieces: list[TextPiece] = []

    def take(value: object, _tail: bytes) -> None:
        assert isinstance(value, TextPiece)
        pieces.append(value)

    made = lanes.run(LaneName.LLM, task, time_limit=100, on_partial=take).value
    assert isinstance(made, Generated)
    answer, thought = (
        "".join(p.text for p in pieces if p.kind is kind) for kind in (TextKind.ANSWER, TextKind.THOUGHT)
    )
    return made, answer, thought


@pytest.mark.parametrize("template", [THINKER, ALWAYS])
def test_a_thought_comes_apart_is_bounded_and_an_answer_follows(
    lanes: Lanes, changed: Callable[..., Path], template: str
) -> None:
    folder = changed(RANDOM, 256, chat_template__jinja=template)
    task = Generate(folder, MESSAGES, 20, temperature=2.0, seed=4, think=True)
    made, answer, thought = generate(lanes, task)
    assert made.thought == thought.strip() != ""
    assert made.text == answer != ""
    assert "think>" not in made.thought + made.text
    quiet, answer, thought = generate(lanes, replace(task, think=False))
    assert (quiet.thought, thought, quiet.text == answer != "") == ("", "", True)


def test_a_thought_in_circles_is_followed_by_an_answer_too(lanes: Lanes, changed: Callable[..., Path]) -> None:
    made, answer, _ = generate(
        lanes, Generate(changed(RANDOM, 256, chat_template__jinja=ALWAYS), MESSAGES, 20, think=True)
    )
    assert made.thought != ""
    assert made.text == answer != ""


def test_a_model_that_ends_its_turn_within_the_thought_answers_too(lanes: Lanes, changed: Callable[..., Path]) -> None:
    messages = (ChatMessage("user", "[1] lease.md\nThe deposit is three months of rent.\n\nWhat is the deposit?"),)
    made, answer, thought = generate(lanes, Generate(changed(TINY, chat_template__jinja=ALWAYS), messages, think=True))
    assert made.thought == thought.strip() != ""
    assert made.text == answer != ""
    assert made.new_tokens < 200  # its thought was not ended by a limit


def test_a_stop_string_ends_the_answer_and_is_no_part_of_it(lanes: Lanes) -> None:
    sources = "[1] lease.md\nThe deposit is three months of rent.\n\nWhat is the deposit?"
    messages = (ChatMessage("user", sources),)
    whole, _, _ = generate(lanes, Generate(TINY, messages))
    assert "months" in whole.text
    cut, answer, _ = generate(lanes, Generate(TINY, messages, stop=("nowhere", "onths")))
    assert cut.text == answer == whole.text.partition("onths")[0]
    assert (cut.finish, whole.finish) == ("stop", "stop")


def test_a_schema_holds_and_one_that_cannot_is_a_code(lanes: CountedLanes) -> None:
    schema = {"type": "array", "items": {"enum": ["yes", "no"]}, "minItems": 1, "maxItems": 3}
    made, answer, _ = generate(lanes, Generate(RANDOM, MESSAGES, 60, json_schema=json.dumps(schema)))
    assert made.text == answer
    assert set(json.loads(made.text)) <= {"yes", "no"}
    starts = lanes.starts
    with pytest.raises(AppError) as raised:
        generate(lanes, Generate(RANDOM, MESSAGES, json_schema='{"type": "array", "uniqueItems": true}'))
    assert raised.value.code is ErrorCode.ANSWER_FORM
    assert generate(lanes, Generate(RANDOM, MESSAGES, 2))[0].new_tokens == 2
    assert lanes.starts == starts


def split(pattern: str) -> str:
    """The tiny model's tokenizer with this expression before everything else."""
    told = json.loads((TINY / "tokenizer.json").read_text("utf-8"))
    told["pre_tokenizer"]["pretokenizers"].insert(
        0, {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False}
    )
    return json.dumps(told)


def refused(lanes: Lanes, folder: Path, text: str) -> AppError:
    with pytest.raises(AppError) as raised:
        generate(lanes, Generate(folder, (ChatMessage("user", text),)))
    return raised.value


def test_an_expression_that_tries_every_way_is_a_broken_model(
    lanes: CountedLanes, changed: Callable[..., Path]
) -> None:
    error = refused(lanes, changed(TINY, tokenizer__json=split("(a+)+$")), "a" * 60 + "b")
    assert (error.code, error.details["file"]) == (ErrorCode.MODEL_BROKEN, "tokenizer.json")
    assert generate(lanes, Generate(TINY, MESSAGES, 2))[0].new_tokens == 2


def test_a_template_that_wants_time_or_memory_is_a_broken_model(
    lanes: CountedLanes, changed: Callable[..., Path]
) -> None:
    generate(lanes, Generate(TINY, MESSAGES, 2))
    starts = lanes.starts
    for source in (
        "{% set n = namespace(s='aaaa') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        "{% macro m(x) %}{% set y = x ~ 'a' %}{{ m(y) }}{% endmacro %}{{ m('a' * 1000000) }}",
    ):
        error = refused(lanes, changed(TINY, chat_template__jinja=source), "x")
        assert (error.code, error.details["file"]) == (ErrorCode.MODEL_BROKEN, "chat template")
    assert generate(lanes, Generate(TINY, MESSAGES, 2))[0].new_tokens == 2
    assert lanes.starts == starts
