"""A small PDF writer for the sample contract: A4 pages of Helvetica, headings and wrapped paragraphs, nothing else."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 595, 842, 72
COLUMNS = 84


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with its font (F1 plain, F2 bold), its size and the space above it, in points."""

    text: str
    font: str = "F1"
    size: int = 11
    above: int = 4


def pdf(title: str, pages: Iterable[Iterable[str]]) -> bytes:
    """A PDF of ``pages``; a paragraph that starts with '# ' is a title, with '## ' a heading. Latin-1 text only."""
    contents = [_content(_lines(page)) for page in pages]
    kids = " ".join(f"{6 + 2 * index} 0 R" for index in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + _escaped(title) + b") >>",
    ]
    for index, content in enumerate(contents):
        page = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {7 + 2 * index} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects += [page.encode(), b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)]
    return _file(objects)


def _lines(page: Iterable[str]) -> Iterable[Line]:
    for paragraph in page:
        if paragraph.startswith("# "):
            yield Line(paragraph[2:], "F2", 18, 0)
        elif paragraph.startswith("## "):
            yield Line(paragraph[3:], "F2", 12, 16)
        else:
            for index, text in enumerate(textwrap.wrap(paragraph, COLUMNS, break_on_hyphens=False)):
                yield Line(text, above=4 if index else 8)


def _content(lines: Iterable[Line]) -> bytes:
    parts, height = [b"BT"], HEIGHT - MARGIN
    for line in lines:
        height -= line.size + line.above
        parts.append(
            b"/%b %d Tf 1 0 0 1 %d %d Tm (%b) Tj" % (line.font.encode(), line.size, MARGIN, height, _escaped(line.text))
        )
    return b"\n".join([*parts, b"ET"])


def _escaped(text: str) -> bytes:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")


def _file(objects: list[bytes]) -> bytes:
    body, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    body += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(body)
