"""What the tools of a conversion do to themselves before they import a library; in children of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "models" / "convert_checkpoint"
BEGIN = f"import sys; sys.path.insert(0, {str(SCRIPTS)!r}); import confine; "


def run(code: str, *, python: str = BEGIN, stdin: int | None = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", python + code], stdin=stdin, capture_output=True, encoding="utf-8", timeout=60,
        check=False, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "refused"),
    [
        ("socket.create_connection(('127.0.0.1', 9))", True),
        ("socket.getaddrinfo('example.org', 443)", True),
        ("socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))", True),
        ("socket.socket().bind(('127.0.0.1', 0))", True),
        ("urllib.request.urlopen('http://127.0.0.1:9/')", True),
        ("pickle.loads(pickle.dumps(pathlib.Path('x')))", True),
        ("pickle.loads(pickle.dumps([1, 'a']))", False),
    ],
)
def test_no_network_and_no_pickles(code: str, refused: bool) -> None:
    done = run(f"confine.confine(); import pathlib, pickle, socket, urllib.request; {code}")
    assert (done.returncode != 0) is refused, done.stderr
    assert ("a conversion " in done.stderr) is refused


def test_without_the_confinement_they_would_get_through() -> None:
    assert "a conversion " not in run("import socket; socket.create_connection(('127.0.0.1', 9))").stderr
    assert run("import pathlib, pickle; pickle.loads(pickle.dumps(pathlib.Path('x')))").returncode == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="here children do not inherit a seal")
def test_a_sealed_program_s_tools_find_the_network_closed() -> None:
    inner = BEGIN + "print(confine.confine())"
    code = (
        f"import sys, subprocess; sys.path.insert(0, {str(ROOT)!r}); "
        "from app.seal.main import seal_process; from app.seal.models import ProcessRole; "
        "assert seal_process(ProcessRole.WINDOW).sealed; "
        f"sys.exit(subprocess.run([sys.executable, '-I', '-c', {inner!r}]).returncode)"
    )
    assert run(code, python="").stdout.strip() == "closed"
    assert run("print(confine.confine())").stdout.strip() == "hook"


@pytest.mark.skipif(sys.platform == "win32", reason="there the program starts them with a lower priority")
def test_they_let_others_go_first() -> None:
    done = run("import os; confine.confine(); print(os.nice(0)); print(os.environ['TRANSFORMERS_OFFLINE'])")
    assert done.stdout.split() == [str(min(19, os.nice(0) + 10)), "1"]


def test_they_end_when_the_program_does() -> None:
    ours, theirs = os.pipe()
    code = (
        "import threading; print(confine.read_line(), flush=True); confine.end_with_the_input(); "
        "threading.Event().wait()"
    )
    process = subprocess.Popen([sys.executable, "-I", "-c", BEGIN + code], stdin=ours, stdout=subprocess.PIPE)
    os.close(ours)
    os.write(theirs, b"the job\nmore")
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"b'the job\\n'"
    assert process.poll() is None
    os.close(theirs)
    process.stdout.close()
    assert process.wait(30) == 3


def test_without_its_libraries_the_script_says_so_in_its_own_lines() -> None:
    """The tests' Python has no torch: just what somebody meets who names the wrong one."""
    job = '{"role": "chat", "kind": "qwen3", "precision": "int4", "checkpoint": "a", "out": "b", "scratch": "c"}\n'
    process = subprocess.Popen(
        [sys.executable, "-I", str(SCRIPTS / "convert.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(job)
    process.stdin.flush()
    lines = process.stdout.readlines()
    assert process.wait(30) == 1
    process.stdin.close()
    process.stdout.close()
    assert [line.partition(":")[0] for line in lines] == ['{"stage"', '{"failed"']
    assert '"tools"' in lines[1]
