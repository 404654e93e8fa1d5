"""What a first question could be about: parts of documents that the library surely finds. It writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.ask.ranking import is_mostly_cjk
from app.domain.ask.starter import Starter
from app.domain.library.document import Document, DocumentKind, DocumentState
from app.storage.store import Store

DOCUMENTS_READ = 60
PASSAGES_AT_MOST = 80
"""A book is passed over: all its passages would be read for one heading."""
LONGEST_NAME, LONGEST_TOPIC = 60, 48
_TALKING = frozenset(
    {DocumentKind.PDF, DocumentKind.WORD, DocumentKind.ODT, DocumentKind.RTF, DocumentKind.SLIDES, DocumentKind.HTML}
    | {DocumentKind.EPUB, DocumentKind.MARKDOWN}
)
"""Kinds whose headings are words for people; those of code and mail are not."""


_COUNTED = re.compile(r"^(?:第.{1,4}[章节部篇回]|chapter \d+|\d+(?:\.\d+)*[.)、]?)[:：]?\s+", re.IGNORECASE)
"""'Chapter 3' or '2.1' before a heading; nobody asks with it."""


class Starters:
    """Blocking; callable from any thread."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def starters(self, *, chinese: bool, most: int = 3) -> list[Starter]:
        """At most one a document, in the wanted script, the last added first. Each finds its own document by words."""
        found: list[Starter] = []
        for document in self._store.documents.list(state=DocumentState.INDEXED, kinds=_TALKING, limit=DOCUMENTS_READ):
            if len(found) == most:
                break
            if document.title and document.passages <= PASSAGES_AT_MOST:
                starter = next((one for one in self._of(document, chinese) if self._finds(one)), None)
                found += [starter] if starter is not None else []
        return found

    def _of(self, document: Document, chinese: bool) -> Iterator[Starter]:
        name = " ".join(document.title.split())
        if len(name) > LONGEST_NAME or is_mostly_cjk(name) is not chinese:
            return
        for passage in self._store.passages.of_document(document.id):
            heading = " ".join(passage.place.headings[-1].split()) if passage.place.headings else ""
            topic = _COUNTED.sub("", heading)
            heading_alone = len(passage.text) < 2 * len(topic)
            if topic in ("", name) or len(topic) > LONGEST_TOPIC or heading_alone:
                continue
            if is_mostly_cjk(topic) is chinese and sum(c.isalpha() for c in topic) > len(topic) / 2:
                yield Starter(document.id, name, topic)

    def _finds(self, starter: Starter) -> bool:
        candidates = self._store.keyword_index.search(f"{starter.document} {starter.topic}", 3)
        passages = self._store.passages.get_many([candidate.passage_id for candidate in candidates])
        return any(passage.document_id == starter.document_id for passage in passages.values())
