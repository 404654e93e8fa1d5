"""What a document is called beside an answer: its path, or, of a dictation, which is no file, when it was said."""

from __future__ import annotations

from pathlib import Path

from app.domain.dictate.dictation import is_no_file
from app.wording.sentence import Translate


def source_name(path: Path, title: str, translate: Translate) -> str:
    """``title`` of the document: of a dictation how it begins."""
    if not is_no_file(path):
        return str(path)
    words = translate("Source", "“{1}” ({0})") if title else "{0}"
    return words.format(said_words(path, translate), title)


def said_words(path: Path, translate: Translate) -> str:
    """'dictated 2026-11-30 14:02', of a dictation's name."""
    day, _, clock = path.name.partition(" ")
    return translate("Source", "dictated {0}").format(f"{day} {clock.replace('-', ':')}".strip())


def file_path(path: Path) -> str | None:
    """For programs that read the output; None where there is no file."""
    return None if is_no_file(path) else str(path)
