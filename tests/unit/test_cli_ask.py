"""`alcove ask` prints a thought only for who wants it, and says what did not fit the model or was cut."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.cli.arguments import parser
from app.cli.commands import ask
from app.cli.output import Output, stop_after
from app.domain.ask.asking import AskPassages, AskPiece, AskThought
from app.domain.ask.conversation import Answer, AnswerKind, Citation
from app.domain.library.place import Place

CITATION = Citation(1, 1, 1, Path("/docs/lease.md"), "Lease", Place(), "The deposit is three months of rent.")


def answer(**facts: Any) -> Answer:
    return Answer("Deposit?", AnswerKind.GENERATED, "Three months [1].", (CITATION,), "tiny", 1.0, **facts)


def printed(made: Answer, *, json_lines: bool = False, passages: AskPassages | None = None, **options: bool) -> str:
    out, asked = io.StringIO(), dict[str, Any]()

    def answered(_question: str, *, on_event: Any, **how: Any) -> Any:
        asked.update(how)
        events = [passages or AskPassages((CITATION,)), AskThought("It asks "), AskThought("for the\nrent.")]
        for event in [*events, AskThought("", 2.0), AskPiece("Three months "), AskPiece("[1].")]:
            on_event(event)
        return SimpleNamespace(answer=made)

    session = SimpleNamespace(
        output=Output(json_lines=json_lines, out=out, err=io.StringIO()),
        translate=lambda _context, text: text,
        alcove=SimpleNamespace(ask=SimpleNamespace(ask=answered)),
        search_filter=lambda _arguments: None,
    )
    chosen = {"think": False, "show_thinking": False, "go_on": False, **options}
    assert ask.run(session, argparse.Namespace(question="Deposit?", **chosen)) == 0  # type: ignore[arg-type]
    assert asked["think"] is chosen["think"]
    return out.getvalue()


def test_a_thought_is_not_printed() -> None:
    assert printed(answer(thought="It asks")).startswith("Three months [1].\n")


def test_a_thought_is_printed_before_the_answer_for_who_asks_for_it() -> None:
    text = printed(answer(thought="It asks"), think=True, show_thinking=True)
    assert text.startswith("Thinking:\nIt asks for the\nrent.\n")
    assert text.index("rent.\n") < text.index("Three months [1].")


@pytest.mark.parametrize("wanted", [True, False])
def test_json_holds_a_thought_only_for_who_asks_for_it(wanted: bool) -> None:
    told = json.loads(printed(answer(thought="It asks"), json_lines=True, show_thinking=wanted))
    assert told["answer"] == "Three months [1]."
    assert told.get("thought") == ("It asks" if wanted else None)


def test_what_did_not_fit_the_model_is_said() -> None:
    text = printed(answer(), passages=AskPassages((CITATION,), left_out=3, left_out_turns=2))
    assert "Earlier questions left out because the model has no room for them: 2." in text
    assert "Passages left out because the model has no room for them: 3." in text
    assert "left out" not in printed(answer())


def test_a_model_that_repeats_itself_is_said_in_a_plain_sentence() -> None:
    text = printed(answer(cut=True, repeats=True))
    assert "The model began to repeat itself and was stopped." in text
    assert "before the answer was complete" not in text
    assert "before the answer was complete" in printed(answer(cut=True))


def test_both_options_are_off_by_themselves() -> None:
    made = parser(lambda _context, text: text).parse_args(["ask", "Deposit?"])
    assert (made.think, made.show_thinking) == (False, False)


def test_a_title_that_asks_has_its_own_end() -> None:
    ends = [stop_after(title) for title in ("Damaged", "Which language is this?", "已损坏", "这是哪种语言？")]
    assert ends == [". ", " ", "。", ""]
