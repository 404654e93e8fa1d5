"""Renders a model's own chat template in a sandbox that is bounded in time and size; encodes nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from jinja2.exceptions import TemplateError

from app.engines.llm.text.template_sandbox import MOST_TEXT, Sandbox

MOST_SECONDS = 2.0
"""Rendering takes milliseconds."""
MOST_SOURCE = 256 << 10
"""Characters; the longest public template has 30 thousand."""
_TELLING = 100
"""So many characters of a system message show whether it is there; a template may trim its end."""

Message = Mapping[str, str]


class TemplateProblem(Exception):  # noqa: N818 - the caller knows the model and makes the AppError
    """The template is wrong, or wants what it must not have; the message is for the log and for `doctor`."""


class TemplateRefusal(Exception):  # noqa: N818 - as above
    """The template itself called ``raise_exception``: it does not take these messages."""


class ChatTemplate:
    """``variables`` are what some templates want besides the messages: bos_token, eos_token."""

    def __init__(self, source: str, variables: Mapping[str, str], *, most_seconds: float = MOST_SECONDS) -> None:
        """Raises TemplateProblem where the source is no template."""
        if len(source) > MOST_SOURCE:
            raise TemplateProblem("the template is too long")
        self._variables, self._most_seconds = dict(variables), most_seconds
        self._sandbox = Sandbox()
        self._sandbox.globals.update(raise_exception=_refuse, strftime_now=_now)
        with _problems(), _deadline(most_seconds):
            self._template = self._sandbox.from_string(source)

    def render(self, messages: Sequence[Message], *, think: bool = False) -> str:
        """The prompt up to where the model's turn begins. A model that can think aloud is asked to, or not to.

        Raises TemplateProblem. A template that takes no system message, or leaves it out, gets it at the head of the
        first user message; TemplateRefusal where it does not take the messages that way either.
        """
        if len(messages) < 2 or messages[0]["role"] != "system":
            return self._render(messages, think)
        system, first, *rest = messages
        try:
            rendered = self._render(messages, think)
            if system["content"].strip()[:_TELLING] in rendered:
                return rendered
        except TemplateRefusal:
            pass
        joined = {"role": first["role"], "content": f"{system['content']}\n\n{first['content']}"}
        return self._render([joined, *rest], think)

    def _render(self, messages: Sequence[Message], think: bool) -> str:
        parts, length = [], 0
        given = [dict(message) for message in messages]
        # Two names for one thing: Qwen, SmolLM, GLM; Granite, DeepSeek.
        variables = {**self._variables, "enable_thinking": think, "thinking": think, "tools": None, "documents": None}
        with _problems(), _deadline(self._most_seconds):
            self._sandbox.begin()
            for part in self._template.generate(**variables, messages=given, add_generation_prompt=True):
                parts.append(part)
                length += len(part)
                if length > MOST_TEXT:
                    raise TemplateProblem("the prompt grows without end")
        return "".join(parts)


def _refuse(message: str) -> None:
    raise TemplateRefusal(str(message)[:500])


def _now(pattern: str) -> str:
    return datetime.now(UTC).strftime(str(pattern)[:100])


@contextmanager
def _problems() -> Iterator[None]:
    """Whatever a foreign template trips over is its own fault: no type of exception is out of its reach."""
    try:
        yield
    except (TemplateProblem, TemplateRefusal, MemoryError):
        raise
    except TemplateError as error:
        raise TemplateProblem(f"{type(error).__name__}: {error.message}") from error
    except Exception as error:
        raise TemplateProblem(f"{type(error).__name__}: {error}") from error


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """End Python code that runs longer: a trace sees every line of this thread, also of a loop that prints nothing."""
    end, before = time.monotonic() + seconds, sys.gettrace()

    def trace(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.monotonic() > end:
            raise TemplateProblem("the template does not end")
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)
