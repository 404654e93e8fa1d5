"""The vocabulary as rows, and the suggestions that wait for an answer; values only."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from app.domain.spoken.rules import RuleKind, VocabularyRule

Index = QModelIndex | QPersistentModelIndex
RULE = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()


class WordRows(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self._rules: tuple[VocabularyRule, ...] = ()

    def show(self, rules: tuple[VocabularyRule, ...]) -> None:
        self.beginResetModel()
        self._rules = rules
        self.endResetModel()

    def rule(self, index: Index) -> VocabularyRule | None:
        return self._rules[index.row()] if index.isValid() else None

    def row_of(self, rule_id: int) -> int:
        """-1 where it is not listed."""
        return next((row for row, rule in enumerate(self._rules) if rule.id == rule_id), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rules)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        rule = self.rule(index)
        if rule is None:
            return None
        if role == RULE:
            return rule
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return rule_words(rule)
        return None


def rule_words(rule: VocabularyRule) -> str:
    """'Kubernetes ← cooper netties, cube net', or the word alone."""
    written = rule.written.replace("\n", "⏎")
    if not rule.spoken:
        return written
    heard = " ".join(rule.spoken) if rule.kind is RuleKind.PATTERN else ", ".join(rule.spoken)
    return QCoreApplication.translate("Dictate", "{written} ← {heard}").format(written=written, heard=heard)
