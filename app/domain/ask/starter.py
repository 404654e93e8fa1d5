"""A question that a person could begin with: about one part of one document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Starter:
    """``document`` is its title, ``topic`` the heading of the part."""

    document_id: int
    document: str
    topic: str
