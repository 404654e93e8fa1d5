"""Which documents a question looks at: all, one collection, or one kind; a chip with a menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from app.domain.ask.search import SearchFilter
from app.domain.library.document import Collection, DocumentKind
from app.ui.theme.theme import Theme
from app.ui.translation import translate
from app.ui.widgets.text import set_property
from app.wording import collection_name

_NAME_LIMIT = 32


class ScopeChip(QPushButton):
    """Signals: ``scope_changed()``; the choice stands in ``scope``. ``menu_opening()`` asks for fresh collections."""

    scope_changed = Signal()
    menu_opening = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "chip")
        self._theme = theme
        self._collections: tuple[Collection, ...] = ()
        self._scope, self._names = SearchFilter(), tuple[str, ...]()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._open)
        self.setMinimumHeight(28)
        self.clicked.connect(self._pop_up)
        self._fill()
        self._show_words()

    @property
    def scope(self) -> SearchFilter:
        return self._scope

    def set_scope(self, scope: SearchFilter, names: Sequence[str] = ()) -> None:
        """``names`` are those of the documents where single ones are chosen."""
        if scope != self._scope:
            self._scope, self._names = scope, tuple(names)
            self._show_words()
            self.scope_changed.emit()

    def set_collections(self, collections: Sequence[Collection]) -> None:
        """A chosen collection that is gone falls back to all documents: nothing may narrow a search unseen."""
        self._collections = tuple(collections)
        chosen = self._scope.collection_id
        if chosen is not None and chosen not in {c.id for c in self._collections}:
            self.set_scope(SearchFilter(kinds=self._scope.kinds))
        self._fill()
        self._show_words()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._show_words()
        super().changeEvent(event)

    def _pop_up(self) -> None:
        """Above the chip, which stands at the foot of the window. Not setMenu(): that draws an arrow of its own."""
        self._menu.popup(self.mapToGlobal(QPoint(0, -self._menu.sizeHint().height() - 4)))

    def _open(self) -> None:
        self._fill()
        self.menu_opening.emit()

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for words, scope in self._choices():
            if scope is None:
                self._menu.addSeparator()
                continue
            action = self._menu.addAction(_no_mnemonic(words))
            action.setCheckable(True)
            action.setChecked(scope == self._scope)
            action.triggered.connect(lambda _on=False, scope=scope: self.set_scope(scope))
            group.addAction(action)

    def _choices(self) -> list[tuple[str, SearchFilter | None]]:
        choices: list[tuple[str, SearchFilter | None]] = [(self.tr("All documents"), SearchFilter())]
        if self._scope.document_ids:
            one = _short(self._names[0]) if len(self._names) == 1 else ""
            choices.append((one or self.tr("%n document(s)", "", len(self._scope.document_ids)), self._scope))
        if len(self._collections) > 1:
            choices.append(("", None))
            choices += [
                (_short(collection_name(c, translate)), SearchFilter(collection_id=c.id)) for c in self._collections
            ]
        choices.append(("", None))
        return choices + [(words, SearchFilter(kinds=kinds)) for words, kinds in self._kinds()]

    def _kinds(self) -> list[tuple[str, frozenset[DocumentKind]]]:
        kind = DocumentKind
        return [
            (self.tr("PDF documents"), frozenset({kind.PDF})),
            (self.tr("Text documents"), frozenset({kind.WORD, kind.ODT, kind.RTF})),
            (self.tr("Slides"), frozenset({kind.SLIDES})),
            (self.tr("Sheets and tables"), frozenset({kind.SHEET, kind.CSV})),
            (self.tr("Web pages and books"), frozenset({kind.HTML, kind.EPUB})),
            (self.tr("Mail"), frozenset({kind.MAIL})),
            (self.tr("Notes and plain text"), frozenset({kind.TEXT, kind.MARKDOWN, kind.SUBTITLES})),
            (self.tr("Source code"), frozenset({kind.CODE})),
        ]

    def _show_words(self) -> None:
        words = next((w for w, scope in self._choices() if scope == self._scope), self.tr("Some documents"))
        self.setText(_no_mnemonic(words))
        narrowed = not self._scope.is_empty
        set_property(self, "tone", "on" if narrowed else "")
        self.setIcon(self._theme.icon("chevron-down", "accent" if narrowed else "muted", 12))
        self.setAccessibleName(self.tr("Where to look: {scope}").format(scope=words))
        self.setToolTip(self.tr("Choose which documents to look at"))


def _short(name: str) -> str:
    return name if len(name) <= _NAME_LIMIT else name[: _NAME_LIMIT - 1] + "…"


def _no_mnemonic(words: str) -> str:
    """A collection's name is shown as it is: '&' would underline the next letter."""
    return words.replace("&", "&&")
