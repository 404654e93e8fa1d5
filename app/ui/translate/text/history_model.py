"""Earlier texts as a list model; holds values, asks no service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractListModel, QLocale, QModelIndex, QPersistentModelIndex, Qt

from app.domain.translate.translation import KeptTranslation
from app.ui.translate.words import language_words

TEXT = Qt.ItemDataRole.UserRole + 1
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class KeptTexts(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[KeptTranslation, ...] = ()

    def show_texts(self, texts: Sequence[KeptTranslation]) -> None:
        self.beginResetModel()
        self._texts = tuple(texts)
        self.endResetModel()

    def at(self, row: int) -> KeptTranslation | None:
        return self._texts[row] if 0 <= row < len(self._texts) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._texts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        text = self.at(index.row())
        if text is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(text.source)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one_line(text.source)}, {facts(text)}"
        return text if role == TEXT else None


def facts(text: KeptTranslation, now: datetime | None = None) -> str:
    """'English → Chinese · 14:05'."""
    pair = f"{language_words(text.source_language)} → {language_words(text.target_language)}"
    here = text.made_at.astimezone()
    locale, short = QLocale(), QLocale.FormatType.ShortFormat
    today = here.date() == (now or datetime.now(UTC)).astimezone().date()
    when = locale.toString(here.time() if today else here.date(), short)  # type: ignore[call-overload]
    return f"{pair} · {when}"


def one_line(text: str, most: int = 200) -> str:
    return " ".join(text[: 2 * most].split())[:most]
