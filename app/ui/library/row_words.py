"""What a row of the library says: names, states, numbers and dates in words. No widget, no colour."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from app.domain.document import Document, DocumentKind, DocumentState
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
    DocumentKind.UNKNOWN: "file",
}


def pages_words(document: Document) -> str:
    if document.pages is None:
        return ""
    if document.kind is DocumentKind.SLIDES:
        return QCoreApplication.translate("LibraryRows", "%n slide(s)", None, document.pages)
    if document.kind is DocumentKind.SHEET:
        return QCoreApplication.translate("LibraryRows", "%n sheet(s)", None, document.pages)
    return QCoreApplication.translate("LibraryRows", "%n page(s)", None, document.pages)


def passages_words(document: Document) -> str:
    if document.state is not DocumentState.INDEXED:
        return ""
    return QCoreApplication.translate("LibraryRows", "%n passage(s)", None, document.passages)


def state_words(document: Document) -> str:
    """The one sentence under the name; for a refused file the reason and what would help."""
    if document.state is DocumentState.WAITING:
        return QCoreApplication.translate("LibraryRows", "Waiting to be read")
    if document.reason is not None:
        return str(refusal_sentence(document.reason, translate))
    if document.pages_without_text:
        return QCoreApplication.translate(
            "LibraryRows", "%n page(s) hold no text, only pictures", None, document.pages_without_text
        )
    folder = str(document.path.parent)
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
        document.path.name,
        kind_name(document.kind, translate),
        state_words(document),
        pages_words(document),
        passages_words(document),
        when_words(document.indexed_at or document.added_at),
    )
    return ", ".join(part for part in parts if part)
