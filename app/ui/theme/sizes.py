"""Type sizes, spacing and fonts; follows the size of type that the system asks for."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

MEASURE = 720
"""The widest a column of text gets, in px."""

_LATIN = ("Inter", "Segoe UI Variable Text", "Segoe UI", "SF Pro Text", "Cantarell", "Ubuntu", "Noto Sans")
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
)
_UNLOVED = ("DejaVu Sans", "Bitstream Vera Sans", "Sans Serif", "Nimbus Sans")
"""What a bare Linux offers as its interface font: wide and pale; the Latin of a good Chinese family reads better."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """In px. Five sizes of type; spacing on a 4-px grid."""

    small: int = 12
    body: int = 14
    reading: int = 16
    heading: int = 20
    title: int = 28

    @classmethod
    def from_body(cls, body: int) -> Sizes:
        body = max(13, min(body, 22))
        return cls(body - 2, body, body + 2, round(body * 1.4), round(body * 1.95))

    def line_height(self, chinese: bool) -> float:
        """As a factor of the size of type: Chinese needs more air than Latin."""
        return 1.7 if chinese else 1.5


def families(system_family: str, installed: frozenset[str]) -> list[str]:
    """The system's own family first where it is a good one, then a Chinese face: never a Japanese or bitmap one."""
    chinese = [name for name in _CHINESE if name in installed]
    latin = [name for name in _LATIN if name in installed]
    first = [system_family] if system_family and system_family not in _UNLOVED else latin[:1]
    return list(dict.fromkeys([*first, *chinese, system_family or "sans-serif"]))


def interface_font(system: QFont, *, chinese: bool) -> tuple[QFont, Sizes]:
    """The font of the application and the sizes that go with it."""
    asked = QFontInfo(system).pixelSize()
    sizes = Sizes.from_body(asked if asked > 14 or sys.platform == "darwin" else 14)
    names = families(system.family(), frozenset(QFontDatabase.families()))
    font = QFont(names)
    if names[0] in _CHINESE and not chinese:
        # A Chinese face sets quotation marks and apostrophes as wide as an ideograph, also within English.
        font.setFeature(QFont.Tag("pwid"), 1)
    font.setPixelSize(sizes.body)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font, sizes
