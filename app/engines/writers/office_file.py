"""A zip package being rewritten: parts as trees, each parsed once, put back only where something changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from lxml import etree

from app.domain.errors import FileRefused
from app.domain.library.document import Refusal
from app.engines.loaders.office.ooxml import OfficePackage
from app.engines.loaders.section import Source
from app.engines.loaders.xml_guard import parse_xml
from app.engines.loaders.zip_guard import GuardedZip
from app.engines.writers.package import rewritten


class ZipFile:
    """Any zip of XML parts; :meth:`changing` lends a part's tree and keeps what became of it."""

    def __init__(self, source: Source, archive: GuardedZip) -> None:
        self._source, self.archive = source, archive
        self._replaced: dict[str, bytes] = {}

    @contextmanager
    def changing(self, part: str, *, bare_doctype: bool = False) -> Iterator[etree._Element | None]:
        """The root of ``part`` for the time; None where it is missing or broken, which costs only that part."""
        root = self._root(part, bare_doctype)
        if root is None:
            yield None
            return
        before = _digest(root)
        yield root
        if _digest(root) != before:
            self.replace(part, serialised(root))

    def replace(self, part: str, data: bytes) -> None:
        """``part`` by its name in the package; the name's spelling is the relation's, which may differ in case."""
        known = {name.casefold(): name for _, name in self.archive.entries()}
        self._replaced[known.get(part.casefold(), part)] = data

    def read(self, part: str) -> bytes:
        return self.archive.read(part)

    def finish(self) -> bytes:
        return rewritten(self._source, self.archive, self._replaced, {})

    def _root(self, part: str, bare_doctype: bool) -> etree._Element | None:
        if part not in self.archive:
            return None
        try:
            return parse_xml(self.archive.read(part), bare_doctype=bare_doctype, whole=True)
        except FileRefused as refused:
            if refused.refusal is Refusal.DAMAGED:
                return None
            raise


class OfficeFile(ZipFile):
    """``package`` reads the relations between parts, too."""

    def __init__(self, source: Source) -> None:
        self.package = OfficePackage(source)
        super().__init__(source, self.package.archive)


def _digest(root: etree._Element) -> bytes:
    return hashlib.blake2b(etree.tostring(root)).digest()


def serialised(root: etree._Element) -> bytes:
    """The whole tree as UTF-8, with its declaration as Office writes it."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
