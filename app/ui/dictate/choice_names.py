"""The choices of dictation in words. No widget."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from app.domain.dictate.dictating import DictationMode
from app.domain.spoken.writing import Script


def mode_words(mode: str) -> str:
    """``mode``: of DictationMode."""
    if mode == DictationMode.HOLD:
        return QCoreApplication.translate("Dictate", "holding it while speaking")
    if mode == DictationMode.TOGGLE:
        return QCoreApplication.translate("Dictate", "one press to begin, one to end")
    return QCoreApplication.translate("Dictate", "one press to begin, a pause ends it")


def script_words(script: str) -> str:
    """``script``: of Script."""
    if script == Script.SIMPLIFIED:
        return QCoreApplication.translate("Dictate", "always Simplified")
    if script == Script.TRADITIONAL_TAIWAN:
        return QCoreApplication.translate("Dictate", "always Traditional (Taiwan)")
    if script == Script.TRADITIONAL_HONG_KONG:
        return QCoreApplication.translate("Dictate", "always Traditional (Hong Kong)")
    return QCoreApplication.translate("Dictate", "as it was recognised")


def kept_words(days: int) -> str:
    """How long something stays; 0 days for good."""
    if days == 0:
        return QCoreApplication.translate("Dictate", "for good")
    if days == 1:
        return QCoreApplication.translate("Dictate", "for a day")
    if days == 365:
        return QCoreApplication.translate("Dictate", "for a year")
    return QCoreApplication.translate("Dictate", "for {0} days").format(days)


class InsertNames(QObject):
    """How text gets into other programs."""

    def of(self, method: str) -> str:
        """``method``: of InsertMethod; another is shown as it is."""
        names = {
            "paste": self.tr("by pasting; the clipboard is put back"),
            "terminal_paste": self.tr("by pasting as terminals do"),
            "type": self.tr("by typing it"),
            "clipboard": self.tr("not by itself: it stays in the clipboard"),
        }
        return names.get(method, method)

    def hint(self) -> str:
        return self.tr("What was dictated stands in the history in any case.")
