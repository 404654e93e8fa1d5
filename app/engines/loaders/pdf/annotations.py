"""What stands on a PDF page but not in its text: the values of filled-in fields and the comments; runs no script."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

FORM, COMMENTS = "form", "comments"
"""The parts of a page that ``place.start`` counts in for these texts, beside the page's own text."""

_MAX_ANNOTATIONS = 5_000
_MAX_LENGTH = 100_000
_HIDDEN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = pdfium_c.FPDF_FORMFLAG_TEXT_PASSWORD
_TICKED = (pdfium_c.FPDF_FORMFIELD_CHECKBOX, pdfium_c.FPDF_FORMFIELD_RADIOBUTTON)
_CHOSEN = (pdfium_c.FPDF_FORMFIELD_COMBOBOX, pdfium_c.FPDF_FORMFIELD_LISTBOX)
_REMARKS = frozenset(
    (
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_FREETEXT,
        pdfium_c.FPDF_ANNOT_LINE,
        pdfium_c.FPDF_ANNOT_SQUARE,
        pdfium_c.FPDF_ANNOT_CIRCLE,
        pdfium_c.FPDF_ANNOT_POLYGON,
        pdfium_c.FPDF_ANNOT_POLYLINE,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_STRIKEOUT,
        pdfium_c.FPDF_ANNOT_STAMP,
        pdfium_c.FPDF_ANNOT_CARET,
        pdfium_c.FPDF_ANNOT_INK,
    )
)


def annotation_texts(page: pdfium.PdfPage) -> dict[str, str]:
    """The text of each part of ``page`` that has any, a line a field or comment, in the order of the file.

    Fields are read where the document's form was opened before the page was (``PdfDocument.init_forms``). Hidden ones
    and passwords are left out.
    """
    found: dict[str, list[str]] = {FORM: [], COMMENTS: []}
    for number in range(min(pdfium_c.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        with _opened(page, number) as annotation:
            if not annotation or pdfium_c.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
                continue
            subtype = pdfium_c.FPDFAnnot_GetSubtype(annotation)
            if subtype == pdfium_c.FPDF_ANNOT_WIDGET and page.formenv is not None:
                part, line = FORM, _field(page.formenv, annotation)
            elif subtype in _REMARKS:
                part, line = COMMENTS, _entry(annotation, b"Contents")
            else:
                continue
            if line and line not in found[part]:  # one field may show on a page several times
                found[part].append(line)
    return {part: "\n".join(lines)[:_MAX_LENGTH] for part, lines in found.items() if lines}


@contextmanager
def _opened(page: pdfium.PdfPage, number: int) -> Iterator[Any]:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
    try:
        yield annotation
    finally:
        if annotation:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def _field(form: Any, annotation: Any) -> str:
    """``label: value`` of a field that was filled in; a tick says its label. A field's technical name is no label."""
    kind = pdfium_c.FPDFAnnot_GetFormFieldType(form, annotation)
    label = _string(partial(pdfium_c.FPDFAnnot_GetFormFieldAlternateName, form, annotation))
    if kind in _TICKED:
        return label if pdfium_c.FPDFAnnot_IsChecked(form, annotation) else ""
    if kind in _CHOSEN:
        value = ", ".join(_chosen(form, annotation)) or _value(form, annotation)
    elif kind == pdfium_c.FPDF_FORMFIELD_TEXTFIELD:
        if pdfium_c.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD:
            return ""
        value = _value(form, annotation)
    else:
        return ""
    return f"{label}: {value}" if label and value and label != value else value


def _value(form: Any, annotation: Any) -> str:
    return _string(partial(pdfium_c.FPDFAnnot_GetFormFieldValue, form, annotation))


def _chosen(form: Any, annotation: Any) -> Iterator[str]:
    for number in range(min(pdfium_c.FPDFAnnot_GetOptionCount(form, annotation), _MAX_ANNOTATIONS)):
        if pdfium_c.FPDFAnnot_IsOptionSelected(form, annotation, number):
            yield _string(partial(pdfium_c.FPDFAnnot_GetOptionLabel, form, annotation, number))


def _entry(annotation: Any, key: bytes) -> str:
    return _string(partial(pdfium_c.FPDFAnnot_GetStringValue, annotation, key))


def _string(get: Callable[[Any, int], int]) -> str:
    """What ``get`` writes as UTF-16 with a zero at the end: on lines without white space around, ``""`` for nothing."""
    size = get(None, 0)
    if size <= 2 or size > 4 * _MAX_LENGTH:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    get(buffer, size)
    text = bytes(buffer)[: size - 2].decode("utf-16-le", "replace").replace("\x00", "")
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))
