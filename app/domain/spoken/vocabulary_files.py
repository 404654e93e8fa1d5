"""Vocabulary to and from files: CSV, JSON, and a plain list with a word or 'heard -> written' a line; opens no file.

Reading is kind: what cannot be used is told with its line, the rest is taken.
"""

from __future__ import annotations

import csv
import enum
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.spoken.rules import RuleFault, RuleKind, VocabularyRule, fault_of

JSON_VERSION = 1
MOST_RULES = 20_000
_ARROW = re.compile(r"\s*(?:->|=>|→|\t)\s*")
_FORMS = re.compile(r"\s*[|;；]\s*")
_PATTERN_MARK = "re:"


class VocabularyFormat(enum.StrEnum):
    """The value is the ending of the file's name."""

    CSV = "csv"
    JSON = "json"
    LIST = "txt"


@dataclass(frozen=True, slots=True)
class LineFault:
    """``line`` counts from 1 (of JSON: the number of the rule); ``fault`` None: the line could not be read at all."""

    line: int
    fault: RuleFault | None


@dataclass(frozen=True, slots=True)
class VocabularyRead:
    rules: tuple[VocabularyRule, ...]
    faults: tuple[LineFault, ...] = ()


def vocabulary_written(rules: Iterable[VocabularyRule], form: VocabularyFormat) -> str:
    """``rules`` as a file, with "\\n" as line end; :func:`vocabulary_read` gives them back.

    A list loses ``match_case``, and spoken forms cannot hold '|'.
    """
    if form is VocabularyFormat.JSON:
        values = [
            {"written": r.written, "spoken": list(r.spoken), "kind": r.kind.value, "match_case": r.match_case}
            for r in rules
        ]
        return json.dumps({"version": JSON_VERSION, "rules": values}, ensure_ascii=False, indent=1) + "\n"
    if form is VocabularyFormat.CSV:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("written", "spoken", "kind", "match_case"))
        for rule in rules:
            writer.writerow((rule.written, _in_a_cell(rule), rule.kind.value, "yes" if rule.match_case else ""))
        return out.getvalue()
    return "".join(f"{_line(rule)}\n" for rule in rules)


def vocabulary_read(text: str, form: VocabularyFormat) -> VocabularyRead:
    """Never raises: a file that is none of it gives no rules, and says so with a fault."""
    text = text.removeprefix("\ufeff")
    if form is VocabularyFormat.JSON:
        return _checked(_from_json(text))
    if form is VocabularyFormat.CSV:
        return _checked(_from_csv(text))
    lines = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1)
    return _checked([(n, _from_line(line)) for n, line in lines if line.strip() and not line.startswith("#")])


_Read = Sequence[tuple[int, VocabularyRule | None]]


def _checked(found: _Read) -> VocabularyRead:
    rules: dict[tuple[str, tuple[str, ...], RuleKind], VocabularyRule] = {}
    faults: list[LineFault] = []
    for line, rule in found:
        fault = None if rule is None else fault_of(rule)
        if rule is None or fault is not None or len(rules) >= MOST_RULES:
            faults.append(LineFault(line, fault if fault or rule is None else RuleFault.TOO_LONG))
        else:
            rules.setdefault((rule.written, rule.spoken, rule.kind), rule)
    return VocabularyRead(tuple(rules.values()), tuple(faults))


def _line(rule: VocabularyRule) -> str:
    written = rule.written.replace("\\", "\\\\").replace("\n", "\\n")
    if rule.kind is RuleKind.PATTERN:
        return f"{_PATTERN_MARK}{rule.spoken[0]} -> {written}"
    return f"{' | '.join(rule.spoken)} -> {written}" if rule.spoken else written


def _from_line(line: str) -> VocabularyRule:
    heard, arrow, written = line.strip(), "", ""
    if match := _ARROW.search(line.strip()):
        heard, arrow, written = line.strip()[: match.start()], match[0], line.strip()[match.end() :]
    if not arrow:
        return VocabularyRule(_plain(heard))
    if heard.startswith(_PATTERN_MARK):
        return VocabularyRule(_plain(written), (heard.removeprefix(_PATTERN_MARK),), RuleKind.PATTERN)
    return VocabularyRule(_plain(written), tuple(form for form in _FORMS.split(heard) if form))


def _plain(written: str) -> str:
    return re.sub(r"\\([\\n])", lambda match: "\n" if match[1] == "n" else "\\", written)


def _in_a_cell(rule: VocabularyRule) -> str:
    return rule.spoken[0] if rule.kind is RuleKind.PATTERN else " | ".join(rule.spoken)


def _from_csv(text: str) -> _Read:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    found: list[tuple[int, VocabularyRule | None]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            is_head = reader.line_num == 1 and cells[:1] and cells[0].lower() in ("written", "word", "term")
            if any(cells) and not is_head:
                found.append((reader.line_num, _from_row(cells)))
    except csv.Error:
        found.append((reader.line_num, None))
    return found


def _from_row(cells: list[str]) -> VocabularyRule:
    written, spoken, kind, match_case = (*cells, "", "", "")[:4]
    if kind == RuleKind.PATTERN.value:
        return VocabularyRule(written, (spoken,), RuleKind.PATTERN, match_case == "yes")
    forms = tuple(form for form in _FORMS.split(spoken) if form)
    return VocabularyRule(written, forms, match_case=match_case.lower() in ("yes", "true", "1"))


def _from_json(text: str) -> _Read:
    try:
        values = json.loads(text)
        listed = values["rules"] if isinstance(values, dict) else values
        return [(number, _from_value(value)) for number, value in enumerate(listed, 1)]
    except (ValueError, KeyError, TypeError, RecursionError):
        return [(1, None)]


def _from_value(value: Any) -> VocabularyRule | None:
    if isinstance(value, str):
        return VocabularyRule(value)
    try:
        spoken = value.get("spoken", [])
        forms = (spoken,) if isinstance(spoken, str) else tuple(str(form) for form in spoken)
        rule = VocabularyRule(str(value["written"]), forms, RuleKind(value.get("kind", "word")))
        return replace(rule, match_case=value.get("match_case") is True)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
