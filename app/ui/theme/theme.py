"""The look of the running window: follows the system's light or dark unless told otherwise."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from app.settings.schema import Theme as Choice
from app.ui.theme.icons import IconSet
from app.ui.theme.palette import DARK, LIGHT, Palette, high_contrast
from app.ui.theme.sizes import Sizes, interface_font


class Theme(QObject):
    """Signals: ``changed()`` after the application has its new colours."""

    changed = Signal()

    def __init__(self, application: QApplication, assets: Path) -> None:
        super().__init__()
        self._application = application
        self._template = Template((assets / "themes" / "alcove.qss").read_text(encoding="utf-8"))
        self._icons = IconSet(assets / "icons")
        self._assets = assets
        self._choice = Choice.SYSTEM
        self._system_font = application.font()
        application.setStyle("Fusion")
        self.set_chinese(False)
        self.dark = False
        self.colours = LIGHT
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)

    @property
    def choice(self) -> Choice:
        return self._choice

    def apply(self, choice: Choice) -> None:
        """Colour everything by the person's choice, at once."""
        self._choice = choice
        scheme = {
            Choice.SYSTEM: Qt.ColorScheme.Unknown,
            Choice.LIGHT: Qt.ColorScheme.Light,
            Choice.DARK: Qt.ColorScheme.Dark,
        }[choice]
        QGuiApplication.styleHints().setColorScheme(scheme)
        self._colour()

    def set_chinese(self, chinese: bool) -> None:
        """Whether the window speaks Chinese: its punctuation is set in full width then."""
        font, self.sizes = interface_font(self._system_font, chinese=chinese)
        self._application.setFont(font)

    def colour(self, token: str) -> QColor:
        return QColor(getattr(self.colours, token))

    def icon(self, name: str, token: str = "ink", size: int = 20) -> QIcon:
        return self._icons.icon(name, getattr(self.colours, token), self.colours.outline, size)

    def pixmap(self, name: str, token: str, size: int) -> QPixmap:
        scale = self._application.devicePixelRatio()
        return self._icons.pixmap(name, getattr(self.colours, token), size, scale)

    def _follow(self) -> None:
        self._colour()

    def _colour(self) -> None:
        hints = QGuiApplication.styleHints()
        system_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        self.dark = self._choice == Choice.DARK or (self._choice == Choice.SYSTEM and system_dark)
        colours = DARK if self.dark else LIGHT
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            colours = high_contrast(colours)
        self.colours = colours
        self._application.setPalette(_qt_palette(colours))
        self._application.setStyleSheet(style_sheet(self._template, colours, self.sizes, self._assets))
        self.changed.emit()


def style_sheet(template: Template, colours: Palette, sizes: Sizes, assets: Path) -> str:
    """The template with every token filled in. Raises KeyError for a token that does not exist."""
    values = dataclasses.asdict(colours) | {f"size_{k}": f"{v}px" for k, v in dataclasses.asdict(sizes).items()}
    tick = "tick-dark" if QColor(colours.accent).lightness() > 128 else "tick-light"  # Qt does not colour it itself
    return template.substitute(values, assets=assets.as_posix(), tick=tick)


def _qt_palette(colours: Palette) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, token in {
        role.Window: colours.page,
        role.WindowText: colours.ink,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.Text: colours.ink,
        role.Button: colours.surface,
        role.ButtonText: colours.ink,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.ink,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.selection,
        role.HighlightedText: colours.ink,
        role.Accent: colours.accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Mid: colours.outline,
        role.Midlight: colours.line,
        role.Light: colours.surface,
        role.Dark: colours.outline,
        role.Shadow: colours.outline,
    }.items():
        palette.setColor(which, QColor(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.outline))
    return palette
