"""Conversations and their turns, kept and searchable; what a turn quotes is kept in the turn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import apsw

from app.domain.ask.conversation import Answer, Conversation, Turn
from app.domain.ask.keywords import indexed_terms
from app.domain.errors import AppError, ErrorCode
from app.storage.answer_json import answer_from_json, answer_json
from app.storage.connection import value
from app.storage.database import Database
from app.storage.forgetting import empty_log
from app.storage.keyword_query import all_of
from app.storage.rows import moment, storable, to_micros

_Turns = list[Turn]
_Conversations = list[Conversation]
# Inside the class, ``list`` is the method.

_SELECT = (
    "SELECT c.id, c.title, c.started_at, c.changed_at, "
    "(SELECT count(*) FROM turns AS t WHERE t.conversation_id = c.id) FROM conversations AS c"
)
_NEXT_ACTIVITY = "(SELECT coalesce(max(activity), 0) + 1 FROM conversations)"


class Conversations:
    """Every method may be called from any thread; an id that is not there raises AppError CONVERSATION_UNKNOWN."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def start(self, title: str) -> Conversation:
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> Conversation:
            connection.execute(
                "INSERT INTO conversations (title, started_at, changed_at, activity) "
                f"VALUES (?, ?, ?, {_NEXT_ACTIVITY})",
                (storable(title), now, now),
            )
            made = connection.last_insert_rowid()
            _index(connection, made)
            return _require(connection, made)

        return self._database.write(work)

    def add_turn(self, conversation_id: int, answer: Answer, replaces: int | None = None) -> Turn:
        """Keep the answer; the conversation becomes the most recent. ``replaces`` is the turn it was made anew for."""
        now = to_micros(self._clock())

        def work(connection: apsw.Connection) -> Turn:
            _require(connection, conversation_id)
            connection.execute(
                "INSERT INTO turns (conversation_id, asked_at, answer, replaces) VALUES (?, ?, ?, "
                "(SELECT id FROM turns WHERE id = ? AND conversation_id = ?))",
                (conversation_id, now, answer_json(answer), replaces, conversation_id),
            )
            turn_id = connection.last_insert_rowid()
            connection.execute(
                f"UPDATE conversations SET changed_at = ?, activity = {_NEXT_ACTIVITY} WHERE id = ?",
                (now, conversation_id),
            )
            _index(connection, conversation_id)
            return _turns(connection, "id = ?", turn_id)[0]

        return self._database.write(work)

    def get(self, conversation_id: int) -> Conversation:
        return self._database.read(lambda connection: _require(connection, conversation_id))

    def list(self, limit: int = 200) -> _Conversations:
        """The one that was last asked in first."""
        sql = f"{_SELECT} ORDER BY c.activity DESC LIMIT ?"
        return self._database.read(lambda connection: [_conversation(row) for row in connection.execute(sql, (limit,))])

    def turns(self, conversation_id: int) -> _Turns:
        """In the order they were asked, replaced ones too. Empty for a conversation that is not there."""
        return self._database.read(lambda connection: _turns(connection, "conversation_id = ?", conversation_id))

    def search(self, text: str, limit: int = 50) -> _Conversations:
        """Conversations whose title, questions and answers hold all the words, the last one as a beginning."""
        query = all_of(text)
        if query is None:
            return []
        sql = (
            "SELECT c.id, c.title, c.started_at, c.changed_at, "
            "(SELECT count(*) FROM turns AS t WHERE t.conversation_id = c.id) "
            "FROM conversation_words AS w CROSS JOIN conversations AS c ON c.id = w.rowid "
            "WHERE conversation_words MATCH ? ORDER BY bm25(conversation_words), c.activity DESC LIMIT ?"
        )
        return self._database.read(
            lambda connection: [_conversation(row) for row in connection.execute(sql, (query, limit))]
        )

    def rename(self, conversation_id: int, title: str) -> Conversation:
        def work(connection: apsw.Connection) -> Conversation:
            _require(connection, conversation_id)
            connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (storable(title), conversation_id))
            _index(connection, conversation_id)
            return _require(connection, conversation_id)

        return self._database.write(work)

    def delete(self, conversation_id: int) -> None:
        """Without a trace in the file, like a forgotten document."""

        def work(connection: apsw.Connection) -> None:
            _require(connection, conversation_id)
            connection.execute("DELETE FROM conversation_words WHERE rowid = ?", (conversation_id,))
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

        self._database.write(work)
        empty_log(self._database)


def _index(connection: apsw.Connection, conversation_id: int) -> None:
    """Write the conversation's row of words anew; conversations are short."""
    title = value(connection, "SELECT title FROM conversations WHERE id = ?", (conversation_id,))
    answers = [turn.answer for turn in _turns(connection, "conversation_id = ?", conversation_id)]
    words = [title, *(part for answer in answers for part in (answer.question, answer.text))]
    connection.execute("DELETE FROM conversation_words WHERE rowid = ?", (conversation_id,))
    connection.execute(
        "INSERT INTO conversation_words (rowid, terms) VALUES (?, ?)",
        (conversation_id, storable(indexed_terms("\n".join(words)))),
    )


def _require(connection: apsw.Connection, conversation_id: int) -> Conversation:
    row = connection.execute(f"{_SELECT} WHERE c.id = ?", (conversation_id,)).fetchone()
    if row is None:
        raise AppError(ErrorCode.CONVERSATION_UNKNOWN, conversation_id=conversation_id)
    return _conversation(row)


def _turns(connection: apsw.Connection, condition: str, binding: int) -> list[Turn]:
    rows = connection.execute(
        f"SELECT id, conversation_id, asked_at, answer, replaces FROM turns WHERE {condition} ORDER BY id", (binding,)
    )
    return [
        Turn(
            id=row[0], conversation_id=row[1], asked_at=moment(row[2]), answer=answer_from_json(row[3]), replaces=row[4]
        )
        for row in rows
    ]


def _conversation(row: tuple[Any, ...]) -> Conversation:
    return Conversation(id=row[0], title=row[1], started_at=moment(row[2]), changed_at=moment(row[3]), turns=row[4])
