"""Writes answer blocks into a text document, only what changed; makes no HTML and loads nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from app.domain.ask.keywords import CJK
from app.ui.ask.answer_values import Block, BlockKind, Run
from app.ui.ask.citation_chip import CHIP, DOUBTFUL, NUMBER, ORDINAL, ChipLook, CitationChip
from app.ui.theme.theme import Theme

DOUBT = int(QTextFormat.Property.UserProperty) + 4
"""The number of the doubtful sentence that a character belongs to."""
QUOTED = int(QTextFormat.Property.UserProperty) + 5
"""Set on the blocks that are quotes; the view draws their line."""
_OBJECT = "\ufffc"
NARROW_SIGNS = QFont.Tag("pwid")
"""What the theme asks of a Chinese face within Latin text (app/ui/theme/sizes.py)."""
GLUE = "\u00a0"
_CJK = re.compile(f"[{CJK}]")
_LETTER = 0.56
"""Width of a narrow letter, as a part of the size of type; a Chinese one takes less than two of them."""
_MONO = ["Noto Sans Mono", "SF Mono", "Cascadia Mono", "Consolas", "DejaVu Sans Mono"]


@dataclass(frozen=True, slots=True)
class Look:
    """What of the theme an answer needs; ``size`` and the like in px."""

    size: int
    heading: int
    latin_line: float
    chinese_line: float
    ink: QColor
    muted: QColor
    code_ground: QColor
    quote_line: QColor
    amber: QColor
    accent: QColor
    chip: ChipLook

    @classmethod
    def of(cls, theme: Theme) -> Look:
        sizes, colour = theme.sizes, theme.colour
        chip = ChipLook(
            sizes.reading,
            colour("accent_soft"),
            colour("accent"),
            colour("amber_soft"),
            colour("amber"),
            colour("accent"),
        )
        return cls(
            size=sizes.reading,
            heading=sizes.reading + 2,
            latin_line=sizes.line_height(chinese=False),
            chinese_line=sizes.line_height(chinese=True),
            ink=colour("ink"),
            muted=colour("muted"),
            code_ground=colour("sunken"),
            quote_line=colour("accent"),
            amber=colour("amber"),
            accent=colour("accent"),
            chip=chip,
        )


class AnswerDocument(QTextDocument):
    """``written`` counts the blocks written so far: a growing answer rewrites only its last ones."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setDocumentMargin(0)
        self.setUndoRedoEnabled(False)
        self._look = look
        self._shown: list[Block] = []
        self.chips = CitationChip(self, look.chip)
        self.documentLayout().registerHandler(CHIP, self.chips)
        self.written = 0

    def set_look(self, look: Look) -> None:
        """Write everything anew with other colours or sizes."""
        self._look, self.chips.look = look, look.chip
        blocks, self._shown = self._shown, []
        self.clear()
        self.show_blocks(blocks)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Make the document hold exactly ``blocks``; what is already there in the same form is not touched."""
        same = 0
        while same < min(len(blocks), len(self._shown)) and blocks[same] == self._shown[same]:
            same += 1
        if same == len(blocks) == len(self._shown):
            return
        cursor = QTextCursor(self)
        cursor.beginEditBlock()
        if same < len(self._shown):
            # From the end of the last block that stays, so that no empty block is left over.
            first = self.findBlockByNumber(same)
            cursor.setPosition(first.position() - 1 if same else 0)
            cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        ordinal = sum(run.cite is not None for block in blocks[:same] for run in block.runs)
        for number in range(same, len(blocks)):
            ordinal = self._write(cursor, blocks, number, ordinal)
        cursor.endEditBlock()
        self._shown = list(blocks)

    def loadResource(self, _kind: int, _name: QUrl | str) -> QImage:
        """Nothing is ever loaded: given None, Qt opens the file or the network share itself (TRUST.md, F9).

        It must be here: a document that is not the view's child never asks the view.
        """
        placeholder = QImage(1, 1, QImage.Format.Format_ARGB32)
        placeholder.fill(QColor(0, 0, 0, 0))
        return placeholder

    @property
    def citations(self) -> tuple[int, ...]:
        """The number of each chip, in reading order; a chip's ordinal is its index here."""
        return tuple(run.cite for block in self._shown for run in block.runs if run.cite is not None)

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._shown)

    @property
    def plain_text(self) -> str:
        """For copying and for screen readers: citations as ``[n]``."""
        return "\n\n".join((f"{b.marker} " if b.marker else "") + b.text.replace("\u2028", "\n") for b in self._shown)

    def _write(self, cursor: QTextCursor, blocks: Sequence[Block], number: int, ordinal: int) -> int:
        block = blocks[number]
        style = self._block_format(block, blocks[number - 1] if number else None)
        if number == 0:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.setBlockFormat(style)
        else:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock(style, QTextCharFormat())
        self.written += 1
        if block.kind is BlockKind.ITEM and not block.marker:
            cursor.insertText("\t", self._text_format(Run(""), block))  # a further line of the item above
        if block.marker:
            cursor.insertText(block.marker + "\t", self._text_format(Run(""), block))
        for run, following in itertools.zip_longest(block.runs, block.runs[1:]):
            style_of_run = self._text_format(run, block)
            if run.cite is None:
                text = run.text.replace("\n", "\u2028")
                if following is not None and following.cite is not None:
                    text = text.removesuffix(" ") + GLUE  # a chip stays on the line of the word before it
                cursor.insertText(text, style_of_run)
                continue
            style_of_run.setObjectType(CHIP)
            style_of_run.setProperty(NUMBER, run.cite)
            style_of_run.setProperty(ORDINAL, ordinal)
            style_of_run.setProperty(DOUBTFUL, run.doubt is not None)
            style_of_run.setAnchor(True)
            style_of_run.setAnchorHref(f"cite:{run.cite}:{ordinal}")
            cursor.insertText(_OBJECT, style_of_run)
            ordinal += 1
        return ordinal

    def _block_format(self, block: Block, before: Block | None) -> QTextBlockFormat:
        style = QTextBlockFormat()
        height = self._look.chinese_line if is_chinese(block.text) else self._look.latin_line
        style.setLineHeight(height * 100 * 0.86, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        tight = before is not None and before.kind is block.kind and block.kind is BlockKind.ITEM
        style.setTopMargin(0 if before is None else 4 if tight else 12)
        if block.kind is BlockKind.ITEM:
            style.setLeftMargin(24 * block.level)
            style.setTextIndent(-20)
            style.setTabPositions([QTextOption.Tab(20, QTextOption.TabType.LeftTab)])
        elif block.kind is BlockKind.ROW:
            letter = self._look.size * _LETTER
            style.setTabPositions([QTextOption.Tab(at * letter, QTextOption.TabType.LeftTab) for at in block.tabs])
            style.setTopMargin(12 if block.level and before is not None else 4)
        elif block.kind is BlockKind.QUOTE:
            style.setLeftMargin(18)
        elif block.kind is BlockKind.CODE:
            style.setBackground(self._look.code_ground)
            style.setLeftMargin(4)
            style.setLineHeight(130, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
        elif block.kind is BlockKind.HEADING:
            style.setTopMargin(0 if before is None else 20)
        elif block.level:
            style.setLeftMargin(24 * block.level)
        style.setProperty(QUOTED, block.kind is BlockKind.QUOTE)
        return style

    def _text_format(self, run: Run, block: Block) -> QTextCharFormat:
        style = QTextCharFormat()
        font = QFont()
        if is_chinese(block.text):
            font.setFeature(NARROW_SIGNS, 0)  # Chinese commas and brackets are as wide as its characters
        font.setPixelSize(self._look.heading if block.kind is BlockKind.HEADING else self._look.size)
        font.setItalic(run.italic)
        if run.bold or block.kind is BlockKind.HEADING:
            font.setWeight(QFont.Weight.DemiBold)
        if run.code:
            font.setFamilies([*_MONO, *font.families()])
            font.setPixelSize(self._look.size - 2)
        style.setFont(font)
        style.setForeground(QBrush(self._look.ink))
        if run.code and block.kind is not BlockKind.CODE:
            style.setBackground(self._look.code_ground)
        if run.address is not None:
            style.setForeground(QBrush(self._look.accent))
            style.setAnchor(True)
            style.setAnchorHref("copy:" + run.address)
        if run.doubt is not None:
            style.setProperty(DOUBT, run.doubt)
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
            style.setUnderlineColor(self._look.amber)
        return style


def is_chinese(text: str) -> bool:
    """A quarter of its beginning is Chinese, Japanese or Korean."""
    beginning = text[:400]
    return len(_CJK.findall(beginning)) * 4 > len(beginning)
