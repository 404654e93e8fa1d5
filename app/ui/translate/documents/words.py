"""What is said of a document under translation, its format and its marks; only sentences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.document_translation import (
    BilingualLayout,
    DocumentFormat,
    TranslationJob,
    TranslationJobState,
)
from app.ui.translate.words import language_words, number_words
from app.ui.translation import translate
from app.wording import sentence_for

ENDINGS: dict[str, DocumentFormat] = {
    ".docx": DocumentFormat.DOCX,
    ".pptx": DocumentFormat.PPTX,
    ".xlsx": DocumentFormat.XLSX,
    ".odt": DocumentFormat.ODT,
    ".odp": DocumentFormat.ODP,
    ".ods": DocumentFormat.ODS,
    ".html": DocumentFormat.HTML,
    ".htm": DocumentFormat.HTML,
    ".xhtml": DocumentFormat.HTML,
    ".epub": DocumentFormat.EPUB,
    ".md": DocumentFormat.MARKDOWN,
    ".markdown": DocumentFormat.MARKDOWN,
    ".txt": DocumentFormat.TEXT,
    ".srt": DocumentFormat.SUBTITLES,
    ".vtt": DocumentFormat.SUBTITLES,
    ".csv": DocumentFormat.CSV,
    ".tsv": DocumentFormat.CSV,
    ".json": DocumentFormat.JSON,
    ".po": DocumentFormat.PO,
    ".xlf": DocumentFormat.XLIFF,
    ".xliff": DocumentFormat.XLIFF,
    ".pdf": DocumentFormat.PDF,
}
"""What can be chosen; what a file really is, its content says."""

ICONS: dict[DocumentFormat, str] = {
    DocumentFormat.DOCX: "word",
    DocumentFormat.ODT: "word",
    DocumentFormat.PPTX: "slides",
    DocumentFormat.ODP: "slides",
    DocumentFormat.XLSX: "sheet",
    DocumentFormat.ODS: "sheet",
    DocumentFormat.CSV: "sheet",
    DocumentFormat.HTML: "web",
    DocumentFormat.EPUB: "book",
    DocumentFormat.JSON: "code",
    DocumentFormat.PO: "code",
    DocumentFormat.XLIFF: "code",
    DocumentFormat.PDF: "pdf",
}


def icon_of(path: Path) -> str:
    kind = ENDINGS.get(path.suffix.lower())
    return ICONS.get(kind, "text") if kind is not None else "text"


def state_words(job: TranslationJob, *, writes: bool = False) -> str:
    """``writes``: all is translated, and the file is being written."""
    done, count = number_words(job.done), number_words(job.segments)
    match job.state:
        case TranslationJobState.RUNNING if writes:
            return QCoreApplication.translate("TranslateDocuments", "Writing the file…")
        case TranslationJobState.RUNNING if not job.segments:
            return QCoreApplication.translate("TranslateDocuments", "Reading…")
        case TranslationJobState.RUNNING:
            words = QCoreApplication.translate("TranslateDocuments", "{done} of {all} parts")
            return words.format(done=done, all=count)
        case TranslationJobState.PAUSED:
            words = QCoreApplication.translate("TranslateDocuments", "Paused at {done} of {all} parts")
            return words.format(done=done, all=count)
        case TranslationJobState.DONE:
            return QCoreApplication.translate("TranslateDocuments", "Ready")
        case TranslationJobState.CANCELLED:
            return QCoreApplication.translate("TranslateDocuments", "Stopped; no file was written")
        case _:
            return problem_words(job.problem)


class DocumentCounts(QObject):
    """Only ``tr`` of a class tells Qt's tools that a sentence has a form for one and one for many."""

    def marked(self, count: int) -> str:
        return self.tr("%n to look at", "", count) if count else ""

    def under_way(self, count: int, *, paused: bool) -> str:
        if paused:
            return self.tr("Translation of %n document(s) is paused", "", count)
        return self.tr("Translating %n document(s)", "", count)

    def files(self, count: int) -> str:
        return self.tr("%n document(s)", "", count)


def marked_words(count: int) -> str:
    """'3 to look at'; '' for none."""
    return DocumentCounts().marked(count)


def problem_words(problem: str | None) -> str:
    """``problem`` is an error's code, or more of it behind a space."""
    code = (problem or "").split(" ")[0]
    known = code if code in set(ErrorCode) else ErrorCode.BUG.value
    return sentence_for(AppError(ErrorCode(known)), translate).what


def pair_words(job: TranslationJob) -> str:
    """'English → Chinese', or 'into Chinese' while the source is not known."""
    target = language_words(job.choices.target)
    if not job.source_language:
        return QCoreApplication.translate("TranslateDocuments", "into {language}").format(language=target)
    return f"{language_words(job.source_language)} → {target}"


def layout_words(layout: BilingualLayout) -> str:
    return {
        BilingualLayout.TRANSLATION: QCoreApplication.translate("TranslateDocuments", "Alone"),
        BilingualLayout.BELOW: QCoreApplication.translate("TranslateDocuments", "Below the original"),
        BilingualLayout.BESIDE: QCoreApplication.translate("TranslateDocuments", "Beside the original"),
    }[layout]
