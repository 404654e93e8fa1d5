"""The tables of dictations and recordings, as SQL text: the second schema. Nothing runs here.

What :mod:`app.storage.schema` says of times, ids and paths holds here, too.
"""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    # kind: 'dictation' (spoken into the microphone) or 'file' (a recording that lies on the disk, path).
    # audio: the sound itself, until its text is safe or as long as the person's rule keeps it; NULL afterwards.
    # raw_text is what was recognised, text what became of it by rules and clean-up; transcript: segments with times.
    # document_id: the row through which Ask and find reach it.
    """CREATE TABLE dictations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        spoken_at INTEGER NOT NULL,
        milliseconds INTEGER NOT NULL DEFAULT 0,
        program TEXT NOT NULL DEFAULT '',
        path BLOB,
        language TEXT NOT NULL DEFAULT '',
        model TEXT NOT NULL DEFAULT '',
        raw_text TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL DEFAULT '',
        transcript TEXT NOT NULL DEFAULT '',
        problem TEXT,
        audio BLOB,
        document_id INTEGER REFERENCES documents (id) ON DELETE SET NULL
    ) STRICT""",
    "CREATE INDEX dictations_by_time ON dictations (spoken_at)",
    "CREATE INDEX dictations_by_document ON dictations (document_id) WHERE document_id IS NOT NULL",
    "CREATE VIRTUAL TABLE dictation_words USING fts5 (terms, tokenize = 'unicode61 remove_diacritics 2')",
    "INSERT INTO dictation_words (dictation_words, rank) VALUES ('secure-delete', 1)",
    # spoken: the forms that are replaced by written, JSON. collection_id NULL: holds everywhere.
    """CREATE TABLE vocabulary (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        collection_id INTEGER REFERENCES collections (id) ON DELETE CASCADE,
        written TEXT NOT NULL,
        spoken TEXT NOT NULL DEFAULT '[]',
        kind TEXT NOT NULL DEFAULT 'word',
        match_case INTEGER NOT NULL DEFAULT 0,
        changed_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX vocabulary_by_written ON vocabulary (written)",
    # A suggestion that the person has answered is kept, so that it never comes again.
    """CREATE TABLE vocabulary_answers (
        collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        term TEXT NOT NULL,
        accepted INTEGER NOT NULL,
        PRIMARY KEY (collection_id, term)
    ) STRICT, WITHOUT ROWID""",
)
