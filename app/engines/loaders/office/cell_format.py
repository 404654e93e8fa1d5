"""Numbers of a cell as a person reads them in the sheet, by Excel's format codes (ECMA-376 part 1, 18.8.31).

Dates always come out as ISO dates: the reader knows neither the locale nor the width of the column.
"""

from __future__ import annotations

import enum
import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "#,##0", 6: "#,##0", 7: "#,##0.00", 8: "#,##0.00", 9: "0%",
    10: "0.00%", 11: "0.00E+00", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0",
}  # fmt: skip
_EAST_ASIAN_DATES = frozenset({*range(27, 32), 36, *range(50, 59)})
_EAST_ASIAN_TIMES = frozenset(range(32, 36))
_DIGITS = "0#?"
_LONGEST_CODE = 255
_DAYS_UNTIL_10000 = 2_958_466


class _Kind(enum.Enum):
    GENERAL = enum.auto()
    WORDS = enum.auto()
    DIGITS = enum.auto()
    SCIENTIFIC = enum.auto()
    MASK = enum.auto()
    DATE = enum.auto()
    TIME = enum.auto()
    DATE_TIME = enum.auto()
    ELAPSED = enum.auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    literal: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One of up to four ``;``-separated parts of a code, understood once so that each cell costs little."""

    kind: _Kind
    before: str = ""
    after: str = ""
    factor: float = 1.0
    decimals: int = 0
    kept_decimals: int = 0
    width: int = 0
    thousands: bool = False
    seconds: bool = False
    mask: tuple[_Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class CellFormat:
    """How the numbers of a cell style are shown; made once a style, used for every cell of it."""

    patterns: tuple[_Pattern, ...] = ()
    date_1904: bool = False

    def show(self, text: str) -> str:
        """``text`` is the number as the file stores it; what is no number comes back as it is."""
        try:
            value = float(text)
        except ValueError:
            return text
        if not math.isfinite(value):
            return text
        if not self.patterns:
            return _general(value)
        pattern, value = self._chosen(value)
        match pattern.kind:
            case _Kind.GENERAL:
                return f"{pattern.before}{_general(value)}{pattern.after}".strip()
            case _Kind.WORDS:
                return pattern.before
            case _Kind.DATE | _Kind.TIME | _Kind.DATE_TIME | _Kind.ELAPSED:
                return _date(value, pattern, self.date_1904)
            case _:
                return _number(value, pattern)

    def _chosen(self, value: float) -> tuple[_Pattern, float]:
        if value < 0 and len(self.patterns) > 1:
            return self.patterns[1], -value
        if value == 0 and len(self.patterns) > 2:
            return self.patterns[2], value
        return self.patterns[0], value


def cell_format(number_format: int, code: str | None, date_1904: bool) -> CellFormat:
    """The format for the id of a number format and its code, where the workbook defines one."""
    if code is None:
        if number_format in _EAST_ASIAN_DATES:
            code = "yyyy-mm-dd"
        elif number_format in _EAST_ASIAN_TIMES:
            code = "h:mm:ss"
        else:
            code = _BUILT_IN.get(number_format, "General")
    if code.strip().lower() in ("general", "@", "") or len(code) > _LONGEST_CODE:
        return CellFormat(date_1904=date_1904)
    return CellFormat(_patterns(code), date_1904)


def _patterns(code: str) -> tuple[_Pattern, ...]:
    patterns: list[_Pattern] = []
    pieces: list[_Piece] = []
    elapsed = False
    at = 0
    while at < len(code):
        char = code[at]
        at += 1
        if char == ";":
            patterns.append(_understood(pieces, elapsed))
            pieces, elapsed = [], False
        elif char == '"':
            end = code.find('"', at)
            end = len(code) if end < 0 else end
            pieces.append(_Piece(code[at:end], True))
            at = end + 1
        elif char == "\\":
            pieces.append(_Piece(code[at : at + 1], True))
            at += 1
        elif char in "_*":
            at += 1
        elif char == "[":
            end = code.find("]", at)
            end = len(code) if end < 0 else end
            inside = code[at:end]
            at = end + 1
            if inside.startswith("$"):
                pieces.append(_Piece(inside[1:].partition("-")[0], True))
            elif inside and not inside.lower().strip("hms"):
                elapsed = True
                pieces.append(_Piece(inside, False))
        else:
            pieces.append(_Piece(char, False))
    patterns.append(_understood(pieces, elapsed))
    return tuple(patterns)


def _understood(pieces: list[_Piece], elapsed: bool) -> _Pattern:
    code = "".join(piece.text for piece in pieces if not piece.literal).lower()
    if "general" in code:
        at = next((i for i, piece in enumerate(pieces) if not piece.literal), 0)
        before = "".join(piece.text for piece in pieces[:at])
        return _Pattern(_Kind.GENERAL, before, "".join(piece.text for piece in pieces[at:] if piece.literal))
    if elapsed:
        return _Pattern(_Kind.ELAPSED)
    if re.search(r"[ymdhs]", code):
        has_time = bool(re.search(r"[hs]", code))
        has_day = bool(re.search(r"[yd]", code)) or not has_time
        kind = _Kind.DATE if not has_time else _Kind.DATE_TIME if has_day else _Kind.TIME
        return _Pattern(kind, seconds="s" in code)
    places = [i for i, piece in enumerate(pieces) if not piece.literal and piece.text in _DIGITS]
    if not places or "/" in code:
        words = "".join(piece.text for piece in pieces if piece.literal).strip()
        return _Pattern(_Kind.WORDS, words) if words and not places and "@" not in code else _Pattern(_Kind.GENERAL)
    return _digit_pattern(pieces, places[0], places[-1] + 1, code)


def _digit_pattern(pieces: list[_Piece], first: int, end: int, code: str) -> _Pattern:
    tail = "".join(piece.text for piece in pieces[end:] if not piece.literal)
    core = pieces[first:end]
    plain = "".join(piece.text for piece in core if not piece.literal).lower()
    whole, _, fraction = plain.partition("e")[0].partition(".")
    kind = _Kind.DIGITS
    if "e" in plain:
        kind = _Kind.SCIENTIFIC
    elif any(piece.literal or piece.text not in "0#?,." for piece in core):
        kind = _Kind.MASK
    return _Pattern(
        kind,
        before="".join(piece.text for piece in pieces[:first] if piece.literal or piece.text not in ".,"),
        after="".join(piece.text for piece in pieces[end:]).lstrip(","),
        factor=100.0 ** min(code.count("%"), 3) / 1000.0 ** min(len(tail) - len(tail.lstrip(",")), 6),
        decimals=min(sum(c in _DIGITS for c in fraction), 15),
        kept_decimals=min(sum(c in "0?" for c in fraction), 15),
        width=whole.count("0"),
        thousands="," in whole,
        mask=tuple(core),
    )


def _general(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _number(value: float, pattern: _Pattern) -> str:
    value *= pattern.factor
    digits = _digits(abs(value), pattern)
    sign = "-" if value < 0 and digits.strip("0.,") else ""
    return f"{sign}{pattern.before}{digits}{pattern.after}".strip()


def _digits(value: float, pattern: _Pattern) -> str:
    if pattern.kind is _Kind.SCIENTIFIC:
        return f"{value:.{pattern.decimals}E}"
    if pattern.kind is _Kind.MASK:
        return _masked(value, pattern.mask)
    text = f"{value:,.{pattern.decimals}f}" if pattern.thousands else f"{value:.{pattern.decimals}f}"
    for _ in range(pattern.decimals - pattern.kept_decimals):
        text = text.removesuffix("0")
    left, dot, right = text.partition(".")
    if not pattern.thousands:
        left = left.zfill(pattern.width)
    return f"{left}{dot if right else ''}{right}"


def _masked(value: float, core: tuple[_Piece, ...]) -> str:
    """Codes such as ``000-00-0000``: the digits fill the places from the right."""
    if value != int(value) or value >= 1e15:
        return _general(value)
    digits = list(str(int(value)))
    out: list[str] = []
    for piece in reversed(core):
        if piece.literal or piece.text not in _DIGITS:
            out.append(piece.text if digits or piece.literal else "")
        elif digits:
            out.append(digits.pop())
        elif piece.text == "0":
            out.append("0")
    return "".join([*digits, *reversed(out)])


def _date(value: float, pattern: _Pattern, date_1904: bool) -> str:
    """Excel's serial day (1900 has a leap day there that never was) as ISO date, time, or both."""
    if pattern.kind is _Kind.ELAPSED:
        seconds = round(abs(value) * 86400) if abs(value) < 1e9 else 0
        shown = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        return f"-{shown}" if value < 0 else shown
    if value < 0 or value >= _DAYS_UNTIL_10000 - 1462:
        return _general(value)
    first = datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    start = datetime(1904, 1, 1) if date_1904 else first
    moment = start + timedelta(seconds=round(value * 86400))
    day = moment.date().isoformat()
    if pattern.kind is _Kind.DATE:
        return day
    time = f"{moment.hour:02d}:{moment.minute:02d}"
    if moment.second or pattern.seconds:
        time = f"{time}:{moment.second:02d}"
    return f"{day} {time}" if pattern.kind is _Kind.DATE_TIME else time
