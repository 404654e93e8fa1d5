"""A person's terms as a list model, narrowed by what is typed; holds values, asks no service."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from app.domain.translate.glossary import StoredTerm, conflicts

TERM = Qt.ItemDataRole.UserRole + 1
CONFLICT = Qt.ItemDataRole.UserRole + 2
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class TermRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[StoredTerm, ...] = ()
        self._rows: list[StoredTerm] = []
        self._text = ""
        self._torn: frozenset[tuple[str, str, str]] = frozenset()

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Sources that have several targets."""
        return tuple(sorted({source for _from, _into, source in self._torn}))

    @property
    def terms(self) -> tuple[StoredTerm, ...]:
        """All of them, also those that are not shown."""
        return self._all

    @property
    def count(self) -> int:
        return len(self._all)

    def show_terms(self, terms: Sequence[StoredTerm]) -> None:
        self._all = tuple(terms)
        self._torn = _torn(terms)
        self.narrow(self._text)

    def narrow(self, text: str) -> None:
        """Those that hold ``text`` in source, target or note."""
        self.beginResetModel()
        self._text = text.casefold().strip()
        self._rows = [one for one in self._all if self._text in _said(one).casefold()]
        self.endResetModel()

    def at(self, row: int) -> StoredTerm | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, source: str) -> int:
        """-1 where it is not listed."""
        return next((n for n, one in enumerate(self._rows) if one.term.source == source), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        stored = self.at(index.row())
        if stored is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return stored.term.source
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{stored.term.source}: {target_words(stored)}"
        if role == CONFLICT:
            return _key(stored) in self._torn
        return stored if role == TERM else None


def target_words(stored: StoredTerm) -> str:
    """The target; for a term that is not to be translated, that it stays."""
    if stored.term.stays:
        return QCoreApplication.translate("TranslateTerms", "stays as it is")
    return stored.term.target


def _said(stored: StoredTerm) -> str:
    return f"{stored.term.source}\n{stored.term.target}\n{stored.term.note}"


def _key(stored: StoredTerm) -> tuple[str, str, str]:
    source = stored.term.source if stored.term.keeps_case else stored.term.source.casefold()
    return stored.source_language, stored.target_language, source


def _torn(terms: Sequence[StoredTerm]) -> frozenset[tuple[str, str, str]]:
    pairs: dict[tuple[str, str], list[StoredTerm]] = {}
    for stored in terms:
        pairs.setdefault((stored.source_language, stored.target_language), []).append(stored)
    found: set[tuple[str, str, str]] = set()
    for pair, several in pairs.items():
        torn = {one.source.casefold() for one in conflicts(stored.term for stored in several)}
        found.update((*pair, _key(stored)[2]) for stored in several if stored.term.source.casefold() in torn)
    return frozenset(found)
