"""Which writer a document has: by its content first, by its name where the content leaves a choice."""

from __future__ import annotations

import importlib

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.domain.translate.document_translation import DocumentChoices
from app.engines.loaders.detect import FileFormat, detect
from app.engines.loaders.section import Source
from app.engines.loaders.text.plain_text import is_code
from app.engines.writers.text_file import TextFile
from app.engines.writers.unit import Rewriter

_HERE = __name__.rpartition(".")[0]
_WRITERS = {
    FileFormat.WORD: ("word", "WordRewriter"),
    FileFormat.SLIDES: ("slides", "SlidesRewriter"),
    FileFormat.SHEET: ("sheet", "SheetRewriter"),
    FileFormat.OPEN_DOCUMENT: ("odf", "OdfRewriter"),
    FileFormat.HTML: ("web", "HtmlRewriter"),
    FileFormat.EPUB: ("web", "EpubRewriter"),
    FileFormat.PDF: ("pdf_document", "PdfRewriter"),
}
"""Each is imported only for a file of its kind."""
_OF_TEXT = {
    FileFormat.MARKDOWN: ("markdown", "MarkdownRewriter"),
    FileFormat.SUBTITLES: ("subtitles", "SubtitleRewriter"),
    FileFormat.CSV: ("tables", "CsvRewriter"),
    FileFormat.TEXT: ("plain_file", "PlainRewriter"),
}
_BY_SUFFIX = {".json": ("strings", "JsonRewriter"), ".po": ("strings", "PoRewriter"), ".pot": ("strings", "PoRewriter")}
_NEVER_TEXT = frozenset(
    ".docx .docm .dotx .pptx .pptm .ppsx .potx .xlsx .xlsm .odt .ods .odp .epub .pdf".split()  # noqa: SIM905
)
"""Plain text under such a name is what is left of a file; translated, it would still be none."""
_XLIFF = (".xlf", ".xliff", ".mqxliff")


def open_rewriter(source: Source, choices: DocumentChoices) -> Rewriter:
    """Raises FileRefused: UNSUPPORTED where the format can be read but not written, else as the guards do."""
    if source.suffix in _XLIFF and source.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _made(("xliff", "XliffRewriter"), source, choices)
    found = detect(source)
    if found in _WRITERS:
        return _made(_WRITERS[found], source, choices)
    if found is FileFormat.TEXT and source.suffix in _BY_SUFFIX:
        return _made(_BY_SUFFIX[source.suffix], TextFile(source), choices)
    if found is FileFormat.TEXT and is_code(source):
        raise FileRefused(Refusal.UNSUPPORTED, format="code")
    if found in _OF_TEXT and source.suffix in _NEVER_TEXT:
        raise FileRefused(Refusal.DAMAGED)
    if found in _OF_TEXT:
        file = TextFile(source)
        if found is FileFormat.TEXT and file.text.lstrip().startswith("<?xml"):
            raise FileRefused(Refusal.UNSUPPORTED, format="xml")
        return _made(_OF_TEXT[found], file, choices)
    raise FileRefused(Refusal.UNSUPPORTED, format=found.name.lower())


def _made(writer: tuple[str, str], source: Source | TextFile, choices: DocumentChoices) -> Rewriter:
    module = importlib.import_module(f"{_HERE}.{writer[0]}")
    made: Rewriter = getattr(module, writer[1])(source, choices)
    return made
