"""PowerPoint presentations (pptx, pptm, ppsx, potx): slides, tables, groups, notes, comments, diagrams, charts."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.translate.document_translation import DocumentChoices, DocumentFormat
from app.engines.loaders.office.ooxml import local_name
from app.engines.loaders.office.slides import slide_parts
from app.engines.loaders.section import Source
from app.engines.writers.drawing import drawing_paragraph, drawing_parts, drawing_units
from app.engines.writers.office_file import OfficeFile
from app.engines.writers.plain_text import ElementText, alternative_texts
from app.engines.writers.unit import Unit


class SlidesRewriter:
    """One presentation. Raises FileRefused as the guards do."""

    format = DocumentFormat.PPTX
    suffix = ""

    def __init__(self, source: Source, choices: DocumentChoices) -> None:
        self._file = OfficeFile(source)
        self._choices = choices
        self._slides = slide_parts(self._file.package)

    def units(self) -> Iterator[Unit]:
        """Slide by slide with its notes, comments and drawings; then what layouts and masters show on all of them."""
        package = self._file.package
        behind: dict[str, None] = {}
        drawn: set[str] = set()
        for slide in self._slides:
            yield from self._drawing(slide)
            for notes in package.related(slide, "notesSlide"):
                yield from self._drawing(notes)
            for comments in package.related(slide, "comments"):
                yield from self._comments(comments)
            for part in drawing_parts(package, [slide]):
                if part not in drawn:
                    drawn.add(part)
                    yield from self._drawing(part)
            for layout in package.related(slide, "slideLayout"):
                behind.setdefault(layout)
                for master in package.related(layout, "slideMaster"):
                    behind.setdefault(master)
        for part in behind:
            yield from self._behind(part)

    def finish(self) -> bytes:
        return self._file.finish()

    def _drawing(self, part: str) -> Iterator[Unit]:
        with self._file.changing(part) as root:
            if root is not None:
                yield from drawing_units(root, self._choices)
                yield from alternative_texts(root, "cNvPr", self._choices)

    def _comments(self, part: str) -> Iterator[Unit]:
        with self._file.changing(part) as root:
            if root is None:
                return
            for text in list(root.iter("{*}text")):
                yield ElementText(text, self._choices)
            yield from drawing_units(root, self._choices)

    def _behind(self, part: str) -> Iterator[Unit]:
        """Placeholders there only tell the author what to write."""
        with self._file.changing(part) as root:
            if root is None:
                return
            for shape in list(root.iter("{*}sp")):
                if any(local_name(element) == "ph" for element in shape.iter("{*}ph")):
                    continue
                for paragraph in list(shape.iter("{*}p")):
                    unit = drawing_paragraph(paragraph, self._choices)
                    if unit is not None:
                        yield unit
