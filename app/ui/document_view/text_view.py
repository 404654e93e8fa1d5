"""The extracted text of a document with the passage marked; read-only, and only the part around the passage."""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from app.domain.ask.keywords import CJK
from app.domain.library.document import DocumentKind
from app.ui.document_view.locate_quote import REACH, Located
from app.ui.theme.theme import Theme
from app.ui.widgets.text import label

_MONOSPACED = frozenset({DocumentKind.CODE, DocumentKind.CSV, DocumentKind.SHEET, DocumentKind.SUBTITLES})
_TABLES = frozenset({DocumentKind.CSV, DocumentKind.SHEET})
_MEASURED, _COLUMNS, _WIDEST = 50_000, 200, 40
"""Characters and columns that are looked at for the columns' widths, and the widest a column gets."""
_CJK = re.compile(f"[{CJK}]")
_MONO = ["Noto Sans Mono", "SF Mono", "Cascadia Mono", "Consolas", "DejaVu Sans Mono"]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a text that is shown; ``start`` and ``length`` of the mark count in ``text``."""

    text: str
    start: int
    length: int
    cut: bool = False


def excerpt(text: str, located: Located | None, reach: int = REACH) -> Excerpt:
    """``reach`` characters to either side of the passage: a text of 100 MB would hold the window up."""
    start, length = (located.start, located.length) if located else (0, 0)
    first, last = max(0, start - reach), min(len(text), start + length + reach)
    cuts = (first, start, start + length, last)
    before, mark, after = (_shown(text[begin:end]) for begin, end in itertools.pairwise(cuts))
    return Excerpt(before + mark + after, len(before), len(mark), first > 0 or last < len(text))


def _shown(text: str) -> str:
    """With the line ends that the view counts as one character each."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\0", " ")


def tab_stops(text: str) -> tuple[int, ...]:
    """Where the columns of tab-separated rows begin, in characters, so that cells stand under each other."""
    widths: list[int] = []
    for row in text[:_MEASURED].split("\n"):
        for at, cell in enumerate(row.split("\t")[:-1][:_COLUMNS]):
            widths[at:] = [max([*widths[at : at + 1], min(_cells(cell), _WIDEST)]), *widths[at + 1 :]]
    return tuple(itertools.accumulate(width + 2 for width in widths))


def _cells(text: str) -> int:
    """Width in the cells of a fixed-width font: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class TextView(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._cut = label("small", wrap=True)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self.setFocusProxy(self._text)
        self._text.setUndoRedoEnabled(False)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setStyleSheet("QPlainTextEdit { border: none; border-radius: 0; padding: 8px 12px; }")
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._cut.setContentsMargins(16, 4, 16, 8)
        column.addWidget(self._cut)
        column.addWidget(self._text, 1)
        theme.changed.connect(self._draw_mark)
        self._mark: tuple[int, int] = (0, 0)
        self._retranslate()

    def show_excerpt(self, part: Excerpt, kind: DocumentKind) -> None:
        """Show the text with its passage in view."""
        font = QFont(self.font())
        if kind in _MONOSPACED:
            font.setFamilies([*_MONO, *font.families()])
            font.setPixelSize(self._theme.sizes.small)
        else:
            font.setPixelSize(self._theme.sizes.body)
        beginning = part.text[part.start : part.start + 400]
        if len(_CJK.findall(beginning)) * 4 > len(beginning):
            font.setFeature(QFont.Tag("pwid"), 0)  # narrow signs are for Latin text (app/ui/theme/sizes.py)
        self._text.setFont(font)
        self._text.document().setDefaultFont(font)
        wraps = kind not in _TABLES
        self._text.setWordWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wraps else QTextOption.WrapMode.NoWrap
        )
        unit = self._text.fontMetrics().horizontalAdvance("0")
        self._text.setTabStopDistance(unit * 4)
        option = self._text.document().defaultTextOption()
        stops = () if wraps else tab_stops(part.text)
        option.setTabs([QTextOption.Tab(stop * unit, QTextOption.TabType.LeftTab) for stop in stops])
        self._text.document().setDefaultTextOption(option)
        self._text.setPlainText(part.text)
        self._cut.setVisible(part.cut)
        # Qt counts in UTF-16 units, Python in characters.
        start = _units(part.text[: part.start])
        self._mark = (start, start + _units(part.text[part.start : part.start + part.length]))
        self._draw_mark()
        cursor = self._text.textCursor()
        cursor.setPosition(self._mark[0])
        self._text.setTextCursor(cursor)
        self._text.centerCursor()

    @property
    def marked_text(self) -> str:
        cursor = self._marked()
        return cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")

    @property
    def mark_is_visible(self) -> bool:
        cursor = self._text.textCursor()
        cursor.setPosition(self._mark[0])
        return self._text.viewport().rect().contains(self._text.cursorRect(cursor).center())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def _marked(self) -> QTextCursor:
        cursor = self._text.textCursor()
        cursor.setPosition(self._mark[0])
        cursor.setPosition(self._mark[1], QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _draw_mark(self) -> None:
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._marked()
        selection.format.setBackground(QColor(self._theme.colours.mark))
        self._text.setExtraSelections([selection] if self._mark[0] != self._mark[1] else [])

    def _retranslate(self) -> None:
        self._cut.setText(self.tr("The document is long; this is the part around the passage."))
        self._text.setAccessibleName(self.tr("Text of the document, with the passage marked"))


def _units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) + sum(c > "\uffff" for c in text)
