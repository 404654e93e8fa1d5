"""What a drop on the window does, which depends on the page that is open; and what it would do, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from app.domain.library.document import Collection
from app.ui.shell.window import ShellWindow
from app.ui.translation import translate
from app.wording import collection_name

Take = Callable[[Sequence[Path]], None]


class Drops(QObject):
    """``add`` takes documents; ``target`` is the collection they go to, None for the default one."""

    def __init__(
        self, shell: ShellWindow, add: Take, target: Callable[[], Collection | None], pages: Mapping[str, Take]
    ) -> None:
        """``pages``: what the other pages do with files, by their names: models, translate, dictate."""
        super().__init__(shell)
        self._shell, self._add, self._target, self._pages = shell, add, target, pages
        shell.paths_dropped.connect(self.take)
        shell.say_on_drop(self.words)

    def take(self, paths: Sequence[Path]) -> None:
        self._pages.get(self._shell.page_name, self._add)(paths)

    def words(self, count: int) -> tuple[str, str]:
        """What a drop of ``count`` things would do, in a title and a line."""
        match self._shell.page_name:
            case "models":
                return self.tr("Drop to look for models in it"), self.tr("Nothing is taken in before you say so.")
            case "translate":
                text = self.tr("%n document(s); the originals are only read.", "", count)
                return self.tr("Drop to translate"), text
            case "dictate":
                text = self.tr("%n recording(s); they stay where they are and are only read.", "", count)
                return self.tr("Drop to write down what is said"), text
        name = collection_name(self._target() or Collection(0, ""), translate)
        text = self.tr("%n file(s) or folder(s); they stay where they are and are only read.", "", count)
        return self.tr("Drop to add to “{0}”").format(name), text
