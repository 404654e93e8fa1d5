"""Gets a text into the program that has the focus, step by step by the clock; never blocks the Qt thread.

Paste: the text is lent to the clipboard, Ctrl+V is pressed, and what lay there before comes back when the program has
taken the text and been quiet for a moment (sooner, and it would paste the old content).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from app.desktop.insertion.main import method_for
from app.desktop.insertion.models import InsertMethod, InsertRefusal, KeyPresser
from app.ui.dictation.clipboard import LentClipboard

SETTLE_MS = 40
"""Between the text and Ctrl+V: clipboard histories have read by then."""
QUIET_MS = 200
"""The program takes the text in several readings; so long after the last one it has all."""
PATIENCE_MS = 8_000
"""A program that has not asked by then will not."""
_LOOK_MS = 20


class Inserter(QObject):
    """Signals: ``done(str)`` the program's name; ``refused(InsertRefusal)``. One of them ends each insertion."""

    done = Signal(str)
    refused = Signal(InsertRefusal)

    def __init__(self, keys: KeyPresser | None, clipboard: LentClipboard) -> None:
        super().__init__()
        self._keys, self._clipboard = keys, clipboard
        self._program = ""
        self._waited = 0
        self._steps: Iterator[int | InsertRefusal] | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._tick)
        self._next = self._nothing

    @property
    def is_busy(self) -> bool:
        return self._clock.isActive()

    def program(self) -> str:
        """Who has the focus now; '' where nobody says."""
        return "" if self._keys is None else self._keys.target().program

    def insert(self, text: str, chosen: Mapping[str, str], default: str) -> None:
        """``chosen``: program → way, where the person made it differ from ``default``."""
        self.finish_now()
        self._program = self.program()
        method = method_for(self._program, chosen, default)
        if method is InsertMethod.CLIPBOARD:
            self._clipboard.leave(text)
            self._after(0, self._end)
        elif self._keys is None or (refusal := self._keys.prepare()) is not None:
            self._clipboard.leave(text)
            refused = InsertRefusal.NOT_HERE if self._keys is None else refusal
            self._after(0, lambda: self._refuse(refused or InsertRefusal.NOT_HERE))
        elif method is InsertMethod.TYPE and self._keys.can_type:
            self._steps = self._keys.type_text(text)
            self._after(0, self._type)
        else:
            self._clipboard.lend(text)
            self._after(SETTLE_MS, lambda: self._press(terminal=method is InsertMethod.TERMINAL_PASTE))

    def finish_now(self) -> None:
        """Put the clipboard back at once: the program ends, or the next text comes."""
        self._clock.stop()
        if self._steps is not None:
            self._steps = None
        self._clipboard.put_back()

    def _press(self, *, terminal: bool) -> None:
        assert self._keys is not None
        self._clipboard.expect()
        refusal = self._keys.paste(terminal=terminal)
        if refusal is not None:
            self._clipboard.keep()
            self._refuse(refusal)
            return
        self._waited = 0
        self._after(_LOOK_MS, self._look)

    def _look(self) -> None:
        self._waited += _LOOK_MS
        quiet = self._clipboard.quiet_milliseconds
        if quiet is not None and quiet >= QUIET_MS:
            self._clipboard.put_back()
            self._end()
        elif quiet is None and self._waited >= PATIENCE_MS:
            self._clipboard.keep()
            self._refuse(InsertRefusal.NOT_TAKEN)
        else:
            self._after(_LOOK_MS, self._look)

    def _type(self) -> None:
        step = next(self._steps, None) if self._steps is not None else None
        if isinstance(step, InsertRefusal):
            self._steps = None
            self._refuse(step)
        elif step is None:
            self._steps = None
            self._end()
        else:
            self._after(step, self._type)

    def _after(self, milliseconds: int, what: object) -> None:
        self._next = what  # type: ignore[assignment]
        self._clock.start(milliseconds)

    def _tick(self) -> None:
        self._next()

    def _nothing(self) -> None:
        return

    def _end(self) -> None:
        self.done.emit(self._program)

    def _refuse(self, refusal: InsertRefusal) -> None:
        self.refused.emit(refusal)
