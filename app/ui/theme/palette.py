"""The colours of the window as tokens, light and dark; plain values with their contrast rules, no Qt."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Each token is '#rrggbb'. Accent is for what can be acted on, amber for 'look here', red only for loss."""

    page: str
    surface: str
    rail: str
    sunken: str
    line: str
    outline: str
    ink: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    amber: str
    amber_soft: str
    red: str
    red_soft: str
    selection: str
    hover: str
    mark: str


LIGHT = Palette(
    page="#faf8f4",
    surface="#fffdfa",
    rail="#f2eee7",
    sunken="#f4f0e9",
    line="#e4ded3",
    outline="#908779",
    ink="#2b2825",
    muted="#625c54",
    accent="#0b6762",
    accent_hover="#09534f",
    on_accent="#fbfaf6",
    accent_soft="#dfece9",
    amber="#834f00",
    amber_soft="#fbefd6",
    red="#a02e27",
    red_soft="#fae6e1",
    selection="#d8e9e5",
    hover="#efeae1",
    mark="#fbe7a8",
)

DARK = Palette(
    page="#1c1f22",
    surface="#24282c",
    rail="#17191c",
    sunken="#202327",
    line="#34393e",
    outline="#7d838a",
    ink="#e6e2da",
    muted="#b2afa7",
    accent="#63c5ba",
    accent_hover="#83d6cc",
    on_accent="#0e2321",
    accent_soft="#213c3a",
    amber="#e9b860",
    amber_soft="#3a301c",
    red="#f19288",
    red_soft="#402625",
    selection="#27433f",
    hover="#2a2f33",
    mark="#5c4a14",
)

TEXT_PAIRS: tuple[tuple[str, str], ...] = tuple(
    (text, ground)
    for text, grounds in {
        "ink": "page surface rail sunken accent_soft amber_soft red_soft selection hover mark",
        "muted": "page surface rail sunken accent_soft selection hover amber_soft red_soft",
        "accent": "page surface rail sunken accent_soft selection hover",
        "accent_hover": "page surface accent_soft",
        "on_accent": "accent accent_hover",
        "amber": "page surface sunken amber_soft selection hover",
        "red": "page surface sunken red_soft selection hover",
    }.items()
    for ground in grounds.split()
)
"""Text on its ground: WCAG AA asks for 4.5 to 1."""

CONTROL_PAIRS: tuple[tuple[str, str], ...] = (
    ("outline", "page"),
    ("outline", "surface"),
    ("outline", "sunken"),
    ("accent", "page"),
    ("accent", "surface"),
    ("accent", "rail"),
)
"""Borders of controls and the focus ring on their ground: WCAG AA asks for 3 to 1."""


def high_contrast(palette: Palette) -> Palette:
    """For people whose system asks for more contrast: no grey text, no faint line."""
    return dataclasses.replace(palette, muted=palette.ink, line=palette.outline, outline=palette.ink)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two '#rrggbb' colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
