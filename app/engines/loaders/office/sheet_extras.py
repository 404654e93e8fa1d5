"""What stands on an Excel sheet beside its cells: comments, text boxes, charts, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from app.engines.loaders.office.drawing import frame_lines, paragraphs
from app.engines.loaders.office.ooxml import OfficePackage, attribute, local_name

_CODE = re.compile(r'&("[^"]*"|\d+|K[0-9A-Fa-f]{6}|K\d{2}[+-]\d{3}|[A-Za-z&])')
_ROW = re.compile(r"(\d{1,7})$")
_HEADERS = ("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter")


def sheet_extras(package: OfficePackage, part: str, headers: list[str]) -> Iterator[tuple[int | None, str]]:
    """(row, line) for each; the row is that of a comment's cell, None for what is not tied to one.

    ``headers`` are the sheet's headers and footers as :func:`header_lines` gives them, in the order of the file.
    """
    yield from _comments(package, part)
    for drawing in package.related(part, "drawing"):
        root = package.optional_root(drawing)
        if root is not None:
            for line in _drawing(package, drawing, root):
                yield None, line
    for line in dict.fromkeys(headers):
        yield None, line


def header_lines(element: etree._Element) -> list[str]:
    """The texts of a ``headerFooter`` element."""
    texts = (header_text(child.text) for child in element if local_name(child) in _HEADERS and child.text)
    return [text for text in texts if text]


def header_text(code: str) -> str:
    """A header or footer without its codes; page numbers, dates and file names are left out."""

    def meaning(match: re.Match[str]) -> str:
        if match[1] == "&":
            return "&"
        return "\t" if match[1] in ("C", "R", "L") else ""

    return re.sub(r"[ \t]*\t[ \t]*", "\t", " ".join(_CODE.sub(meaning, code).split("\n"))).strip()


def _comments(package: OfficePackage, part: str) -> Iterator[tuple[int | None, str]]:
    threaded = package.related(part, "threadedComment")
    people = _people(package)
    for comments in threaded:
        root = package.optional_root(comments)
        for comment in root.iter("{*}threadedComment") if root is not None else ():
            text = " ".join(" ".join(t.text or "" for t in comment.iterchildren("{*}text")).split())
            author = people.get(comment.get("personId", ""), "")
            if text:
                yield _row(comment), f"{author}: {text}" if author else text
    for comments in package.related(part, "comments"):
        root = package.optional_root(comments)
        if root is None:
            continue
        authors = [(author.text or "").strip() for author in root.iterfind("{*}authors/{*}author")]
        for comment in root.iter("{*}comment"):
            runs = (t.text or "" for t in comment.iter("{*}t") if local_name(_parent(t)) != "rPh")
            text = " ".join("".join(runs).split())
            index = comment.get("authorId", "")
            author = authors[int(index)] if index.isascii() and index.isdigit() and int(index) < len(authors) else ""
            if threaded and author.startswith("tc="):
                continue  # it repeats a threaded comment behind a notice, for programs that know no threads
            if author and not text.startswith(author):
                text = f"{author}: {text}"
            if text:
                yield _row(comment), text


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _people(package: OfficePackage) -> dict[str, str]:
    people: dict[str, str] = {}
    for name in package.archive.names:
        if name.lower().startswith("xl/persons/") and name.lower().endswith(".xml"):
            root = package.optional_root(name)
            for person in root.iter("{*}person") if root is not None else ():
                people[person.get("id", "")] = person.get("displayName", "")
    return people


def _row(element: etree._Element) -> int | None:
    match = _ROW.search(attribute(element, "ref") or "")
    return int(match[1]) if match else None


def _drawing(package: OfficePackage, part: str, root: etree._Element) -> Iterator[str]:
    for element in root.iter("{*}txBody", "{*}graphicFrame"):
        if local_name(element) == "txBody":
            yield from paragraphs(element)
        else:
            yield from frame_lines(package, part, element)
