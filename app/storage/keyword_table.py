"""The full-text table itself: how it is made, filled, emptied and rebuilt; it ranks nothing."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import apsw

from app.storage.connection import rows, value

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How FTS5 splits the prepared terms, and stems English words: 'payments' finds 'payment' (on XQuAD plain BM25 has R@1
0.917 without, 0.930 with it). A store made with another tokenizer rebuilds its table when it is opened."""

_TOKENIZER_FACT = "keyword_tokenizer"
_REBUILD_ROWS = 500


def create_keyword_table(connection: apsw.Connection) -> None:
    """Contentless, and not ``contentless_delete``: that leaves a deleted row's words in the file until a merge.

    Measured: of 200 words of a forgotten document 192 stood in the file with contentless_delete, although
    secure-delete was on; 0 with the 'delete' command, which is told the words.
    """
    connection.execute(f"CREATE VIRTUAL TABLE keyword_rows USING fts5 (terms, content = '', tokenize = '{TOKENIZER}')")
    connection.execute("INSERT INTO keyword_rows (keyword_rows, rank) VALUES ('secure-delete', 1)")
    connection.execute("CREATE VIRTUAL TABLE keyword_terms USING fts5vocab (keyword_rows, 'row')")
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (_TOKENIZER_FACT, TOKENIZER))


def insert_keyword_rows(connection: apsw.Connection, entries: Iterable[tuple[int, str]]) -> None:
    """Each entry: passage id, prepared terms."""
    connection.executemany("INSERT INTO keyword_rows (rowid, terms) VALUES (?, ?)", entries)


def delete_keyword_rows(connection: apsw.Connection, entries: Iterable[tuple[int, bytes]]) -> None:
    """Each entry: passage id, packed terms exactly as they were when it was inserted."""
    connection.executemany(
        "INSERT INTO keyword_rows (keyword_rows, rowid, terms) VALUES ('delete', ?, ?)",
        ((row, unpacked(terms)) for row, terms in entries),
    )


def sweep_page_directory(connection: apsw.Connection, words: Iterable[str]) -> None:
    """After a deletion: rewrite the index if its page directory still holds one of the deleted ``words``.

    FTS5 keeps the first word of a page, or enough of it, to find the page again; secure-delete leaves those.
    """
    deleted = {word.encode() for word in words}
    directory = rows(connection, "SELECT CAST(term AS BLOB) FROM keyword_rows_idx")
    # Each entry begins with the mark of the index it belongs to.
    left = [start[1:].decode() for (start,) in directory if start[1:] in deleted]
    if any(value(connection, _TERM_EXISTS, (word,)) is None for word in left):
        _rewrite(connection)


def _rewrite(connection: apsw.Connection) -> None:
    """Merge the index into one new segment. A row for the moment makes sure that there is something to merge:
    'optimize' leaves a single segment as it is.
    """
    moment = (0, "moment")
    connection.execute("INSERT INTO keyword_rows (rowid, terms) VALUES (?, ?)", moment)
    connection.execute("INSERT INTO keyword_rows (keyword_rows) VALUES ('optimize')")
    connection.execute("INSERT INTO keyword_rows (keyword_rows, rowid, terms) VALUES ('delete', ?, ?)", moment)


_TERM_EXISTS = "SELECT 1 FROM keyword_terms WHERE term = ?"


def packed(terms: str) -> bytes:
    return zlib.compress(terms.encode(), 1)


def unpacked(terms: bytes) -> str:
    return zlib.decompress(terms).decode()


def tokenizer_is_current(connection: apsw.Connection) -> bool:
    return bool(value(connection, "SELECT value FROM facts WHERE name = ?", (_TOKENIZER_FACT,)) == TOKENIZER)


def rebuild_keyword_table(connection: apsw.Connection) -> None:
    """Make the table anew from the terms that each passage keeps."""
    connection.execute("DROP TABLE keyword_terms")
    connection.execute("DROP TABLE keyword_rows")
    create_keyword_table(connection)
    last = 0
    sql = "SELECT id, terms FROM passages WHERE id > ? ORDER BY id LIMIT ?"
    while found := rows(connection, sql, (last, _REBUILD_ROWS)):
        insert_keyword_rows(connection, ((row, unpacked(terms)) for row, terms in found))
        last = found[-1][0]


def folded_terms(connection: apsw.Connection, terms: Sequence[str]) -> dict[str, list[str]]:
    """Each term as the tokenizer stores it (mostly itself; without accents, stemmed where the tokenizer stems)."""
    name, *arguments = TOKENIZER.split()
    tokenize = connection.fts5_tokenizer(name, arguments)
    reason = apsw.FTS5_TOKENIZE_QUERY
    return {
        term: [
            str(token)
            for token in tokenize(term.encode(), reason, None, include_offsets=False, include_colocated=False)
        ]
        for term in terms
    }
