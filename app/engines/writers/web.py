"""Web pages (HTML, XHTML) and e-books (EPUB): pages in place, tables of contents; fetches nothing, runs nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from app.domain.translate.document_translation import BilingualLayout, DocumentChoices, DocumentFormat
from app.engines.loaders.section import Source
from app.engines.loaders.web.epub import CHAPTER_TYPES, package_path, refuse_protected
from app.engines.loaders.web.html import declared_encoding
from app.engines.loaders.xml_guard import parse_xml
from app.engines.loaders.zip_guard import open_zip
from app.engines.writers.markup import Markup
from app.engines.writers.markup_tokens import tokenized
from app.engines.writers.office_file import ZipFile
from app.engines.writers.plain_text import ElementText
from app.engines.writers.text_file import TextFile
from app.engines.writers.unit import Unit

_XHTML = re.compile(r"\s*<\?xml\b")
_CHARSET = re.compile(r"""(<meta[^>]{0,500}?charset\s*=\s*["']?)([A-Za-z0-9_:.-]{2,40})""", re.I)
_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
_DECLARATION = re.compile(r"""(^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["'])([A-Za-z0-9_:.-]{2,40})""")


class PageFile:
    """One page: its text file and its markup."""

    def __init__(self, source: Source, choices: DocumentChoices, *, is_xml: bool = False) -> None:
        self._file = TextFile(source, declared_encoding(source.data))
        self._choices = choices
        self._markup = Markup(self._file.text, choices, is_xml=is_xml or bool(_XHTML.match(self._file.text)))

    def units(self) -> Iterator[Unit]:
        yield from self._markup.units()

    @property
    def is_changed(self) -> bool:
        return self._markup.is_changed

    def finish(self) -> bytes:
        if not self._markup.is_changed:
            return self._file.encoded(self._file.text)
        text = self._markup.text
        if self._choices.layout is BilingualLayout.TRANSLATION:
            text = _with_language(text, self._choices)
        if not self._file.keeps_encoding(text) and self._file.encoding in ("ascii", "utf-8"):
            text = _DECLARATION.sub(r"\g<1>utf-8", _CHARSET.sub(r"\g<1>utf-8", text, count=1), count=1)
        return self._file.encoded(text, references=True)


class HtmlRewriter(PageFile):
    """Raises FileRefused UNSUPPORTED for what is no text."""

    format = DocumentFormat.HTML
    suffix = ""


class EpubRewriter:
    """One book. Raises ENCRYPTED where it is protected."""

    format = DocumentFormat.EPUB
    suffix = ""

    def __init__(self, source: Source, choices: DocumentChoices) -> None:
        archive = open_zip(source.stream())
        refuse_protected(archive)
        self._file, self._choices = ZipFile(source, archive), choices
        self._package = package_path(archive)

    def units(self) -> Iterator[Unit]:
        """Chapters in reading order, then other pages of the book, then its table of contents."""
        pages, contents = self._parts()
        is_changed = False
        for name in pages:
            if name not in self._file.archive:
                continue
            page = PageFile(Source(self._file.read(name), name), self._choices, is_xml=True)
            yield from page.units()
            if page.is_changed:
                self._file.replace(name, page.finish())
                is_changed = True
        for name in contents:
            with self._file.changing(name, bare_doctype=True) as root:
                for text in list(root.iter("{*}text")) if root is not None else ():
                    yield ElementText(text, self._choices, between=" / ")
        if is_changed and self._choices.layout is BilingualLayout.TRANSLATION:
            with self._file.changing(self._package, bare_doctype=True) as root:
                language = None if root is None else next(root.iter(_LANGUAGE), None)
                if language is not None:
                    language.text = self._choices.target

    def finish(self) -> bytes:
        return self._file.finish()

    def _parts(self) -> tuple[list[str], list[str]]:
        """The names of the pages, in reading order first, and of the NCX files."""
        root = parse_xml(self._file.read(self._package), bare_doctype=True)
        folder = posixpath.dirname(self._package)
        items: dict[str, tuple[str, str]] = {}
        for item in root.iter("{*}item"):
            name = posixpath.normpath(posixpath.join(folder, unquote((item.get("href") or "").partition("#")[0])))
            items[item.get("id") or ""] = (name, (item.get("media-type") or "").lower())
        spine = [items[ref.get("idref") or ""] for ref in root.iter("{*}itemref") if (ref.get("idref") or "") in items]
        pages = [name for name, kind in [*spine, *items.values()] if kind in CHAPTER_TYPES]
        contents = [name for name, kind in items.values() if kind == "application/x-dtbncx+xml"]
        return list(dict.fromkeys(pages)), contents


def _with_language(text: str, choices: DocumentChoices) -> str:
    """The page says in which language and direction it is now."""
    for token in tokenized(text[:20_000]):
        if token.name == "html" and not token.is_end:
            before = token.source
            for name in ("lang", "xml:lang"):
                if token.attribute(name) is not None:
                    token.set_attribute(name, choices.target)
            if choices.is_right_to_left:
                token.set_attribute("dir", "rtl")
            return text.replace(before, token.source, 1)
    return text
