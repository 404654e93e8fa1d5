"""The narrow rail: a door for each page that exists, the settings below. Knows names and icons, no pages."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QToolButton, QVBoxLayout

from app.ui.theme.theme import Theme

WIDTH = 84
ICON = 22


@dataclass(frozen=True, slots=True)
class Door:
    """``name`` is the page's name, ``keys`` what opens it; doors of the foot stand at the lower end."""

    name: str
    icon: str
    keys: str
    foot: bool = False


DOORS = (
    Door("ask", "ask", "Ctrl+1"),
    Door("library", "library", "Ctrl+2"),
    Door("translate", "translate", "Ctrl+3"),
    Door("dictate", "dictate", "Ctrl+4"),
    Door("models", "models", "Ctrl+5"),
    Door("settings", "settings", "Ctrl+,", foot=True),
)


class Rail(QFrame):
    """Signals: ``door_chosen(name)``."""

    door_chosen = Signal(str)

    def __init__(self, theme: Theme, doors: tuple[Door, ...] = DOORS) -> None:
        super().__init__()
        self._theme, self._doors = theme, doors
        self.setProperty("role", "rail")
        self.setFixedWidth(WIDTH)
        self._sign = QLabel()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sign.setAccessibleName("Alcove")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 12)
        column.setSpacing(4)
        column.addWidget(self._sign)
        column.addSpacing(16)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        for door in sorted(doors, key=lambda d: d.foot):
            if door.foot:
                column.addStretch(1)
            column.addWidget(self._button(door))
        theme.changed.connect(self._paint_icons)
        self._paint_icons()

    def name_doors(self, names: dict[str, str], hints: dict[str, str]) -> None:
        """The doors in the person's language; ``hints`` are their keys."""
        for name, button in self._buttons.items():
            button.setText(names[name])
            button.setAccessibleName(names[name])
            button.setToolTip(f"{names[name]} ({hints[name]})")

    def open_door(self, name: str) -> None:
        """Show as open; emits nothing. A page without a door leaves all closed."""
        self._group.setExclusive(False)
        for door, button in self._buttons.items():
            button.setChecked(door == name)
        self._group.setExclusive(True)
        self._paint_icons()

    def _button(self, door: Door) -> QToolButton:
        made = QToolButton()
        made.setProperty("kind", "door")
        made.setCheckable(True)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIconSize(QSize(ICON, ICON))
        made.setFixedWidth(WIDTH - 16)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(lambda _checked=False, name=door.name: self.door_chosen.emit(name))
        self._group.addButton(made)
        self._buttons[door.name] = made
        return made

    def _paint_icons(self) -> None:
        self._sign.setPixmap(self._theme.pixmap("alcove", "accent", 30))
        for door in self._doors:
            button = self._buttons[door.name]
            button.setIcon(self._theme.icon(door.icon, "accent" if button.isChecked() else "muted", ICON))
