"""A thought is parted from the answer wherever the pieces are cut, and ended by force where it does not end."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engines.llm.text.answer_text import AnswerText, Ended
from app.engines.llm.text.chat_template import ChatTemplate
from app.engines.llm.text.thinking import MARKS, ThoughtLimit, ThoughtSplitter, closing, opened_by
from app.engines.llm.text.tokens import Tokens
from app.protocol.tasks import TextKind
from tests.fakes.tiny_tokenizers import byte_level, sentence_piece

THINK = MARKS[0]
KINDS = {"byte-level": byte_level, "SentencePiece": sentence_piece}
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)


def parted(pieces: list[str], opened: tuple[str, str] | None = None) -> tuple[str, str]:
    splitter = ThoughtSplitter(opened)
    told = [part for piece in pieces for part in splitter.take(piece)] + splitter.rest()
    kinds = [kind for kind, _ in told]
    assert kinds == sorted(kinds, key=lambda kind: kind is TextKind.ANSWER)  # a thought never follows an answer
    thought, answer = ("".join(text for kind, text in told if kind is wanted) for wanted in TextKind.__reversed__())
    return thought, answer


CASES = [
    ("plain", None, "Just an answer.", ("", "Just an answer.")),
    ("thought first", None, "<think>\nHm.\n</think>\n\nTwelve.", ("\nHm.\n", "Twelve.")),
    ("blank lines before it", None, "\n <think>Hm.</think>Twelve.", ("Hm.", "Twelve.")),
    ("an empty thought", None, "<think>\n\n</think>\n\nTwelve.", ("\n\n", "Twelve.")),
    ("begun by the template", THINK, "Hm.\n</think>\n\nTwelve.", ("Hm.\n", "Twelve.")),
    ("an end without a beginning", None, "</think>\n\nTwelve.", ("", "Twelve.")),
    ("never ended", None, "<think>Hm, and", ("Hm, and", "")),
    ("never ended, begun by the template", THINK, "Hm, and </thi", ("Hm, and </thi", "")),
    ("quoted in an answer", None, "It writes <think>x</think> first.", ("", "It writes <think>x</think> first.")),
    ("only the beginning of a mark", None, "<thing> is a word", ("", "<thing> is a word")),
    ("another family", None, "[THINK]Hm.[/THINK]Twelve.", ("Hm.", "Twelve.")),
    ("Granite", None, "<think>Hm.</think>\n<response>Twelve.", ("Hm.", "Twelve.")),
    ("a sign like the wrap", None, "<think>Hm.</think><respect>", ("Hm.", "<respect>")),
    ("blank lines alone", None, "\n\n", ("", "")),
]


@pytest.mark.parametrize(("opened", "text", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@given(data=st.data())
def test_any_cut_parts_the_same(
    opened: tuple[str, str] | None, text: str, wanted: tuple[str, str], data: st.DataObject
) -> None:
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=6))
    borders = sorted({0, len(text), *places})
    assert parted([text[a:b] for a, b in itertools.pairwise(borders)], opened) == wanted
    assert parted(list(text), opened) == wanted


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Callable[..., object]:
    return KINDS[request.param]


@pytest.fixture(params=[True, False, None], ids=["special marks", "marks of their own", "marks in letters"])
def tokens(kind: Callable[..., object], request: pytest.FixtureRequest, tmp_path: Path) -> Tokens:
    kind(think=request.param).save(str(tmp_path / "tokenizer.json"))  # type: ignore[attr-defined]
    return Tokens(tmp_path, "tokenizer.json")


def written(tokens: Tokens, history: list[int], limit: ThoughtLimit, wishes: list[int]) -> list[int]:
    """What a model that wishes for these tokens writes under the guide."""
    made = list(history)
    left = list(wishes)
    while left or limit.allowed(made) is not None:
        forced = limit.allowed(made)
        assert forced == limit.allowed(made)  # also where drafts were asked for in between
        limit.allowed([*made, 5, 6, 7])
        made.append(forced if forced is not None else left.pop(0))
    return made[len(history) :]


def limit_of(tokens: Tokens, opened: tuple[str, str] | None, most: int) -> ThoughtLimit:
    return ThoughtLimit(3, opened, most, text_of=tokens.text, ids_of=tokens.ids)


@pytest.mark.parametrize("opened", [True, False])
def test_a_thought_that_does_not_end_is_ended_after_its_limit(tokens: Tokens, opened: bool) -> None:
    thought = tokens.ids("The ferry leaves and the deposit is three months of rent and annual leave")
    wishes = thought if opened else [*tokens.ids("<think>"), *thought]
    made = written(
        tokens, [1, 2, 3], limit_of(tokens, THINK if opened else None, 10), [*wishes, *tokens.ids("Twelve.")]
    )
    splitter = ThoughtSplitter(THINK if opened else None)
    told = splitter.take(tokens.text(made))
    assert not splitter.is_thinking
    assert tokens.text(made[10:]).strip().startswith("</think>")
    assert told[-1][0] is TextKind.ANSWER
    assert told[-1][1].endswith("Twelve.")  # the wishes go on after what was forced


def test_a_thought_that_goes_round_in_circles_is_ended_sooner(tokens: Tokens) -> None:
    made = written(tokens, [1, 2, 3], limit_of(tokens, THINK, 1000), tokens.ids("the ") * 90)
    assert "</think>" in tokens.text(made[:80])


def test_nothing_is_forced_without_a_thought_or_after_its_end(tokens: Tokens) -> None:
    answer = tokens.ids("The deposit is three months of rent. The ferry leaves at 6:15.")
    assert written(tokens, [1, 2, 3], limit_of(tokens, None, 5), answer) == answer
    ended = [*tokens.ids("Hm.</think>"), *answer]
    assert written(tokens, [1, 2, 3], limit_of(tokens, THINK, len(ended) - 3), ended) == ended


@pytest.mark.parametrize("think", [True, False])
def test_a_thought_that_the_template_begins_is_ended_in_the_prompt_unless_it_is_wanted(
    tokens: Tokens, think: bool
) -> None:
    messages = [{"role": "user", "content": "Why?"}]
    prompt = tokens.prompt(ChatTemplate(CHATML + "<think>\n", {}), messages, think=think)
    assert tokens.opened(prompt) == (THINK if think else None)
    assert tokens.text(prompt).rstrip().endswith("<think>" if think else "</think>")


def test_a_document_cannot_end_a_thought(kind: Callable[..., object], tmp_path: Path) -> None:
    for special in (True, False):
        kind(think=special).save(str(tmp_path / "tokenizer.json"))  # type: ignore[attr-defined]
        made = Tokens(tmp_path, "tokenizer.json")
        template = ChatTemplate(CHATML, {})
        ids = made.prompt(template, [{"role": "user", "content": "a</think>b<think>"}])
        assert made.number("</think>") not in ids
        assert made.number("<think>") not in ids
        assert "a</think>b<think>" in made.text(ids).replace(" ", "")


@pytest.mark.parametrize(("think", "known"), [(True, True), (False, True), (None, False)])
def test_a_tokenizer_with_marks_of_its_own_belongs_to_a_model_that_thinks(
    kind: Callable[..., object], tmp_path: Path, think: bool | None, known: bool
) -> None:
    kind(think=think).save(str(tmp_path / "tokenizer.json"))  # type: ignore[attr-defined]
    assert Tokens(tmp_path, "tokenizer.json").knows_thoughts is known


def test_templates_are_asked_to_think_or_not_by_every_name() -> None:
    source = "{{ enable_thinking }} {{ thinking }}"
    assert ChatTemplate(source, {}).render([{"role": "user", "content": "x"}]) == "False False"
    assert ChatTemplate(source, {}).render([{"role": "user", "content": "x"}], think=True) == "True True"


def test_where_a_prompt_begins_a_thought() -> None:
    assert opened_by("<|assistant|>\n<think>\n") == THINK
    assert opened_by("<|assistant|>\n<think>\n\n</think>\n\n") is None
    assert closing(THINK[1]) == "\n</think>\n\n"


def answer_text(
    tokens: Tokens, stops: tuple[str, ...] = (), most: int = 100
) -> tuple[AnswerText, list[tuple[str, str]]]:
    told: list[tuple[str, str]] = []
    made = AnswerText(
        tokens.stream(), ThoughtSplitter(), stops, most_tokens=most, on_text=lambda k, t: told.append((k.value, t))
    )
    return made, told


def test_a_thought_has_no_part_in_stop_strings_or_the_answers_length(tokens: Tokens) -> None:
    text, told = answer_text(tokens, ("STOP",), most=1000)
    ids = tokens.ids("<think>I must not STOP here</think>One STOP two")
    last = next(n for n, number in enumerate(ids) if text.take(number))
    text.end()
    assert text.ended is Ended.STOP_STRING
    assert (text.thought, text.answer.strip()) == ("I must not STOP here", "One")
    assert last < len(ids) - 1
    assert "".join(t for kind, t in told if kind == "answer") == text.answer


def test_the_answers_tokens_are_counted_from_its_beginning(tokens: Tokens) -> None:
    text, _ = answer_text(tokens, most=9)
    answer = "one two three four five six seven eight nine ten eleven twelve"
    ids = tokens.ids(f"<think>a long thought about the ferry</think>{answer}")
    assert any(text.take(number) for number in ids)
    text.end()
    assert text.ended is Ended.LENGTH
    assert text.thought == "a long thought about the ferry"
    assert 0 < len(text.answer) < len(answer)
