"""The tables of the first schema, as SQL text, with the reason for each choice; nothing runs here.

Times are integers, microseconds since 1970 in UTC. Ids are never used twice (AUTOINCREMENT), so that a citation kept in
a conversation can never point at a document that came later. Paths are the bytes the system uses: a name that is not
valid UTF-8 is stored like any other.
"""

from __future__ import annotations

APPLICATION_ID = 0x416C6376
"""``Alcv``: tells the program's file from any other SQLite file."""

TABLES: tuple[str, ...] = (
    """CREATE TABLE facts (
        name TEXT PRIMARY KEY NOT NULL,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    # The default collection's name is empty until the person names it: a word here could not be translated.
    """CREATE TABLE collections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        is_default INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "INSERT INTO collections (name, is_default) VALUES ('', 1)",
    # sought: the path and the title, folded, for the library's own search box. passages: their number.
    """CREATE TABLE documents (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        sought TEXT NOT NULL,
        collection_id INTEGER NOT NULL REFERENCES collections (id),
        state TEXT NOT NULL,
        kind TEXT NOT NULL DEFAULT 'unknown',
        title TEXT NOT NULL DEFAULT '',
        reason TEXT CHECK ((state = 'refused') = (reason IS NOT NULL)),
        content_hash TEXT,
        size INTEGER NOT NULL DEFAULT 0,
        modified_at INTEGER,
        pages INTEGER,
        pages_without_text INTEGER NOT NULL DEFAULT 0,
        passages INTEGER NOT NULL DEFAULT 0,
        added_at INTEGER NOT NULL,
        indexed_at INTEGER
    ) STRICT""",
    "CREATE INDEX documents_by_collection ON documents (collection_id, state)",
    """CREATE TABLE journal (
        position INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL UNIQUE REFERENCES documents (id) ON DELETE CASCADE
    ) STRICT""",
    # terms: the prepared words, compressed. FTS5 must be told exactly what it indexed to take it out without a trace,
    # and another version of Unicode would prepare other words from the same text.
    """CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        text TEXT NOT NULL,
        place TEXT NOT NULL,
        terms BLOB NOT NULL,
        UNIQUE (document_id, ordinal)
    ) STRICT""",
    # One pair of tables a model (vectors_<id>, codes_<id>) is made when its first vectors come.
    """CREATE TABLE embedders (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        identity TEXT NOT NULL UNIQUE,
        dimension INTEGER NOT NULL,
        is_serving INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE conversations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL,
        activity INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX conversations_by_activity ON conversations (activity)",
    # answer: the whole answer with its citations as JSON, so that it outlives the documents it quotes.
    """CREATE TABLE turns (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id INTEGER NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        asked_at INTEGER NOT NULL,
        answer TEXT NOT NULL,
        replaces INTEGER REFERENCES turns (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX turns_by_conversation ON turns (conversation_id)",
    "CREATE INDEX turns_by_replaced ON turns (replaces) WHERE replaces IS NOT NULL",
    # A row a conversation; it keeps its own text, which is short, so that rows can be changed in place.
    "CREATE VIRTUAL TABLE conversation_words USING fts5 (terms, tokenize = 'unicode61 remove_diacritics 2')",
    "INSERT INTO conversation_words (conversation_words, rank) VALUES ('secure-delete', 1)",
)
