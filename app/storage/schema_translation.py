"""The tables of translations, their terms and their memory, as SQL text: the third schema. Nothing runs here.

What :mod:`app.storage.schema` says of times, ids and paths holds here, too. Languages are codes: 'en', 'zh', 'zh-hant'.
"""

from __future__ import annotations

TABLES: tuple[str, ...] = (
    # What was typed and translated, newest last; engine is the id of the model, or 'memory'.
    """CREATE TABLE translations (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        made_at INTEGER NOT NULL,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        engine TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    "CREATE VIRTUAL TABLE translation_words USING fts5 (terms, tokenize = 'unicode61 remove_diacritics 2')",
    "INSERT INTO translation_words (translation_words, rank) VALUES ('secure-delete', 1)",
    # target NULL: do not translate. collection_id NULL: holds everywhere.
    """CREATE TABLE glossary_terms (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        collection_id INTEGER REFERENCES collections (id) ON DELETE CASCADE,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT,
        match_case INTEGER NOT NULL DEFAULT 0,
        inflects INTEGER NOT NULL DEFAULT 1,
        note TEXT NOT NULL DEFAULT '',
        changed_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX glossary_terms_by_pair ON glossary_terms (source_language, target_language)",
    # A suggestion that the person has answered is kept, so that it never comes again.
    """CREATE TABLE glossary_answers (
        collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        term TEXT NOT NULL,
        accepted INTEGER NOT NULL,
        PRIMARY KEY (collection_id, term)
    ) STRICT, WITHOUT ROWID""",
    # The memory: a pair a row. sought: the source as translation_memory of the domain normalises it, for exact hits.
    # origin: a code of app.domain.translate.translation_memory.UnitOrigin.
    """CREATE TABLE memory_segments (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        sought TEXT NOT NULL,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        origin TEXT NOT NULL,
        changed_at INTEGER NOT NULL,
        UNIQUE (source_language, target_language, sought)
    ) STRICT""",
    "CREATE VIRTUAL TABLE memory_words USING fts5 (terms, tokenize = 'unicode61 remove_diacritics 2')",
    "INSERT INTO memory_words (memory_words, rank) VALUES ('secure-delete', 1)",
    "CREATE VIRTUAL TABLE memory_terms USING fts5vocab (memory_words, 'row')",
    # A document under translation; source_hash and fingerprint say whether the original, and what is found in it, are
    # still what was cut into segments. choices: JSON, as the person chose them.
    """CREATE TABLE translation_jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        path BLOB NOT NULL,
        target_path BLOB NOT NULL,
        source_hash TEXT NOT NULL,
        source_language TEXT NOT NULL,
        target_language TEXT NOT NULL,
        choices TEXT NOT NULL DEFAULT '{}',
        format TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        state TEXT NOT NULL,
        problem TEXT,
        started_at INTEGER NOT NULL,
        changed_at INTEGER NOT NULL
    ) STRICT""",
    # marks: what the checks said of the translation, JSON codes. state: 'waiting', 'translated', 'corrected', 'kept'.
    """CREATE TABLE translation_segments (
        job_id INTEGER NOT NULL REFERENCES translation_jobs (id) ON DELETE CASCADE,
        ordinal INTEGER NOT NULL,
        source TEXT NOT NULL,
        target TEXT,
        state TEXT NOT NULL DEFAULT 'waiting',
        score REAL,
        marks TEXT NOT NULL DEFAULT '[]',
        PRIMARY KEY (job_id, ordinal)
    ) STRICT, WITHOUT ROWID""",
    # A translated document and its original, found together in both languages.
    """CREATE TABLE document_translations (
        original_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        translated_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
        PRIMARY KEY (original_id, translated_id)
    ) STRICT, WITHOUT ROWID""",
)
