"""Web pages in place: words between blocks, with inline tags as placeholders; scripts, styles and code untouched."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices
from app.engines.writers.inline import Inline, Kept, Mark, Node, Pair, Run
from app.engines.writers.markup_tokens import Token, tokenized
from app.engines.writers.unit import Unit

_INLINE = frozenset(
    ("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "mark",
     "nobr", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "u")
)  # fmt: skip
_OBJECTS = frozenset(
    ("img", "input", "meter", "progress", "output", "wbr", "embed", "audio", "video", "picture", "canvas", "object")
)
_CODE = frozenset(("code", "kbd", "samp", "var", "tt", "math", "svg"))
_NEVER = frozenset(
    ("script", "style", "xmp", "iframe", "noembed", "noframes", "plaintext", "pre", "textarea", "template")
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_WORDS_IN = ("alt", "title", "placeholder", "aria-label", "summary")
_NAMED = frozenset(("description", "keywords", "og:title", "og:description", "twitter:title", "twitter:description"))
_BUTTONS = frozenset(("submit", "button", "reset"))
_SLASH_BEFORE = frozenset(("title", "option", "button", "a", "label", "th", "text"))
_DEEPEST = 40
"""Inline tags inside each other; no page has more, and each costs a call."""
_SPACES = re.compile(r"[ \t\r\n\f]+")


class Markup:
    """One page or chapter. ``is_xml``: XHTML, whose empty tags are closed and which knows no named entities."""

    def __init__(self, text: str, choices: DocumentChoices, *, is_xml: bool) -> None:
        self._tokens = tokenized(text)
        self._choices, self._is_xml = choices, is_xml
        self._rendered: dict[int, tuple[int, _Words]] = {}
        self._ends: dict[int, int] | None = None
        self.is_changed = False

    def units(self) -> Iterator[Unit]:
        """Words and attributes in the order of the source."""
        begin = at = 0
        while at <= len(self._tokens):
            token = self._tokens[at] if at < len(self._tokens) else None
            following = at + 1
            if token is not None and token.name and not token.is_end:
                yield from self._attributes(token)
                if token.name in _NEVER or token.name in _CODE or _is_left_alone(token):
                    following = self._end_of(at) + 1
            is_inline = token is not None and (
                token.is_text or not token.name or token.name in _INLINE | _OBJECTS | _CODE | {"br"}
            )
            if not is_inline or (token is not None and token.name in _NEVER):
                yield from self._words(begin, at)
                begin = following
            at = following

    @property
    def text(self) -> str:
        """The source with what was put in."""
        out: list[str] = []
        at = 0
        while at < len(self._tokens):
            if (found := self._rendered.get(at)) is not None:
                out.append(found[1].rendered())
                at = found[0]
            else:
                out.append(self._tokens[at].source)
                at += 1
        return "".join(out)

    def _end_of(self, at: int) -> int:
        """The token that closes the one at ``at``; itself where it has no end."""
        if self._ends is None:
            self._ends = {}
            waiting: dict[str, list[int]] = defaultdict(list)
            for number, token in enumerate(self._tokens):
                if token.name and token.is_end and waiting[token.name]:
                    self._ends[waiting[token.name].pop()] = number
                elif token.name and not token.is_end and not token.is_closed and token.name not in _VOID:
                    waiting[token.name].append(number)
        return self._ends.get(at, at)

    def _words(self, begin: int, end: int) -> Iterator[Unit]:
        """A tag that is opened or closed elsewhere cuts the words, as a block does."""
        for border in [*self._torn(begin, end), end]:
            yield from self._whole_words(begin, border)
            begin = border + 1

    def _torn(self, begin: int, end: int) -> list[int]:
        open_tags: list[int] = []
        torn: list[int] = []
        for at in range(begin, end):
            token = self._tokens[at]
            if token.name not in _INLINE or token.is_closed:
                continue
            if not token.is_end:
                open_tags.append(at)
            elif any(self._tokens[opening].name == token.name for opening in open_tags):
                while self._tokens[opening := open_tags.pop()].name != token.name:
                    torn.append(opening)
            else:
                torn.append(at)
        return sorted([*torn, *open_tags])

    def _whole_words(self, begin: int, end: int) -> Iterator[Unit]:
        while begin < end and not self._is_wordy(begin):
            begin += 1
        while end > begin and not self._is_wordy(end - 1):
            end -= 1
        if begin == end or not any(t.is_text and t.source.strip() for t in self._tokens[begin:end]):
            return
        inline = Inline(self._nodes(begin, end))
        if inline.text:
            parent = self._tokens[begin - 1].name if begin else ""
            words = _Words(self, self._tokens[begin:end], inline, self._choices, self._is_xml, parent)
            self._rendered[begin] = (end, words)
            yield words

    def _is_wordy(self, at: int) -> bool:
        """Comments and white space around words are not theirs."""
        token = self._tokens[at]
        return bool(token.name) or (token.is_text and bool(token.source.strip()))

    def _nodes(self, begin: int, end: int) -> list[Node]:
        """Comments are marks, tags are pairs: every one that is opened here is closed here."""
        stack: list[tuple[Token | None, list[Node]]] = [(None, [])]
        at = begin
        while at < end:
            token = self._tokens[at]
            if token.is_text:
                stack[-1][1].append(Run(_SPACES.sub(" ", html.unescape(token.source)), None))
            elif token.name == "br":
                stack[-1][1].append(Kept([token], repeats=True))
            elif token.name in _CODE or (token.name and not token.is_end and _is_left_alone(token)):
                last = min(self._end_of(at), end - 1)
                stack[-1][1].append(Kept(self._tokens[at : last + 1]))
                at = last
            elif token.name in _OBJECTS or token.is_closed:
                stack[-1][1].append(Kept([token]))
            elif not token.name:
                stack[-1][1].append(Mark([token]))
            elif not token.is_end and len(stack) > _DEEPEST:
                stack[-1][1].append(Kept([token]))
            elif not token.is_end:
                stack.append((token, []))
            else:
                _close(stack, token)
            at += 1
        while len(stack) > 1:
            opening, children = stack.pop()
            assert opening is not None
            stack[-1][1].extend([Mark([opening]), *children])
        return stack[0][1]

    def _attributes(self, token: Token) -> Iterator[Unit]:
        if _is_left_alone(token):
            return
        given = {name: value for name, value, _, _ in token.attributes()}
        wanted = [name for name in given if name in _WORDS_IN]
        if token.name == "meta" and (given.get("name") or given.get("property") or "").lower() in _NAMED:
            wanted.append("content")
        if token.name == "input" and given.get("type", "").lower() in _BUTTONS and "value" in given:
            wanted.append("value")
        if token.name in ("option", "optgroup", "track") and "label" in given:
            wanted.append("label")
        for name in wanted:
            yield _Attribute(self, token, name, self._choices)


def _is_left_alone(token: Token) -> bool:
    if "translate" not in token.source:
        return False
    return token.attribute("translate") == "no" or "notranslate" in (token.attribute("class") or "").split()


def _close(stack: list[tuple[Token | None, list[Node]]], token: Token) -> None:
    if all(opening is None or opening.name != token.name for opening, _ in stack):
        stack[-1][1].append(Mark([token]))
        return
    while True:
        opening, children = stack.pop()
        assert opening is not None
        if opening.name == token.name:
            stack[-1][1].append(Pair((opening, token), children))
            return
        stack[-1][1].extend([Mark([opening]), *children])


class _Words:
    def __init__(
        self,
        page: Markup,
        tokens: Sequence[Token],
        inline: Inline,
        choices: DocumentChoices,
        is_xml: bool,
        parent: str,
    ) -> None:
        self._page, self._tokens, self._inline, self._choices = page, tokens, inline, choices
        self._is_xml, self._parent = is_xml, parent
        self._translation: str | None = None

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        if translation != self.text or self._choices.layout is not BilingualLayout.TRANSLATION:
            self._translation = translation
            self._page.is_changed = True

    def rendered(self) -> str:
        original = "".join(token.source for token in self._tokens)
        if self._translation is None:
            return original
        if self._choices.layout is BilingualLayout.TRANSLATION:
            lead, tail = _around(original)
            return lead + "".join(_rendered(self._inline.translated(self._translation))).strip() + tail
        below = "".join(_rendered(self._inline.translated(self._translation, as_copy=True))).strip()
        if self._parent in _SLASH_BEFORE:
            return f"{original} / {below}"
        direction = ' dir="rtl"' if self._choices.is_right_to_left else ""
        slash = " /" if self._is_xml else ""
        return f'{original}<br{slash}><span lang="{self._choices.target}"{direction}>{below}</span>'


class _Attribute:
    def __init__(self, page: Markup, token: Token, name: str, choices: DocumentChoices) -> None:
        self._page, self._token, self._name = page, token, name
        self._keeps = choices.layout is not BilingualLayout.TRANSLATION
        self._original = token.attribute(name) or ""
        self._inline = Inline([Run(html.unescape(self._original), None)])

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        if translation == self.text and not self._keeps:
            return
        made = "".join(node.text for node in self._inline.translated(translation) if isinstance(node, Run))
        escaped = html.escape(made)
        self._token.set_attribute(self._name, f"{self._original} / {escaped}" if self._keeps else escaped)
        self._page.is_changed = True


def _around(text: str) -> tuple[str, str]:
    """The white space before and after."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _rendered(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Run):
            yield html.escape(node.text, quote=False)
        elif isinstance(node, Pair):
            opening, closing = node.form
            yield opening.source
            yield from _rendered(node.children)
            yield closing.source
        else:
            yield from (token.source for token in node.item)
