"""Strings of programs: JSON values (never keys) and gettext catalogues; what a program fills in is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import polib  # type: ignore[import-untyped]

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import DocumentChoices, DocumentFormat
from app.engines.writers.inline import Inline, Node
from app.engines.writers.spans import Stretch, TextRewriter, coded, rendered_plainly
from app.engines.writers.text_file import TextFile
from app.engines.writers.unit import Unit

_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.)*+)"(\s*:)?')
_ICU = re.compile(r"\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,")
_WRAP = 78


class JsonRewriter(TextRewriter):
    """Only strings that are values; the file's spaces, order and numbers stay. DAMAGED where it is no JSON."""

    format = DocumentFormat.JSON

    def __init__(self, file: TextFile, choices: DocumentChoices) -> None:
        super().__init__(file, choices)
        try:
            json.loads(file.text)
        except (ValueError, RecursionError) as error:
            raise FileRefused(Refusal.DAMAGED, part="json") from error
        self._is_ascii = file.text.isascii() and "\\u" in file.text

    def stretches(self) -> Iterator[tuple[Stretch, list[Node]]]:
        for match in _STRING.finditer(self.file.text):
            if match[2]:
                continue
            value = json.loads(f'"{match[1]}"')
            if not _ICU.search(value):
                yield Stretch(match.start(1), match.end(1), self._written), coded(value)

    def _written(self, text: str) -> str:
        return json.dumps(text, ensure_ascii=self._is_ascii)[1:-1]


class PoRewriter:
    """A gettext catalogue: fills what is not translated yet; other entries stay."""

    format = DocumentFormat.PO
    suffix = ""

    def __init__(self, file: TextFile, choices: DocumentChoices) -> None:
        self._file, self._choices = file, choices
        try:
            self._catalogue = polib.pofile(file.text + "\n", wrapwidth=_WRAP)
        except (OSError, ValueError, UnicodeError) as error:
            raise FileRefused(Refusal.DAMAGED, part="po") from error
        self._is_changed = False

    def units(self) -> Iterator[Unit]:
        for entry in self._catalogue:
            if entry.obsolete or entry.translated():
                continue
            if entry.msgid_plural:
                for number in sorted(entry.msgstr_plural) or [0, 1]:
                    yield _Entry(self, entry, entry.msgid if number == 0 else entry.msgid_plural, number)
            else:
                yield _Entry(self, entry, entry.msgid, None)

    def note_change(self) -> None:
        self._is_changed = True

    def finish(self) -> bytes:
        if not self._is_changed:
            return self._file.encoded(self._file.text)
        self._catalogue.metadata["Language"] = self._choices.target.replace("-", "_")
        text = str(self._catalogue)
        return self._file.encoded(text.replace("\n", self._file.newline) if self._file.newline != "\n" else text)


class _Entry:
    def __init__(self, owner: PoRewriter, entry: polib.POEntry, source: str, number: int | None) -> None:
        self._owner, self._entry, self._number = owner, entry, number
        self._inline = Inline(coded(source))

    @property
    def text(self) -> str:
        return self._inline.text

    def put(self, translation: str) -> None:
        made = rendered_plainly(self._inline.translated(translation))
        if self._number is None:
            self._entry.msgstr = made
        else:
            self._entry.msgstr_plural[self._number] = made
        if "fuzzy" in self._entry.flags:
            self._entry.flags.remove("fuzzy")
        self._owner.note_change()
