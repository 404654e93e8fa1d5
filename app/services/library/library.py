"""The library as a person handles it: list, collections, move, forget. A thin verb layer over the store."""

from __future__ import annotations

from collections.abc import Collection as AnyOf
from collections.abc import Iterable
from pathlib import Path

from app.domain.ask.starter import Starter
from app.domain.library.document import Collection, Document, DocumentKind, DocumentState
from app.domain.library.place import Place
from app.domain.library.stored import DocumentOrder
from app.services.ask.starters import Starters
from app.storage.store import Store


class Library:
    """Blocking; callable from any thread. Raises DOCUMENT_UNKNOWN and COLLECTION_UNKNOWN."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def documents(
        self,
        *,
        text: str = "",
        collection_id: int | None = None,
        state: DocumentState | None = None,
        kinds: AnyOf[DocumentKind] = frozenset(),
        limit: int = 500,
        offset: int = 0,
        order: DocumentOrder | str = DocumentOrder.ADDED,
    ) -> list[Document]:
        """Rows whose path or title holds every word of ``text``."""
        return self._store.documents.list(
            text=text,
            collection_id=collection_id,
            state=state,
            kinds=kinds,
            limit=limit,
            offset=offset,
            order=order,
        )

    def counts(self, collection_id: int | None = None) -> dict[DocumentState, int]:
        return self._store.documents.counts(collection_id)

    def document(self, document_id: int) -> Document:
        return self._store.documents.get(document_id)

    def by_path(self, path: Path) -> Document | None:
        return self._store.documents.by_path(path)

    def first_place(self, document_id: int) -> Place:
        """Where the text of the document begins: the place of its first passage."""
        passages = self._store.passages.of_document(document_id)
        return passages[0].place if passages else Place()

    def starters(self, *, chinese: bool, most: int = 3) -> list[Starter]:
        """Questions to begin with, about documents in the person's own script."""
        return Starters(self._store).starters(chinese=chinese, most=most)

    def forget(self, document_ids: Iterable[int]) -> int:
        """Take documents out of the library, leaving no byte of their text in the store; the files stay untouched."""
        return self._store.documents.forget(document_ids)

    def move(self, document_ids: Iterable[int], collection_id: int) -> None:
        self._store.documents.move(document_ids, collection_id)

    def collections(self) -> list[Collection]:
        return self._store.collections.list()

    def create_collection(self, name: str) -> Collection:
        return self._store.collections.create(name)

    def rename_collection(self, collection_id: int, name: str) -> None:
        self._store.collections.rename(collection_id, name)

    def delete_collection(self, collection_id: int) -> None:
        """Its documents move to the default collection."""
        self._store.collections.delete(collection_id)
