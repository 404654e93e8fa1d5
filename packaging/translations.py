"""Keeps the window's languages in step with the code: ``update`` (default) or ``check``. Needs PySide6's own tools.

``python packaging/translations.py update`` reads every sentence of app/ into assets/i18n/*.ts and compiles the .qm
files beside them; ``check`` does the same to a copy and exits with 1 where a sentence is missing, unfinished or gone.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "assets" / "i18n"
COMPLETE = ("zh_CN",)
PLURALS_ONLY = ("en",)
"""English stands in the code; its file holds the forms for one and for many."""


@dataclass(frozen=True, slots=True)
class Problem:
    language: str
    context: str
    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.language}: {self.what}: {self.context}: {self.text}"


def tool(name: str) -> Path:
    """Qt's tool as it comes with PySide6. Raises FileNotFoundError."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("PySide6 is not installed here")
    folder = Path(next(iter(spec.submodule_search_locations)))
    for path in (folder / name, folder / f"{name}.exe"):
        if path.is_file():
            return path
    raise FileNotFoundError(f"PySide6 has no {name}")


def sources() -> list[Path]:
    return sorted(path for path in (ROOT / "app").rglob("*.py") if "__pycache__" not in path.parts)


def update(folder: Path) -> None:
    """Bring the .ts files in ``folder`` up to date with the code; what is gone from the code goes."""
    with tempfile.TemporaryDirectory() as temporary:
        listed = Path(temporary) / "sources.txt"
        listed.write_text("\n".join(str(path) for path in sources()), encoding="utf-8")
        for language in (*COMPLETE, *PLURALS_ONLY):
            options = ["-locations", "none", "-no-obsolete", "-silent", "-source-language", "en"]
            options += ["-target-language", language]
            options += ["-pluralonly"] if language in PLURALS_ONLY else []
            file = folder / f"alcove_{language}.ts"
            subprocess.run([tool("lupdate"), *options, f"@{listed}", "-ts", file], check=True, cwd=ROOT)


def compile_all(folder: Path, target: Path) -> None:
    for language in (*COMPLETE, *PLURALS_ONLY):
        source, compiled = folder / f"alcove_{language}.ts", target / f"alcove_{language}.qm"
        # A running window has the file mapped into its memory: written in place, it would take the window down.
        fresh = compiled.with_suffix(".qm.part")
        subprocess.run([tool("lrelease"), "-silent", "-nounfinished", source, "-qm", fresh], check=True)
        fresh.replace(compiled)


def problems(folder: Path) -> list[Problem]:
    """What is not translated, or only in part, in the files of ``folder``."""
    found = []
    for language in (*COMPLETE, *PLURALS_ONLY):
        root = ElementTree.parse(folder / f"alcove_{language}.ts").getroot()
        for context in root.iter("context"):
            name = context.findtext("name") or ""
            for message in context.iter("message"):
                text, translation = message.findtext("source") or "", message.find("translation")
                what = _what_is_wrong(text, translation)
                if what:
                    found.append(Problem(language, name, text, what))
    return found


def _what_is_wrong(text: str, translation: ElementTree.Element | None) -> str:
    if translation is None or translation.get("type") == "unfinished":
        return "not translated"
    if translation.get("type") in ("obsolete", "vanished"):
        return "no longer in the code"
    forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
    if not all(form.strip() for form in forms):
        return "empty"
    for gap in re.findall(r"\{\w+\}", text):
        if not all(gap in form for form in forms):
            return f"has lost its {gap}"
    return ""


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            for file in FOLDER.glob("*.ts"):
                (folder / file.name).write_bytes(file.read_bytes())
            update(folder)
            found = problems(folder)
    elif arguments in ([], ["update"]):
        update(FOLDER)
        compile_all(FOLDER, FOLDER)
        found = problems(FOLDER)
    else:
        print(__doc__)
        return 2
    for problem in found:
        print(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
