"""The look: every pair of colours is readable, every icon exists, fonts fall back to a Chinese face, tokens fit."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from string import Template

import pytest
from PySide6.QtGui import QImage

from app.settings.schema import Theme as Choice
from app.ui.assets import assets_folder
from app.ui.theme.icons import IconSet
from app.ui.theme.palette import CONTROL_PAIRS, DARK, LIGHT, TEXT_PAIRS, Palette, contrast, high_contrast
from app.ui.theme.sizes import Sizes, families
from app.ui.theme.theme import Theme, style_sheet

PALETTES = {
    "light": LIGHT,
    "dark": DARK,
    "light, high contrast": high_contrast(LIGHT),
    "dark, high contrast": high_contrast(DARK),
}
CODE = Path(__file__).resolve().parents[2] / "app" / "ui"


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_reaches_wcag_aa(name: str, text: str, ground: str) -> None:
    palette = PALETTES[name]
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_borders_and_focus_reach_wcag_aa(name: str, line: str, ground: str) -> None:
    palette = PALETTES[name]
    assert contrast(getattr(palette, line), getattr(palette, ground)) >= 3.0


def test_contrast_is_the_ratio_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # WebAIM's contrast checker
    assert contrast("#123456", "#123456") == 1.0


@pytest.mark.parametrize("palette", PALETTES.values())
def test_no_pure_black_or_white(palette: Palette) -> None:
    for value in dataclasses.astuple(palette):
        assert re.fullmatch("#[0-9a-f]{6}", value)
        assert value not in ("#000000", "#ffffff")


def test_the_style_sheet_uses_tokens_only() -> None:
    text = (assets_folder() / "themes" / "alcove.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b", text)
    filled = style_sheet(Template(text), LIGHT, Sizes(), assets_folder())
    assert "$" not in filled
    assert LIGHT.accent in filled


def test_every_icon_that_the_code_names_exists() -> None:
    known = {file.stem for file in (assets_folder() / "icons").glob("*.svg")}
    named = set()
    for file in CODE.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:\bicon|pixmap|set_icon)\(\s*"([a-z-]+)"', text))
        named |= set(re.findall(r'IconButton\(\w+(?:\.\w+)*, "([a-z-]+)"', text))
    assert len(named) > 10
    assert named <= known


def test_icons_take_the_colour_that_is_asked_for(theme: Theme) -> None:
    for file in sorted((assets_folder() / "icons").glob("*.svg")):
        if "neutral" in file.stem:
            continue
        image = IconSet(file.parent).pixmap(file.stem, "#ff0000", 32).toImage()
        pixels = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        seen = {pixel.name() for pixel in pixels if pixel.alpha() > 250}
        assert seen, file.stem
        assert seen <= {"#ff0000", "#fe0000"}, file.stem


def test_dark_can_be_forced_and_says_so(theme: Theme) -> None:
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    theme.apply(Choice.DARK)
    assert theme.colours == DARK
    assert theme.colour("page").name() == DARK.page
    theme.apply(Choice.LIGHT)
    assert theme.colours == LIGHT
    assert heard[0] is True
    assert heard[-1] is False


def test_icons_are_painted_for_the_device(theme: Theme) -> None:
    pixmap = theme.pixmap("lock", "ink", 16)
    assert isinstance(pixmap.toImage(), QImage)
    assert pixmap.width() / pixmap.devicePixelRatio() == 16


@pytest.mark.parametrize(
    ("system", "installed", "expected"),
    [
        ("Segoe UI", {"Segoe UI", "Microsoft YaHei"}, ["Segoe UI", "Microsoft YaHei"]),
        ("DejaVu Sans", {"DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP"}, ["Noto Sans CJK SC", "DejaVu Sans"]),
        ("DejaVu Sans", {"DejaVu Sans", "Inter", "Noto Sans CJK SC"}, ["Inter", "Noto Sans CJK SC", "DejaVu Sans"]),
        ("DejaVu Sans", {"DejaVu Sans"}, ["DejaVu Sans"]),
    ],
)
def test_chinese_falls_into_a_chinese_face(system: str, installed: set[str], expected: list[str]) -> None:
    assert families(system, frozenset(installed)) == expected


def test_sizes_follow_the_system_within_reason() -> None:
    assert Sizes.from_body(14) == Sizes(12, 14, 16, 20, 27)
    assert Sizes.from_body(4).body == 13
    assert Sizes.from_body(90).body == 22
