"""Takes the pictures of the real window that the README shows: real documents, real workers, nothing staged.

``python packaging/screenshots.py [FOLDER]`` (default: docs/screenshots). Needs Xvfb, which it starts, unless a
display is there already. Run it with the interpreter of the program's own environment.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
SIZE = (1280, 800)
PATIENCE = 90.0
QUESTION_EN = "How much notice do I have to give before I move out?"
QUESTION_ZH = "年假最多可以结转几天？"

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.composition import Alcove
    from app.ui.assembly import Assembly


@contextmanager
def display() -> Iterator[None]:
    """A screen of our own where there is none, so that pictures come out the same everywhere."""
    if os.environ.get("DISPLAY") or not shutil.which("Xvfb"):
        yield
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24"]
    server = subprocess.Popen(command, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as number:
            os.environ["DISPLAY"] = f":{number.readline().strip()}"
        yield
    finally:
        server.terminate()
        server.wait()


class Photographer:
    """Drives one window through its life and keeps a picture of each stop."""

    def __init__(self, application: QApplication, window: Assembly, alcove: Alcove, folder: Path) -> None:
        self._application, self._window, self._alcove, self._folder = application, window, alcove, folder

    def wait(self, done: Callable[[], bool], seconds: float = PATIENCE) -> None:
        until = time.monotonic() + seconds
        while not done():
            if time.monotonic() > until:
                raise TimeoutError("the window did not come so far")
            self._application.processEvents()
            time.sleep(0.01)

    def rest(self, seconds: float = 0.6) -> None:
        until = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() > until)

    def picture(self, name: str) -> None:
        self.rest()
        path = self._folder / f"{name}.png"
        self._window.shell.screen().grabWindow(0).save(str(path))
        print(path)

    def ask(self, question: str) -> None:
        page = self._window.shell.page("ask")
        self._window.new_question()
        self._window.ask.ask(question)
        self.wait(lambda: not self._window.ask.is_streaming)
        self.rest(1.0)
        turns = page.conversation.turns  # type: ignore[attr-defined]
        citations = turns[-1].citations if turns else ()
        if citations:
            self._window.sides.open_citation(citations, citations[0].n)
            self.rest(2.0)

    def tour(self, prefix: str, question: str, words: str) -> None:
        window = self._window
        window.shell.show_page("library")
        self.wait(lambda: bool(window.library.shown))
        self.picture(f"{prefix}-library")
        window.library.search(words)
        self.rest(1.0)
        self.picture(f"{prefix}-search")
        window.library.search("")
        self.ask(question)
        self.picture(f"{prefix}-ask")
        window.shell.panel.close_panel()
        window.palette.open()
        self.picture(f"{prefix}-palette")
        window.palette.close_palette()
        window.shell.show_page("settings")
        self.rest(4.0)
        self.picture(f"{prefix}-settings")


def take(folder: Path) -> None:
    from app.composition import Alcove
    from app.seal.main import seal_process
    from app.seal.models import ProcessRole
    from app.settings.paths import Home
    from app.settings.schema import Theme as Choice
    from app.ui.assembly import Assembly
    from app.ui.assets import assets_folder
    from app.ui.main import make_application
    from app.ui.shell.single_instance import SingleInstance
    from app.ui.theme.theme import Theme
    from app.ui.translation import Translations

    seal = seal_process(ProcessRole.WINDOW)
    application = make_application()
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["HOME"] = temporary  # so that the pictures show nobody's folders
        documents = Path(shutil.copytree(ROOT / "assets" / "samples", Path(temporary) / "Documents"))
        home = Home(Path(temporary) / ".local" / "share" / "Alcove")
        alcove = Alcove.open(home, seal)
        theme, translations = Theme(application, assets_folder()), Translations(application, assets_folder() / "i18n")
        window = Assembly(alcove, theme, translations, SingleInstance(home))
        guest = Photographer(application, window, alcove, folder)
        try:
            window.choose_language("en")
            window.choose_theme(Choice.LIGHT)
            window.start([])
            window.shell.setGeometry(0, 0, *SIZE)
            guest.picture("light-en-first-start")
            window.shell.show_page("library")
            window.add([documents])
            guest.wait(lambda: window.indexing.is_running)
            guest.wait(lambda: not window.indexing.is_running)
            guest.tour("light-en", QUESTION_EN, "lease")
            window.choose_language("zh_CN")
            window.choose_theme(Choice.DARK)
            guest.tour("dark-zh", QUESTION_ZH, "茶")
            window.shell.overlay.light(*window.drop_words(3))
            guest.picture("dark-zh-drop")
        finally:
            window.close()
            alcove.close()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    with display():
        take(folder.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
