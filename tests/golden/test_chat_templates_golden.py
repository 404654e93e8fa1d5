"""Templates in the shape of the catalogue's families give the prompts that transformers gives."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from app.engines.llm.text import chat_template
from app.engines.llm.text.chat_template import ChatTemplate

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = json.loads((ROOT / "tests" / "golden" / "llm_chat" / "templates.json").read_text("utf-8"))


class March(datetime.datetime):
    """The day on which the golden prompts were made."""

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> March:
        return cls(2025, 3, 9, 12, tzinfo=tz)


def name(case: dict[str, Any]) -> str:
    return f"{case['template']} {'with rules' if case['system'] else 'plain'} {'thinking' if case['think'] else ''}"


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=name)
def test_the_prompt_is_the_reference_s(case: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_template, "datetime", March)
    source = GOLDEN["templates"][case["template"]]
    messages = [*([GOLDEN["system"]] if case["system"] else []), *GOLDEN["history"]]
    made = ChatTemplate(source, {"bos_token": "<s>", "eos_token": "</s>"}).render(messages, think=case["think"])
    assert made == case["rendered"]
