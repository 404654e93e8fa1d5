"""Folders that load and then are not what they say: a code and its reason each, and the lane answers as before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.language import translate_for
from app.cli.main import TRANSLATIONS
from app.domain.errors import AppError, ErrorCode
from app.jobs.lanes import Lanes
from app.jobs.launch import worker_command
from app.protocol.tasks import ChatMessage, Generate, Generated, LaneName
from app.wording import sentence_for
from tests.fakes.imported_models import change, downloaded, installed

GOOD, GENAI, SHARED = ("qwen2-onnx", "model_q4"), ("qwen2-genai-int4", ""), ("qwen3-gqa", "model_q4")
POSITIONS = 1024
"""Rows of the tables in the graphs of GENAI and SHARED."""


class CountedLanes(Lanes):
    """``starts`` counts the children."""

    def __init__(self) -> None:
        self.starts = 0
        super().__init__(self._counted)

    def _counted(self, lane: LaneName) -> list[str]:
        self.starts += 1
        return list(worker_command(lane))


@pytest.fixture(scope="module")
def lanes() -> Iterator[CountedLanes]:
    opened = CountedLanes()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return installed(downloaded(tmp_path_factory.mktemp("models") / "good", *GOOD), GOOD[0])


def answer(lanes: Lanes, folder: Path, words: int = 5, most: int = 4) -> Generated:
    messages = (ChatMessage("user", "word " * words),)
    value = lanes.run(LaneName.LLM, Generate(folder, messages, most), time_limit=120).value
    assert isinstance(value, Generated)
    return value


def not_a_number(folder: Path) -> None:
    weights = folder / "model.onnx.data"
    weights.write_bytes(b"\xff" * weights.stat().st_size)


def words_beyond_the_vocabulary(folder: Path) -> None:
    def add(values: dict[str, Any]) -> None:
        values["model"]["vocab"]["beyond"] = 5000
        values["model"]["unk_token"] = "beyond"

    change(folder / "tokenizer.json", add)


def nothing_in_it(folder: Path) -> None:
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")


def no_words(folder: Path) -> None:
    def empty(values: dict[str, Any]) -> None:
        values["model"]["vocab"], values["added_tokens"] = {}, []

    change(folder / "tokenizer.json", empty)


def many_added_tokens(folder: Path) -> None:
    def add(values: dict[str, Any]) -> None:
        kind = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
        more = [{"id": 1000 + n, "content": f"<|more {n}|>", "special": True, **kind} for n in range(20_001)]
        values["added_tokens"] = [*values["added_tokens"], *more]

    change(folder / "tokenizer.json", add)


def endless_template(folder: Path) -> None:
    loop = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}{{ messages }}"
    change(folder / "tokenizer_config.json", lambda values: {**values, "chat_template": loop})


@pytest.mark.parametrize(
    ("model", "spoil", "problem"),
    [
        pytest.param(GENAI, not_a_number, "not finite", id="logits that are no numbers"),
        pytest.param(GOOD, words_beyond_the_vocabulary, "out of", id="a vocabulary smaller than the tokenizer's"),
        pytest.param(GOOD, nothing_in_it, "", id="an empty tokenizer"),
        pytest.param(GOOD, no_words, "", id="a tokenizer without words"),
        pytest.param(GOOD, many_added_tokens, "too many added tokens", id="a tokenizer of added tokens"),
        pytest.param(GOOD, endless_template, "does not end", id="a template that loops"),
    ],
)
def test_a_folder_that_is_not_what_it_says_is_a_code_and_the_lane_goes_on(
    lanes: CountedLanes,
    good: Path,
    tmp_path: Path,
    model: tuple[str, str],
    spoil: Callable[[Path], None],
    problem: str,
) -> None:
    before = answer(lanes, good).text
    starts, folder = lanes.starts, downloaded(tmp_path / "bad", *model)
    spoil(folder)
    with pytest.raises(AppError) as raised:
        answer(lanes, installed(folder, model[0]))
    assert raised.value.code is ErrorCode.MODEL_BROKEN
    assert problem in raised.value.details["problem"]
    assert answer(lanes, good).text == before
    assert lanes.starts == starts, "no child was lost"
    said = [str(sentence_for(raised.value, translate_for(language, TRANSLATIONS))) for language in ("en", "zh_CN")]
    assert said[0] != said[1]
    assert all(str(folder) in words for words in said)


@pytest.mark.parametrize("model", [GENAI, SHARED])
def test_a_context_beyond_the_tables_of_the_graph_is_not_believed(
    lanes: CountedLanes, tmp_path: Path, model: tuple[str, str]
) -> None:
    folder = installed(downloaded(tmp_path / "long", *model), model[0])
    change(folder / "manifest.json", lambda values: values["chat"].update(context_length=1 << 17))
    with pytest.raises(AppError) as raised:
        answer(lanes, folder, words=POSITIONS)
    assert raised.value.code is ErrorCode.QUESTION_TOO_LONG
    assert raised.value.details["most"] == POSITIONS - 1
    full = answer(lanes, folder, words=POSITIONS - 40, most=1 << 17)
    assert full.finish == "repetition" or full.prompt_tokens + full.new_tokens == POSITIONS


def test_a_model_that_ends_its_turn_at_once_and_one_that_never_does(lanes: CountedLanes, tmp_path: Path) -> None:
    for name, ids in (("at once", list(range(400))), ("never", "of no use")):
        folder = downloaded(tmp_path / name, *GOOD)
        for file in ("config.json", "generation_config.json"):
            change(folder / file, lambda values, ids=ids: {**values, "eos_token_id": ids})  # type: ignore[misc]
        made = answer(lanes, installed(folder, GOOD[0]), most=40)
        assert (made.new_tokens, made.finish) == ((0, "stop") if name == "at once" else (40, "length"))


def test_without_its_small_files_a_model_still_answers(lanes: CountedLanes, good: Path, tmp_path: Path) -> None:
    folder = downloaded(tmp_path / "bare", *GOOD)
    for name in ("config.json", "generation_config.json"):
        (folder / name).unlink()
    assert answer(lanes, installed(folder, GOOD[0])).text == answer(lanes, good).text
