"""Parts and relations of an Office Open XML package (ECMA-376 part 2); follows no relation out of the package."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.section import Source
from app.engines.loaders.xml_guard import parse_xml
from app.engines.loaders.zip_guard import GuardedZip, open_zip

_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind`` is the last part of the type's address, so that strict and transitional files read alike.

    ``target`` is a part's name; external targets are left out when relations are read.
    """

    kind: str
    target: str


class OfficePackage:
    """A Word, Excel or PowerPoint file as its parts. Raises :class:`FileRefused` as the guards do."""

    def __init__(self, source: Source) -> None:
        self.archive: GuardedZip = open_zip(source.stream())
        self._relations: dict[str, dict[str, Relation]] = {}

    def main_part(self, folder: str, name: str) -> str:
        """The part that the package says is the document, else ``folder/name``, else the first that looks like it."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.archive:
                return relation.target
        usual = f"{folder}/{name}"
        if usual in self.archive:
            return usual
        for part in self.archive.names:
            if posixpath.basename(part).lower() == name:
                return part
        if any(part.lower().endswith((".bin", ".xml")) for part in self.archive.names):
            raise FileRefused(Refusal.DAMAGED, part=usual)
        raise FileRefused(Refusal.UNSUPPORTED, part=usual)

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of ``part`` by id, in the file's order; ``""`` for the package; none where broken."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that ``part`` names as its ``kind`` and that are there, each once."""
        found = (r.target for r in self.relations(part).values() if r.kind == kind and r.target in self.archive)
        return list(dict.fromkeys(found))

    def root(self, part: str) -> etree._Element:
        """A part that the document cannot do without. DAMAGED where it is missing or broken."""
        return parse_xml(self.archive.read(part))

    def optional_root(self, part: str) -> etree._Element | None:
        """A part that only adds to the document: None where it is missing or no XML; limits still refuse the file."""
        if part not in self.archive:
            return None
        try:
            return self.root(part)
        except FileRefused as refused:
            if refused.refusal is Refusal.DAMAGED and refused.details.get("part") == "xml":
                return None
            raise

    def title(self) -> str:
        """The title in the core properties, ``""`` without one."""
        for part in [*self.related("", "core-properties"), "docProps/core.xml"]:
            root = self.optional_root(part)
            if root is not None:
                for element in root.iter("{*}title"):
                    return (element.text or "").strip()
        return ""

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        root = self.optional_root(posixpath.join(folder, "_rels", f"{name}.rels"))
        relations: dict[str, Relation] = {}
        if root is None:
            return relations
        for element in root.iter("{*}Relationship"):
            identity, target = element.get("Id"), element.get("Target")
            if not identity or not target or element.get("TargetMode", "").lower() == "external":
                continue
            kind = element.get("Type", "").rstrip("/").rpartition("/")[2]
            relations[identity] = Relation(kind, _resolve(folder, target))
        return relations


def local_name(element: etree._Element) -> str:
    """The tag without its namespace: strict and transitional documents differ only there."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name, in whatever namespace it stands."""
    value = element.get(name)
    if value is not None:
        return value
    ending = "}" + name
    for key in element.attrib:
        if isinstance(key, str) and key.endswith(ending):
            return element.get(key)
    return None


def relation_id(element: etree._Element, name: str = "id") -> str | None:
    """``r:id`` (or another attribute of the relationships namespace)."""
    for namespace in _RELATIONSHIPS:
        value = element.get(f"{{{namespace}}}{name}")
        if value is not None:
            return value
    return None


def _resolve(folder: str, target: str) -> str:
    target = unquote(target.replace("\\", "/")).partition("#")[0]
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
