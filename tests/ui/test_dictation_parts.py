"""Parts of dictation in the window: the overlay, the level, the sound on its way, the clipboard that is lent."""

from __future__ import annotations

import struct
from array import array
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from app.desktop.clipboard.models import PrivateMark
from app.desktop.hotkeys.handlers.windows import WindowsHotkeys
from app.desktop.hotkeys.models import HotkeyRefusal
from app.domain.dictate.dictating import DictationText
from app.settings.schema import Theme as Choice
from app.ui.dictation.clipboard import LentClipboard, copy_of
from app.ui.dictation.global_keys import MAIN, GlobalKeys
from app.ui.dictation.overlay import MOST_LINES, DictationOverlay
from app.ui.dictation.sound_frames import SoundFrames, has_sound, level
from app.ui.theme.theme import Theme

MARK = PrivateMark({"x-mark": b"secret"})


def tone(amplitude: int, count: int = 800) -> bytes:
    return struct.pack(f"<{count}h", *([amplitude, -amplitude] * (count // 2)))


def test_the_level_is_nothing_for_silence_and_full_for_shouting() -> None:
    assert level(bytes(1600)) == 0.0
    assert level(b"") == 0.0
    assert 0 < level(tone(300)) < level(tone(3000)) < 1
    assert level(tone(32767)) == 1.0
    assert level(tone(1)) == 0.0


def test_a_waking_microphone_gives_no_sound() -> None:
    assert not has_sound(bytes(3200))
    assert has_sound(bytes(3198) + b"\x01\x00")


def test_sound_arrives_in_order_and_ends_once() -> None:
    frames = SoundFrames()
    for piece in (b"a", b"", b"b"):
        frames.put(piece)
    frames.end()
    frames.end()
    assert list(frames) == [b"a", b"b"]


@pytest.fixture
def overlay(qtbot: QtBot, theme: Theme) -> DictationOverlay:
    made = DictationOverlay(theme)
    qtbot.addWidget(made)
    return made


def test_the_overlay_can_never_have_the_focus(overlay: DictationOverlay) -> None:
    flags = overlay.windowFlags()
    for flag in (
        Qt.WindowType.WindowDoesNotAcceptFocus,
        Qt.WindowType.WindowTransparentForInput,
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.X11BypassWindowManagerHint,
    ):
        assert flags & flag
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert overlay.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_corners_that_would_be_black_are_cut_off(qtbot: QtBot, theme: Theme) -> None:
    see_through, solid = DictationOverlay(theme), DictationOverlay(theme, blends=False)
    for made in (see_through, solid):
        qtbot.addWidget(made)
        made.show_status("Listening")
        made.appear()
    assert see_through.mask().isEmpty()
    shape = solid.mask()
    assert not shape.contains(QPoint(0, 0))
    assert not shape.contains(solid.rect().bottomRight())
    assert shape.contains(solid.rect().center())
    assert shape.contains(QPoint(solid.width() // 2, 0))
    small = solid.height()
    solid.show_text(DictationText("word " * 60))
    assert solid.height() > small
    assert not solid.mask().contains(solid.rect().bottomRight())
    assert solid.mask().contains(QPoint(solid.width() // 2, solid.height() - 2))


class OneKeySystem:
    """Another program has every key but the first."""

    def __init__(self) -> None:
        self.registered: dict[int, int] = {}

    def register_hotkey(self, number: int, _modifiers: int, key: int) -> bool:
        if key != 0x20:
            return False
        self.registered[number] = key
        return True

    def unregister_hotkey(self, number: int) -> None:
        del self.registered[number]


def test_a_key_that_is_refused_leaves_the_one_before_armed(qtbot: QtBot) -> None:
    system: Any = OneKeySystem()
    keys = GlobalKeys(WindowsHotkeys(system))
    assert keys.arm(MAIN, "Ctrl+Alt+Space") is None
    assert keys.arm(MAIN, "Ctrl+Alt+K") is HotkeyRefusal.TAKEN
    assert list(system.registered.values()) == [0x20]
    assert keys.arm(MAIN, "K") is HotkeyRefusal.NEEDS_MODIFIER
    assert list(system.registered.values()) == [0x20]
    keys.disarm(MAIN)
    assert keys.arm(MAIN, "Ctrl+Alt+K") is HotkeyRefusal.TAKEN
    assert not system.registered
    keys.close()


def test_the_overlay_grows_upwards_and_no_further_than_three_lines(overlay: DictationOverlay) -> None:
    overlay.show_status("Listening")
    overlay.appear()
    bottom = overlay.geometry().bottom()
    heights = []
    for words in (0, 5, 20, 200, 400):
        overlay.show_text(DictationText("word " * words, "and more"))
        heights.append(overlay.height())
        assert overlay.geometry().bottom() == bottom
    assert heights == sorted(heights)
    assert heights[0] < heights[2]
    assert heights[3] == heights[4]
    assert heights[4] < heights[0] * MOST_LINES


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_what_is_settled_and_what_may_change_are_told_apart(
    overlay: DictationOverlay, theme: Theme, choice: Choice
) -> None:
    theme.apply(choice)
    overlay.show_status("Listening")
    overlay.show_text(DictationText("MMMMMMMM 𠮷𠮷 ", "WWWWWWWW"))
    overlay.appear()
    picture = overlay.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert {theme.colours.ink, theme.colours.muted, theme.colours.surface} <= seen
    theme.apply(Choice.LIGHT)


def test_the_level_falls_slowly(overlay: DictationOverlay) -> None:
    overlay.show_level(1.0)
    overlay.show_level(0.0)
    assert overlay._level == pytest.approx(0.88)


def filled() -> QMimeData:
    data = QMimeData()
    data.setText("old, 旧")
    data.setHtml("<b>old</b>")
    data.setData("application/x-own", bytes(range(256)))
    return data


def test_the_clipboard_comes_back_with_every_format(qapp: object) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(filled())
    lent = LentClipboard(clipboard, MARK)
    lent.lend("new")
    assert clipboard.text() == "new"
    assert bytes(clipboard.mimeData().data("x-mark").data()) == b"secret"
    lent.lend("newer")  # before the first came back
    assert lent.put_back()
    held = clipboard.mimeData()
    assert (held.text(), held.html()) == ("old, 旧", "<b>old</b>")
    assert bytes(held.data("application/x-own").data()) == bytes(range(256))
    assert not held.hasFormat("x-mark")
    assert not lent.put_back()


def test_an_empty_clipboard_is_empty_again(qapp: object) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    lent = LentClipboard(clipboard, MARK)
    lent.lend("new")
    assert lent.put_back()
    held = clipboard.mimeData()
    assert held is None or not held.formats()  # the offscreen platform has no object for nothing


def test_who_takes_the_text_is_heard_from_the_key_on(qapp: object, qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    lent = LentClipboard(clipboard, MARK)
    lent.lend("new")
    assert clipboard.text() == "new"  # a clipboard history
    lent.expect()
    assert lent.quiet_milliseconds is None
    with qtbot.waitSignal(lent.read):
        assert clipboard.mimeData().text() == "new"
    assert lent.quiet_milliseconds is not None
    lent.put_back()


def test_a_picture_is_kept_as_a_picture(qapp: object) -> None:
    data = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    data.setImageData(image)
    copied = copy_of(data)
    assert copied.hasImage()
    assert copied.imageData().pixelColor(1, 1).name() == "#336699"
    few = QMimeData()
    few.setData("image/png", b"the very bytes")
    assert bytes(copy_of(few).data("image/png").data()) == b"the very bytes"


def test_the_samples_are_what_they_were() -> None:
    assert array("h", [1, -1]).tobytes() == tone(1, 2)
