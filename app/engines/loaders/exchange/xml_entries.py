"""Entries of TMX (memories) and TBX (terms), old and new, whatever their namespaces are."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.protocol.tasks.exchange import ExchangeEntry

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES = frozenset({"langSet", "langSec"})
_OPENING, _CLOSING, _ALONE = "bpt", "ept", frozenset({"ph", "it", "ut"})
_OUTDATED = ("deprecated", "superseded", "obsolete")


def of(root: etree._Element, source: str, target: str) -> Iterator[ExchangeEntry | None]:
    """Raises FileRefused UNSUPPORTED for XML of another kind."""
    kind = _name(root)
    if kind == "tmx":
        header = next((one for one in root if _name(one) == "header"), None)
        first = _code(header.get("srclang", "")) if header is not None else ""
        for unit in root.iter("{*}tu"):
            yield _chosen(_variants(unit), source or first.replace("*all*", ""), target)
    elif kind in ("martif", "tbx"):
        for concept in root.iter("{*}termEntry", "{*}conceptEntry"):
            yield _chosen(_terms(concept), source, target, _note(concept))
    else:
        raise FileRefused(Refusal.UNSUPPORTED)


def _chosen(texts: list[tuple[str, str]], source: str, target: str, note: str = "") -> ExchangeEntry | None:
    first = next((one for one in texts if _is(one[0], source)), None)
    second = next((one for one in texts if one is not first and _is(one[0], target)), None)
    if first is None or second is None or not first[1] or not second[1]:
        return None
    return ExchangeEntry(first[0], second[0], first[1], second[1], note=note)


def _is(language: str, wanted: str) -> bool:
    return not wanted or language == wanted or language.partition("-")[0] == wanted.partition("-")[0]


def _variants(unit: etree._Element) -> list[tuple[str, str]]:
    found = []
    for variant in unit.iter("{*}tuv"):
        segment = next((one for one in variant if _name(one) == "seg"), None)
        language = _code(variant.get(_LANG) or variant.get("lang") or "")
        if segment is not None and language:
            found.append((language, _segment_text(segment)))
    return found


def _segment_text(segment: etree._Element) -> str:
    """The text, with the inline elements of other programs as our own marks: ⟦1⟧…⟦/1⟧ and ⟦2/⟧."""
    numbers: dict[str, int] = {}
    made = [segment.text or ""]
    for element in segment.iterchildren():
        name = _name(element)
        number = numbers.setdefault(element.get("i") or element.get("x") or f"{len(numbers)} alone", len(numbers) + 1)
        if name == _OPENING:
            made.append(f"⟦{number}⟧")
        elif name == _CLOSING:
            made.append(f"⟦/{number}⟧")
        elif name in _ALONE:
            made.append(f"⟦{number}/⟧")
        else:
            made.append(_text(element))
        made.append(element.tail or "")
    return "".join(made).strip()


def _terms(concept: etree._Element) -> list[tuple[str, str]]:
    """The first term of each language that nobody has put aside."""
    found = []
    for language in (one for one in concept.iter() if _name(one) in _LANGUAGES):
        code = _code(language.get(_LANG) or language.get("lang") or "")
        for term in language.iter("{*}term"):
            text = _text(term).strip()
            if text and code and not _is_outdated(term):
                found.append((code, text))
                break
    return found


def _is_outdated(term: etree._Element) -> bool:
    group = term.getparent()
    notes = [] if group is None else list(group.iter("{*}termNote"))
    return any(str(note.text or "").lower().startswith(_OUTDATED) for note in notes)


def _note(concept: etree._Element) -> str:
    for one in concept.iter("{*}note", "{*}descrip"):
        if text := " ".join(_text(one).split()):
            return text[:500]
    return ""


def _text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _code(language: str) -> str:
    return language.strip().lower().replace("_", "-")


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
