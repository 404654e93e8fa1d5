"""Chinese text in Chinese widths, also where the window speaks English and sets quotation marks narrow."""

from __future__ import annotations

import re

from PySide6.QtGui import QFont

from app.domain.ask.keywords import CJK

_WIDE = re.compile(f"[{CJK}]")
LOOKED_AT = 400


def is_wide(text: str) -> bool:
    """Whether Chinese or Japanese stands near its begin."""
    return bool(_WIDE.search(text[:LOOKED_AT]))


def fitted(font: QFont, *, wide: bool) -> QFont:
    """``font`` as a text wants it that is ``wide``, or not."""
    made, tag = QFont(font), QFont.Tag("pwid")
    if wide and made.isFeatureSet(tag):
        made.setFeature(tag, 0)
    return made
