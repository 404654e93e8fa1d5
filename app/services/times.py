"""Times as the store keeps them: UTC, from what file systems give."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_from_ns(nanoseconds: int) -> datetime:
    """A file's time; one that no calendar holds (before 1970, after 9999) becomes the nearest that it does."""
    seconds = min(max(nanoseconds / 1e9, 0.0), 253402300799.0)
    return datetime.fromtimestamp(seconds, UTC)
