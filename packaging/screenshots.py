"""Takes the pictures of the real window that the README shows: real documents, real workers, nothing staged.

``python packaging/screenshots.py [FOLDER]`` (default: assets/screenshots). Needs Xvfb, which it starts, unless a
display is there already. Run it with the interpreter of the program's own environment.
"""

from __future__ import annotations

import importlib.util
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
REFUSED = 5
QUESTION_BEFORE = "How much deposit does the tenant pay?"
QUESTION_EN = "How much notice do I have to give before I move out?"
QUESTION_ZH = "年假最多可以结转几天？"
LETTER = (
    "Dear Ms Chen,",
    "Thank you for the contract of 3 June 2026. The rent is €950.50 a month. Please sign the contract by 15 July 2026.",
    "The meeting begins at 2:30 p.m. and ends at 4:00 p.m. Please confirm the appointment by 9 July 2026.",
)
"""Of the patterns that the small translation models of the tests know."""
LITTLE_MODELS = ("tiny-marian-en-zh", "tiny-marian-zh-en")
MEETING = (
    "Good morning, Anna. The meeting is about the budget. We have forty new customers. The contract is from Oslo. "
    "The train to Berlin comes at half past nine. The report is ready. The book costs two hundred euros. "
    "Please sign the contract. Thank you for the important summary."
)
CALL = "Hello, this is Maria from Vienna. The table is ready. The meeting starts at seven. Thank you, Thomas."
DICTATED = "Please send the new contract to Laura. The meeting starts at ten."
"""In words that the small speech model of the tests knows; espeak-ng speaks them."""

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.composition import Alcove
    from app.settings.schema import Theme
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
        make_smaller(path)
        print(path)

    def ask(self, question: str, *, new: bool = True) -> None:
        if new:
            self._window.new_question()
        self._window.ask.ask(question)
        self.wait(lambda: not self._window.ask.is_working)

    def open_citation(self, telling: str) -> None:
        """Beside the page: the one whose words hold ``telling``, else the first."""
        citations = self._window.shell.page("ask").conversation.turns[-1].citations  # type: ignore[attr-defined]
        chosen = next((c for c in citations if telling in c.text), citations[0])
        self._window.sides.open_citation(citations, chosen.n)
        self.rest(2.0)

    def add(self, documents: Path) -> None:
        self._window.add([documents])
        self.wait(lambda: self._window.indexing.is_running)
        self.wait(lambda: not self._window.indexing.is_running)
        self.wait(lambda: bool(self._window.library.shown))

    def begin(self) -> None:
        """The first page of an empty home and the Models page, as this computer really is."""
        from app.settings.schema import Theme

        self.wait(lambda: self._window.shell.page("first_run").welcome.get.isEnabled())  # type: ignore[attr-defined]
        self.picture("first-run")
        self.choose("zh_CN", Theme.DARK)
        self.picture("first-run-chinese")
        self._window.shell.show_page("models")
        self.wait(lambda: bool(list(self._window.shell.page("models").rows())))  # type: ignore[attr-defined]
        self.picture("models-chinese")
        self.choose("en", Theme.LIGHT)
        self.picture("models")

    def translate(self, folder: Path) -> None:
        """The Translate page with the small models of the tests: a text, then a document in the Chinese window."""
        from app.settings.schema import Theme
        from app.ui.translate.documents.job_bar import Does
        from app.ui.translate.review.model import Shown

        for name in LITTLE_MODELS:
            shutil.copytree(ROOT / "tests" / "data" / "models" / name, self._alcove.home.models / name)
        doors, shell = self._window.translate_doors, self._window.shell
        doors.show_tab("text")
        page = shell.page("translate")
        self.wait(lambda: bool(page.text.bar.target))  # type: ignore[attr-defined]
        page.text.bar.choose("", "zh")  # type: ignore[attr-defined]
        doors.translate("\n\n".join(LETTER))
        self.wait(lambda: not doors.is_working)
        self.rest(1.0)
        page.text.target.go_to(4)  # type: ignore[attr-defined]
        page.text.target.setFocus()  # type: ignore[attr-defined]
        self.picture("translate")
        letter = write_letter(folder)
        self.choose("zh_CN", Theme.LIGHT)
        doors.take_files([letter])
        page.documents.list.setup.confirmed.emit()  # type: ignore[attr-defined]
        self.wait(letter.with_name("letter-to-ms-chen.zh.docx").exists)
        self.rest(1.0)
        page.documents.list.choose(1)  # type: ignore[attr-defined]
        page.documents.list.bar.asked.emit(Does.REVIEW)  # type: ignore[attr-defined]
        self.wait(lambda: page.documents.is_reviewing)  # type: ignore[attr-defined]
        page.documents.review.shown_changed.emit(Shown.ALL)  # type: ignore[attr-defined]
        self.picture("translate-document-chinese")

    def dictate(self, folder: Path) -> None:
        """The Dictate page with the small speech model of the tests: two recordings and a dictation, really heard."""
        from app.domain.dictate.dictating import BYTES_A_SECOND, DictationWish
        from app.jobs.stop_signal import StopSignal
        from app.protocol.tasks import LaneName, ReadSound
        from app.settings.schema import Theme

        alcove, doors = self._alcove, self._window.dictate_doors
        shutil.copytree(ROOT / "tests" / "data" / "models" / "tiny-whisper", alcove.home.models / "tiny-whisper")
        alcove.settings.change(dictation_language="en")
        self._window.doors.models_changed.emit()
        doors.add_recordings(
            [speak(CALL, folder / "call from Vienna.wav"), speak(MEETING, folder / "team meeting.wav")]
        )
        self.wait(lambda: len(alcove.store.dictations.list()) == 2 and not doors.is_working)
        spoken = speak(DICTATED, folder / "spoken.wav")
        sound = alcove.lanes.run(LaneName.READING, ReadSound(spoken, 0.0, 60.0)).tail
        pieces = [sound[begin : begin + BYTES_A_SECOND] for begin in range(0, len(sound), BYTES_A_SECOND)]
        alcove.speech.dictate.dictate(pieces, DictationWish("en", "Thunderbird"), stop=StopSignal())
        self.choose("en", Theme.LIGHT)
        self._window.shell.show_page("ask")
        self._window.shell.show_page("dictate")
        rows = self._window.shell.page("dictate").view.model()  # type: ignore[attr-defined]
        self.wait(lambda: bool(rows.rowCount() == 3))
        meeting = next(row for row in alcove.store.dictations.list() if row.path and "meeting" in row.path.name)
        doors.open_transcript(meeting.id, 9.0)
        self._window.shell.page("dictate").setFocus()
        self.picture("dictate")
        self.choose("zh_CN", Theme.DARK)
        self._window.shell.panel.close_panel()
        doors.sides.show_choices()
        self.picture("dictate-chinese")

    def choose(self, language: str, look: Theme) -> None:
        self._window.choose_language(language)
        self._window.choose_theme(look)
        self._window.shell.strip.clear()


def make_smaller(path: Path) -> None:
    """256 colours of the picture's own: a third of the bytes, and nothing to see. Left as it is without Pillow."""
    if importlib.util.find_spec("PIL") is not None:
        from PIL import Image

        with Image.open(path) as opened:
            small = opened.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        small.save(path, optimize=True)


def speak(text: str, file: Path) -> Path:
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "145", "-w", str(file), text], check=True)
    return file


def write_letter(folder: Path) -> Path:
    import docx

    made, path = docx.Document(), folder / "letter-to-ms-chen.docx"
    for paragraph in LETTER:
        made.add_paragraph(paragraph)
    made.save(str(path))
    return path


def write_what_cannot_be_read(folder: Path) -> None:
    """What everybody has somewhere: a locked file, a scan, a broken copy, a picture of a phone, an empty note."""
    folder.mkdir()
    sheet = (ROOT / "assets" / "samples" / "bicycle-workshop-prices.xlsx").read_bytes()
    (folder / "budget-2026.xlsx").write_bytes(sheet[: len(sheet) // 2])
    (folder / "IMG_2207.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(range(256)) * 8)
    (folder / "to-do.txt").write_text("\n", encoding="utf-8")
    page = ["<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"]
    picture = [
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        "/Resources << /XObject << /I 4 0 R >> >> >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        "/Length 1 >>\nstream\nW\nendstream",
        "<< /Length 30 >>\nstream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream",
    ]
    (folder / "scan-of-the-contract.pdf").write_bytes(_pdf(picture))
    lock = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
    (folder / "tax-return-2025.pdf").write_bytes(_pdf([*page, lock], " /Encrypt 4 0 R /ID [<31> <31>]"))


def _pdf(objects: list[str], trailer: str = "") -> bytes:
    """The least that a PDF needs, with ``objects`` from number 3 on."""
    numbered = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", *objects]
    made, offsets = "%PDF-1.7\n", []
    for number, each in enumerate(numbered, 1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(numbered) + 1
    made += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R{trailer} >>\n"
    return (made + f"startxref\n{made.index('xref')}\n%%EOF\n").encode("latin-1")


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
        write_what_cannot_be_read(Path(temporary) / "Scans")
        home = Home(Path(temporary) / ".local" / "share" / "Alcove")
        alcove = Alcove.open(home, seal)
        theme, translations = Theme(application, assets_folder()), Translations(application, assets_folder() / "i18n")
        window = Assembly(alcove, theme, translations, SingleInstance(home))
        guest = Photographer(application, window, alcove, folder)
        try:
            guest.choose("en", Choice.LIGHT)
            window.start([])
            window.shell.setGeometry(0, 0, *SIZE)
            window.shell.activateWindow()
            guest.rest()
            guest.begin()
            guest.add(documents)
            guest.choose("en", Choice.LIGHT)
            guest.ask(QUESTION_BEFORE)
            guest.ask(QUESTION_EN, new=False)
            guest.open_citation("two months")
            guest.picture("ask")
            guest.choose("zh_CN", Choice.LIGHT)
            guest.ask(QUESTION_ZH)
            guest.open_citation("结转")
            guest.picture("ask-chinese")
            window.shell.panel.close_panel()
            guest.choose("en", Choice.DARK)
            window.shell.show_page("library")
            window.library.search("days")
            guest.picture("library-dark")
            window.library.search("")
            guest.choose("en", Choice.LIGHT)
            guest.add(Path(temporary) / "Scans")
            window.library.show_refused()
            guest.wait(lambda: len(window.library.shown) == REFUSED)
            guest.picture("refused")
            if shutil.which("espeak-ng"):
                guest.dictate(Path(temporary))
                window.shell.panel.close_panel()
                guest.choose("en", Choice.LIGHT)
            guest.translate(Path(temporary))
        finally:
            window.close()
            alcove.close()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0]) if arguments else ROOT / "assets" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    with display():
        take(folder.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
