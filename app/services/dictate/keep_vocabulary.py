"""The person's vocabulary as one handles it: list, add, change, try on a text, read from and write to files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.errors import AppError, ErrorCode
from app.domain.library.document import Refusal
from app.domain.spoken.rules import Applied, VocabularyRule, try_rules
from app.domain.spoken.vocabulary_files import LineFault, VocabularyFormat, vocabulary_read, vocabulary_written
from app.services.written_file import written_file
from app.storage.store import Store

LARGEST_FILE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class VocabularyImported:
    """``rules`` stand in the store; ``faults`` say which lines could not be taken, and why."""

    rules: int
    faults: tuple[LineFault, ...]


class KeepVocabulary:
    """Blocking; callable from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rules(self, collection_id: int | None = None) -> list[VocabularyRule]:
        """Those that hold everywhere, with those of the collection."""
        return self._store.vocabulary.list(collection_id)

    def keep(self, rules: Sequence[VocabularyRule]) -> list[VocabularyRule]:
        """Add, or change where a rule has an ``id``. What :func:`app.domain.spoken.rules.fault_of` finds is not
        asked here: a rule that cannot be used is kept and does nothing."""
        return self._store.vocabulary.keep(rules)

    def remove(self, rule_ids: Sequence[int]) -> None:
        self._store.vocabulary.remove(rule_ids)

    def try_on(self, text: str, rules: Sequence[VocabularyRule] | None = None) -> Applied:
        """What ``text`` becomes, and which rules did it; None takes those that hold everywhere."""
        return try_rules(text, self.rules() if rules is None else rules)

    def read(self, path: Path, collection_id: int | None = None) -> VocabularyImported:
        """Add what a CSV, JSON or plain list holds; the file's ending says what it is. Raises PATH_MISSING,
        and READING where it cannot be read or is larger than a vocabulary can be."""
        form = VocabularyFormat(ending) if (ending := path.suffix.lower()[1:]) in list(VocabularyFormat) else None
        found = vocabulary_read(_text_of(path), form or VocabularyFormat.LIST)
        kept = self._store.vocabulary.keep(replace(rule, collection_id=collection_id) for rule in found.rules)
        return VocabularyImported(len(kept), found.faults)

    def write(
        self, path: Path, form: VocabularyFormat, collection_id: int | None = None, *, overwrite: bool = False
    ) -> int:
        """Returns how many rules were written. Raises TARGET_EXISTS and what writing a file raises."""
        rules = self.rules(collection_id)
        with written_file(path, overwrite=overwrite) as file:
            file.write(vocabulary_written(rules, form).encode("utf-8"))
        return len(rules)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise AppError(ErrorCode.PATH_MISSING, path=str(path)) from error
    except OSError as error:
        raise AppError(ErrorCode.READING, path=str(path), refusal=Refusal.UNREADABLE.value) from error
    if len(data) > LARGEST_FILE:
        raise AppError(ErrorCode.READING, path=str(path), refusal=Refusal.TOO_LARGE.value)
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")
