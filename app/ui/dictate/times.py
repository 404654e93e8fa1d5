"""Times within a recording, and how long it is, in words and figures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

MINUTE, HOUR = 60, 3600


def clock(seconds: float) -> str:
    """'3:05', '1:02:09'."""
    whole = max(0, int(seconds))
    hours, minutes, rest = whole // HOUR, whole // MINUTE % MINUTE, whole % MINUTE
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def length_words(seconds: float) -> str:
    """'12 s', '3 min', '1 h 5 min'."""
    whole = max(0, round(seconds))
    if whole < MINUTE:
        return QCoreApplication.translate("Dictate", "{0} s").format(whole)
    minutes = round(whole / MINUTE)
    if minutes < MINUTE:
        return QCoreApplication.translate("Dictate", "{0} min").format(minutes)
    return QCoreApplication.translate("Dictate", "{0} h {1} min").format(minutes // MINUTE, minutes % MINUTE)
