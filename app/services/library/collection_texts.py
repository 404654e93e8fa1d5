"""The text of a collection's documents, passage by passage, for whoever looks for words in it."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.library.document import DocumentState
from app.storage.store import Store

DOCUMENTS_A_PAGE = 200


def collection_texts(store: Store, collection_id: int) -> Iterator[tuple[int, str]]:
    """(the document's id, a passage of it); documents are fetched page by page, so that who has enough may stop."""
    offset, goes_on = 0, True
    while goes_on:
        page = store.documents.list(
            collection_id=collection_id, state=DocumentState.INDEXED, limit=DOCUMENTS_A_PAGE, offset=offset
        )
        for document in page:
            for passage in store.passages.of_document(document.id):
                yield document.id, passage.text
        offset += len(page)
        goes_on = len(page) == DOCUMENTS_A_PAGE
