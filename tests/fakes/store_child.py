"""A program that works on a store until it is killed or done; run by the store's process tests, never imported by them.

python -m tests.fakes.store_child kills STORE [--half-way | --early]
python -m tests.fakes.store_child index STORE NAME COUNT
python -m tests.fakes.store_child full STORE LIMIT_BYTES
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

from app.domain.errors import AppError
from app.storage import document_content
from app.storage.documents import Documents
from app.storage.store import Store
from tests.fakes.synthetic_documents import batch, facts, passage, random_vectors

MOST_BEFORE_A_KILL = 4
AFTERWARDS_SECONDS = 0.03
"""A kill comes so many documents and so long after them at most, drawn anew for each: however slow the computer is."""


def passages_of(name: str) -> int:
    """How many passages the document of this name has, whoever writes it."""
    return 1 + random.Random(name).randrange(12)


def index_one(documents: Documents, path: Path) -> int:
    (row,) = documents.journal([path])
    count = passages_of(path.name)
    texts = [f"{path.name} paragraph {number} " + "lorem ipsum dolor " * 20 for number in range(count)]
    vectors = batch(random_vectors(count, seed=row.id))
    return documents.replace(row.id, facts(path.name), [passage(text) for text in texts], vectors).id


def commit_half_way() -> None:
    """The defect that the test must catch: the keyword rows come in a transaction of their own."""
    whole = document_content.insert_keyword_rows

    def broken(connection: apsw.Connection, entries: Any) -> None:
        connection.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        whole(connection, entries)

    document_content.insert_keyword_rows = broken


def acknowledge_early(acknowledge: Callable[[str], None]) -> Callable[[Documents, Path], int]:
    """The other defect: the document is called stored before it is."""

    def broken(documents: Documents, path: Path) -> int:
        acknowledge(path.name)
        return index_one(documents, path)

    return broken


def index_until_killed(store: Path, first: int, acknowledged: int, early: bool) -> None:
    def acknowledge(name: str) -> None:
        os.write(acknowledged, f"{name}\n".encode())

    index = acknowledge_early(acknowledge) if early else index_one
    documents = Store.open(store).documents
    for number in range(first, sys.maxsize):
        # Every fourth document is one that is there already: a replacement must be whole or absent too.
        name = f"document {number - 3 if number % 4 == 3 else number}"
        index(documents, Path("/synthetic") / name)
        if not early:
            acknowledge(name)


def kills(store: Path, *flags: str) -> None:
    """For each line on stdin: a fork indexes, is killed at a random moment, and what it acknowledged is printed."""
    if "--half-way" in flags:
        commit_half_way()
    moments = random.Random(17)
    for number, _ in enumerate(sys.stdin):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            with contextlib.suppress(KeyboardInterrupt):
                index_until_killed(store, number * 100_000, writing, "--early" in flags)
            os._exit(1)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            names = [pipe.readline() for _ in range(moments.randint(0, MOST_BEFORE_A_KILL))]
            time.sleep(moments.uniform(0, AFTERWARDS_SECONDS))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            names += pipe
        print(json.dumps([name.strip() for name in names]), flush=True)


def index(store: Path, name: str, count: str) -> None:
    with Store.open(store) as opened:
        for number in range(int(count)):
            index_one(opened.documents, Path("/synthetic") / f"{name} {number}")
            opened.keyword_index.search("paragraph", 3)
    print("done", flush=True)


def full(store: Path, limit_bytes: str) -> None:
    """Index until the files may grow no more, then once more with room; prints what happened as JSON."""
    told: list[str] = []
    failure: dict[str, Any] = {}
    with Store.open(store) as opened:
        unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit_bytes), unlimited[1]))
        try:
            for number in range(100_000):
                index_one(opened.documents, Path("/synthetic") / f"document {number}")
                told.append(f"document {number}")
        except AppError as error:
            failure = {"code": error.code.value, "details": error.details}
        found = len(opened.keyword_index.search("paragraph", 10))
        while_full = list(opened.health().problems)
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        index_one(opened.documents, Path("/synthetic") / "afterwards")
    print(json.dumps({"told": told, "failure": failure, "found": found, "problems": while_full}), flush=True)


if __name__ == "__main__":
    {"kills": kills, "index": index, "full": full}[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
