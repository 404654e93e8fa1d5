"""Regular expressions that a person wrote, understood only as far as they cannot take for ever.

Python's ``re`` tries every way that a pattern could match. Here every repetition has an end, none stands inside
another, and the ways that one start can be tried are at most :data:`MOST_WAYS`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_PATTERN = 200
MOST_REPEATS = 32
"""What '*' and '+' stand for at most."""
MOST_WAYS = 1100
"""'\\d+ \\w+' is 32 x 32 ways, and allowed; a third open repetition is not."""

_ATOM = re.compile(
    r"\\[\\dDwWsSbBntr.^$*+?{}\[\]|()/\-\"',:;!&@#%=<>~` ]|[^\\()\[\]{}*+?|]|\[\^?(?:\\.|[^\\\[\]&|~])+\]"
)
_REPEAT = re.compile(r"[*+?]|\{(\d{1,3})(,(\d{0,3}))?\}")
_GROUP = re.compile(r"\((?:\?:)?(?!\?)")


def compiled(pattern: str, *, match_case: bool) -> re.Pattern[str]:
    """Raises re.error or ValueError where it is no pattern that is understood here, OverflowError where it is slow."""
    if len(pattern) > LONGEST_PATTERN:
        raise ValueError("too long")
    made = re.compile(_bounded(pattern), 0 if match_case else re.IGNORECASE)
    if made.match(""):
        raise ValueError("matches nothing at all")
    return made


@dataclass
class _Level:
    """What is known of the pattern, or of one group of it, so far. Ways multiply in a row and add up in a choice."""

    chosen: int = 0
    ways: int = 1
    repeats: bool = False

    @property
    def all_ways(self) -> int:
        return self.chosen + self.ways


def _bounded(pattern: str) -> str:
    """``pattern`` with an end to each repetition."""
    out: list[str] = []
    levels = [_Level()]
    position = 0
    last: _Level | None = None
    """What a repetition would repeat; None where there is nothing."""
    while position < len(pattern):
        level = levels[-1]
        if repeat := _REPEAT.match(pattern, position):
            if last is None:
                raise ValueError("a repetition of nothing")
            least, most = _bounds(repeat)
            if most > 1 and (last.repeats or last.all_ways > 1):
                raise OverflowError("a repetition inside a repetition")
            level.ways *= most - least + 1
            lazy = "?" if pattern[repeat.end() : repeat.end() + 1] == "?" else ""
            out.append(f"{{{least},{most}}}{lazy}")
            level.repeats, last = level.repeats or most > 1, None
            position = repeat.end() + len(lazy)
        elif group := _GROUP.match(pattern, position):
            levels.append(_Level())
            last = None
            out.append(group[0])
            position = group.end()
        elif pattern[position] == ")":
            if len(levels) == 1:
                raise ValueError("a bracket too many")
            last = levels.pop()
            levels[-1].ways *= last.all_ways
            levels[-1].repeats |= last.repeats
            out.append(")")
            position += 1
        elif pattern[position] == "|":
            level.chosen, level.ways, last = level.all_ways, 1, None
            out.append("|")
            position += 1
        elif atom := _ATOM.match(pattern, position):
            last = None if atom[0] in ("^", "$", r"\b", r"\B") else _Level()
            out.append(atom[0])
            position = atom.end()
        else:
            raise ValueError(f"not understood at {position}")
        if levels[-1].all_ways > MOST_WAYS:
            raise OverflowError("too many ways to match")
    if len(levels) > 1:
        raise ValueError("a bracket too few")
    return "".join(out)


def _bounds(repeat: re.Match[str]) -> tuple[int, int]:
    if repeat[0] in "*+?":
        return {"*": (0, MOST_REPEATS), "+": (1, MOST_REPEATS), "?": (0, 1)}[repeat[0]]
    least = int(repeat[1])
    most = least if repeat[2] is None else int(repeat[3]) if repeat[3] else least + MOST_REPEATS
    if most > 100 or most < least:
        raise OverflowError("too many repetitions")
    return least, most
