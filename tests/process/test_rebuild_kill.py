"""kill -9 while vectors are rebuilt: searches have one model's whole set at every moment, and the work goes on."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings.paths import Home
from app.storage.store import Store
from tests.fakes.synthetic_documents import add as add_document

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "tests" / "data" / "models"
NAMES = ("tiny-e5", "tiny-gte", "tiny-qwen3")
PASSAGES = 96


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A library that tiny-e5 embedded, and two other models."""
    made = Home(tmp_path / "home")
    made.create()
    for name in NAMES:
        shutil.copytree(MODELS / name, made.models / name)
    with Store.open(made.store) as store:
        for number in range(8):
            texts = [f"Ferry {number} leaves the harbour at pier {page}." for page in range(PASSAGES // 8)]
            add_document(store, tmp_path / f"{number}.txt", texts)
    assert child(made, "tiny-e5", None)[-1] == "done"
    return made


def child(home: Home, model: str, lines_until_kill: int | None) -> list[str]:
    """Rebuild for ``model`` in a process of its own, killed after so many lines; what it said."""
    command = [sys.executable, "-s", "-m", "tests.fakes.rebuild_child", str(home.root), model]
    if lines_until_kill is not None:
        command.append(str(lines_until_kill + 2))
    said = list[str]()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.strip())
            if len(said) == lines_until_kill:
                process.kill()
    assert process.returncode in (0, -9)
    return said


def faults(home: Home) -> list[str]:
    with Store.open(home.store) as store:
        health = store.health(full=True)
        found = list(health.problems)
        served = [one for one in health.embedders if one.serving]
        if len(served) != 1 or served[0].vectors != PASSAGES:
            found.append(f"served by {[(one.identity, one.vectors) for one in served]}")
        if health.passages != PASSAGES:
            found.append(f"{health.passages} passages")
    return found


def killed_again_and_again(home: Home, kills: int, seed: int) -> list[str]:
    """Each time another model, or the same one again; after a kill the next start goes on where that one was."""
    chance, found, targets = random.Random(seed), list[str](), set[str]()
    for number in range(kills):
        target = chance.choice(NAMES)
        targets.add(target)
        child(home, target, chance.randint(1, PASSAGES // 8 + 2))
        found += [f"after kill {number}: {fault}" for fault in faults(home)]
    assert len(targets) > 1
    for target in ("tiny-gte", "tiny-e5"):
        if child(home, target, None)[-1] not in ("done", "nothing"):
            found.append(f"{target} did not come to its end")
        with Store.open(home.store) as store:
            left = [(one.identity.partition("@")[0], one.vectors) for one in store.health().embedders]
        if left != [(target, PASSAGES)]:
            found.append(f"left: {left}")
    return found


def test_a_kill_at_any_moment_leaves_a_whole_set_that_serves(home: Home) -> None:
    assert killed_again_and_again(home, 6, seed=3) == []


@pytest.mark.slow
def test_thirty_kills_leave_a_whole_set_that_serves(home: Home) -> None:
    assert killed_again_and_again(home, 30, seed=4) == []


def test_a_killed_rebuilding_goes_on_where_it_was(home: Home) -> None:
    said = child(home, "tiny-gte", 7)
    done = [int(line) for line in said if line.isdecimal()]
    again = child(home, "tiny-gte", None)
    assert int(again[0]) >= max(done) > 0
    assert again[-1] == "done"


def test_the_same_check_catches_a_set_that_serves_too_early(home: Home) -> None:
    """The defect that the test must catch: a set that is changed to before it is whole."""
    with Store.open(home.store) as store:
        store._database.write(lambda c: c.execute("DELETE FROM codes_1 WHERE passage_id = 5").fetchall())
        store._database.write(lambda c: c.execute("DELETE FROM vectors_1 WHERE passage_id = 5").fetchall())
    assert any(fault.startswith("served by") for fault in faults(home))
