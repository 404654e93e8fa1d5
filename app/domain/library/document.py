"""A document of the library: what it is, whether it could be read, and why not."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.library.place import Place


class DocumentKind(enum.StrEnum):
    """What a file is, decided by its content first and its name second."""

    PDF = "pdf"
    WORD = "word"
    SLIDES = "slides"
    SHEET = "sheet"
    HTML = "html"
    EPUB = "epub"
    MARKDOWN = "markdown"
    TEXT = "text"
    CODE = "code"
    CSV = "csv"
    MAIL = "mail"
    RTF = "rtf"
    ODT = "odt"
    SUBTITLES = "subtitles"
    DICTATION = "dictation"
    """Spoken into the microphone; its text stands in the store alone, and its path names no file."""
    RECORDING = "recording"
    """Sound or film that was written down; its text stands in the store, the sound in its file."""
    UNKNOWN = "unknown"


SPOKEN_KINDS = frozenset({DocumentKind.DICTATION, DocumentKind.RECORDING})
"""Not read from files: what was said of them is the store's own."""


class DocumentState(enum.StrEnum):
    WAITING = "waiting"
    """Journalled, not yet read; indexing goes on here after a kill."""
    INDEXED = "indexed"
    REFUSED = "refused"


class Refusal(enum.StrEnum):
    """Why a file could not be read. The value is the reason code on the command line and in the store."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    SCANNED = "scanned"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    CHANGED = "changed"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    MISSING = "missing"
    NOT_A_FILE = "not_a_file"
    NOT_SOUND = "not_sound"
    """A recording by its name, and not by its content."""
    NO_SOUND = "no_sound"
    """A film without a sound track."""
    NO_SPEECH = "no_speech"
    """Nobody speaks in it."""
    PLAYLIST = "playlist"
    """Names other files instead of holding sound."""
    NEEDS_SPEECH_MODEL = "needs_speech_model"


@dataclass(frozen=True, slots=True)
class Passage:
    """A citable piece of one document; never crosses a page, slide, sheet or chapter.

    ``text`` is exactly the characters at ``place``. ``keywords`` is ``text`` prepared for the keyword index
    (:func:`app.domain.ask.keywords.indexed_terms`); it is made in the worker so that the window never pays for it.
    """

    text: str
    place: Place
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Collection:
    """``name`` is empty for the default collection until the person names it; the window has a word for it."""

    id: int
    name: str
    documents: int = 0
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One row of the library. ``reason`` is set if and only if ``state`` is REFUSED."""

    id: int
    path: Path
    collection_id: int
    state: DocumentState
    kind: DocumentKind = DocumentKind.UNKNOWN
    title: str = ""
    reason: Refusal | None = None
    content_hash: str | None = None
    size: int = 0
    modified_at: datetime | None = None
    pages: int | None = None
    pages_without_text: int = 0
    passages: int = 0
    added_at: datetime | None = None
    indexed_at: datetime | None = None
