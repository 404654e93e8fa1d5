"""What stands in a paragraph, in any format, as a segment with placeholders, and a translation back as its parts.

The formats make the parts (:data:`Node`) and render them again; what a ``form`` or ``item`` holds is theirs alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.translate.placeholders import word_end
from app.domain.translate.segment import Tag, escaped, tokens

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Run:
    """Words in one format: ``key`` tells formats apart, ``form`` makes such a run anew."""

    text: str
    key: Hashable
    form: Any = None


@dataclass(slots=True)
class Kept:
    """Something to be seen that has no words: a picture, a footnote's mark. ``repeats``: a break may occur twice."""

    item: Any
    repeats: bool = False


@dataclass(slots=True)
class Mark:
    """Something without width, such as a bookmark: it never troubles an engine and goes to its place by proportion."""

    item: Any


@dataclass(slots=True)
class Pair:
    """Something around words: a link, a tracked insertion, a tag."""

    form: Any
    children: list[Node] = field(default_factory=list)


Node = Run | Kept | Mark | Pair


def clean(text: str) -> str:
    """``text`` without what XML cannot hold."""
    return _NOT_XML.sub("", text)


class Inline:
    """One paragraph's content. ``text`` is the segment; what stands before and after all words is not part of it."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._frames: list[tuple[list[Node], Pair | None, list[Node]]] = []
        self._core = self._unframed(_joined(nodes))
        self._numbered: list[Run | Kept | Pair] = []
        self._marks: list[_Placed] = []
        self._bases: dict[int, Run] = {}
        self._length = 0
        self._first = next(_runs(self._core), Run("", None))
        self.text = "".join(self._encoded(self._core, self._base(self._core, self._first)))

    def translated(self, translation: str, *, as_copy: bool = False) -> list[Node]:
        """The nodes of ``translation``, framed as the source is.

        ``as_copy``: to stand beside the source, so that nothing comes that may be there only once.
        """
        nodes = self._decoded(translation)
        if as_copy:
            nodes = _without_objects(nodes)
        elif self._marks:
            nodes = _Placing(self._marks, self._length, nodes).nodes
        for before, pair, after in reversed(self._frames):
            if pair is not None:
                nodes = [Pair(pair.form, nodes)]
            if as_copy:
                nodes = [*_without_objects(before), *nodes, *_without_objects(after)]
            else:
                nodes = [*before, *nodes, *after]
        return nodes

    def _unframed(self, nodes: list[Node]) -> list[Node]:
        while True:
            start, end = 0, len(nodes)
            while start < end and not _has_words(nodes[start]):
                start += 1
            while end > start and not _has_words(nodes[end - 1]):
                end -= 1
            before, core, after = nodes[:start], nodes[start:end], nodes[end:]
            if core and isinstance(first := core[0], Run) and (stripped := first.text.lstrip()) != first.text:
                before.append(Run(first.text[: len(first.text) - len(stripped)], first.key, first.form))
                core[0] = Run(stripped, first.key, first.form)
            if core and isinstance(last := core[-1], Run) and (stripped := last.text.rstrip()) != last.text:
                after.insert(0, Run(last.text[len(stripped) :], last.key, last.form))
                core[-1] = Run(stripped, last.key, last.form)
            if len(core) == 1 and isinstance(pair := core[0], Pair):
                self._frames.append((before, pair, after))
                nodes = pair.children
            else:
                self._frames.append((before, None, after))
                return core

    def _base(self, nodes: Sequence[Node], otherwise: Run) -> Run:
        """The run whose format most words of ``nodes`` have: these words need no placeholder."""
        weights: Counter[Hashable] = Counter()
        forms: dict[Hashable, Run] = {}
        for node in nodes:
            if isinstance(node, Run):
                weights[node.key] += len("".join(node.text.split()))
                forms.setdefault(node.key, node)
        return forms[weights.most_common(1)[0][0]] if weights else otherwise

    def _encoded(self, nodes: Sequence[Node], base: Run, depth: int = 0) -> Iterator[str]:
        self._bases.setdefault(0, base)
        for node in nodes:
            if isinstance(node, Mark):
                self._marks.append(_Placed(self._length, depth, node))
            elif isinstance(node, Run) and node.key == base.key:
                self._length += len(node.text)
                yield escaped(node.text)
            else:
                self._numbered.append(node)
                number = len(self._numbered)
                if isinstance(node, Kept):
                    yield str(Tag(number, is_single=True))
                    continue
                yield str(Tag(number))
                if isinstance(node, Run):
                    self._bases[number] = node
                    self._length += len(node.text)
                    yield escaped(node.text)
                else:
                    self._bases[number] = inner = self._base(node.children, base)
                    yield from self._encoded(node.children, inner, depth + 1)
                yield str(Tag(number, is_closing=True))

    def _decoded(self, translation: str) -> list[Node]:
        """Lenient: what ``checked`` did not see right only loses its format."""
        stack: list[tuple[int, list[Node]]] = [(0, [])]
        for part in tokens(clean(translation)):
            base = self._bases[stack[-1][0]]
            if isinstance(part, str):
                stack[-1][1].append(Run(part, base.key, base.form))
            elif not 0 < part.number <= len(self._numbered):
                continue
            elif isinstance(node := self._numbered[part.number - 1], Kept):
                stack[-1][1].append(node)
            elif not part.is_closing:
                stack.append((part.number, []))
            elif len(stack) > 1 and stack[-1][0] == part.number:
                self._close(stack)
        while len(stack) > 1:
            self._close(stack)
        return stack[0][1]

    def _close(self, stack: list[tuple[int, list[Node]]]) -> None:
        number, children = stack.pop()
        node = self._numbered[number - 1]
        if isinstance(node, Pair):
            stack[-1][1].append(Pair(node.form, children))
        else:
            stack[-1][1].extend(children)


def _joined(nodes: Sequence[Node]) -> list[Node]:
    """Neighbours of one format made one; a space between two takes the format of what stands before it."""
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Pair):
            node = Pair(node.form, _joined(node.children))
        last = out[-1] if out else None
        if isinstance(node, Run):
            if not node.text:
                continue
            if isinstance(last, Run) and (last.key == node.key or not node.text.strip()):
                out[-1] = Run(last.text + node.text, last.key, last.form)
                continue
            if isinstance(last, Run) and not last.text.strip():
                out[-1] = Run(last.text + node.text, node.key, node.form)
                continue
        out.append(node)
    return out


def _has_words(node: Node) -> bool:
    if isinstance(node, Run):
        return bool(node.text.strip())
    return isinstance(node, Pair) and any(_has_words(child) for child in node.children)


def _runs(nodes: Sequence[Node]) -> Iterator[Run]:
    for node in nodes:
        if isinstance(node, Run):
            yield node
        elif isinstance(node, Pair):
            yield from _runs(node.children)


def _without_objects(nodes: Sequence[Node]) -> list[Node]:
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Pair):
            out.append(Pair(node.form, _without_objects(node.children)))
        elif isinstance(node, Run) or (isinstance(node, Kept) and node.repeats):
            out.append(node)
    return out


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mark behind so many characters, inside so many pairs."""

    at: int
    depth: int
    mark: Mark


class _Placing:
    """Puts marks back at their share of the text; a word is cut only where the source had a mark inside one."""

    def __init__(self, marks: Sequence[_Placed], length: int, nodes: Sequence[Node]) -> None:
        total = sum(len(run.text) for run in _runs(nodes))
        self._is_exact = total == length
        share = total / length if length else 0.0
        self._waiting = [_Placed(round(one.at * share), one.depth, one.mark) for one in reversed(marks)]
        self._at = 0
        self.nodes = [*self._placed(nodes, 0), *(one.mark for one in reversed(self._waiting))]

    def _placed(self, nodes: Sequence[Node], depth: int) -> list[Node]:
        out: list[Node] = list(self._due(self._at, depth))
        for node in nodes:
            if isinstance(node, Pair):
                out.append(Pair(node.form, self._placed(node.children, depth + 1)))
            elif isinstance(node, Run):
                out += self._split(node)
            else:
                out.append(node)
            out += self._due(self._at, depth)
        return out

    def _due(self, at: int, depth: int) -> Iterator[Mark]:
        """What stands at ``at`` and not further out than this."""
        while self._waiting and self._waiting[-1].at <= at and self._waiting[-1].depth >= depth:
            yield self._waiting.pop().mark

    def _split(self, run: Run) -> Iterator[Node]:
        start, end = 0, self._at + len(run.text)
        while self._waiting and self._waiting[-1].at < end:
            placed = self._waiting.pop()
            inside = max(start, placed.at - self._at)
            if not self._is_exact:
                inside = word_end(run.text, inside)
            if inside > start:
                yield Run(run.text[start:inside], run.key, run.form)
            yield placed.mark
            start = inside
        if start < len(run.text):
            yield Run(run.text[start:], run.key, run.form)
        self._at = end
