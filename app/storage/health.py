"""Counts what the store holds and looks for what does not agree; it repairs nothing."""

from __future__ import annotations

from pathlib import Path

import apsw

from app.domain.library.document import DocumentState
from app.domain.library.stored import EmbedderCount, StoreHealth
from app.storage.connection import rows, value
from app.storage.embedder_tables import count_codes, count_vectors, embedders

_SAMPLE = 5


def examine(connection: apsw.Connection, path: Path, *, full: bool) -> StoreHealth:
    """Quick by default (counts only). ``full`` reads every page and checks every index."""
    states = dict(connection.execute("SELECT state, count(*) FROM documents GROUP BY state"))
    models = tuple(
        EmbedderCount(one.identity, one.dimension, count_vectors(connection, one), one.is_serving)
        for one in embedders(connection)
    )
    return StoreHealth(
        path=path,
        bytes=sum(file.stat().st_size for file in store_files(path)),
        sqlite_version=apsw.sqlite_lib_version(),
        vec_version=str(value(connection, "SELECT vec_version()")),
        schema_version=int(value(connection, "PRAGMA user_version")),
        journal_mode=str(value(connection, "PRAGMA journal_mode")),
        encrypted=False,
        documents={state: states.get(state.value, 0) for state in DocumentState},
        waiting=_count(connection, "journal"),
        passages=_count(connection, "passages"),
        keyword_rows=_count(connection, "keyword_rows_docsize"),
        vectors=next((one.vectors for one in models if one.serving), 0),
        embedders=models,
        conversations=_count(connection, "conversations"),
        full=full,
        problems=tuple(_disagreements(connection) + (_damages(connection) if full else [])),
    )


def store_files(path: Path) -> list[Path]:
    beside = [path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")]
    return [file for file in beside if file.exists()]


def _count(connection: apsw.Connection, table: str) -> int:
    return int(value(connection, f"SELECT count(*) FROM {table}"))


def _disagreements(connection: apsw.Connection) -> list[str]:
    problems: list[str] = []
    passages = _count(connection, "passages")
    keyword_rows = _count(connection, "keyword_rows_docsize")
    if passages != keyword_rows:
        problems.append(f"keyword_rows: {keyword_rows} for {passages} passages")
    for one in embedders(connection):
        vectors = count_vectors(connection, one)
        stray = int(
            value(
                connection,
                f"SELECT count(*) FROM {one.vectors} WHERE passage_id NOT IN (SELECT id FROM passages)",
            )
        )
        if stray:
            problems.append(f"vectors: {stray} of {one.identity} without a passage")
        if one.has_codes and (codes := count_codes(connection, one)) != vectors:
            problems.append(f"codes: {codes} for {vectors} vectors of {one.identity}")
    for name, condition in (
        ("indexed_without_passages", "state = 'indexed' AND passages = 0"),
        ("passages_of_unindexed", "state <> 'indexed' AND passages > 0"),
        ("waiting_outside_journal", "state = 'waiting' AND id NOT IN (SELECT document_id FROM journal)"),
    ):
        found = int(value(connection, f"SELECT count(*) FROM documents WHERE {condition}"))
        if found:
            problems.append(f"{name}: {found}")
    wrong = int(
        value(
            connection,
            "SELECT count(*) FROM documents AS d "
            "WHERE d.passages <> (SELECT count(*) FROM passages AS p WHERE p.document_id = d.id)",
        )
    )
    if wrong:
        problems.append(f"passage_counts: {wrong}")
    return problems


def _damages(connection: apsw.Connection) -> list[str]:
    # Before it checks itself, FTS5 does not look whether another connection has written (SQLite 3.54.0): it would call
    # a sound table corrupt. A query does look.
    for table in ("keyword_rows", "conversation_words", "dictation_words", "translation_words", "memory_words"):
        rows(connection, f"SELECT rowid FROM {table} WHERE {table} MATCH 'a' LIMIT 1")
    problems = [
        f"integrity: {row[0]}" for row in connection.execute(f"PRAGMA integrity_check({_SAMPLE})") if row[0] != "ok"
    ]
    problems += [f"foreign_key: {row[0]} {row[1]}" for row in connection.execute("PRAGMA foreign_key_check")][:_SAMPLE]
    return problems
