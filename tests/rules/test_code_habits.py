"""Habits of the code that no linter knows: size, names, borders, threads, sockets, sleep; each proved on an example."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("app", "packaging", "models", "tests")
MOST_LINES = 400
ANNOTATED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.AnnAssign)
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "core", "misc", "base", "manager", "managers"}
EMPTY_ENDINGS = ("Manager", "Helper", "Helpers", "Util", "Utils")

# The three borders, and four places where one thread hands what it caught to another. Each says its reason beside it.
BORDERS = {
    "app/worker/loop.py", "app/engines/loaders/load.py", "app/ui/bridge.py",
    "app/jobs/lane.py", "app/jobs/background.py", "app/storage/database.py", "app/worker/deadline.py",
    "app/engines/onnx/devices.py",  # every graphics driver fails with words and types of its own
    "app/engines/llm/text/tokens.py",  # tokenizers has no error class: it raises bare Exception, known by its type
}  # fmt: skip
SOCKETS = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "asyncio",
    "ftplib",
    "smtplib",
    "socketserver",
    "xmlrpc",
    "requests",
}
PROCESSES = {"subprocess", "multiprocessing", "concurrent.futures.process", "concurrent.futures.thread", "_thread"}
# Threads and children belong to jobs, storage and the worker's loop; the fetcher's one writes what the network brings.
MAY_START = ("app/jobs/", "app/storage/", "app/worker/", "app/fetcher/part.py")
# A socket is made only to prove that none can be, and as a local pair to the keeper that starts the fetcher.
MAY_TOUCH_SOCKETS = ("app/seal/", "app/jobs/door.py", "models/convert_checkpoint/confine.py")


def sources(*folders: str) -> list[Path]:
    return [
        path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts
    ]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def imports(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def too_long(path: Path) -> bool:
    return len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES


def opens_without_a_sentence(path: Path) -> bool:
    return not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def reads_annotations_eagerly(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    annotated = any(isinstance(node, ANNOTATED) for node in ast.parse(text).body)
    return annotated and "from __future__ import annotations" not in text


def says_nothing_by_its_name(path: Path) -> bool:
    classes = (node.name for node in nodes(path) if isinstance(node, ast.ClassDef))
    return (
        path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES or any(n.endswith(EMPTY_ENDINGS) for n in classes)
    )


def swallows_everything(path: Path) -> bool:
    """A handler of everything that does not end by raising again."""
    for node in nodes(path):
        if isinstance(node, ast.ExceptHandler):
            kind = ast.unparse(node.type) if node.type else "BaseException"
            broad = {"Exception", "BaseException"} & set(kind.strip("()").replace(" ", "").split(","))
            if broad and not isinstance(node.body[-1], ast.Raise):
                return True
    return False


def keeps_state_in_the_module(path: Path) -> bool:
    return any(isinstance(node, ast.Global) for node in nodes(path))


def starts_threads_or_children(path: Path) -> bool:
    started = {
        "threading.Thread",
        "threading.Timer",
        "Thread",
        "os.system",
        "os.popen",
        "os.fork",
        "QThread",
        "QProcess",
    }
    return bool(PROCESSES & set(imports(path)) or started & set(calls(path)))


def touches_a_socket(path: Path) -> bool:
    return bool(SOCKETS & {name for full in imports(path) for name in (full, full.split(".")[0])})


def sleeps(path: Path) -> bool:
    waits = {"sleep", "qWait", "qSleep"}
    return any(call.split(".")[-1] in waits or call == "qtbot.wait" for call in calls(path))


@pytest.mark.parametrize(
    ("broken", "folders", "excepted"),
    [
        (too_long, FOLDERS, ()),
        (opens_without_a_sentence, FOLDERS, ()),
        # bootstrap.py must be readable by a Python that is too old for it.
        (reads_annotations_eagerly, FOLDERS, ("packaging/bootstrap.py",)),
        (says_nothing_by_its_name, FOLDERS, ()),
        (swallows_everything, ("app", "packaging", "models"), tuple(BORDERS)),
        (keeps_state_in_the_module, FOLDERS, ()),
        (starts_threads_or_children, ("app",), MAY_START),
        (touches_a_socket, ("app", "packaging", "models"), MAY_TOUCH_SOCKETS),
        # One child is killed at random moments, which have to be waited for; a benchmark measures, it does not test.
        (sleeps, ("tests",), ("tests/fakes/store_child.py", "tests/benchmarks/")),
    ],
)
def test_the_code_keeps_its_habits(
    broken: Callable[[Path], bool], folders: tuple[str, ...], excepted: tuple[str, ...]
) -> None:
    found = [named(path) for path in sources(*folders) if not named(path).startswith(excepted or "//") and broken(path)]
    assert found == []


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        (too_long, "x = 1\n" * (MOST_LINES + 1)),
        (opens_without_a_sentence, "x = 1\n"),
        (reads_annotations_eagerly, '"""A sentence."""\ndef f(x: int) -> int: ...\n'),
        (says_nothing_by_its_name, "class FileManager: ...\n"),
        (swallows_everything, "try:\n    x()\nexcept Exception:\n    pass\n"),
        (swallows_everything, "try:\n    x()\nexcept (OSError, BaseException):\n    log()\n"),
        (swallows_everything, "try:\n    x()\nexcept:\n    pass\n"),
        (keeps_state_in_the_module, "x = 1\ndef f():\n    global x\n    x = 2\n"),
        (starts_threads_or_children, "import subprocess\n"),
        (starts_threads_or_children, "import threading\nthreading.Thread(target=print).start()\n"),
        (touches_a_socket, "from urllib.request import urlopen\n"),
        (touches_a_socket, "import http.client\n"),
        (sleeps, "import time\ntime.sleep(1)\n"),
        (sleeps, "def test_it(qtbot):\n    qtbot.wait(100)\n"),
    ],
)
def test_a_broken_habit_is_seen(broken: Callable[[Path], bool], text: str, tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(text, encoding="utf-8")
    assert broken(path)


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        (swallows_everything, "try:\n    x()\nexcept BaseException:\n    undo()\n    raise\n"),
        (touches_a_socket, "from urllib.parse import quote\n"),
        (starts_threads_or_children, "import threading\nlock = threading.Lock()\n"),
        (sleeps, "def test_it(qtbot):\n    qtbot.waitUntil(lambda: True)\n"),
    ],
)
def test_a_kept_habit_is_not_taken_for_broken(kept: Callable[[Path], bool], text: str, tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text(text, encoding="utf-8")
    assert not kept(path)
