"""How text gets into another program, what can stand in its way, and what every handler offers."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol


class InsertMethod(enum.StrEnum):
    """What a person can choose for a program."""

    PASTE = "paste"
    """Through the clipboard, with Ctrl+V (Cmd+V on macOS); what lay in the clipboard is put back."""
    TERMINAL_PASTE = "terminal_paste"
    """The same with Ctrl+Shift+V, as terminals want it."""
    TYPE = "type"
    """Key by key; nothing touches the clipboard."""
    CLIPBOARD = "clipboard"
    """The text is left in the clipboard, and nothing is pressed."""


class InsertRefusal(enum.StrEnum):
    """Codes; the sentences stand in ``wording``. The text is never lost: it stands in the history."""

    NOT_HERE = "not_here"
    """This desktop lets no program press keys in another."""
    DENIED = "denied"
    """It would, but the person, or a setting of the system, does not allow it."""
    NO_SUCH_KEY = "no_such_key"
    """A character that no key carries, and no key is free to carry it."""
    FAILED = "failed"
    """The system took the call and refused it."""
    NOT_TAKEN = "not_taken"
    """The program that has the focus did not ask for the text."""


@dataclass(frozen=True, slots=True)
class Target:
    """The program that has the focus: its window class, the name of its file, or its bundle; '' where nobody says."""

    program: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """A permission of the desktop that outlives the program: ``given`` reads the token, ``keep`` writes a new one."""

    given: Callable[[], str] = lambda: ""
    keep: Callable[[str], None] = lambda _token: None


class KeyPresser(Protocol):
    """For the Qt thread but for ``prepare``. ``can_type``: single characters can be written, not only Ctrl+V.

    ``asks_person``: ``prepare`` may wait for the person, so it is called on a background thread before the first text.
    """

    can_type: bool
    asks_person: bool

    def prepare(self) -> InsertRefusal | None:
        """Ask for what the system wants to be asked for; says why keys cannot be pressed."""

    def target(self) -> Target:
        """Who has the focus now."""

    def paste(self, *, terminal: bool) -> InsertRefusal | None:
        """Press Ctrl+V, or what a terminal takes for it, once."""

    def copy(self) -> InsertRefusal | None:
        """Press Ctrl+C once."""

    def type_text(self, text: str) -> Iterator[int | InsertRefusal]:
        """Write ``text``; each number says how many milliseconds to wait before the next step, a refusal ends it."""

    def close(self) -> None: ...
