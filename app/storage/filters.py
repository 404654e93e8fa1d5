"""What a search filter means in SQL; it asks nothing itself."""

from __future__ import annotations

from typing import Any

from app.domain.ask.search import SearchFilter
from app.storage.rows import to_micros

FILTERED_PASSAGES = "documents AS d CROSS JOIN passages AS p ON p.document_id = d.id"
"""Passages of the documents that a condition leaves, read from an index alone."""


def document_condition(search_filter: SearchFilter) -> tuple[str, dict[str, Any]]:
    """A condition on ``documents AS d`` with its bindings; ``1`` where nothing is narrowed. Dates include both ends."""
    conditions: list[str] = []
    bindings: dict[str, Any] = {}
    if search_filter.collection_id is not None:
        conditions.append("d.collection_id = :collection_id")
        bindings["collection_id"] = search_filter.collection_id
    if search_filter.kinds:
        names = [f"kind_{number}" for number in range(len(search_filter.kinds))]
        conditions.append(f"d.kind IN ({', '.join(':' + name for name in names)})")
        bindings.update(zip(names, sorted(kind.value for kind in search_filter.kinds), strict=True))
    if search_filter.document_ids:
        ids = {f"document_{number}": one for number, one in enumerate(sorted(search_filter.document_ids))}
        conditions.append(f"d.id IN ({', '.join(':' + name for name in ids)})")
        bindings.update(ids)
    if search_filter.modified_from is not None:
        conditions.append("d.modified_at >= :modified_from")
        bindings["modified_from"] = to_micros(search_filter.modified_from)
    if search_filter.modified_until is not None:
        conditions.append("d.modified_at <= :modified_until")
        bindings["modified_until"] = to_micros(search_filter.modified_until)
    return " AND ".join(conditions) or "1", bindings
