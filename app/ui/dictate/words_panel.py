"""The words that dictation knows: a list, a form to add and change them, a field to try them, and suggestions."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from app.domain.spoken.rules import RuleKind, VocabularyRule
from app.ui.dictate.suggested_words import SuggestedWords
from app.ui.dictate.words_model import WordRows
from app.ui.theme.theme import Theme
from app.ui.widgets.buttons import IconButton, button
from app.ui.widgets.notice import Notice
from app.ui.widgets.text import label


class WordsPanel(QWidget):
    """Signals, all intentions: ``saved(VocabularyRule)`` (its id is None for a new one), ``deleted(VocabularyRule)``,
    ``tried(text)``, ``import_asked()``, ``export_asked()``; of the suggestions ``suggestions`` has its own.
    """

    saved = Signal(object)
    deleted = Signal(object)
    tried = Signal(str)
    import_asked = Signal()
    export_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._editing: VocabularyRule | None = None
        self.rows, self.view = WordRows(), QListView()
        self.view.setModel(self.rows)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setProperty("role", "plain")
        self._about, self._nothing = label("muted", wrap=True), label("muted", wrap=True)
        self.notice, self.suggestions = Notice(theme), SuggestedWords(theme)
        self._written, self._heard, self._pattern = QLineEdit(), QLineEdit(), QCheckBox()
        self._save, self._cancel, self._delete = button("primary"), button("quiet"), button("quiet")
        self._more = IconButton(theme, "more", "ink", 20)
        self._try, self._result = QLineEdit(), label("body", wrap=True)
        self._lay_out()
        self.view.selectionModel().currentChanged.connect(lambda index, _before: self._edit(self.rows.rule(index)))
        self._save.clicked.connect(self._say_saved)
        for box in (self._written, self._heard):
            box.returnPressed.connect(self._say_saved)
            box.textChanged.connect(self._show_form)
        self._cancel.clicked.connect(lambda: self._edit(None))
        self._delete.clicked.connect(self._say_deleted)
        self._more.clicked.connect(self._open_menu)
        self._try.textChanged.connect(self.tried)
        self.setFocusProxy(self._written)
        self._edit(None)
        self._retranslate()

    @property
    def try_text(self) -> str:
        return self._try.text()

    def show_rules(self, rules: Sequence[VocabularyRule]) -> None:
        self.rows.show(tuple(rules))
        self.view.setVisible(bool(rules))
        self._nothing.setVisible(not rules)
        self._edit(None)

    def show_result(self, text: str, fired: Sequence[VocabularyRule]) -> None:
        """What the tried text becomes, and the rules that did it."""
        if not self._try.text().strip():
            self._result.setText("")
        elif not fired:
            self._result.setText(self.tr("No word of the list is in it."))
        else:
            names = ", ".join(dict.fromkeys(rule.written for rule in fired))
            self._result.setText(self.tr("{text}\nChanged by: {names}").format(text=text, names=names))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.view.hasFocus():
            self._say_deleted()
        elif event.key() == Qt.Key.Key_Escape and self._editing is not None:
            self._edit(None)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _edit(self, rule: VocabularyRule | None) -> None:
        self._editing = rule
        self._written.setText(rule.written if rule else "")
        is_pattern = rule is not None and rule.kind is RuleKind.PATTERN
        self._heard.setText((" " if is_pattern else ", ").join(rule.spoken) if rule else "")
        self._pattern.setChecked(is_pattern)
        if rule is None:
            self.view.clearSelection()
            self.view.selectionModel().clearCurrentIndex()
        self._show_form()

    def _show_form(self) -> None:
        self._save.setEnabled(bool(self._written.text().strip() or self._heard.text().strip()))
        self._save.setText(self.tr("Save") if self._editing else self.tr("Add"))
        for made in (self._cancel, self._delete):
            made.setVisible(self._editing is not None)

    def _say_saved(self) -> None:
        written, heard = self._written.text().strip(), self._heard.text().strip()
        if not written and not heard:
            return
        is_pattern = self._pattern.isChecked()
        forms = (heard,) if is_pattern and heard else tuple(_forms(heard))
        before = self._editing
        self.saved.emit(
            VocabularyRule(
                written,
                forms,
                RuleKind.PATTERN if is_pattern else RuleKind.WORD,
                before.match_case if before else False,
                before.collection_id if before else None,
                before.id if before else None,
            )
        )

    def _say_deleted(self) -> None:
        if self._editing is not None:
            self.deleted.emit(self._editing)

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Import words from a file")).triggered.connect(self.import_asked)
        menu.addAction(self.tr("Write the words to a file")).triggered.connect(self.export_asked)
        menu.addAction(self.tr("Look for words in the documents")).triggered.connect(self.suggestions.wanted)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._about, 1)
        head.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        actions = QHBoxLayout()
        actions.setSpacing(4)
        actions.addWidget(self._pattern)
        actions.addStretch(1)
        for made in (self._delete, self._cancel, self._save):
            actions.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.notice)
        column.addWidget(self.suggestions)
        column.addWidget(self._written)
        column.addWidget(self._heard)
        column.addLayout(actions)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        column.addStretch(0)
        column.addWidget(self._try)
        column.addWidget(self._result)

    def _retranslate(self) -> None:
        self._about.setText(
            self.tr(
                "Names, terms and abbreviations that you say. Dictation listens for them and spells them like this."
            )
        )
        self._nothing.setText(self.tr("No words yet."))
        for box, words in (
            (self._written, self.tr("Write it like this")),
            (self._heard, self.tr("Where this is heard, separated by commas (may be empty)")),
            (self._try, self.tr("Try the list: type what could be heard")),
        ):
            box.setPlaceholderText(words)
            box.setAccessibleName(words)
        self._pattern.setText(self.tr("A pattern (regular expression)"))
        self._cancel.setText(self.tr("Cancel"))
        self._delete.setText(self.tr("Delete"))
        self._more.set_words(self.tr("More for these words"))
        self.view.setAccessibleName(self.tr("Words; Delete removes one"))
        self._show_form()


def _forms(text: str) -> list[str]:
    """Commas of both scripts part them."""
    return [form for part in text.replace("，", ",").replace("、", ",").split(",") if (form := part.strip())]
