"""Which document is a translation of which: as it was linked, or as the journal of translations tells."""

from __future__ import annotations

import json
from collections.abc import Iterable

import apsw

from app.storage.connection import rows
from app.storage.database import Database


class DocumentLinks:
    """Every method may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def link(self, original_id: int, translated_id: int) -> None:
        """Harmless where it stands already, and where one of them is not there any more."""
        sql = (
            "INSERT OR IGNORE INTO document_translations (original_id, translated_id) "
            "SELECT o.id, t.id FROM documents AS o, documents AS t WHERE o.id = ? AND t.id = ? AND o.id <> t.id"
        )

        def work(connection: apsw.Connection) -> None:
            connection.execute(sql, (original_id, translated_id))

        self._database.write(work)

    def of(self, document_ids: Iterable[int]) -> dict[int, frozenset[int]]:
        """For each document that has any: its original, its translations, and the other ones of the same original."""
        asked = json.dumps(sorted(set(document_ids)))
        sql = (
            "WITH linked (original, translated) AS ("
            "SELECT original_id, translated_id FROM document_translations "
            "UNION SELECT o.id, t.id FROM translation_jobs AS r JOIN documents AS o ON o.path = r.path "
            "JOIN documents AS t ON t.path = r.target_path), "
            "near (id, other) AS ("
            "SELECT original, translated FROM linked UNION SELECT translated, original FROM linked "
            "UNION SELECT a.translated, b.translated FROM linked AS a JOIN linked AS b USING (original)) "
            "SELECT n.id, n.other FROM near AS n JOIN json_each(?) AS j ON j.value = n.id WHERE n.id <> n.other"
        )
        found: dict[int, set[int]] = {}
        for one, other in self._database.read(lambda connection: rows(connection, sql, (asked,))):
            found.setdefault(one, set()).add(other)
        return {one: frozenset(others) for one, others in found.items()}
