"""Text inside drawings of all three Office formats: DrawingML paragraphs, tables, charts and diagrams; no pictures."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from app.engines.loaders.office.ooxml import OfficePackage, local_name, relation_id

MAX_POINTS = 2_000
"""Categories of one chart; more is data, which stands in the workbook."""


def paragraphs(body: etree._Element) -> Iterator[str]:
    """The paragraphs (``a:p``) under ``body`` that have text, in order."""
    for paragraph in body.iter("{*}p"):
        text = paragraph_text(paragraph)
        if text:
            yield text


def paragraph_text(paragraph: etree._Element) -> str:
    """One ``a:p``: runs, fields and breaks; math by its symbols."""
    pieces: list[str] = []
    for element in paragraph.iter():
        name = local_name(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name == "br":
            pieces.append("\n")
        elif name == "tab":
            pieces.append("\t")
    return "".join(pieces).replace("\v", "\n").strip()


def table_rows(table: etree._Element) -> Iterator[str]:
    """The rows of an ``a:tbl``, cells joined by tabs; a cell is one line."""
    for row in table.iter("{*}tr"):
        cells = [" ".join(" ".join(paragraphs(cell)).split()) for cell in row.iterchildren("{*}tc")]
        line = "\t".join(cells).rstrip("\t")
        if line.strip():
            yield line


def frame_lines(package: OfficePackage, part: str, frame: etree._Element) -> Iterator[str]:
    """What the charts and diagrams that ``frame`` points to say; ``part`` is where the relation ids count."""
    relations = package.relations(part)
    for element in frame.iter("{*}chart", "{*}relIds"):
        name = local_name(element)
        relation = relations.get(relation_id(element, "id" if name == "chart" else "dm") or "")
        if relation is None:
            continue
        root = package.optional_root(relation.target)
        if root is None:
            continue
        if name == "chart":
            yield from chart_lines(root)
        else:
            yield from _diagram_lines(root)


def chart_lines(root: etree._Element) -> Iterator[str]:
    """Titles of a chart, then its data as a table: one row a category, one column a series."""
    for title in root.iter("{*}title"):
        yield from paragraphs(title)
    names: list[str] = []
    categories: dict[int, str] = {}
    columns: list[dict[int, str]] = []
    for series in root.iter("{*}ser"):
        names.append(" ".join(_points(series.find("{*}tx")).values()))
        for axis in ("{*}cat", "{*}xVal"):
            for index, value in _points(series.find(axis)).items():
                categories.setdefault(index, value)
        columns.append(_points(series.find("{*}val")) or _points(series.find("{*}yVal")))
    if any(names):
        yield "\t".join(["", *names]).rstrip("\t")
    for index in sorted(set(categories).union(*columns))[:MAX_POINTS]:
        line = "\t".join([categories.get(index, ""), *(column.get(index, "") for column in columns)]).rstrip("\t")
        if line.strip():
            yield line


def _points(element: etree._Element | None) -> dict[int, str]:
    """The cached values of a chart reference by their index; of several levels of categories, all of them."""
    values: dict[int, str] = {}
    if element is None:
        return values
    direct = element.find("{*}v")
    if direct is not None:
        return {0: (direct.text or "").strip()}
    for point in element.iter("{*}pt"):
        value = point.find("{*}v")
        index = point.get("idx", "")
        if value is None or not value.text or not index.isascii() or not index.isdigit():
            continue
        text = _plain_number(value.text.strip())
        at = int(index)
        values[at] = f"{text} {values[at]}" if at in values else text
    return values


def _plain_number(text: str) -> str:
    """Charts cache floats in full (``4.4000000000000004``); people read 15 digits."""
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:.15g}" if "." in text or "E" in text.upper() else text


def _diagram_lines(root: etree._Element) -> Iterator[str]:
    for point in root.iter("{*}pt"):
        for body in point.iterchildren("{*}t"):
            yield from paragraphs(body)
