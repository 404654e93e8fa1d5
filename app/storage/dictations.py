"""What was spoken, kept and searchable: dictations and recordings that were written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from app.domain.ask.keywords import indexed_terms
from app.domain.dictate.dictation import Dictation, NewDictation, SpokenKind, SpokenState
from app.domain.dictate.transcript import Transcript
from app.domain.dictate.transcript_formats import as_json, from_json
from app.domain.errors import AppError, ErrorCode
from app.storage.connection import rows, value
from app.storage.database import Database
from app.storage.forgetting import empty_log, forget_documents
from app.storage.keyword_query import all_of
from app.storage.rows import from_path_bytes, moment, storable, to_micros, to_path_bytes

_Found = list[Dictation]
# Inside the class, ``list`` is the method.

_COLUMNS = (
    "d.id, d.kind, d.state, d.spoken_at, d.milliseconds, d.program, d.path, d.language, d.model, d.raw_text, d.text, "
    "d.problem, d.audio IS NOT NULL, d.document_id"
)


class Dictations:
    """Every method may be called from any thread; an id that is not there raises AppError DICTATION_UNKNOWN."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def add(self, new: NewDictation) -> Dictation:
        """Safe when this returns."""
        at = to_micros(new.spoken_at or self._clock())
        bindings = (
            new.kind.value, new.state.value, at, round(new.seconds * 1000), storable(new.program),
            None if new.path is None else to_path_bytes(new.path), new.language, new.model, storable(new.raw_text),
            storable(new.text), _packed(new.transcript), new.problem, new.sound,
        )  # fmt: skip

        def work(connection: apsw.Connection) -> Dictation:
            connection.execute(
                "INSERT INTO dictations (kind, state, spoken_at, milliseconds, program, path, language, model, "
                "raw_text, text, transcript, problem, audio) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                bindings,
            )
            made = connection.last_insert_rowid()
            _index(connection, made)
            return _require(connection, made)

        return self._database.write(work)

    def write_down(
        self,
        dictation_id: int,
        *,
        text: str,
        raw_text: str,
        transcript: Transcript | None,
        language: str,
        model: str,
        seconds: float,
        state: SpokenState = SpokenState.WRITTEN,
        problem: str | None = None,
    ) -> Dictation:
        """What a model heard, now or again, in the place of what stands there; time, program and sound stay."""

        def work(connection: apsw.Connection) -> Dictation:
            _require(connection, dictation_id)
            connection.execute(
                "UPDATE dictations SET text = ?, raw_text = ?, transcript = ?, language = ?, model = ?, "
                "milliseconds = ?, state = ?, problem = ? WHERE id = ?",
                (
                    storable(text), storable(raw_text), _packed(transcript), language, model, round(seconds * 1000),
                    state.value, problem, dictation_id,
                ),
            )  # fmt: skip
            _index(connection, dictation_id)
            return _require(connection, dictation_id)

        return self._database.write(work)

    def correct(self, dictation_id: int, text: str) -> Dictation:
        """The person's own words for it; what was recognised stays as it was."""

        def work(connection: apsw.Connection) -> Dictation:
            _require(connection, dictation_id)
            connection.execute("UPDATE dictations SET text = ? WHERE id = ?", (storable(text), dictation_id))
            _index(connection, dictation_id)
            return _require(connection, dictation_id)

        return self._database.write(work)

    def link(self, dictation_id: int, document_id: int | None) -> None:
        """As which document Ask and find reach it."""
        sql = "UPDATE dictations SET document_id = ? WHERE id = ?"
        self._database.write(lambda connection: connection.execute(sql, (document_id, dictation_id)) and None)

    def get(self, dictation_id: int) -> Dictation:
        return self._database.read(lambda connection: _require(connection, dictation_id))

    def of_document(self, document_id: int) -> Dictation | None:
        return self._one("d.document_id = ?", document_id)

    def of_path(self, path: Path) -> Dictation | None:
        """The newest row of that recording."""
        return self._one("d.path = ?", to_path_bytes(path))

    def list(self, *, text: str = "", kind: SpokenKind | None = None, limit: int = 200, offset: int = 0) -> _Found:
        """The newest first; with ``text`` those that hold all its words, the last one as a beginning."""
        query = all_of(text) if text.strip() else None
        if text.strip() and query is None:
            return []
        joined = "" if query is None else "dictation_words AS w CROSS JOIN "
        where = ["1"] if query is None else ["dictation_words MATCH ?1", "d.id = w.rowid"]
        where += ["d.kind = ?2"] if kind else []
        sql = (
            f"SELECT {_COLUMNS} FROM {joined}dictations AS d WHERE {' AND '.join(where)} AND ?1 IS ?1 AND ?2 IS ?2 "
            "ORDER BY d.spoken_at DESC, d.id DESC LIMIT ?3 OFFSET ?4"
        )
        bindings = (query, kind.value if kind else None, limit, offset)
        return self._database.read(lambda connection: [_dictation(row) for row in connection.execute(sql, bindings)])

    def count(self) -> int:
        return self._database.read(lambda connection: int(value(connection, "SELECT count(*) FROM dictations")))

    def transcript(self, dictation_id: int) -> Transcript | None:
        """None where there are no times."""

        def work(connection: apsw.Connection) -> Transcript | None:
            _require(connection, dictation_id)
            packed = value(connection, "SELECT transcript FROM dictations WHERE id = ?", (dictation_id,))
            return from_json(json.loads(packed)) if packed else None

        return self._database.read(work)

    def sound(self, dictation_id: int, start: int = 0, length: int | None = None) -> bytes:
        """``length`` bytes of its sound from ``start`` on (None: all); empty where none is kept."""
        piece = "substr(audio, ?2 + 1)" if length is None else "substr(audio, ?2 + 1, ?3)"
        sql = f"SELECT coalesce({piece}, x'') FROM dictations WHERE id = ?1"
        bindings: tuple[int, ...] = (dictation_id, start) if length is None else (dictation_id, start, length)

        def work(connection: apsw.Connection) -> bytes:
            _require(connection, dictation_id)
            return bytes(value(connection, sql, bindings))

        return self._database.read(work)

    def sound_bytes(self) -> int:
        """How much room the kept sound takes."""
        sql = "SELECT coalesce(sum(length(audio)), 0) FROM dictations"
        return self._database.read(lambda connection: int(value(connection, sql)))

    def drop_sound(self, dictation_ids: Sequence[int]) -> None:
        """Leave no trace of it; the text stays."""

        def work(connection: apsw.Connection) -> None:
            for dictation_id in dictation_ids:
                connection.execute("UPDATE dictations SET audio = NULL WHERE id = ?", (dictation_id,))

        self._database.write(work)
        empty_log(self._database)

    def delete(self, dictation_ids: Sequence[int]) -> _Found:
        """Without a trace in the file, their sound and their documents included; gives those that were there. Files on
        the disk are not touched."""
        known = self._of(dictation_ids)
        documents = {one.document_id for one in known if one.document_id is not None}

        def work(connection: apsw.Connection) -> None:
            for one in known:
                connection.execute("DELETE FROM dictation_words WHERE rowid = ?", (one.id,))
                connection.execute("DELETE FROM dictations WHERE id = ?", (one.id,))

        forget_documents(self._database, sorted(documents))  # first, so that a kill leaves none without its row
        self._database.write(work)
        if known:
            empty_log(self._database)
        return known

    def spoken_before(self, moment_: datetime, kind: SpokenKind | None = None) -> _Found:
        """Older than that; for the person's rule on how long things are kept."""
        condition = "d.spoken_at < ?" if kind is None else "d.spoken_at < ? AND d.kind = ?"
        bindings = (to_micros(moment_), *([] if kind is None else [kind.value]))
        return self._database.read(lambda connection: _found(connection, condition, bindings))

    def under_way(self) -> _Found:
        """Files that a start has to go on with."""
        bindings = (SpokenState.UNDER_WAY.value,)
        return self._database.read(lambda connection: _found(connection, "d.state = ?", bindings))

    def _of(self, dictation_ids: Sequence[int]) -> _Found:
        ids = list(dict.fromkeys(dictation_ids))
        return self._database.read(
            lambda connection: [one for each in ids for one in _found(connection, "d.id = ?", (each,))]
        )

    def _one(self, condition: str, binding: Any) -> Dictation | None:
        found = self._database.read(lambda connection: _found(connection, condition, (binding,)))
        return found[-1] if found else None


def _found(connection: apsw.Connection, condition: str, bindings: Sequence[Any]) -> list[Dictation]:
    sql = f"SELECT {_COLUMNS} FROM dictations AS d WHERE {condition} ORDER BY d.id"
    return [_dictation(row) for row in rows(connection, sql, tuple(bindings))]


def _require(connection: apsw.Connection, dictation_id: int) -> Dictation:
    found = _found(connection, "d.id = ?", (dictation_id,))
    if not found:
        raise AppError(ErrorCode.DICTATION_UNKNOWN, dictation_id=dictation_id)
    return found[0]


def _index(connection: apsw.Connection, dictation_id: int) -> None:
    """Write its row of words anew: the text, what was recognised where that differs, and the file's name.

    Its document, where there is one, says from now on that it is behind (``SpokenDocuments.missing``).
    """
    one = _require(connection, dictation_id)
    connection.execute("UPDATE documents SET content_hash = NULL WHERE id = ?", (one.document_id,))
    words = [one.text, one.raw_text if one.raw_text != one.text else "", one.path.name if one.path else "", one.program]
    connection.execute("DELETE FROM dictation_words WHERE rowid = ?", (dictation_id,))
    terms = storable(indexed_terms("\n".join(part for part in words if part)))
    connection.execute("INSERT INTO dictation_words (rowid, terms) VALUES (?, ?)", (dictation_id, terms))


def _dictation(row: tuple[Any, ...]) -> Dictation:
    (
        dictation_id, kind, state, spoken_at, milliseconds, program, path, language, model, raw_text, text, problem,
        has_sound, document_id,
    ) = row  # fmt: skip
    return Dictation(
        id=dictation_id,
        kind=SpokenKind(kind),
        state=SpokenState(state),
        spoken_at=moment(spoken_at),
        seconds=milliseconds / 1000,
        program=program,
        path=None if path is None else from_path_bytes(path),
        language=language,
        model=model,
        raw_text=raw_text,
        text=text,
        problem=problem,
        has_sound=bool(has_sound),
        document_id=document_id,
    )


def _packed(transcript: Transcript | None) -> str:
    return "" if transcript is None else json.dumps(as_json(transcript), ensure_ascii=False, separators=(",", ":"))
