"""Makes the Dictate page and joins it to the rest of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.bridge import Calls
from app.ui.shell.window import ShellWindow
from app.ui.theme.theme import Theme
from app.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from app.composition import Alcove

PAGE = "dictate"


class DictateDoors(QObject):
    """The page is made when it is first shown."""

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls, shell: ShellWindow) -> None:
        super().__init__(shell)
        self._alcove, self._theme, self._calls, self._shell = alcove, theme, calls, shell
        shell.add_page(PAGE, self._make_page)

    def _make_page(self) -> QWidget:
        page = EmptyState(self._theme, "dictate")
        page.say(self.tr("Nothing here can listen yet"), self.tr("Get a speech model on the Models page."))
        return page
