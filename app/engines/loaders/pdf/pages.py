"""PDF by PDFium: the text of each page as the viewer counts it, so that passages can be marked; runs no script."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from app.domain.errors import FileRefused
from app.domain.library.document import DocumentKind, Refusal
from app.domain.library.place import Place
from app.engines.loaders.chunking import says_something
from app.engines.loaders.pdf import garbled
from app.engines.loaders.pdf.annotations import annotation_texts
from app.engines.loaders.section import Loaded, Section, Source

MAX_PAGES = 20_000
_MAX_BOOKMARKS = 5_000
_MAX_DEPTH = 6
_FEWEST = 4
_HEADING_LENGTH = 200
_PASSWORD_ERRORS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)


def load(source: Source) -> Loaded:
    """One section a page, ``start`` counting as ``get_text_range(start, length)`` of that page does.

    Filled-in fields and comments, which that text lacks, follow as parts of their page.
    Raises ENCRYPTED (a password is needed to open it), DAMAGED, TOO_LARGE (more than ``MAX_PAGES`` pages), UNSUPPORTED
    (a form that is laid out by a program in it); while the
    sections are read SCANNED (something to see, no text to read) or EMPTY (nothing at all) where no page had text.
    """
    document = open_document(source.data)
    pages = len(document)
    if pages > MAX_PAGES:
        raise FileRefused(Refusal.TOO_LARGE, limit="pages")
    if pages == 0:
        raise FileRefused(Refusal.EMPTY)
    if pages == 1 and document.get_formtype() == pdfium_c.FORMTYPE_XFA_FULL:
        # A form that only some programs can lay out; all that its page says is to get one of them.
        raise FileRefused(Refusal.UNSUPPORTED, part="xfa")
    _open_form(document)
    return Loaded(DocumentKind.PDF, _sections(document, pages), title=_title(document), pages=pages)


def page_text(page: pdfium.PdfPage) -> tuple[str, Sequence[int] | None]:
    """The page's text, and the PDFium index of each of its characters (and of the end) where they differ."""
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count <= 0:
            return "", None
        raw = text_page.get_text_range(errors="surrogatepass")
        counts_alike = len(raw) == count and not any("\ud800" <= c <= "\udfff" for c in raw)
        if counts_alike and pdfium_c.FPDFText_GetTextIndexFromCharIndex(text_page, count - 1) == count - 1:
            return raw, None
        return _with_indexes(text_page, raw)
    finally:
        text_page.close()


def _with_indexes(text_page: pdfium.PdfTextPage, raw: str) -> tuple[str, Sequence[int]]:
    """PDFium counts UTF-16 units, and also characters that it leaves out of the text."""
    kept: list[str] = []
    indexes: list[int] = []
    unit = end = 0
    for c in raw:
        units = 2 if c > "\uffff" else 1
        if not "\ud800" <= c <= "\udfff":  # a lone half: PDFium's own reader drops it as well
            at = pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, unit)
            kept.append(c)
            indexes.append(at)
            end = at + units
        unit += units
    indexes.append(end)
    return "".join(kept), indexes


def open_document(data: bytes) -> pdfium.PdfDocument:
    """Raises ENCRYPTED or DAMAGED."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # PDFium keeps its last error, and a file without pages sets none: the one before may still stand there.
        is_locked = getattr(error, "err_code", None) in _PASSWORD_ERRORS and b"/Encrypt" in data
        raise FileRefused(Refusal.ENCRYPTED if is_locked else Refusal.DAMAGED) from error


def _open_form(document: pdfium.PdfDocument) -> None:
    speaker = logging.getLogger("pypdfium2")
    level = speaker.level
    speaker.setLevel(logging.ERROR)  # it advises the user to build another PDFium, for forms of a kind given up since
    try:
        document.init_forms()
    except pdfium.PdfiumError:
        return  # a broken form costs its values, not the document
    finally:
        speaker.setLevel(level)


def _sections(document: pdfium.PdfDocument, pages: int) -> Iterator[Section]:
    headings = _headings(document, pages)
    has_text = has_content = has_words = has_picture = False
    broken = 0
    try:
        for number in range(pages):
            text: str = ""
            indexes: Sequence[int] | None = None
            parts: dict[str, str] = {}
            try:
                page = document[number]
                try:
                    text, indexes = page_text(page)
                    has_content = has_content or _shows_something(page)
                    has_picture = has_picture or (not has_words and _holds_a_picture(page))
                    parts = {name: part for name, part in annotation_texts(page).items() if says_something(part)}
                finally:
                    page.close()
            except pdfium.PdfiumError:
                broken += 1
            if not says_something(text) or garbled.is_garbled(text):
                text, indexes = "", None
            has_text = has_text or bool(text or parts)
            has_words = has_words or bool(parts) or _is_more_than_a_mark(text)
            above = headings.get(number, ())
            if text or not parts:
                yield Section(text, Place(page=number + 1, length=len(text), headings=above), indexes)
            for name, part in parts.items():
                yield Section(part, Place(page=number + 1, part=name, length=len(part), headings=above))
    finally:
        document.close()
    if not has_text or (has_picture and not has_words):
        raise FileRefused(_reason_without_text(pages, broken, has_content))


def _is_more_than_a_mark(text: str) -> bool:
    """Page numbers and stray letters on pictures are nothing to find; one character of Chinese may be a word."""
    said = [c for c in text if c.isalnum()]
    return len(said) >= _FEWEST or any("\u2e80" <= c <= "\ud7ff" for c in said)


def _shows_something(page: pdfium.PdfPage) -> bool:
    return bool(pdfium_c.FPDFPage_CountObjects(page) > 0 or pdfium_c.FPDFPage_GetAnnotCount(page) > 0)


def _holds_a_picture(page: pdfium.PdfPage) -> bool:
    return any(True for _ in islice(page.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_IMAGE,), max_depth=2), 1))


def _reason_without_text(pages: int, broken: int, has_content: bool) -> Refusal:
    if broken == pages:
        return Refusal.DAMAGED
    return Refusal.SCANNED if has_content else Refusal.EMPTY


def _title(document: pdfium.PdfDocument) -> str:
    try:
        return str(document.get_metadata_value("Title"))
    except (pdfium.PdfiumError, ValueError):
        return ""


def _headings(document: pdfium.PdfDocument, pages: int) -> dict[int, tuple[str, ...]]:
    """The heading path of each page by the bookmarks: what all of the sections on the page share."""
    marks: list[tuple[int, tuple[str, ...]]] = []
    path: list[str] = []
    try:
        for mark in islice(document.get_toc(max_depth=_MAX_DEPTH), _MAX_BOOKMARKS):
            title = " ".join(mark.get_title().split())[:_HEADING_LENGTH]
            path[mark.level :] = [title]
            target = mark.get_dest()
            number = target.get_index() if target else None
            if title and number is not None and 0 <= number < pages:
                marks.append((number, tuple(path)))
    except (pdfium.PdfiumError, ValueError, RecursionError):
        return {}  # a broken outline costs the headings, not the document
    if any(later[0] < earlier[0] for earlier, later in pairwise(marks)):
        marks.sort(key=lambda item: item[0])
    return _paths_by_page(marks, pages)


def _paths_by_page(marks: list[tuple[int, tuple[str, ...]]], pages: int) -> dict[int, tuple[str, ...]]:
    result: dict[int, tuple[str, ...]] = {}
    running: tuple[str, ...] = ()
    at = 0
    for number in range(pages if marks else 0):
        on_page = [running] if running else []
        while at < len(marks) and marks[at][0] == number:
            on_page.append(marks[at][1])
            at += 1
        if on_page:
            shared = on_page[0]
            for path in on_page[1:]:
                common = sum(1 for _ in _while_equal(shared, path))
                shared = shared[:common]
            result[number] = shared
            running = on_page[-1]
    return result


def _while_equal(a: tuple[str, ...], b: tuple[str, ...]) -> Iterator[str]:
    for left, right in zip(a, b, strict=False):
        if left != right:
            return
        yield left
