"""kill -9 while documents are indexed: nothing that was acknowledged is lost, nothing is there by halves."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.domain.library.document import DocumentState
from app.storage.store import Store
from tests.fakes.store_child import passages_of

KILLS = 60
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def killed_again_and_again(store: Path, *flags: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-s", "-m", "tests.fakes.store_child", "kills", str(store), *flags]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            assert child.stdin is not None
            child.stdin.close()
            child.wait(30)


def faults_after_kills(path: Path, kills: int, *flags: str) -> tuple[list[str], int]:
    """What was wrong after each of the kills, and how many documents were acknowledged in all."""
    acknowledged: set[str] = set()
    faults: list[str] = []
    with killed_again_and_again(path, *flags) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for number in range(kills):
            child.stdin.write("go\n")
            child.stdin.flush()
            acknowledged.update(json.loads(child.stdout.readline()))
            faults += faults_of(path, acknowledged, full=number % 10 == 9)
    return faults, len(acknowledged)


def faults_of(path: Path, acknowledged: set[str], *, full: bool) -> list[str]:
    with Store.open(path) as store:
        health = store.health(full=full)
        faults = list(health.problems)
        if not health.passages == health.keyword_rows == health.vectors:
            faults.append(f"{health.passages} passages, {health.keyword_rows} keyword rows, {health.vectors} vectors")
        documents = store.documents.list(limit=1_000_000)
        indexed = {row.path.name: row.passages for row in documents if row.state is DocumentState.INDEXED}
        faults += [f"lost: {name}" for name in acknowledged - indexed.keys()]
        faults += [f"partial: {name}" for name, passages in indexed.items() if passages != passages_of(name)]
        waiting = {row.path.name for row in store.documents.waiting()}
        unread = {row.path.name for row in documents if row.state is DocumentState.WAITING}
        faults += [f"not in the journal: {name}" for name in unread - waiting]
    return faults


def test_a_kill_at_any_moment_loses_nothing_and_leaves_nothing_by_halves(tmp_path: Path) -> None:
    faults, acknowledged = faults_after_kills(tmp_path / "library.db", KILLS)

    assert faults == []
    assert acknowledged > KILLS


@pytest.mark.parametrize(("defect", "fault"), [("--half-way", "keyword_rows:"), ("--early", "lost:")])
def test_the_same_check_catches_a_store_with_a_defect(tmp_path: Path, defect: str, fault: str) -> None:
    faults: list[str] = []
    rounds = 0
    while not any(found.startswith(fault) for found in faults) and rounds < 5:
        rounds += 1
        faults, _ = faults_after_kills(tmp_path / f"library {rounds}.db", 10, defect)

    assert any(found.startswith(fault) for found in faults)
