"""Jinja for templates of strangers: what they may call, and how much they may make. Renders nothing itself.

Jinja's own sandbox forbids reaching the program, but bounds neither memory nor the time inside one call of the library
(TRUST F12). Here every text and list that a template makes passes :meth:`Sandbox.weighed`: one may be ``MOST_TEXT``
long, all of one rendering together ``MOST_MADE_BYTES``, counted as if nothing were ever freed. So no operation of the
library meets a value on which it could take long, and a watch on the Python lines (chat_template) sees all the rest.
"""

from __future__ import annotations

import functools
import itertools
import json
import sys
from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_TEXT = 2_000_000
"""Characters of one text; also what a list weighs at most, each element 16 and its own weight."""
MOST_MADE_BYTES = 96 << 20
MOST_DEPTH = 64
LARGEST_NUMBER = 10**18
LONGEST_BACKWARD_NEEDLE = 200
"""A search from the end takes time by the product of both lengths."""
_ELEMENT = 16
_UNBOUNDED_FILTERS = ("center", "format", "wordwrap", "urlize", "batch", "slice", "pprint", "xmlattr", "filesizeformat")
_TEXT_METHODS = (
    "capitalize count endswith find format index isalnum isalpha isascii isdecimal isdigit islower isnumeric isspace "
    "istitle isupper join lower lstrip partition removeprefix removesuffix replace rfind rindex rpartition rsplit "
    "rstrip split splitlines startswith strip swapcase title upper"
)


class Sandbox(ImmutableSandboxedEnvironment):
    """One for each template; :meth:`begin` before each rendering. Raises SecurityError for what is too much."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(self) -> None:
        super().__init__(
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,  # the optimizer computes at once what stands between literals
            finalize=self._shown,
            extensions=["jinja2.ext.loopcontrols", _Generation],
        )
        self.code_generator_class = _Code
        self._methods: dict[type, frozenset[str]] = {
            str: frozenset(_TEXT_METHODS.split()),
            list: frozenset({"count", "index", "copy"}),
            tuple: frozenset({"count", "index"}),
            dict: frozenset({"get", "items", "keys", "values", "copy"}),
        }
        self._made = 0
        self.filters.update(indent=_indent, tojson=_json)
        for name in _UNBOUNDED_FILTERS:
            del self.filters[name]
        self.filters.update({name: self._guarded(name, made) for name, made in self.filters.items()})
        del self.globals["lipsum"]

    def begin(self) -> None:
        self._made = 0

    def weighed(self, value: Any) -> Any:
        """``value`` itself, once it is counted."""
        if isinstance(value, str):
            self._expect(len(value))
        elif isinstance(value, (list, tuple, dict)):
            _weight(value, {}, 0)
        else:
            return value
        self._made += sys.getsizeof(value)
        if self._made > MOST_MADE_BYTES:
            raise SecurityError("the template makes too much")
        return value

    def joined(self, parts: Iterable[Any]) -> str:
        """What ``~`` means."""
        texts = [part if isinstance(part, str) else str(part) for part in parts]
        self._expect(sum(map(len, texts)))
        return str(self.weighed("".join(texts)))

    def concat(self, parts: Iterable[str]) -> str:
        """What a macro or a block collected."""
        return self.joined(parts)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, (str, list, tuple)) and isinstance(right, (str, list, tuple)):
            self._expect(len(left) + len(right))
        elif operator == "*":
            for one, other in ((left, right), (right, left)):
                if hasattr(one, "__len__") and isinstance(other, int):
                    self._expect(_weight(one, {}, 0) * max(other, 0))
        elif operator == "%" and isinstance(left, str):
            raise SecurityError("formatting is not for templates")
        elif operator == "**" and not (_small(left, 1000) and _small(right, 6)):
            raise SecurityError("a power too large")
        if not (_small(left, LARGEST_NUMBER) and _small(right, LARGEST_NUMBER)):
            raise SecurityError("a number too large")
        return self.weighed(super().call_binop(context, operator, left, right))

    def call(self, context: Context, callable_: Any, /, *arguments: Any, **named: Any) -> Any:
        if any(not _small(value, MOST_TEXT) for value in (*arguments, *named.values())):
            raise SecurityError("a number too large")
        of = getattr(callable_, "__self__", None)
        if isinstance(of, str) and not hasattr(callable_, "__wrapped__"):
            arguments = self._checked(of, callable_.__name__, arguments, named)
        return self.weighed(super().call(context, callable_, *arguments, **named))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        for kind, methods in self._methods.items():
            if isinstance(obj, kind):
                return attr in methods
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """``'{} {}'.format(…)`` alone: a width or a path could stand in the braces."""
        wrapped = super().wrap_str_format(value)
        if wrapped is None:
            return None
        pattern: str = value.__self__
        if value.__name__ != "format" or any(sign in pattern for sign in ":!.["):
            raise SecurityError("formatting is not for templates")

        def bounded(*arguments: Any, **named: Any) -> str:
            longest = max((len(str(item)) for item in (*arguments, *named.values())), default=0)
            self._expect(len(pattern) + pattern.count("{") * longest)
            return wrapped(*arguments, **named)

        return bounded

    def _checked(self, text: str, name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """The arguments of a text's method, once its result is known to be bounded."""
        if name == "join" and arguments:
            parts = list(itertools.islice(arguments[0], MOST_TEXT))
            self._expect(sum(len(part) for part in parts if isinstance(part, str)) + len(text) * len(parts))
            return (parts, *arguments[1:])
        if name == "replace" and len(arguments) > 1:
            self._expect_replaced(text, arguments[0], arguments[1])
        needle = arguments[0] if arguments else named.get("sep")
        if name in ("rfind", "rindex", "rsplit", "rpartition") and isinstance(needle, str):
            self._expect(0 if len(needle) <= LONGEST_BACKWARD_NEEDLE else MOST_TEXT + 1)
        return arguments

    def _guarded(self, name: str, made: Callable[..., Any]) -> Callable[..., Any]:
        """A filter by any way to it: written with a bar, in a filter block, through ``map``."""

        @functools.wraps(made)  # also says whether the library puts the environment before the value
        def guarded(*arguments: Any, **named: Any) -> Any:
            own = arguments[1:] if hasattr(made, "jinja_pass_arg") else arguments
            if any(not _small(value, MOST_TEXT) for value in (*own, *named.values())):
                raise SecurityError("a number too large")
            if name == "replace":
                words = [*own, *named.values()]
                self._expect_replaced(str(words[0]), str(words[1]), str(words[2]))
            elif name == "join":
                value = list(itertools.islice(own[0], MOST_TEXT)) if own else []
                separator = own[1] if len(own) > 1 else named.get("d", "")
                self._expect(_weight(value, {}, 0) + len(str(separator)) * len(value))
                arguments = (*arguments[: len(arguments) - len(own)], value, *own[1:])
            return self.weighed(made(*arguments, **named))

        return guarded

    def _shown(self, value: Any) -> Any:
        """Whatever stands between ``{{`` and ``}}``."""
        return value if isinstance(value, str) else self.weighed(str(value))

    def _expect_replaced(self, text: str, old: str, new: str) -> None:
        self._expect(len(text) + (text.count(old) if isinstance(old, str) else 0) * len(new))

    def _expect(self, length: int) -> None:
        if length > MOST_TEXT:
            raise SecurityError("a text too long")


class _Code(CodeGenerator):
    """The library's compiler, which lets what is made pass the scales."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - the library's name
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self._weighed(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self._weighed(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        if node.ctx == "load":
            self._weighed(super().visit_Tuple, node, frame)
        else:
            super().visit_Tuple(node, frame)

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.arg, nodes.Slice):
            self._weighed(super().visit_Getitem, node, frame)
        else:
            super().visit_Getitem(node, frame)

    def _weighed(self, visit: Callable[[Any, Frame], None], node: nodes.Node, frame: Frame) -> None:
        self.write("environment.weighed(")
        visit(node, frame)
        self.write(")")


class _Generation(Extension):
    """``{% generation %}`` marks what a model was trained to say; for a prompt it means nothing."""

    tags = {"generation"}  # noqa: RUF012 - so the library wants it

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _weight(value: Any, known: dict[int, int], depth: int) -> int:
    """What ``value`` would be if nothing in it were shared; sixty lists can hold 2**60 elements."""
    if isinstance(value, str):
        return len(value)
    if not isinstance(value, (list, tuple, dict)):
        return 1
    if depth > MOST_DEPTH:
        raise SecurityError("nested too deep")
    if (found := known.get(id(value))) is not None:
        return found
    weight = 0
    for item in itertools.chain(value, value.values()) if isinstance(value, dict) else value:
        weight += _ELEMENT + _weight(item, known, depth + 1)
        if weight > MOST_TEXT:
            raise SecurityError("a list too long")
    known[id(value)] = weight
    return weight


def _small(value: Any, most: int) -> bool:
    return not isinstance(value, int) or abs(value) <= most


def _json(
    value: Any,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    """As transformers writes it. Jinja's own escapes what HTML would take for a tag."""
    _weight(value, {}, 0)
    if separators is not None and sum(map(len, separators)) > _ELEMENT:
        raise SecurityError("separators too long")
    narrow = min(indent, 8) if isinstance(indent, int) else None
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=narrow, separators=separators, sort_keys=sort_keys)


def _indent(text: str, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    """Jinja's, with at most 64 signs of indention."""
    sign = (width if isinstance(width, str) else " " * min(width, 64))[:64]
    lines = str(text).split("\n")
    made = [f"{sign}{line}" if (line or blank) and (first or n) else line for n, line in enumerate(lines)]
    return "\n".join(made)
