"""What Word's styles and numberings say about a paragraph: heading level and list label; no layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from app.engines.loaders.office.ooxml import OfficePackage, attribute, local_name

_HEADING = re.compile(r"heading\s*([1-9])$", re.IGNORECASE)
_LEVELS = 9
_BULLET = "\u2022"


@dataclass(frozen=True, slots=True)
class ListLevel:
    """``pattern`` is Word's ``%1.%2``; ``numbering`` its name of the way to count (``decimal``, ``lowerLetter`` …)."""

    numbering: str = "decimal"
    pattern: str = ""
    start: int = 1


@dataclass(slots=True)
class ListCounter:
    """Counts the numbered paragraphs of one document in order and gives each its label."""

    levels: dict[str, dict[int, ListLevel]]
    abstract: dict[str, str]
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, number_id: str, level: int) -> str:
        """The label that Word shows before the paragraph, ``""`` for none."""
        known = self.levels.get(number_id)
        if known is None or level not in known:
            return ""
        own = known[level]
        # Lists of one abstract numbering count on together, whatever their own id.
        counts = self.counts.setdefault(self.abstract.get(number_id, number_id), [None] * _LEVELS)
        before = counts[level]
        counts[level] = own.start if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        if own.numbering == "bullet":
            return _BULLET
        if own.numbering == "none":
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            asked = known.get(at, ListLevel())
            value = counts[at] if at < _LEVELS else None
            return _number(asked.start if value is None else value, asked.numbering)

        return re.sub(r"%([1-9])", shown, own.pattern).strip()


@dataclass(slots=True)
class Styles:
    """Heading level (1–9) and numbering of each paragraph style, inheritance resolved."""

    headings: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)

    def heading(self, properties: etree._Element | None) -> int | None:
        """The heading level of a paragraph by its ``w:pPr``; None for body text."""
        if properties is None:
            return None
        own = outline_level(properties)
        if own is not None:
            return own or None
        return self.headings.get(_value(properties, "pStyle") or "")

    def number(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """The list (id, level) a paragraph belongs to, by its own properties or by its style."""
        if properties is None:
            return None
        inherited = self.numbers.get(_value(properties, "pStyle") or "")
        own = _numbering(properties)
        if own is None:
            return inherited
        number_id, level = own
        if number_id is None:
            number_id = inherited[0] if inherited else "0"
        return None if number_id == "0" else (number_id, level)


def read_styles(package: OfficePackage, main: str) -> Styles:
    """The paragraph styles of the document; empty where it has none."""
    parents: dict[str, str] = {}
    levels: dict[str, int] = {}
    numbers: dict[str, tuple[str | None, int]] = {}
    for part in package.related(main, "styles"):
        root = package.optional_root(part)
        if root is None:
            continue
        for style in root.iterchildren("{*}style"):
            identity = attribute(style, "styleId")
            if not identity or (attribute(style, "type") or "paragraph") != "paragraph":
                continue
            parents[identity] = _value(style, "basedOn") or ""
            name = _value(style, "name") or ""
            match = _HEADING.search(name)
            properties = style.find("{*}pPr")
            if match:
                levels[identity] = int(match[1])
            elif name.lower() == "title":
                levels[identity] = 1
            elif properties is not None and (level := outline_level(properties)) is not None:
                levels[identity] = level
            if properties is not None and (own := _numbering(properties)) is not None:
                numbers[identity] = own
    styles = Styles()
    for identity in parents:
        chain = _chain(identity, parents)
        level = next((levels[style] for style in chain if style in levels), 0)
        if level:
            styles.headings[identity] = level
        number_id = next((numbers[style][0] for style in chain if style in numbers and numbers[style][0]), None)
        if number_id and number_id != "0":
            depth = next((numbers[style][1] for style in chain if style in numbers), 0)
            styles.numbers[identity] = (number_id, depth)
    return styles


def read_lists(package: OfficePackage, main: str) -> ListCounter:
    """The numberings of the document, ready to count; empty where it has none."""
    abstract_levels: dict[str, dict[int, ListLevel]] = {}
    levels: dict[str, dict[int, ListLevel]] = {}
    abstract: dict[str, str] = {}
    for part in package.related(main, "numbering"):
        root = package.optional_root(part)
        if root is None:
            continue
        for element in root.iterchildren("{*}abstractNum"):
            abstract_levels[attribute(element, "abstractNumId") or ""] = _levels(element)
        for element in root.iterchildren("{*}num"):
            identity = attribute(element, "numId") or ""
            abstract[identity] = _value(element, "abstractNumId") or ""
            levels[identity] = dict(abstract_levels.get(abstract[identity], {}))
            for override in element.iterchildren("{*}lvlOverride"):
                levels[identity].update(_levels(override))
                # A restarted list counts on its own.
                abstract[identity] = f"num {identity}"
    return ListCounter(levels, abstract)


def outline_level(properties: etree._Element) -> int | None:
    """``w:outlineLvl`` as 1–9, 0 for body text, None where it does not say."""
    value = _integer(_value(properties, "outlineLvl"))
    if value is None:
        return None
    return value + 1 if 0 <= value < _LEVELS else 0


def _chain(style: str, parents: dict[str, str]) -> list[str]:
    chain: list[str] = []
    while style and style not in chain and len(chain) < 50:
        chain.append(style)
        style = parents.get(style, "")
    return chain


def _levels(element: etree._Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for level in element.iterchildren("{*}lvl"):
        depth = _integer(attribute(level, "ilvl"))
        if depth is not None and 0 <= depth < _LEVELS:
            start = _integer(_value(level, "start"))
            levels[depth] = ListLevel(
                _value(level, "numFmt") or "decimal", _value(level, "lvlText") or "", 1 if start is None else start
            )
    return levels


def _numbering(properties: etree._Element) -> tuple[str | None, int] | None:
    for element in properties.iterchildren("{*}numPr"):
        level = _integer(_value(element, "ilvl")) or 0
        return _value(element, "numId"), min(max(level, 0), _LEVELS - 1)
    return None


def _value(element: etree._Element, name: str) -> str | None:
    for child in element:
        if local_name(child) == name:
            return attribute(child, "val")
    return None


def _integer(text: str | None) -> int | None:
    try:
        return int(text) if text and len(text) < 10 else None
    except ValueError:
        return None


def _number(value: int, numbering: str) -> str:
    if numbering in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 10)
        return letter if numbering == "lowerLetter" else letter.upper()
    if numbering in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        roman = _roman(value)
        return roman.lower() if numbering == "lowerRoman" else roman
    if numbering == "decimalZero":
        return f"{value:02d}"
    return str(value)


def _roman(value: int) -> str:
    signs = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
    signs += ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # type: ignore[assignment]
    text = ""
    for worth, sign in signs:
        count, value = divmod(value, worth)
        text += sign * count
    return text
