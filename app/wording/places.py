"""Where a passage stands, in words: a page, a slide, a sheet with its rows, a minute, a heading."""

from __future__ import annotations

from app.domain.dictate.transcript_formats import clock
from app.domain.library.place import Place
from app.wording.sentence import Translate


def place_words(place: Place, translate: Translate, title: str = "") -> str:
    """Short enough for a chip or a line of a list; '' where the document knows no places.

    ``title``: what stands beside it, so that it is not said twice where the document's title is a heading too.
    """
    if place.page is not None:
        return _page(place, translate).format(place.page)
    if place.slide is not None:
        return translate("Place", "slide {0}").format(place.slide)
    if place.sheet is not None:
        return _sheet(place, translate)
    if place.first_row is not None:
        return _span(translate("Place", "row {0}"), translate("Place", "rows {0}–{1}"), place.first_row, place.last_row)
    if place.first_second is not None:
        return translate("Place", "at {0}").format(clock(place.first_second, always_hours=False))
    if headings := [heading for heading in place.headings if heading != title]:
        return " › ".join(headings[-2:])
    if place.first_line is not None:
        return _span(
            translate("Place", "line {0}"), translate("Place", "lines {0}–{1}"), place.first_line, place.last_line
        )
    part = place.part or ""
    return translate("Place", "part {0}").format(part) if part.isdigit() else part


def _page(place: Place, translate: Translate) -> str:
    if place.part == "form":
        return translate("Place", "page {0}, form")
    if place.part == "comments":
        return translate("Place", "page {0}, comments")
    return translate("Place", "page {0}")


def _sheet(place: Place, translate: Translate) -> str:
    if place.first_row is None:
        return translate("Place", "sheet “{0}”").format(place.sheet)
    rows = _span(translate("Place", "row {0}"), translate("Place", "rows {0}–{1}"), place.first_row, place.last_row)
    return translate("Place", "sheet “{0}”, {1}").format(place.sheet, rows)


def _span(one: str, many: str, first: int, last: int | None) -> str:
    return one.format(first) if last is None or last == first else many.format(first, last)
