"""Renders a model's own chat template in a sandbox that is bounded in time and size; encodes nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_SECONDS = 2.0
"""Rendering takes milliseconds; Jinja's sandbox itself limits neither time nor memory (TRUST F12)."""
MOST_REPEATED = 1 << 20
"""The longest text or list that a template may make by repeating or padding."""
MOST_CHARACTERS = 16 << 20
_UNBOUNDED_FILTERS = ("center", "format", "wordwrap", "urlize", "batch", "slice", "indent", "pprint")
"""They pad or repeat to a width that the template names."""

Message = Mapping[str, str]


class TemplateProblem(Exception):  # noqa: N818 - the caller knows the model and makes the AppError
    """The template is wrong, or wants what it must not have; the message is for the log and for `doctor`."""


class TemplateRefusal(Exception):  # noqa: N818 - as above
    """The template itself called ``raise_exception``: it does not take these messages."""


class ChatTemplate:
    """``variables`` are what some templates want besides the messages: bos_token, eos_token."""

    def __init__(self, source: str, variables: Mapping[str, str], *, most_seconds: float = MOST_SECONDS) -> None:
        """Raises TemplateProblem where the source is no template."""
        self._variables, self._most_seconds = dict(variables), most_seconds
        environment = _Environment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"])
        environment.globals.update(raise_exception=_refuse, strftime_now=_now)
        environment.filters["tojson"] = _json
        for name in _UNBOUNDED_FILTERS:
            del environment.filters[name]
        del environment.globals["lipsum"]
        with _problems(), _deadline(most_seconds):
            self._template = environment.from_string(source)

    def render(self, messages: Sequence[Message]) -> str:
        """The prompt up to where the model's turn begins; a model that can think aloud is asked not to.

        Raises TemplateProblem. A template that takes no system message gets it at the head of the first user message;
        TemplateRefusal where it does not take the messages that way either.
        """
        try:
            return self._render(messages)
        except TemplateRefusal:
            if len(messages) < 2 or messages[0]["role"] != "system":
                raise
            system, first, *rest = messages
            joined = {"role": first["role"], "content": f"{system['content']}\n\n{first['content']}"}
            return self._render([joined, *rest])

    def _render(self, messages: Sequence[Message]) -> str:
        parts, length = [], 0
        given = [dict(message) for message in messages]
        with _problems(), _deadline(self._most_seconds):
            for part in self._template.generate(
                **self._variables, messages=given, add_generation_prompt=True, enable_thinking=False, tools=None
            ):
                parts.append(part)
                length += len(part)
                if length > MOST_CHARACTERS:
                    raise TemplateProblem("the prompt grows without end")
        return "".join(parts)


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with operators that cannot blow up: ``'x' * 10**9`` would take a gigabyte in one expression."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and not (_small(left, 1000) and _small(right, 10)):
            raise SecurityError("a power too large")
        if operator == "*":
            for one, other in ((left, right), (right, left)):
                if hasattr(one, "__len__") and isinstance(other, int) and len(one) * other > MOST_REPEATED:
                    raise SecurityError("a repetition too long")
        if operator == "%" and isinstance(left, str):
            raise SecurityError("formatting is not for templates")
        return super().call_binop(context, operator, left, right)

    def call(self, context: Any, callable_: Any, /, *arguments: Any, **named: Any) -> Any:
        """Methods that pad (``ljust``, ``center``, ``zfill``) and ``format`` take widths: none may be huge."""
        if any(isinstance(value, int) and abs(value) > MOST_REPEATED for value in (*arguments, *named.values())):
            raise SecurityError("a number too large")
        return super().call(context, callable_, *arguments, **named)


def _small(value: Any, most: int) -> bool:
    return isinstance(value, int) and abs(value) <= most


def _refuse(message: str) -> None:
    raise TemplateRefusal(str(message)[:500])


def _now(pattern: str) -> str:
    return datetime.now(UTC).strftime(str(pattern)[:100])


def _json(value: Any, indent: int | None = None, **_: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=min(indent, 8) if indent is not None else None)


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
