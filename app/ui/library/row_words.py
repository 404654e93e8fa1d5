"""What a row of the library says: names, states, numbers and dates in words. No widget, no colour."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QObject

from app.domain.ask.search import Hit
from app.domain.library.document import Document, DocumentKind, DocumentState
from app.ui.friendly_path import friendly_path
from app.ui.translation import translate
from app.wording import kind_name, refusal_sentence

KIND_ICONS = {
    DocumentKind.PDF: "pdf",
    DocumentKind.WORD: "word",
    DocumentKind.ODT: "word",
    DocumentKind.RTF: "word",
    DocumentKind.SLIDES: "slides",
    DocumentKind.SHEET: "sheet",
    DocumentKind.CSV: "sheet",
    DocumentKind.HTML: "web",
    DocumentKind.EPUB: "book",
    DocumentKind.MARKDOWN: "text",
    DocumentKind.TEXT: "text",
    DocumentKind.SUBTITLES: "text",
    DocumentKind.CODE: "code",
    DocumentKind.MAIL: "mail",
    DocumentKind.DICTATION: "dictate",
    DocumentKind.RECORDING: "recording",
    DocumentKind.UNKNOWN: "file",
}


class Counts(QObject):
    """Numbers in words. Only ``tr`` of a class tells Qt's tools that a sentence has a form for one and one for many."""

    def pages(self, document: Document) -> str:
        if document.pages is None:
            return ""
        if document.kind is DocumentKind.SLIDES:
            return self.tr("%n slide(s)", "", document.pages)
        if document.kind is DocumentKind.SHEET:
            return self.tr("%n sheet(s)", "", document.pages)
        return self.tr("%n page(s)", "", document.pages)

    def passages(self, document: Document) -> str:
        indexed = document.state is DocumentState.INDEXED
        return self.tr("%n passage(s)", "", document.passages) if indexed else ""

    def without_text(self, document: Document) -> str:
        return self.tr("%n page(s) hold no text, only pictures", "", document.pages_without_text)


def name_words(one: Document | Hit) -> str:
    """The file's name; of a dictation, which is no file, how it begins."""
    return one.title if one.kind is DocumentKind.DICTATION and one.title else one.path.name


def pages_words(document: Document) -> str:
    return Counts().pages(document)


def passages_words(document: Document) -> str:
    return Counts().passages(document)


def state_words(document: Document) -> str:
    """The one sentence under the name; for a refused file the reason and what would help."""
    if document.state is DocumentState.WAITING:
        return QCoreApplication.translate("LibraryRows", "Waiting to be read")
    if document.reason is not None:
        return str(refusal_sentence(document.reason, translate))
    if document.pages_without_text:
        return Counts().without_text(document)
    if document.kind is DocumentKind.DICTATION:
        return str(kind_name(document.kind, translate))
    folder = friendly_path(document.path.parent)
    return f"{document.title} · {folder}" if document.title and document.title != document.path.stem else folder


def needs_a_look(document: Document) -> bool:
    return document.state is DocumentState.REFUSED or document.pages_without_text > 0


def when_words(moment: datetime | None, now: datetime | None = None) -> str:
    """Today by the clock, else the date, as the language writes it."""
    if moment is None:
        return ""
    local = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))
    today = QDateTime.fromSecsSinceEpoch(int((now or datetime.now(UTC)).timestamp())).date()
    locale = QLocale()
    if local.date() == today:
        time = locale.toString(local.time(), QLocale.FormatType.ShortFormat)
        return QCoreApplication.translate("LibraryRows", "today {0}").format(time)
    if local.date() == today.addDays(-1):
        return QCoreApplication.translate("LibraryRows", "yesterday")
    return date_words(local.date(), locale)


def date_words(date: QDate, locale: QLocale) -> str:
    if locale.language() == QLocale.Language.Chinese:
        return locale.toString(date, "yyyy年M月d日")
    return locale.toString(date, "d MMM yyyy")


def spoken(document: Document) -> str:
    """Everything a row shows, in one breath, for screen readers."""
    parts = (
        name_words(document),
        kind_name(document.kind, translate),
        state_words(document),
        pages_words(document),
        passages_words(document),
        when_words(document.indexed_at or document.added_at),
    )
    return ", ".join(part for part in parts if part)
