"""The heads of a table's columns, so that a person can say which are to be translated. Reads a few lines only."""

from __future__ import annotations

import csv
from pathlib import Path

READ = 64 << 10
LONGEST = 40


def columns_of(path: Path) -> tuple[str, ...]:
    """In order; a column without a head is told by its number. Empty where it does not look like a table.

    Raises OSError.
    """
    with path.open("rb") as stream:
        start = stream.read(READ)
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = start.decode(encoding, "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        return ()
    delimiter = max("\t,;|", key=first.count)
    heads = next(csv.reader([first], delimiter=delimiter), [])
    return tuple(head.strip()[:LONGEST] or str(n) for n, head in enumerate(heads, 1)) if len(heads) > 1 else ()
