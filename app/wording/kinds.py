"""What a person calls the kinds of documents."""

from __future__ import annotations

from app.domain.library.document import DocumentKind
from app.wording.sentence import Translate


def kind_name(kind: DocumentKind, translate: Translate) -> str:
    return {
        DocumentKind.PDF: translate("Kind", "PDF"),
        DocumentKind.WORD: translate("Kind", "Word document"),
        DocumentKind.SLIDES: translate("Kind", "Slides"),
        DocumentKind.SHEET: translate("Kind", "Spreadsheet"),
        DocumentKind.HTML: translate("Kind", "Web page"),
        DocumentKind.EPUB: translate("Kind", "E-book"),
        DocumentKind.MARKDOWN: translate("Kind", "Markdown"),
        DocumentKind.TEXT: translate("Kind", "Text"),
        DocumentKind.CODE: translate("Kind", "Source code"),
        DocumentKind.CSV: translate("Kind", "Table (CSV)"),
        DocumentKind.MAIL: translate("Kind", "E-mail"),
        DocumentKind.RTF: translate("Kind", "Rich text"),
        DocumentKind.ODT: translate("Kind", "OpenDocument text"),
        DocumentKind.SUBTITLES: translate("Kind", "Subtitles"),
        DocumentKind.DICTATION: translate("Kind", "Dictation"),
        DocumentKind.RECORDING: translate("Kind", "Recording"),
        DocumentKind.UNKNOWN: translate("Kind", "File"),
    }[kind]
