"""How the command line speaks: JSON lines for programs; for people colour, and a progress line on a terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from typing import IO, Any

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36", "mark": "1;36"}
_BAR = 24
_BIDI_CONTROLS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


class OutputLost(Exception):  # noqa: N818 - it says what happened
    """Whoever reads the standard output has left, or what it goes to takes no more; the system's error is the cause."""


class Output:
    """``json_lines`` silences every sentence on the standard output. Progress goes to the standard error only."""

    def __init__(self, *, json_lines: bool, out: IO[str] | None = None, err: IO[str] | None = None) -> None:
        self.json_lines = json_lines
        self._out, self._err = out or sys.stdout, err or sys.stderr
        for stream in (self._out, self._err):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        self._colour = self._out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self._moving = self._err.isatty() and os.environ.get("TERM") != "dumb"
        self._progress_stands = False
        self.lost: OSError | None = None

    def object(self, values: dict[str, Any]) -> None:
        self._write(json.dumps(values, ensure_ascii=False), self._out)

    def line(self, text: str = "") -> None:
        if not self.json_lines:
            self._write(text, self._out)

    def piece(self, text: str) -> None:
        """Text that streams: no line break after it."""
        if not self.json_lines:
            self._print(text, self._out)

    def problem(self, text: str) -> None:
        self._write(text, self._err)

    def coloured(self, text: str, *names: str) -> str:
        if not self._colour:
            return text
        return f"\x1b[{';'.join(_CODES[name] for name in names)}m{text}\x1b[0m"

    def progress(self, done: int, total: int | None, text: str) -> None:
        """One line that is written over; nothing where the standard error is no terminal."""
        if not self._moving:
            return
        share = done / total if total else 0.0
        bar = "█" * int(share * _BAR) + "░" * (_BAR - int(share * _BAR))
        counts = f"{done}/{total}" if total is not None else str(done)
        room = shutil.get_terminal_size().columns - _BAR - len(counts) - 4
        self._err.write(f"\r\x1b[2K{bar} {counts} {_shortened(printable(text), room)}")
        self._err.flush()
        self._progress_stands = True

    def _clear(self) -> None:
        if self._progress_stands:
            self._err.write("\r\x1b[2K")
            self._err.flush()
            self._progress_stands = False

    def _write(self, text: str, stream: IO[str]) -> None:
        self._print(text + "\n", stream)

    def _print(self, text: str, stream: IO[str]) -> None:
        """Raises OutputLost. That nobody reads our complaints is nothing to complain of."""
        try:
            self._clear()
            stream.write(text)
            stream.flush()
        except OSError as error:
            if stream is self._out:
                self.lost = error
                raise OutputLost from error


def printable(text: str) -> str:
    """``text`` for a terminal: what a name or a document says must not steer it, nor reverse what stands beside it."""
    return "".join(c if _is_harmless(c) else c.encode("unicode_escape").decode() for c in text)


def stop_after(sentence: str) -> str:
    """The full stop, and the space, that belong behind a sentence of this script; a question has its own end."""
    if sentence.endswith(("?", "!")):
        return " "
    if sentence.endswith(("？", "！")):
        return ""
    return "。" if unicodedata.east_asian_width(sentence[-1:] or " ") in "WF" else ". "


def _is_harmless(character: str) -> bool:
    if character < " " or "\x7f" <= character <= "\x9f":
        return False
    return unicodedata.bidirectional(character) not in _BIDI_CONTROLS


def width_of(text: str) -> int:
    """Columns it takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _shortened(text: str, room: int) -> str:
    """At most ``room`` columns; a Chinese character takes two."""
    shown, used = "", 0
    for character in text:
        width = width_of(character)
        if used + width > room:
            break
        shown, used = shown + character, used + width
    return shown
