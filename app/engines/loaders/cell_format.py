"""Numbers of a cell as a person reads them in the sheet, by Excel's format codes (ECMA-376 part 1, 18.8.31).

Dates always come out as ISO dates: the reader knows neither the locale nor the width of the column.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    literal: bool


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One of up to four ``;``-separated parts of a code."""

    pieces: tuple[_Piece, ...]
    elapsed: bool = False

    @property
    def code(self) -> str:
        return "".join(piece.text for piece in self.pieces if not piece.literal).lower()

    @property
    def is_date(self) -> bool:
        return self.elapsed or bool(re.search(r"[ymdhs]", self.code.replace("general", "")))


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
        if pattern.is_date:
            return _date(value, pattern, self.date_1904)
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
            patterns.append(_Pattern(tuple(pieces), elapsed))
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
            elif inside.lower().strip("hms") == "":
                elapsed = True
                pieces.append(_Piece(inside, False))
        else:
            pieces.append(_Piece(char, False))
    patterns.append(_Pattern(tuple(pieces), elapsed))
    return tuple(patterns)


def _general(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"


def _number(value: float, pattern: _Pattern) -> str:
    places = [i for i, piece in enumerate(pattern.pieces) if not piece.literal and piece.text in _DIGITS]
    code = pattern.code
    if not places or "general" in code or "/" in code:
        words = "".join(piece.text for piece in pattern.pieces if piece.literal).strip()
        if "general" in code:
            return f"{_general(value)} {words}".strip()
        return words if words and "@" not in code and not places else _general(value)
    before = "".join(piece.text for piece in pattern.pieces[: places[0]] if piece.text not in ".,")
    after = "".join(piece.text for piece in pattern.pieces[places[-1] + 1 :]).lstrip(",")
    core = pattern.pieces[places[0] : places[-1] + 1]
    value *= 100 ** min(code.count("%"), 3)
    tail = "".join(piece.text for piece in pattern.pieces[places[-1] + 1 :] if not piece.literal)
    value /= 1000 ** (len(tail) - len(tail.lstrip(",")))
    sign = "-" if value < 0 else ""
    digits = _digits(abs(value), core)
    if sign and not any(c in "123456789" for c in digits):
        sign = ""
    return f"{sign}{before}{digits}{after}".strip()


def _digits(value: float, core: tuple[_Piece, ...]) -> str:
    plain = "".join(piece.text for piece in core if not piece.literal)
    if "e" in plain.lower():
        decimals = len(re.sub(r"[^0#?]", "", plain.lower().partition("e")[0].partition(".")[2]))
        return f"{value:.{min(decimals, 15)}E}"
    whole, _, fraction = plain.partition(".")
    if any(piece.literal or piece.text not in "0#?,." for piece in core):
        return _masked(value, core)
    decimals = min(len(re.sub(r"[^0#?]", "", fraction)), 15)
    text = f"{value:,.{decimals}f}" if "," in whole else f"{value:.{decimals}f}"
    keep = len(re.sub(r"[^0?]", "", fraction))
    while decimals > keep and text.endswith("0"):
        text, decimals = text[:-1], decimals - 1
    left, dot, right = text.partition(".")
    if "," not in whole:
        left = left.zfill(whole.count("0"))
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
    if pattern.elapsed:
        seconds = round(abs(value) * 86400)
        shown = f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        return f"-{shown}" if value < 0 else shown
    code = pattern.code
    has_time = bool(re.search(r"[hs]", code))
    has_day = bool(re.search(r"[yd]", code)) or ("m" in code and not has_time)
    if value < 0 or value >= 2_958_466:
        return _general(value)
    first = datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    start = datetime(1904, 1, 1) if date_1904 else first
    moment = start + timedelta(seconds=round(value * 86400))
    time = moment.strftime("%H:%M:%S" if moment.second or "s" in code else "%H:%M")
    if has_day and has_time:
        return f"{moment.date().isoformat()} {time}"
    return moment.date().isoformat() if has_day else time
