"""What a collection is called: the default one has no name of its own until a person gives it one."""

from __future__ import annotations

from app.domain.library.document import Collection
from app.wording.sentence import Translate


def collection_name(collection: Collection, translate: Translate) -> str:
    return collection.name or translate("Collections", "My documents")
