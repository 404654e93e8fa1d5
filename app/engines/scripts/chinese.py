"""Chinese in another script, character for character as OpenCC's tables say; words of a region are not exchanged."""

from __future__ import annotations

import opencc

from app.domain.spoken.writing import Script

CONFIGURATIONS = {
    Script.SIMPLIFIED: "t2s",
    Script.TRADITIONAL_TAIWAN: "s2tw",
    Script.TRADITIONAL_HONG_KONG: "s2hk",
}
"""Not the variants that end in p: those turn 软件 into 軟體, and a dictation keeps the words that were said."""


class ScriptConverter:
    """Keeps the tables of the script that was used last (1 to 2 MB)."""

    def __init__(self) -> None:
        self._script: Script | None = None
        self._converter: opencc.OpenCC | None = None

    def convert(self, text: str, script: Script) -> str:
        if script is Script.AS_RECOGNISED or not text:
            return text
        if script is not self._script or self._converter is None:
            self._converter, self._script = opencc.OpenCC(CONFIGURATIONS[script]), script
        return str(self._converter.convert(text))
