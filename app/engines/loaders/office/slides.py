"""PowerPoint presentations (pptx, pptm, ppsx, potx): one section a slide; pictures and sounds are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from app.domain.library.document import DocumentKind
from app.engines.loaders.layout import Layout
from app.engines.loaders.office.drawing import frame_lines, paragraphs, table_rows
from app.engines.loaders.office.ooxml import OfficePackage, attribute, local_name, relation_id
from app.engines.loaders.section import Loaded, Section, Source

_SLIDE = re.compile(r"^ppt/slides/slide(\d+)\.xml$", re.IGNORECASE)
_TITLES = frozenset({"title", "ctrTitle"})
_MECHANICAL = frozenset({"sldNum", "dt", "sldImg", "hdr"})


def load(source: Source) -> Loaded:
    """Slides in the order of the show, hidden ones too. The text of a slide: title, shapes, notes, comments."""
    package = OfficePackage(source)
    slides = slide_parts(package)
    return Loaded(DocumentKind.SLIDES, _sections(package, slides), package.title(), pages=len(slides))


def slide_parts(package: OfficePackage) -> list[str]:
    """The parts of the slides in the order of the show."""
    main = package.main_part("ppt", "presentation.xml")
    relations = package.relations(main)
    parts: list[str] = []
    for entry in package.root(main).iter("{*}sldId"):
        relation = relations.get(relation_id(entry) or "")
        if relation is not None and relation.kind == "slide" and relation.target not in parts:
            parts.append(relation.target)
    if parts:
        return parts
    numbered = sorted((int(match[1]), name) for name in package.archive.names if (match := _SLIDE.match(name)))
    return [name for _, name in numbered]


def _sections(package: OfficePackage, slides: list[str]) -> Iterator[Section]:
    seen: set[str] = set()
    for number, part in enumerate(slides, 1):
        root = package.optional_root(part)
        title, lines = ("", []) if root is None else _slide(package, part, root)
        lines.extend(_background(package, part, seen))
        yield Layout().section("\n".join(lines), slide=number, headings=(title,) if title else ())


def _slide(package: OfficePackage, part: str, root: etree._Element) -> tuple[str, list[str]]:
    titles: list[str] = []
    lines: list[str] = []
    for tree in root.iter("{*}spTree"):
        _shapes(package, part, tree, titles, lines)
        break
    lines = [*titles, *lines]
    for notes in package.related(part, "notesSlide"):
        notes_root = package.optional_root(notes)
        if notes_root is not None:
            for tree in notes_root.iter("{*}spTree"):
                _shapes(package, notes, tree, lines, lines)
    lines.extend(_comments(package, part))
    return " ".join(" ".join(titles).split()), lines


def _background(package: OfficePackage, part: str, seen: set[str]) -> Iterator[str]:
    """Words that the layout and the master put on their slides, with the first slide that shows them."""
    for layout in package.related(part, "slideLayout"):
        for behind in [layout, *package.related(layout, "slideMaster")]:
            root = None if behind in seen else package.optional_root(behind)
            seen.add(behind)
            for shape in root.iter("{*}sp") if root is not None else ():
                if not _placeholder(shape):
                    for body in shape.iterchildren("{*}txBody"):
                        yield from paragraphs(body)


def _shapes(package: OfficePackage, part: str, tree: etree._Element, titles: list[str], lines: list[str]) -> None:
    """Walk the shapes of ``tree`` in order. The guard bounds the depth of the tree, and so of this recursion."""
    for shape in tree:
        name = local_name(shape)
        if name in ("sp", "cxnSp", "pic"):
            placeholder = _placeholder(shape)
            if placeholder in _MECHANICAL:
                continue
            target = titles if placeholder in _TITLES else lines
            for body in shape.iterchildren("{*}txBody"):
                target.extend(paragraphs(body))
        elif name in ("grpSp", "contentPart"):
            _shapes(package, part, shape, titles, lines)
        elif name == "graphicFrame":
            _frame(package, part, shape, lines)
        elif name == "AlternateContent":
            chosen = next(shape.iterchildren("{*}Choice"), None)
            if chosen is None or not _has_text(chosen):
                chosen = next(shape.iterchildren("{*}Fallback"), chosen)
            if chosen is not None:
                _shapes(package, part, chosen, titles, lines)


def _frame(package: OfficePackage, part: str, frame: etree._Element, lines: list[str]) -> None:
    tables = False
    for table in frame.iter("{*}tbl"):
        lines.extend(table_rows(table))
        tables = True
    if not tables:
        lines.extend(frame_lines(package, part, frame))


def _placeholder(shape: etree._Element) -> str:
    for element in shape.iterfind("{*}nvSpPr/{*}nvPr/{*}ph"):
        return element.get("type", "body")
    return ""


def _has_text(element: etree._Element) -> bool:
    return any(True for _ in element.iter("{*}t", "{*}chart", "{*}relIds"))


def _comments(package: OfficePackage, part: str) -> Iterator[str]:
    """Comments of both generations, ``author: text``."""
    for comments in package.related(part, "comments"):
        root = package.optional_root(comments)
        if root is None:
            continue
        authors = _authors(package)
        for comment in root.iter("{*}cm"):
            author = authors.get(comment.get("authorId", ""), "")
            # The old kind keeps its words in p:text, the threaded kind in bodies: its own, then those of the replies.
            for body in comment.iter("{*}text", "{*}txBody"):
                words = body.text or "" if local_name(body) == "text" else " ".join(paragraphs(body))
                if words.strip():
                    yield f"{author}: {words.strip()}" if author else words.strip()


def _authors(package: OfficePackage) -> dict[str, str]:
    main = package.main_part("ppt", "presentation.xml")
    authors: dict[str, str] = {}
    for kind in ("commentAuthors", "authors"):
        for part in package.related(main, kind):
            root = package.optional_root(part)
            if root is None:
                continue
            for element in root.iter("{*}cmAuthor", "{*}author"):
                authors[attribute(element, "id") or ""] = element.get("name", "")
    return authors
