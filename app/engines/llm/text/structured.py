"""Answers of a form: a JSON schema that holds token by token, by the library llguidance. Samples nothing itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence, Set
from typing import Any

import numpy as np
import numpy.typing as npt
from llguidance import LLMatcher, LLParserLimits, LLTokenizer

from app.domain.errors import AppError, ErrorCode
from app.engines.llm.text.tokens import Within

MOST_SCHEMA_CHARACTERS = 64_000
MOST_DEPTH = 40
COMPILE_SECONDS = 10.0
LARGEST_MULTIPLE = 1_000
"""``multipleOf`` becomes an automaton with as many states as its digits count to: 999,983 took 23 s and 358 MB."""
_HOW: Any = {
    # One blank where models were trained to put one, and no other: a weak model could write blanks for ever.
    "item_separator": ", ",
    "key_separator": ": ",
    "whitespace_flexible": False,
    "coerce_one_of": False,  # "one of" is not "any of"
    "lenient": False,  # what the library does not know is refused, not left out
}


class JsonForms:
    """Makes forms for one tokenizer. Takes about a second and 100 MB for 150,000 tokens: made when first asked for."""

    def __init__(self, tokenizer: Any, end_ids: Set[int], within: Within) -> None:
        """``tokenizer`` is a ``tokenizers.Tokenizer``. Raises ValueError where the library cannot read it."""
        self._within = within
        size = tokenizer.get_vocab_size(with_added_tokens=True)
        self._ends = sorted(number for number in end_ids if 0 <= number < size)
        self._tokens = LLTokenizer(tokenizer.to_str(), eos_token=self._ends or None)

    def form(self, schema: str, prompt_tokens: int) -> JsonForm:
        """A guide for one answer that begins after ``prompt_tokens``. Raises AppError ANSWER_FORM (``problem``)."""
        if len(schema) > MOST_SCHEMA_CHARACTERS:
            raise _refused("the schema is too long")
        try:
            value = json.loads(schema)
            if not isinstance(value, (dict, bool)) or _depth(value) > MOST_DEPTH:
                raise _refused("the schema is no object, or nested too deep")
            if any(_states(number) > LARGEST_MULTIPLE for number in _multiples(value)):
                raise _refused("a multiple too large")
            grammar = LLMatcher.grammar_from_json_schema(json.dumps(value), overrides=_HOW)
            matcher = self._within(
                COMPILE_SECONDS, lambda: LLMatcher(self._tokens, grammar, log_level=0, limits=_limits())
            )
        except (ValueError, RecursionError, TimeoutError) as error:
            raise _refused(str(error) or "the schema is too complex") from error
        if matcher.is_error():
            raise _refused(matcher.get_error())
        form = JsonForm(matcher, self._ends, prompt_tokens)
        form.allowed(())  # a schema that nothing fits is refused before the prompt is computed
        return form


class JsonForm:
    """A guide of the sampler. Follows whatever history it is shown, also back."""

    def __init__(self, matcher: Any, end_ids: Sequence[int], prompt_tokens: int) -> None:
        self._matcher, self._end_ids, self._start = matcher, tuple(end_ids), prompt_tokens
        self._taken: list[int] = []

    @property
    def is_whole(self) -> bool:
        """Whether what was taken so far is an answer of the form."""
        return bool(self._matcher.is_accepting())

    def allowed(self, history: Sequence[int]) -> npt.NDArray[np.bool_] | int | None:
        """Raises AppError ANSWER_FORM where the form became too complex to follow."""
        self._follow(list(history[self._start :]))
        if self._matcher.is_stopped() and self._matcher.is_accepting() and self._end_ids:
            return self._end_ids[0]
        mask = np.unpackbits(np.frombuffer(self._matcher.compute_bitmask(), np.uint8), bitorder="little")
        if self._matcher.is_error() or not mask.any():
            raise _refused(self._matcher.get_error() or "the schema is too complex")
        return mask.astype(np.bool_)

    def _follow(self, written: list[int]) -> None:
        shared = 0
        while shared < min(len(written), len(self._taken)) and written[shared] == self._taken[shared]:
            shared += 1
        if shared < len(self._taken):
            self._matcher.rollback(len(self._taken) - shared)
            del self._taken[shared:]
        for token in written[shared:]:
            if not self._matcher.consume_token(token):
                raise _refused(self._matcher.get_error() or "a token that was not allowed")
            self._taken.append(token)


def _limits() -> Any:
    """A quarter of the library's: seconds and some hundred MB would be too much to wait for."""
    return LLParserLimits(initial_lexer_fuel=250_000, max_grammar_size=100_000, max_lexer_states=50_000)


def _depth(value: Any, depth: int = 0) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_depth(item, depth + 1) for item in inner), default=depth) if depth <= MOST_DEPTH else depth


def _multiples(value: Any) -> Iterator[float]:
    if isinstance(value, dict) and isinstance(number := value.get("multipleOf"), (int, float)):
        yield number
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _multiples(item)


def _states(number: float) -> float:
    digits = len(repr(number).partition(".")[2]) if isinstance(number, float) and number % 1 else 0
    return abs(number) * 10**digits if "e" not in repr(number) else float("inf")


def _refused(problem: str) -> AppError:
    return AppError(ErrorCode.ANSWER_FORM, problem=problem[:500])
