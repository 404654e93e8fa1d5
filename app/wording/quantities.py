"""Amounts as people read them: bytes in the unit that gives two or three digits. No sentence."""

from __future__ import annotations

_UNITS = ("B", "kB", "MB", "GB", "TB")
_STEP = 1000


def amount(count: int) -> str:
    """``count`` bytes in decimal units, as disks and downloads are labelled: '4.1 GB', '812 MB', '0 B'."""
    value, unit = float(max(0, count)), 0
    while round(value, 1) >= _STEP and unit < len(_UNITS) - 1:
        value, unit = value / _STEP, unit + 1
    digits = 1 if value < 100 and unit >= _UNITS.index("GB") else 0
    return f"{value:.{digits}f} {_UNITS[unit]}"
