"""Counts where each piece of a container begins, so that loaders need not; keeps no text."""

from __future__ import annotations

from app.domain.library.place import Place
from app.engines.loaders.section import Section


class Layout:
    """One container's text as it grows: each piece stands ``gap`` characters (line ends) after the one before it."""

    def __init__(self, gap: int = 1) -> None:
        self._gap = gap
        self._end: int | None = None

    @property
    def next_start(self) -> int:
        return 0 if self._end is None else self._end + self._gap

    def section(
        self,
        text: str,
        *,
        page: int | None = None,
        slide: int | None = None,
        sheet: str | None = None,
        row: int | None = None,
        part: str | None = None,
        headings: tuple[str, ...] = (),
    ) -> Section:
        """``text`` as the next section of the container; ``row`` sets both row fields."""
        start = self.next_start
        self._end = start + len(text)
        place = Place(
            start=start,
            length=len(text),
            page=page,
            slide=slide,
            sheet=sheet,
            first_row=row,
            last_row=row,
            part=part,
            headings=headings,
        )
        return Section(text, place)
