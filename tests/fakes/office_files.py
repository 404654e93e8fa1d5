"""Small Office and OpenDocument files made in memory, part by part, so that tests can also make them wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.section import Loader, Section, Source

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
STRICT = {
    RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
    WORD: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    SHEET: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    SLIDES: "http://purl.oclc.org/ooxml/presentationml/main",
    DRAWING: "http://purl.oclc.org/ooxml/drawingml/main",
}


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def relations(*entries: tuple[str, str, str]) -> str:
    """A ``.rels`` part from (id, kind, target); a target with ``://`` is external."""
    lines = "".join(
        f'<Relationship Id="{i}" Type="{RELATIONS}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for i, kind, target in entries
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def word_parts(body: str, **more: str) -> dict[str, str | bytes]:
    """The parts of a docx around the children of ``w:body``; ``styles``, ``numbering``, ``footnotes`` … in ``more``."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
            'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}</w:body></w:document>',
    }
    entries = []
    for number, (name, content) in enumerate(more.items(), 1):
        parts[f"word/{name}.xml"] = content
        entries.append((f"rId{number}", name.rstrip("0123456789"), f"{name}.xml"))
    parts["word/_rels/document.xml.rels"] = relations(*entries)
    return parts


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def sheet_parts(rows: str, *, styles: str = "", strings: str = "", name: str = "Data") -> dict[str, str | bytes]:
    """The parts of an xlsx with one sheet around the children of ``sheetData``."""
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>'
            f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{SHEET}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{strings}</sst>',
    }


def slide_parts(*shapes: str) -> dict[str, str | bytes]:
    """The parts of a pptx, one slide for each text of shapes."""
    ids = "".join(f'<p:sldId id="{255 + n}" r:id="rId{n}"/>' for n in range(1, len(shapes) + 1))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f'<p:presentation xmlns:p="{SLIDES}" xmlns:r="{RELATIONS}"><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"rId{n}", "slide", f"slides/slide{n}.xml") for n in range(1, len(shapes) + 1))
        ),
    }
    for number, shape in enumerate(shapes, 1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{SLIDES}" xmlns:a="{DRAWING}" xmlns:r="{RELATIONS}"><p:cSld><p:spTree>{shape}'
            "</p:spTree></p:cSld></p:sld>"
        )
    return parts


def shape(*lines: str, placeholder: str = "") -> str:
    kind = f'<p:nvSpPr><p:nvPr><p:ph type="{placeholder}"/></p:nvPr></p:nvSpPr>' if placeholder else ""
    words = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f"<p:sp>{kind}<p:txBody>{words}</p:txBody></p:sp>"


def odf_parts(body: str, kind: str = "text") -> dict[str, str | bytes]:
    """The parts of an OpenDocument file around the children of ``office:<kind>``."""
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for n in ("office", "text", "table", "presentation", "manifest")
    )
    spaces += (
        ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    subtype = "text" if kind == "text" else kind
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{subtype}",
        "content.xml": (
            f"<office:document-content {spaces}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>"
        ),
    }


def strict(parts: Mapping[str, str | bytes]) -> dict[str, str | bytes]:
    """The same document in the strict namespaces of ISO 29500."""
    renamed = {}
    for name, content in parts.items():
        text = content if isinstance(content, str) else content.decode()
        for transitional, other in STRICT.items():
            text = text.replace(transitional, other)
        renamed[name] = text
    return renamed


def loaded(loader: Loader, data: bytes, name: str = "") -> list[Section]:
    """All sections; every one begins where its place says in the container that the sections make together."""
    sections = list(loader(Source(data, name)).sections)
    containers: dict[tuple[object, ...], str] = {}
    for section in sections:
        place = section.place
        key = (place.page, place.slide, place.sheet, place.part)
        text = containers.get(key, "")
        assert 0 <= place.start - len(text) <= 2
        containers[key] = text + "\n" * (place.start - len(text)) + section.text
        assert containers[key][place.start : place.start + place.length] == section.text
    return sections


def text_of(loader: Loader, data: bytes, name: str = "") -> str:
    return "\n".join(section.text for section in loaded(loader, data, name))


def refusal_of(loader: Loader, data: bytes, name: str = "") -> Refusal | None:
    """Why the loader refuses ``data``, None where it reads it."""
    try:
        loaded(loader, data, name)
    except FileRefused as refused:
        return refused.refusal
    return None
