"""Documents under translation and their segments: what is done is never done twice, also after a kill."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from app.domain.errors import AppError, ErrorCode
from app.domain.translate.document_translation import (
    BilingualLayout,
    DocumentChoices,
    DocumentFormat,
    DocumentSegment,
    SegmentState,
    TranslationJob,
    TranslationJobState,
)
from app.domain.translate.translation import Mark
from app.storage.database import Database
from app.storage.forgetting import empty_log
from app.storage.rows import from_path_bytes, moment, storable, to_micros, to_path_bytes

_Jobs = list[TranslationJob]
_Segments = list[DocumentSegment]
# Inside the class, ``list`` is the method.

_SELECT = (
    "SELECT j.id, j.path, j.target_path, j.source_hash, j.source_language, j.choices, j.state, j.started_at, "
    "j.changed_at, j.format, j.fingerprint, j.problem, count(s.ordinal), "
    "coalesce(sum(s.state <> 'waiting'), 0), coalesce(sum(s.marks <> '[]'), 0) "
    "FROM translation_jobs AS j LEFT JOIN translation_segments AS s ON s.job_id = j.id"
)
_SEGMENT = "SELECT ordinal, source, target, state, score, marks FROM translation_segments WHERE job_id = ?"
_UNFINISHED = (TranslationJobState.RUNNING.value, TranslationJobState.PAUSED.value)


class TranslationJobs:
    """Every method may be called from any thread; an id that is not there raises AppError TRANSLATION_JOB_UNKNOWN."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database, self._clock = database, clock

    def start(
        self,
        path: Path,
        target_path: Path,
        *,
        source_hash: str,
        source_language: str,
        choices: DocumentChoices,
        document_format: DocumentFormat,
        fingerprint: str,
        segments: Sequence[str],
    ) -> TranslationJob:
        """Journal before work: the job and all of its segments, waiting, in one transaction."""
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> TranslationJob:
            connection.execute(
                "INSERT INTO translation_jobs (path, target_path, source_hash, source_language, target_language, "
                "choices, format, fingerprint, state, started_at, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    to_path_bytes(path), to_path_bytes(target_path), source_hash, source_language, choices.target,
                    _choices_json(choices), document_format.value, fingerprint, TranslationJobState.RUNNING.value,
                    now, now,
                ),
            )  # fmt: skip
            made = connection.last_insert_rowid()
            connection.executemany(
                "INSERT INTO translation_segments (job_id, ordinal, source) VALUES (?, ?, ?)",
                ((made, ordinal, storable(source)) for ordinal, source in enumerate(segments)),
            )
            return _require(connection, made)

        return self._database.write(work)

    def get(self, job_id: int) -> TranslationJob:
        return self._database.read(lambda connection: _require(connection, job_id))

    def list(self, limit: int = 200) -> _Jobs:
        """The last one that something happened to first."""
        sql = f"{_SELECT} GROUP BY j.id ORDER BY j.changed_at DESC, j.id DESC LIMIT ?"
        return self._database.read(lambda connection: [_job(row) for row in connection.execute(sql, (limit,))])

    def unfinished(self) -> _Jobs:
        """What a kill, a closing or a pause left, the oldest first."""
        sql = f"{_SELECT} WHERE j.state IN (?, ?) GROUP BY j.id ORDER BY j.id"
        return self._database.read(lambda connection: [_job(row) for row in connection.execute(sql, _UNFINISHED)])

    def segments(self, job_id: int) -> _Segments:
        """All segments in document order."""
        sql = f"{_SEGMENT} ORDER BY ordinal"
        return self._database.read(lambda connection: [_segment(row) for row in connection.execute(sql, (job_id,))])

    def doubtful(self, job_id: int) -> _Segments:
        """For the review view: the marked ones first, then those of a low score; document order within."""
        sql = f"{_SEGMENT} ORDER BY marks = '[]', coalesce(score, 1.0), ordinal"
        return self._database.read(lambda connection: [_segment(row) for row in connection.execute(sql, (job_id,))])

    def record(self, job_id: int, segments: Sequence[DocumentSegment]) -> None:
        """Keep what was translated, in one transaction. The person's own words are never overwritten."""
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> None:
            connection.executemany(
                "UPDATE translation_segments SET target = ?, state = ?, score = ?, marks = ? "
                "WHERE job_id = ? AND ordinal = ? AND state <> 'corrected'",
                (
                    (
                        None if one.target is None else storable(one.target), one.state.value, one.score,
                        json.dumps([mark.value for mark in one.marks]), job_id, one.ordinal,
                    )
                    for one in segments
                ),
            )  # fmt: skip
            connection.execute("UPDATE translation_jobs SET changed_at = ? WHERE id = ?", (now, job_id))

        self._database.write(work)

    def correct(self, job_id: int, ordinal: int, target: str, *, everywhere: bool = True) -> int:
        """The person's words for a segment and, if ``everywhere``, for all that read the same. Returns how many.

        Where they corrected one of those in another way before, that stays.
        """
        now = to_micros(self._clock())
        alike = (
            " OR (state <> 'corrected' AND source = "
            "(SELECT source FROM translation_segments WHERE job_id = ?1 AND ordinal = ?2))"
        )
        condition = f"(ordinal = ?2{alike if everywhere else ''})"

        def work(connection: apsw.Connection) -> int:
            _require(connection, job_id)
            connection.execute(
                "UPDATE translation_segments SET target = ?3, state = 'corrected', score = 1.0, marks = '[]' "
                f"WHERE job_id = ?1 AND {condition}",
                (job_id, ordinal, storable(target)),
            )
            changed = connection.changes()
            connection.execute("UPDATE translation_jobs SET changed_at = ? WHERE id = ?", (now, job_id))
            return changed

        return self._database.write(work)

    def set_state(
        self, job_id: int, state: TranslationJobState, *, problem: str | None = None, target_path: Path | None = None
    ) -> TranslationJob:
        """``problem`` is an error code; ``target_path`` where the file was written in the end."""
        now = to_micros(self._clock())
        target = None if target_path is None else to_path_bytes(target_path)

        def work(connection: apsw.Connection) -> TranslationJob:
            connection.execute(
                "UPDATE translation_jobs SET state = ?, problem = ?, target_path = coalesce(?, target_path), "
                "changed_at = ? WHERE id = ?",
                (state.value, problem, target, now, job_id),
            )
            return _require(connection, job_id)

        return self._database.write(work)

    def delete(self, job_id: int) -> None:
        """Without a trace in the file."""

        def work(connection: apsw.Connection) -> None:
            _require(connection, job_id)
            connection.execute("DELETE FROM translation_jobs WHERE id = ?", (job_id,))

        self._database.write(work)
        empty_log(self._database)


def _require(connection: apsw.Connection, job_id: int) -> TranslationJob:
    row = connection.execute(f"{_SELECT} WHERE j.id = ? GROUP BY j.id", (job_id,)).fetchone()
    if row is None:
        raise AppError(ErrorCode.TRANSLATION_JOB_UNKNOWN, job_id=job_id)
    return _job(row)


def _job(row: tuple[Any, ...]) -> TranslationJob:
    return TranslationJob(
        id=row[0],
        path=from_path_bytes(row[1]),
        target_path=from_path_bytes(row[2]),
        source_hash=row[3],
        source_language=row[4],
        choices=_choices(row[5]),
        state=TranslationJobState(row[6]),
        started_at=moment(row[7]),
        changed_at=moment(row[8]),
        format=DocumentFormat(row[9]),
        fingerprint=row[10],
        problem=row[11],
        segments=row[12],
        done=row[13],
        marked=row[14],
    )


def _segment(row: tuple[Any, ...]) -> DocumentSegment:
    marks = tuple(Mark(value) for value in json.loads(row[5]))
    return DocumentSegment(row[0], row[1], row[2], SegmentState(row[3]), row[4], marks)


def _choices_json(choices: DocumentChoices) -> str:
    return json.dumps({"target": choices.target, "layout": choices.layout.value, "columns": list(choices.columns)})


def _choices(text: str) -> DocumentChoices:
    values = json.loads(text)
    return DocumentChoices(values["target"], BilingualLayout(values["layout"]), tuple(values["columns"]))
