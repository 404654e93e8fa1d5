"""Characters of Word's symbol fonts as Unicode; what has no meaning as text is left out."""

from __future__ import annotations

_BULLETS = frozenset({0xB7, 0xA7, 0xD8, 0x6C, 0x6E, 0x76, 0x71, 0x75})
_WINGDINGS = {
    0x4A: "\u263a",
    0xE0: "\u2192",
    0xDF: "\u2190",
    0xFC: "\u2713",
    0xFB: "\u2717",
    0xFE: "\u2611",
    0xA8: "\u25fb",
}
_GREEK_UPPER = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_GREEK_LOWER = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xAE: "→", 0xAC: "←",
    0xB0: "°", 0xB2: "″", 0xA2: "′", 0xD6: "√", 0xE5: "∑", 0xF2: "∫", 0xCE: "∈", 0xDE: "⇒", 0xDB: "⇔", 0x22: "∀",
    0x24: "∃", 0xB6: "∂", 0xD1: "∇", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂", 0xD7: "⋅", 0xBC: "…", 0x2D: "−", 0xC5: "⊕",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The character that ``font`` shows for the hexadecimal ``code`` of ``w:sym`` (often in the private area F0xx)."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    small = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    name = font.lower()
    if name.startswith("wingdings"):
        return _WINGDINGS.get(small, "\u2022" if small in _BULLETS else "")
    if name == "symbol":
        return _symbol_font(small)
    if small in _BULLETS and number >= 0xF000:
        return "\u2022"
    if number < 0x20 or 0xD800 <= number <= 0xF8FF or number > 0x10FFFF:
        return chr(small) if 0x20 < small < 0x7F else ""
    return chr(number)


def _symbol_font(code: int) -> str:
    if code in _SYMBOL:
        return _SYMBOL[code]
    if 0x41 <= code <= 0x5A:
        return _GREEK_UPPER[code - 0x41]
    if 0x61 <= code <= 0x7A:
        return _GREEK_LOWER[code - 0x61]
    if code == 0xB7:
        return "\u2022"
    return chr(code) if 0x20 <= code < 0x7F else ""
