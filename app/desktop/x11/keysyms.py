"""Names of keys, and characters, as X numbers them (keysymdef.h; for Unicode: the X protocol, appendix A)."""

from __future__ import annotations

NAMED = {
    "space": 0x20,
    "return": 0xFF0D,
    "enter": 0xFF0D,
    "tab": 0xFF09,
    "esc": 0xFF1B,
    "escape": 0xFF1B,
    "backspace": 0xFF08,
    "insert": 0xFF63,
    "ins": 0xFF63,
    "delete": 0xFFFF,
    "del": 0xFFFF,
    "home": 0xFF50,
    "end": 0xFF57,
    "pgup": 0xFF55,
    "pgdown": 0xFF56,
    "left": 0xFF51,
    "up": 0xFF52,
    "right": 0xFF53,
    "down": 0xFF54,
    "pause": 0xFF13,
    "scrolllock": 0xFF14,
    "print": 0xFF61,
    "menu": 0xFF67,
    **{f"f{n}": 0xFFBD + n for n in range(1, 36)},
}
SHIFT, CONTROL, ALT, SUPER, NUM_LOCK = 0xFFE1, 0xFFE3, 0xFFE9, 0xFFEB, 0xFF7F


def keysym_of_key(name: str) -> int | None:
    """``name`` as Qt writes keys ('Space', 'F9', 'D'), in any case."""
    lowered = name.lower()
    if lowered in NAMED:
        return NAMED[lowered]
    return keysym_of_character(lowered) if len(lowered) == 1 else None


def keysym_of_character(character: str) -> int:
    """Latin-1 has its own numbers, line ends and tabs are keys, everything else is Unicode plus 0x1000000."""
    number = ord(character)
    if character in "\n\r":
        return NAMED["return"]
    if character == "\t":
        return NAMED["tab"]
    return number if 0x20 <= number <= 0x7E or 0xA0 <= number <= 0xFF else 0x01000000 | number
