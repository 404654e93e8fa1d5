"""Makes the translation of selections and joins it to the global keys, the Translate page and other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.ui.bridge import Calls
from app.ui.dictation_doors import CANCEL_KEY, DictationDoors
from app.ui.theme.theme import Theme

if TYPE_CHECKING:
    from app.composition import Alcove
    from app.ui.selection.controller import SelectionController

NAME = "translate"


class SelectionDoors(QObject):
    """Nothing is made before the key is pressed for the first time. Signals: ``page_wanted(text)``,
    ``translated(text)`` it stands in the small window.
    """

    page_wanted = Signal(str)
    translated = Signal(str)

    def __init__(self, alcove: Alcove, theme: Theme, calls: Calls, dictation: DictationDoors) -> None:
        super().__init__()
        self._alcove, self._theme, self._calls, self._dictation = alcove, theme, calls, dictation
        self._controller: SelectionController | None = None
        dictation.ready.connect(self.apply_settings)
        dictation.key_armed.connect(lambda _refusal: self.apply_settings())
        dictation.other_key.connect(self._pressed)

    def apply_settings(self) -> None:
        """Take the key that the person chose; without one, or where it is taken, the Translate page is there."""
        keys, chosen = self._dictation.keys, self._alcove.settings.values.translate_hotkey
        if keys is None:
            return
        if chosen:
            keys.arm(NAME, chosen)
        else:
            keys.disarm(NAME)

    @property
    def controller(self) -> SelectionController:
        from app.ui.selection.controller import SelectionController
        from app.ui.selection.popup import TranslationPopup
        from app.ui.selection.selected_text import SelectedText

        if self._controller is None:
            clipboard = QGuiApplication.clipboard()
            self.popup = TranslationPopup(self._theme)
            selected = SelectedText(clipboard, self._dictation.presser)
            made = self._controller = SelectionController(
                self.popup, selected, self._alcove.translate_text, self._targets, clipboard, self._calls
            )
            made.page_wanted.connect(self.page_wanted)
            made.replaced.connect(self._replace)
            made.translated.connect(self.translated)
            made.closed.connect(self._let_go_of_escape)
        return self._controller

    def close(self) -> None:
        if self._controller is not None:
            self._controller.close()
            self.popup.deleteLater()
            self._controller = None

    def _pressed(self, name: str) -> None:
        from app.ui.dictation.global_keys import CANCEL

        if name == NAME:
            if self._dictation.keys is not None:
                self._dictation.keys.arm(CANCEL, CANCEL_KEY)
            self.controller.begin()
        elif self._controller is not None:
            self._controller.close()

    def _replace(self, text: str) -> None:
        if self._dictation.controller is not None:
            self._dictation.controller.insert(text)

    def _let_go_of_escape(self) -> None:
        from app.ui.dictation.global_keys import CANCEL

        dictating = self._dictation.controller is not None and self._dictation.controller.is_live
        if self._dictation.keys is not None and not dictating:
            self._dictation.keys.disarm(CANCEL)

    def _targets(self) -> tuple[str, str]:
        """As on the Translate page the last time; else into the window's language."""
        source, _, target = self._alcove.state.values.translate_pair.partition(">")
        chinese = self._alcove.settings.values.language.startswith("zh")
        wanted = target or ("zh" if chinese else "en")
        other = source if source and source != wanted else ("en" if wanted.startswith("zh") else "zh")
        return wanted, other
