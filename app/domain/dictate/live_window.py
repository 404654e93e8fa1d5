"""Text while somebody speaks: what two passes over the growing sound agree on is committed, and never taken back.

LocalAgreement-2 (Macháček et al. 2023, arXiv:2307.14743): words where a language writes spaces, else characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.ask.keywords import CJK

LONGEST_COMPARED = 400
"""Units of the committed text that a new pass is laid beside: more than any window of sound holds."""
_UNIT = re.compile(rf"\s*(?:[{CJK}\u3000-\u303f\uff01-\uff60]|[^\s{CJK}\u3000-\u303f\uff01-\uff60]+)")
_NOT_TEXT = re.compile(r"[\W_]+")


def units(text: str) -> list[str]:
    """What is committed as a whole: words with the space before them, characters where no spaces are written."""
    return _UNIT.findall(text.strip())


def _plain(unit: str) -> str:
    return _NOT_TEXT.sub("", unit).casefold() or unit.strip()


def matched(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many units of ``heard`` say what ``said`` says: by the fewest changes, passing over case and marks."""
    if not said:
        return 0
    one, other = [_plain(unit) for unit in said], [_plain(unit) for unit in heard]
    if other[: len(one)] == one:
        return len(one)
    costs = list(range(len(other) + 1))
    for row, unit in enumerate(one, 1):
        before, costs[0] = costs[0], row
        for column, heard_unit in enumerate(other, 1):
            changed = before + (unit != heard_unit)
            before = costs[column]
            costs[column] = min(changed, costs[column] + 1, costs[column - 1] + 1)
    return min(range(len(other) + 1), key=lambda column: (costs[column], abs(column - len(one))))


class Agreement:
    """The text of one stretch of sound that grows. ``committed`` only ever grows, too."""

    def __init__(self, committed: Sequence[str] = ()) -> None:
        self._committed = list(committed)
        self._before: list[str] | None = None

    @property
    def committed(self) -> str:
        return "".join(self._committed)

    @property
    def tentative(self) -> str:
        """What the last pass heard after it; may change."""
        return "".join(self._before or ())

    def hear(self, text: str) -> None:
        """One more pass over the sound, which is as long as before or longer."""
        heard = units(text)
        rest = _behind(self._committed, heard)
        if self._before is not None:
            count = 0
            for old, new in zip(self._before, rest, strict=False):
                if old.strip() != new.strip():
                    break
                count += 1
            self._committed += rest[:count]
            rest = rest[count:]
        self._before = rest

    def finish(self, text: str) -> tuple[str, list[str]]:
        """The last pass over this stretch, or over its beginning: its text, which keeps what was committed, and the
        committed units that lie behind the sound of that pass."""
        final = units(text)
        if len(self._committed) > len(final):
            inside = matched(final, self._committed) if final else 0
            return "".join(self._committed[:inside]).strip(), _begun(self._committed[inside:])
        return "".join([*self._committed, *_behind(self._committed, final)]).strip(), []


def _behind(committed: Sequence[str], heard: Sequence[str]) -> list[str]:
    """The units of ``heard`` after those that say what is committed, with a space where one is missing."""
    rest = list(heard[matched(committed[-LONGEST_COMPARED:], heard) :])
    if rest and committed and not rest[0][:1].isspace() and not (_is_dense(rest[0]) and _is_dense(committed[-1])):
        rest[0] = " " + rest[0]
    return rest


def _begun(rest: Sequence[str]) -> list[str]:
    return [rest[0].lstrip(), *rest[1:]] if rest else []


def _is_dense(unit: str) -> bool:
    """Whether it is written without spaces around it."""
    return re.fullmatch(rf"\s*[{CJK}\u3000-\u303f\uff01-\uff60]", unit) is not None


@dataclass(frozen=True, slots=True)
class Cut:
    """``at`` seconds of the buffer: what lies before is heard a last time and let go."""

    at: float


@dataclass(frozen=True, slots=True)
class WindowRules:
    """Seconds. ``every``: from the beginning of one pass to the next. ``cut_from``: so much sound may be cut at a
    ``breath``; ``longest``: so much is cut wherever it is. ``before``: sound kept while nobody has spoken yet.
    """

    every: float = 0.7
    fresh: float = 0.3
    cut_from: float = 12.0
    longest: float = 26.0
    breath: float = 0.45
    before: float = 1.5


def where_to_cut(voice: Sequence[tuple[float, float]], seconds: float, rules: WindowRules) -> Cut | None:
    """``voice``: where somebody speaks in the buffer of ``seconds``; None while it may grow on."""
    if seconds < rules.cut_from:
        return None
    if voice and seconds - voice[-1][1] >= rules.breath:
        return Cut(round((voice[-1][1] + seconds) / 2, 3))
    for (_, end), (start, _) in zip(reversed(voice[:-1]), reversed(voice[1:]), strict=True):
        if start - end >= 0 and end >= rules.cut_from / 3:
            return Cut(round((start + end) / 2, 3))
    return Cut(seconds) if seconds >= rules.longest else None
